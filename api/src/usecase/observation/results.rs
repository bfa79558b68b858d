//! What the observations in a unit and everything under it come to.

use actix_web::{HttpRequest, HttpResponse, web};
use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    calendar::SchoolYear,
    framework::{EditionRef, FrameworkKind},
    observation::results,
    organisation::Unit,
};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::{observation::ObservationResults, schema::Links},
};
use akoki_persistence::{find, repo::observation::seen_under};
use serde_json::json;

use super::{Observations, examples};
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Query, query::refuse},
    resource::{Resource, path_id, read_reply},
};

/// Reading them.
pub struct ReadingResults;
impl Needs for ReadingResults {
    const OPERATION: &'static str = "readObservationResults";
    const ACCESS: Access = Access::Needs(Permission::ReadObservationResults);
}

/// The endpoint of this file.
pub fn endpoint() -> Endpoint {
    let operation = Operation::new(
        ReadingResults::OPERATION,
        "get",
        "/organisation-units/{id}/observation-results",
        Observations::NAMES.tag,
        ReadingResults::ACCESS,
    )
    .id_parameter("id")
    .parameter(
        "instrument",
        "query",
        true,
        json!({"type": "string", "maxLength": 130, "examples": ["lesson-observation/1/all"]}),
    )
    .query(
        "schoolYear",
        json!({"type": "integer", "minimum": 1990, "maximum": 2100}),
    )
    .parameter("If-None-Match", "header", false, json!({"type": "string"}))
    .answers::<ObservationResults>(200, &["ETag"], examples::results())
    .answers_empty(304, &["ETag"]);
    Endpoint::new(operation, read)
}

async fn read(
    guard: Guard<ReadingResults>,
    id: web::Path<String>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let Some(unit) = find::<Unit>(guard.store(), &guard.scope(), id).await? else {
        guard.still_valid().await?;
        return Err(Failure::not_found());
    };
    let unit = unit.record;
    let known = guard.frameworks().await?;
    let mut reasons = query.wrong(&["instrument", "schoolYear"], &[]);
    let named: Option<EditionRef> = query.one("instrument").and_then(|name| name.parse().ok());
    let instrument = named.and_then(|name| known.library.edition(&name));
    let instrument =
        instrument.filter(|edition| edition.kind == FrameworkKind::ObservationInstrument);
    if instrument.is_none() {
        reasons.push(Reason::new(Code::UnknownReference).at("instrument"));
    }
    let today = guard.today_of(guard.store(), unit.board_id).await?;
    let year = query.read::<i32>("schoolYear", "integer", &mut reasons);
    let year = year.map_or(SchoolYear::of(today), SchoolYear);
    refuse(reasons)?;
    let days = year.first_day().zip(year.last_day());
    let (Some(instrument), Some(days)) = (instrument, days) else {
        return Err(Failure::not_found());
    };
    let name = &instrument.edition;
    let observed = seen_under(guard.store(), &guard.scope(), unit.id, name, days).await?;
    let own = format!("/v1/{}/{}", Noun::OrganisationUnit.path(), unit.id);
    let asked = format!("instrument={name}&schoolYear={}", year.0);
    let shown = ObservationResults {
        unit_id: unit.id.0,
        instrument: name.to_string(),
        school_year: year.0,
        indicators: results(instrument, &observed)
            .into_iter()
            .map(Into::into)
            .collect(),
        links: Links::from([
            ("self", format!("{own}/observation-results?{asked}")),
            ("unit", own),
        ]),
    };
    Ok(read_reply(&request, 1, &shown, None)?.into())
}
