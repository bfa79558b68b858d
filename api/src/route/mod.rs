//! The routes: one file a noun, each a few lines a handler.

mod assignment;
pub mod docs;
mod event;
mod group;
mod health;
mod import;
mod job;
mod meta;
mod organisation_unit;
mod person;
mod sandbox;
mod succession;
mod supervised_object;
mod trail;

use actix_web::web;

use crate::endpoint::Endpoint;

/// Every endpoint below `/v1`.
pub fn all() -> Vec<Endpoint> {
    [
        assignment::endpoints(),
        event::endpoints(),
        group::endpoints(),
        import::endpoints(),
        job::endpoints(),
        meta::endpoints(),
        organisation_unit::endpoints(),
        person::endpoints(),
        succession::endpoints(),
        supervised_object::endpoints(),
        trail::endpoints(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What stands outside `/v1`.
pub fn outside(config: &mut web::ServiceConfig) {
    docs::register(config);
    health::register(config);
    sandbox::register(config);
}
