//! The routes: one file a noun, each a few lines a handler.

mod action;
mod api_client;
mod approval;
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
mod oauth;
mod organisation_unit;
mod own_standard;
mod person;
mod review;
mod sandbox;
mod standing;
mod succession;
mod supervised_object;
mod trail;
mod well_known;

use actix_web::web;

use crate::endpoint::Endpoint;

/// Every endpoint below `/v1`.
pub fn all() -> Vec<Endpoint> {
    [
        action::endpoints(),
        api_client::endpoints(),
        approval::endpoints(),
        assignment::endpoints(),
        context_factor::endpoints(),
        decision::endpoints(),
        dossier::endpoints(),
        event::endpoints(),
        framework::endpoints(),
        goal::endpoints(),
        group::endpoints(),
        import::endpoints(),
        improvement_cycle::endpoints(),
        job::endpoints(),
        lesson::endpoints(),
        measurement::endpoints(),
        meta::endpoints(),
        organisation_unit::endpoints(),
        own_standard::endpoints(),
        person::endpoints(),
        review::endpoints(),
        standing::endpoints(),
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
    oauth::register(config);
    sandbox::register(config);
    well_known::register(config);
}
