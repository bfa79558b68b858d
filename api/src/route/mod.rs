//! The routes: one file a noun, each a few lines a handler.

mod health;
mod import;
mod job;
mod meta;
mod organisation_unit;
mod sandbox;

use actix_web::web;

use crate::endpoint::Endpoint;

/// Every endpoint below `/v1`.
pub fn all() -> Vec<Endpoint> {
    [
        import::endpoints(),
        job::endpoints(),
        meta::endpoints(),
        organisation_unit::endpoints(),
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
