//! The package: what the inspectorate gets, with the school as it is known there.

use akoki_domain::{
    Code, Reason,
    organisation::{
        Unit,
        identifier::IdentifierType,
        kind::{ESTABLISHMENT, SCHOOL},
    },
    survey::{content::TargetGroup, safety_delivery::SafetyDelivery},
};
use akoki_openapi::{
    problem::WireReason,
    wire::safety_delivery::{SafetyInstrument, SafetyPackage, SafetySchool},
};
use akoki_persistence::{Source, find, repo::organisation_unit::below};
use time::Date;

use crate::{failure::Failure, guard::Call};

/// The package of a delivery in reach.
///
/// # Errors
/// When the store fails.
pub async fn packed(
    call: &Call,
    source: &impl Source,
    delivery: &SafetyDelivery,
) -> Result<SafetyPackage, Failure> {
    let figures = delivery.figures.as_ref();
    let topics = figures.into_iter().flat_map(|figures| &figures.topics);
    Ok(SafetyPackage {
        delivery_id: delivery.id.0,
        state: delivery.state,
        school: school(call, source, delivery).await?,
        school_year: delivery.school_year.0,
        instrument: SafetyInstrument {
            title: delivery.instrument_title.get(call.language).to_owned(),
            official: delivery.official,
            notice: notice(call, delivery),
        },
        target_group: TargetGroup::Pupils,
        measured_from: delivery.measured.0,
        measured_until: delivery.measured.1,
        made_on: delivery.made_on,
        has_figures: figures.is_some(),
        respondents: figures.map(|figures| figures.respondents),
        population: figures.map(|figures| figures.population),
        response: figures.and_then(|figures| figures.response()),
        topics: topics.map(Into::into).collect(),
        permission: delivery.permit.clone().map(Into::into),
    })
}

/// What to heed before it is delivered: with what was measured, the inspectorate may not be content.
pub fn notice(call: &Call, of: &SafetyDelivery) -> Option<WireReason> {
    let reason = Reason::new(Code::InstrumentNotOfficial);
    (!of.official).then(|| WireReason::new(&reason, call.language))
}

/// The school, by the codes that held on the last day of the measurement. Of a school that carries the work itself
/// the code is that of its one establishment.
async fn school(
    call: &Call,
    source: &impl Source,
    of: &SafetyDelivery,
) -> Result<SafetySchool, Failure> {
    let scope = call.everything();
    let found = find::<Unit>(source, &scope, of.unit_id.0).await?;
    let unit = found.ok_or_else(Failure::not_found)?.record;
    let day = of.measured.1;
    let mut brin = code(&unit, IdentifierType::Brin, day);
    let mut establishment = code(&unit, IdentifierType::Establishment, day);
    let kind = unit.details.kind.as_str();
    if let (ESTABLISHMENT, Some(above)) = (kind, unit.parent_id) {
        let above = find::<Unit>(source, &scope, above.0).await?;
        brin = brin.or_else(|| code(&above?.record, IdentifierType::Brin, day));
    } else if kind == SCHOOL {
        let under = below(source, &scope, &unit).await?;
        let codes = under
            .iter()
            .filter_map(|stored| code(&stored.record, IdentifierType::Establishment, day));
        let codes: Vec<String> = codes.collect();
        if let [one] = codes.as_slice() {
            establishment = establishment.or_else(|| Some(one.clone()));
        }
    }
    Ok(SafetySchool {
        unit_id: unit.id.0,
        name: unit.details.name,
        brin,
        establishment_code: establishment,
    })
}

fn code(unit: &Unit, kind: IdentifierType, on: Date) -> Option<String> {
    unit.details.identifier_on(kind, on).map(str::to_owned)
}
