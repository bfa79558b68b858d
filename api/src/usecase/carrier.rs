//! The unit that carries the work of another: dossiers, baselines and cycles hang there.

use akoki_domain::{Code, organisation::Unit};
use akoki_persistence::{Stored, find};
use uuid::Uuid;

use super::place::place;
use crate::{failure::Failure, work::Work};

/// The carrier of a unit named in the input, when the caller may write at both.
///
/// # Errors
/// As [`place`]; "forbidden" when the carrier is out of the caller's reach.
pub async fn carrier(work: Work<'_>, unit: Uuid, pointer: &str) -> Result<Unit, Failure> {
    let unit = place(work, unit, pointer).await?.record;
    carrier_of(work, unit).await
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
