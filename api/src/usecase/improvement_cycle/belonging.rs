//! What belongs to a cycle: every write to it locks the cycle first and asks it what may be changed.

use akoki_domain::{id::CycleId, pdca::Cycle};
use akoki_persistence::{Record, Source, Stored, find, find_many, lock, repo::cycle::OfCycle};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::{failure::Failure, guard::Call, work::Work};

/// Locks the cycle of something that belongs to one.
pub async fn lock_cycle_of<T>(work: Work<'_>, id: Uuid) -> Result<(), Failure>
where
    OfCycle<T>: Record,
    T: Send,
{
    if let Some(found) = find::<OfCycle<T>>(work.tx, &work.scope(), id).await? {
        lock::<Cycle>(work.tx, &work.scope(), found.record.cycle_id.0).await?;
    }
    Ok(())
}

/// The cycle of something that belongs to one, as it is now that it is locked.
pub async fn cycle_of<T: Sync>(work: Work<'_>, kept: &OfCycle<T>) -> Result<Cycle, Failure> {
    let cycle = find::<Cycle>(work.tx, &work.scope(), kept.cycle_id.0).await?;
    cycle
        .map(|stored| stored.record)
        .ok_or_else(Failure::not_found)
}

/// What is kept, without where it hangs.
pub fn items<T>(kept: Vec<Stored<OfCycle<T>>>) -> Vec<T> {
    kept.into_iter().map(|stored| stored.record.item).collect()
}

/// The cycles of a page of what belongs to cycles.
pub async fn cycles_of<T: Sync>(
    call: &Call,
    source: &impl Source,
    items: &[Stored<OfCycle<T>>],
) -> Result<BTreeMap<CycleId, Cycle>, Failure> {
    let mut ids: Vec<Uuid> = items.iter().map(|item| item.record.cycle_id.0).collect();
    ids.sort_unstable();
    ids.dedup();
    let cycles = find_many::<Cycle>(source, &call.scope(), &ids).await?;
    Ok(cycles
        .into_iter()
        .map(|stored| (stored.record.id, stored.record))
        .collect())
}
