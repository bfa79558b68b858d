//! What the observations in a unit and everything under it come to.

use actix_web::{HttpRequest, HttpResponse, web};
use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    calendar::SchoolYear,
    framework::{EditionContent, EditionRef, FrameworkKind},
    id::UnitId,
    observation::{IndicatorResult, Place, observed_so_far, results},
    organisation::Unit,
};
use akoki_openapi::{
    operation::{Access, Operation},
    problem::WireReason,
    wire::{observation::ObservationResults, schema::Links},
};
use akoki_persistence::repo::{
    observation::seen_under,
    organisation_unit::{carriers_under, lines_above, of_ids},
};
use serde_json::json;
use std::collections::BTreeSet;
use time::Date;

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
    let unit = guard.reached::<Unit>(id).await?;
    let unit = unit.record;
    let known = guard.frameworks().await?;
    let mut reasons = query.wrong(&["instrument", "schoolYear"], &[]);
    let named: Option<EditionRef> = query.one("instrument").and_then(|name| name.parse().ok());
    let instrument = named.and_then(|name| known.library.edition(&name));
    let instrument =
        instrument.filter(|edition| edition.kind == FrameworkKind::ObservationInstrument);
    if instrument.is_none() {
        let code = match query.one("instrument") {
            Some(_) => Code::UnknownReference,
            None => Code::Required,
        };
        reasons.push(Reason::new(code).at("instrument"));
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
    let own = format!("/v1/{}/{}", Noun::OrganisationUnit.path(), unit.id);
    let asked = format!("instrument={name}&schoolYear={}", year.0);
    let mut shown = ObservationResults {
        unit_id: unit.id.0,
        instrument: name.to_string(),
        school_year: year.0,
        people_so_far: None,
        not_shown: None,
        indicators: Vec::new(),
        links: Links::from([
            ("self", format!("{own}/observation-results?{asked}")),
            ("unit", own),
        ]),
    };
    if year.is_finished(today) {
        let indicators = told(&guard, &unit, instrument, days).await?;
        shown.indicators = indicators.into_iter().map(Into::into).collect();
    } else {
        let observed = seen_under(guard.store(), &guard.scope(), unit.id, name, days).await?;
        shown.people_so_far = Some(observed_so_far(&observed));
        let from = year.finished_on().and_then(Date::next_day);
        let reason = Reason::new(Code::SchoolYearRunning).with("schoolYear", year);
        let reason = from
            .into_iter()
            .fold(reason, |one, day| one.with("from", day));
        shown.not_shown = Some(WireReason::new(&reason, guard.language));
    }
    Ok(read_reply(&request, 1, &shown, None)?.into())
}

/// What a finished year comes to in a unit. What may be told is settled for all that could be asked beside
/// it: for what hangs at one carrier, or for the whole board where a unit has several under it.
async fn told(
    guard: &Guard<ReadingResults>,
    unit: &Unit,
    instrument: &EditionContent,
    days: (Date, Date),
) -> Result<Vec<IndicatorResult>, Failure> {
    let (store, everything) = (guard.store(), guard.everything());
    let carriers = carriers_under(store, &everything, unit).await?;
    let top = match carriers.as_slice() {
        [] | [_] => unit.carrier_id,
        _ => unit.board_id.into(),
    };
    let observed = seen_under(store, &everything, top, &instrument.edition, days).await?;
    let units: BTreeSet<UnitId> = observed.iter().map(|one| one.unit).collect();
    let units: Vec<UnitId> = units.into_iter().collect();
    let mut above = lines_above(store, &everything, &units).await?;
    let found = of_ids(store, &everything, &units).await?;
    let places = found.into_iter().map(|stored| {
        let Unit { id, carrier_id, .. } = stored.record;
        let above = above.remove(&id).unwrap_or_default();
        let carrier = carrier_id;
        (id, Place { carrier, above })
    });
    Ok(results(instrument, &observed, &places.collect(), unit.id))
}
