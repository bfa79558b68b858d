//! The routes: one file a noun, each a few lines a handler.

mod account;
mod accredited_body;
mod action;
mod api_client;
mod approval;
mod assignment;
mod audit;
mod audit_programme;
mod auditor;
mod checklist_item;
mod context_factor;
mod conversation;
mod decision;
pub mod docs;
mod dossier;
mod event;
mod evidence;
mod fieldwork;
mod finding;
mod framework;
mod framework_upgrade;
mod goal;
mod grant;
mod group;
mod health;
mod import;
mod improvement_cycle;
mod inspection_readiness;
mod inspection_visit;
mod job;
mod lesson;
mod me;
mod measurement;
mod meta;
mod oauth;
mod observation;
mod organisation_unit;
mod own_standard;
mod password;
mod person;
mod personal_access_token;
mod recovery_order;
mod review;
mod safety_delivery;
pub(crate) mod sandbox;
mod school_year;
mod self_evaluation;
mod session;
mod set_up;
mod standing;
mod succession;
mod supervised_object;
mod survey_campaign;
mod survey_follow_up;
mod survey_instrument;
mod survey_results;
mod survey_session;
mod trail;
mod verdict;
mod well_known;

use actix_web::web;

use crate::endpoint::Endpoint;

/// Every endpoint below `/v1`.
pub fn all() -> Vec<Endpoint> {
    [
        accredited_body::endpoints(),
        account::endpoints(),
        action::endpoints(),
        api_client::endpoints(),
        approval::endpoints(),
        assignment::endpoints(),
        checklist_item::endpoints(),
        audit::endpoints(),
        audit_programme::endpoints(),
        auditor::endpoints(),
        context_factor::endpoints(),
        conversation::endpoints(),
        decision::endpoints(),
        dossier::endpoints(),
        event::endpoints(),
        evidence::endpoints(),
        fieldwork::endpoints(),
        finding::endpoints(),
        framework::endpoints(),
        framework_upgrade::endpoints(),
        goal::endpoints(),
        grant::endpoints(),
        group::endpoints(),
        import::endpoints(),
        improvement_cycle::endpoints(),
        inspection_readiness::endpoints(),
        inspection_visit::endpoints(),
        job::endpoints(),
        lesson::endpoints(),
        me::endpoints(),
        measurement::endpoints(),
        meta::endpoints(),
        observation::endpoints(),
        organisation_unit::endpoints(),
        own_standard::endpoints(),
        password::endpoints(),
        person::endpoints(),
        personal_access_token::endpoints(),
        recovery_order::endpoints(),
        review::endpoints(),
        school_year::endpoints(),
        self_evaluation::endpoints(),
        session::endpoints(),
        set_up::endpoints(),
        standing::endpoints(),
        succession::endpoints(),
        supervised_object::endpoints(),
        survey_campaign::endpoints(),
        survey_instrument::endpoints(),
        survey_follow_up::endpoints(),
        safety_delivery::endpoints(),
        survey_results::endpoints(),
        survey_session::endpoints(),
        trail::endpoints(),
        verdict::endpoints(),
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
