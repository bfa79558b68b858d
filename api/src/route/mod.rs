//! The routes: one file a noun, each a few lines a handler.

mod account;
mod action;
mod api_client;
mod approval;
mod assignment;
mod context_factor;
mod decision;
pub mod docs;
mod dossier;
mod event;
mod evidence;
mod framework;
mod goal;
mod grant;
mod group;
mod health;
mod import;
mod improvement_cycle;
mod job;
mod lesson;
mod me;
mod measurement;
mod meta;
mod oauth;
mod organisation_unit;
mod own_standard;
mod password;
mod person;
mod personal_access_token;
mod review;
mod sandbox;
mod session;
mod set_up;
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
        account::endpoints(),
        action::endpoints(),
        api_client::endpoints(),
        approval::endpoints(),
        assignment::endpoints(),
        context_factor::endpoints(),
        decision::endpoints(),
        dossier::endpoints(),
        event::endpoints(),
        evidence::endpoints(),
        framework::endpoints(),
        goal::endpoints(),
        grant::endpoints(),
        group::endpoints(),
        import::endpoints(),
        improvement_cycle::endpoints(),
        job::endpoints(),
        lesson::endpoints(),
        me::endpoints(),
        measurement::endpoints(),
        meta::endpoints(),
        organisation_unit::endpoints(),
        own_standard::endpoints(),
        password::endpoints(),
        person::endpoints(),
        personal_access_token::endpoints(),
        review::endpoints(),
        session::endpoints(),
        set_up::endpoints(),
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
