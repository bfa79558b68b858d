//! Whoever answers a survey, by the bearer that their code was exchanged for.

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web};
use akoki_domain::Code;
use std::future::{Ready, ready};

use crate::{
    failure::Failure,
    state::AppState,
    survey::{Keys, ticket::Ticket},
};

/// What the bearer of a survey session says. Looked at before the body.
pub struct Respondent(pub Ticket);

impl FromRequest for Respondent {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(ticket(request).map(Self))
    }
}

fn ticket(request: &HttpRequest) -> Result<Ticket, Failure> {
    let state = request.app_data::<web::Data<AppState>>();
    let state = state.ok_or_else(|| Failure::Internal("the worker has no state".into()))?;
    let sent = request.headers().get(header::AUTHORIZATION);
    let Some(sent) = sent.and_then(|value| value.to_str().ok()) else {
        return Err(Code::Unauthenticated.into());
    };
    let (scheme, bearer) = sent.split_once(' ').unwrap_or_default();
    let at = state.shared.clock.millis();
    let ticket = Ticket::read(&Keys::of(&state.shared), bearer.trim(), at);
    ticket
        .filter(|_| scheme.eq_ignore_ascii_case("bearer"))
        .ok_or_else(|| Code::SurveySessionOver.into())
}
