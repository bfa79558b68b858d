//! The baseline: every standard of an edition in one call; a standing and a draft year plan come back.

use akoki_domain::{
    Code, Reason, Refusal,
    baseline::{AssessableStandard, TakenBaseline, check, check_answers},
    framework::{EditionRef, is_for, sector_of},
    organisation::Unit,
};
use akoki_openapi::wire::baseline::{Baseline, BaselineInput};
use akoki_persistence::{Source, Stored, find, repo::baseline::of_units};
use serde_json::json;
use uuid::Uuid;

use super::{
    carrier::carrier_of,
    place::place_of_path,
    standing::{Asked, stand},
};
use crate::{failure::Failure, frameworks::Known, guard::Call, work::Work};

/// Takes a baseline at the carrier of a unit.
///
/// # Errors
/// Everything that is wrong with the answers at once.
pub async fn take(work: Work<'_>, unit: Uuid, input: &BaselineInput) -> Result<Baseline, Failure> {
    let call = work.call;
    let unit = place_of_path(work, unit).await?.record;
    let unit = carrier_of(work, unit).await?;
    let today = work.today_of(unit.board_id).await?;
    let known = call.frameworks().await?;
    let name: Option<EditionRef> = input.edition.parse().ok();
    let Some(edition) = name.and_then(|name| known.library.edition(&name)) else {
        let mut wrong = vec![Reason::new(Code::UnknownReference).at("/edition")];
        let on = input.assessed_on.unwrap_or(today);
        wrong.extend(check_answers(&input.answered(), on, None, today));
        return Err(Refusal::Invalid(wrong).into());
    };
    let taken = input.input(edition.edition.clone(), today);
    let standards = edition.required(&unit.details.education, taken.assessed_on);
    let mut wrong = Vec::new();
    let sector = sector_of(&unit);
    if sector.is_some() && !is_for(&edition.edition, sector) {
        wrong.push(
            Reason::new(Code::EditionNotOfSector)
                .at("/edition")
                .with("sector", sector.unwrap_or_default()),
        );
    }
    wrong.extend(check(&taken, &standards, today));
    Refusal::unless_empty(wrong)?;
    let record = TakenBaseline {
        id: work.id(),
        board_id: unit.board_id,
        unit_id: unit.id,
        taken,
    };
    let values = json!({
        "edition": record.taken.edition, "assessedOn": record.taken.assessed_on,
        "answers": record.taken.answers,
    });
    let stored = work.insert(record, values).await?;
    shown(call, work.tx, &unit, &stored, &standards).await
}

/// The last baseline of the carrier of a unit, under one edition or under any.
///
/// # Errors
/// "not-found" when there is none.
pub async fn last(
    call: &Call,
    unit: &Unit,
    edition: Option<&EditionRef>,
) -> Result<Option<Baseline>, Failure> {
    let scope = call.scope();
    let found = find::<Unit>(call.store(), &scope, unit.carrier_id.0).await?;
    let Some(unit) = found.map(|stored| stored.record) else {
        return Ok(None);
    };
    let mut all = of_units(call.store(), &scope, &[unit.id], edition).await?;
    let Some(stored) = all.pop() else {
        return Ok(None);
    };
    let known = call.frameworks().await?;
    let standards = answered(&known, &stored.record);
    shown(call, call.store(), &unit, &stored, &standards)
        .await
        .map(Some)
}

/// The standards of its edition, as they weighed on its day.
fn answered(known: &Known, taken: &TakenBaseline) -> Vec<AssessableStandard> {
    let edition = known.library.edition(&taken.taken.edition);
    edition.map_or_else(Vec::new, |edition| {
        edition.required(&[], taken.taken.assessed_on)
    })
}

async fn shown(
    call: &Call,
    source: &impl Source,
    unit: &Unit,
    stored: &Stored<TakenBaseline>,
    standards: &[AssessableStandard],
) -> Result<Baseline, Failure> {
    let asked = Asked {
        edition: Some(stored.record.taken.edition.clone()),
        on: None,
    };
    let standing = stand(call, source, unit, &asked).await?;
    Ok(Baseline::new(
        &stored.record,
        &stored.record.answer(standards),
        standing,
        stored.meta.created_at,
        call.language,
    ))
}
