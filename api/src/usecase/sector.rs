//! The sector of a unit: by it the edition is chosen.

use akoki_domain::{
    framework::sector_of,
    id::UnitId,
    organisation::{Unit, kind::BOARD},
};
use akoki_persistence::{Source, find, find_many};
use std::collections::{BTreeMap, BTreeSet};

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

/// The sector of each of these units in reach, by which its edition is chosen. Whatever does not say it has that
/// of the unit that carries its work, and an establishment that of its school; a school has nothing of its
/// board. The caller need not reach those: nothing but the sector comes out.
///
/// # Errors
/// When the store fails.
pub async fn sectors_of(
    call: &Call,
    source: &impl Source,
    units: &[Unit],
) -> Result<Vec<Option<&'static str>>, Failure> {
    let silent = units.iter().filter(|unit| sector_of(unit).is_none());
    let carriers = silent.filter(|unit| unit.carrier_id != unit.id);
    let carriers = units_of(call, source, carriers.map(|unit| unit.carrier_id)).await?;
    let carrier = |unit: &'_ Unit| -> Unit {
        let carrier = carriers.get(&unit.carrier_id);
        carrier.unwrap_or(unit).clone()
    };
    let parents = units.iter().map(carrier);
    let parents = parents.filter(|carrier| sector_of(carrier).is_none());
    let parents: Vec<UnitId> = parents.filter_map(|carrier| carrier.parent_id).collect();
    let parents = units_of(call, source, parents).await?;
    let school = |carrier: &Unit| {
        let above = parents.get(&carrier.parent_id?)?;
        (above.details.kind != BOARD)
            .then(|| sector_of(above))
            .flatten()
    };
    let sector = |unit: &Unit| {
        let carrier = carrier(unit);
        let own = sector_of(unit).or_else(|| sector_of(&carrier));
        own.or_else(|| school(&carrier))
    };
    Ok(units.iter().map(sector).collect())
}

/// As [`sectors_of`], of one.
///
/// # Errors
/// When the store fails.
pub async fn sector_at(
    call: &Call,
    source: &impl Source,
    unit: &Unit,
) -> Result<Option<&'static str>, Failure> {
    let sectors = sectors_of(call, source, std::slice::from_ref(unit)).await?;
    Ok(sectors.into_iter().next().flatten())
}

async fn units_of(
    call: &Call,
    source: &impl Source,
    ids: impl IntoIterator<Item = UnitId>,
) -> Result<BTreeMap<UnitId, Unit>, Failure> {
    let ids: BTreeSet<_> = ids.into_iter().map(|id| id.0).collect();
    let ids: Vec<_> = ids.into_iter().collect();
    let found = find_many::<Unit>(source, &call.everything(), &ids).await?;
    let units = found.into_iter().map(|stored| stored.record);
    Ok(units.map(|unit| (unit.id, unit)).collect())
}
