//! By which sector the edition of a unit is chosen.

use akoki_domain::{
    framework::sector_of,
    id::UnitId,
    organisation::{Unit, kind::BOARD},
};
use akoki_persistence::{Source, find};

use crate::{failure::Failure, guard::Call};

/// A unit at which something hangs that is in the caller's reach.
///
/// # Errors
/// When the store fails.
pub async fn unit_of(
    call: &Call,
    source: &impl Source,
    id: UnitId,
) -> Result<Option<Unit>, Failure> {
    let found = find::<Unit>(source, &call.everything(), id.0).await?;
    Ok(found.map(|stored| stored.record))
}

/// The sector of a unit in reach. An establishment that does not say it has that of its school, which the
/// caller need not reach: nothing but the sector comes out.
///
/// # Errors
/// When the store fails.
pub async fn sector_at(
    call: &Call,
    source: &impl Source,
    unit: &Unit,
) -> Result<Option<&'static str>, Failure> {
    let own = sector_of(unit);
    let (None, Some(parent)) = (own, unit.parent_id) else {
        return Ok(own);
    };
    let above = unit_of(call, source, parent).await?;
    let school = above.filter(|above| above.details.kind != BOARD);
    Ok(school.as_ref().and_then(sector_of))
}
