//! The routes: one file a noun, each a few lines a handler.

mod action;
mod context_factor;
mod decision;
mod goal;
mod health;
mod improvement_cycle;
mod lesson;
mod measurement;
mod meta;
mod organisation_unit;
mod review;
mod sandbox;

use actix_web::web;

use crate::endpoint::Endpoint;

/// Every endpoint below `/v1`.
pub fn all() -> Vec<Endpoint> {
    [
        meta::endpoints(),
        organisation_unit::endpoints(),
        context_factor::endpoints(),
        improvement_cycle::endpoints(),
        goal::endpoints(),
        action::endpoints(),
        measurement::endpoints(),
        review::endpoints(),
        decision::endpoints(),
        lesson::endpoints(),
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
