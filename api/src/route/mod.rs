//! The routes: one file a noun, each a few lines a handler.

mod assignment;
mod group;
mod health;
mod meta;
mod organisation_unit;
mod person;
mod sandbox;
mod succession;
mod supervised_object;

use actix_web::web;

use crate::endpoint::Endpoint;

/// Every endpoint below `/v1`.
pub fn all() -> Vec<Endpoint> {
    [
        assignment::endpoints(),
        group::endpoints(),
        meta::endpoints(),
        organisation_unit::endpoints(),
        person::endpoints(),
        succession::endpoints(),
        supervised_object::endpoints(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What stands outside `/v1`.
pub fn outside(config: &mut web::ServiceConfig) {
    health::register(config);
    sandbox::register(config);
}
