//! The routes: one file a noun, each a few lines a handler.

mod assignment;
pub mod docs;
mod dossier;
mod event;
mod framework;
mod group;
mod health;
mod meta;
mod organisation_unit;
mod own_standard;
mod person;
mod sandbox;
mod standing;
mod succession;
mod supervised_object;
mod trail;

use actix_web::web;

use crate::endpoint::Endpoint;

/// Every endpoint below `/v1`.
pub fn all() -> Vec<Endpoint> {
    [
        dossier::endpoints(),
        event::endpoints(),
        framework::endpoints(),
        meta::endpoints(),
        organisation_unit::endpoints(),
        own_standard::endpoints(),
        standing::endpoints(),
        trail::endpoints(),
        assignment::endpoints(),
        group::endpoints(),
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
    docs::register(config);
    health::register(config);
    sandbox::register(config);
}
