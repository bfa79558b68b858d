//! The unit that carries the work of another: dossiers, baselines and cycles hang there.

use akoki_domain::{
    Code, Reason,
    organisation::{
        Unit,
        kind::{ESTABLISHMENT, SCHOOL},
    },
};
use akoki_persistence::{Stored, find};
use time::Date;
use uuid::Uuid;

use super::place::{ended, placed};
use crate::{failure::Failure, work::Work};

/// The carrier of the unit named at `/unitId`, when the caller may write at both; what is wrong in the
/// body is added to what was found so far.
///
/// # Errors
/// As [`placed`]; "forbidden" when the carrier is out of the caller's reach.
pub async fn carried(
    work: Work<'_>,
    unit: Uuid,
    reasons: &mut Vec<Reason>,
) -> Result<Option<Unit>, Failure> {
    match placed(work, unit, "/unitId", reasons).await? {
        Some(unit) => carrier_of(work, unit).await.map(Some),
        None => Ok(None),
    }
}

/// As [`carried`], of a unit where new work begins on this day, or today where it names none: where a unit has
/// ended nothing begins.
///
/// # Errors
/// As [`carried`].
pub async fn carried_anew(
    work: Work<'_>,
    unit: Uuid,
    began_on: Option<Date>,
    reasons: &mut Vec<Reason>,
) -> Result<Option<Unit>, Failure> {
    const AT: &str = "/unitId";
    let Some(unit) = placed(work, unit, AT, reasons).await? else {
        return Ok(None);
    };
    reasons.extend(ended(work, &unit, began_on, AT).await?);
    carrier_of(work, unit).await.map(Some)
}

/// The carrier of a unit at which the caller may write.
///
/// # Errors
/// "forbidden" when the carrier is out of the caller's reach.
pub async fn carrier_of(work: Work<'_>, unit: Unit) -> Result<Unit, Failure> {
    if unit.carrier_id == unit.id {
        return Ok(unit);
    }
    let found = find::<Unit>(work.tx, &work.scope(), unit.carrier_id.0).await?;
    found
        .map(|Stored { record, .. }| record)
        .ok_or_else(|| Code::Forbidden.into())
}

/// The unit named at a pointer, as far as the caller may write there: of a school or an establishment the
/// carrier, any other unit itself. For what is about a board, a team or a subject department as well.
///
/// # Errors
/// As [`carried`].
pub async fn at_carrier_of_school(
    work: Work<'_>,
    unit: Uuid,
    pointer: &str,
    reasons: &mut Vec<Reason>,
) -> Result<Option<Unit>, Failure> {
    match placed(work, unit, pointer, reasons).await? {
        Some(unit) => carrier_of_school(work, unit).await.map(Some),
        None => Ok(None),
    }
}

/// As [`at_carrier_of_school`], of a unit where new work begins today: where a unit has ended nothing begins.
///
/// # Errors
/// As [`carried`].
pub async fn anew_at_carrier_of_school(
    work: Work<'_>,
    unit: Uuid,
    pointer: &str,
    reasons: &mut Vec<Reason>,
) -> Result<Option<Unit>, Failure> {
    let Some(unit) = placed(work, unit, pointer, reasons).await? else {
        return Ok(None);
    };
    reasons.extend(ended(work, &unit, None, pointer).await?);
    carrier_of_school(work, unit).await.map(Some)
}

/// Of a school or an establishment the carrier, any other unit itself.
async fn carrier_of_school(work: Work<'_>, unit: Unit) -> Result<Unit, Failure> {
    match unit.details.kind.as_str() {
        SCHOOL | ESTABLISHMENT => carrier_of(work, unit).await,
        _ => Ok(unit),
    }
}
