//! The routes: one file a noun, each a few lines a handler.

mod action;
mod assignment;
mod context_factor;
mod decision;
pub mod docs;
mod dossier;
mod event;
mod framework;
mod goal;
mod group;
mod health;
mod import;
mod improvement_cycle;
mod job;
mod lesson;
mod measurement;
mod meta;
mod organisation_unit;
mod own_standard;
mod person;
mod review;
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
        import::endpoints(),
        job::endpoints(),
        person::endpoints(),
        succession::endpoints(),
        supervised_object::endpoints(),
        trail::endpoints(),
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
    docs::register(config);
    health::register(config);
    sandbox::register(config);
}
