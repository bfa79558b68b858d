//! What executing a succession does to the units, in one unit of work.

use akoki_domain::{
    id::{BoardId, UnitId},
    organisation::{
        Unit,
        kind::ESTABLISHMENT,
        succession::{
            Effect, Succession, SuccessionKind, carried_over, effects, ended, taken_over,
        },
    },
};
use akoki_openapi::wire::organisation_unit::OrganisationUnitInput;
use akoki_persistence::{
    Scope, Verb, find, lock,
    repo::organisation_unit::{below, of_ids},
};
use serde_json::json;
use std::collections::BTreeMap;
use time::Date;

use super::organisation_unit::settle;
use crate::{
    failure::Failure,
    work::{Work, difference},
};

/// A unit before the succession, with what stands under it.
type Before = BTreeMap<UnitId, (Unit, Vec<Unit>)>;

/// Ends and makes the units of a succession. The boards agreed, so the reach of whoever executes it does
/// not matter any more.
pub(super) async fn apply(work: Work<'_>, succession: &Succession) -> Result<(), Failure> {
    let all = work.call.everything();
    let before = units_before(work, &all, succession).await?;
    for effect in effects(&succession.input) {
        match effect {
            Effect::End { unit_id, ends_on } => {
                end(work, &all, &before, unit_id, ends_on).await?;
            }
            Effect::Make {
                board_id,
                parent_id,
                name,
                starts_on,
                predecessor_id,
                index: _,
            } => {
                let Some((old, under)) = before.get(&predecessor_id) else {
                    return Err(Failure::Internal(format!("no unit {predecessor_id}")));
                };
                let place = (board_id, parent_id);
                let kind = succession.input.kind;
                let made = make(work, &all, (kind, starts_on), old, place, &name).await?;
                if kind == SuccessionKind::Transfer {
                    carry(work, &made, under, starts_on).await?;
                }
            }
        }
    }
    Ok(())
}

/// The units as they were, read before anything ends; with what stands under them, which ends with them
/// and in a transfer goes over.
async fn units_before(
    work: Work<'_>,
    all: &Scope,
    succession: &Succession,
) -> Result<Before, Failure> {
    let mut before = Before::new();
    for stored in of_ids(work.tx, all, &succession.input.from).await? {
        let unit = stored.record;
        let under = below(work.tx, all, &unit).await?;
        let under = under
            .into_iter()
            .map(|stored| stored.record)
            .filter(|one| !succession.input.goes_on(one.id))
            .collect();
        before.insert(unit.id, (unit, under));
    }
    Ok(before)
}

/// Ends a unit and what stands under it: nothing stands under a unit that is no more.
async fn end(
    work: Work<'_>,
    all: &Scope,
    before: &Before,
    unit: UnitId,
    last_day: Date,
) -> Result<(), Failure> {
    let Some((unit, under)) = before.get(&unit) else {
        return Err(Failure::Internal(format!("no unit {unit}")));
    };
    for one in std::iter::once(unit).chain(under) {
        let Some(locked) = lock::<Unit>(work.tx, all, one.id.0).await? else {
            continue;
        };
        if let Some(after) = ended(&locked.record, last_day) {
            let values = difference(
                &json!(OrganisationUnitInput::from(&locked.record)),
                &json!(OrganisationUnitInput::from(&after)),
            );
            work.save(&locked, after, Verb::Updated, values).await?;
        }
    }
    if unit.details.kind == ESTABLISHMENT
        && let Some(school) = unit.parent_id
        && let Some(school) = find::<Unit>(work.tx, all, school.0).await?
    {
        settle(work, all, &school.record, None).await?;
    }
    Ok(())
}

async fn make(
    work: Work<'_>,
    all: &Scope,
    (kind, first_day): (SuccessionKind, Date),
    before: &Unit,
    (board, parent): (BoardId, UnitId),
    name: &str,
) -> Result<Unit, Failure> {
    let mut unit = taken_over(kind, before, (work.id(), board, parent), name, first_day);
    if unit.details.kind == ESTABLISHMENT
        && let Some(school) = find::<Unit>(work.tx, all, parent.0).await?
    {
        // Being made: nothing hangs anywhere yet.
        unit.carrier_id = school.record.carrier_id;
        settle(work, all, &school.record, Some(&mut unit)).await?;
    }
    insert(work, unit).await
}

async fn carry(
    work: Work<'_>,
    successor: &Unit,
    under: &[Unit],
    first_day: Date,
) -> Result<(), Failure> {
    let below: Vec<(Unit, UnitId)> = under.iter().map(|unit| (unit.clone(), work.id())).collect();
    for unit in carried_over(successor, &below, first_day) {
        insert(work, unit).await?;
    }
    Ok(())
}

async fn insert(work: Work<'_>, unit: Unit) -> Result<Unit, Failure> {
    let values = json!(OrganisationUnitInput::from(&unit));
    Ok(work.insert(unit, values).await?.record)
}
