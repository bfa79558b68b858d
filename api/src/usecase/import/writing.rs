//! Writing what becomes of records, many in a few statements, each with its entry in the trail and its
//! event.

use akoki_domain::Code;
use akoki_persistence::{
    Change, Record, StoreError, Stored, Tx, Verb, insert_many, lock_many, save_many,
};
use serde_json::Value;
use std::{collections::HashMap, hash::Hash};
use uuid::Uuid;

use super::{changes::Changes, list::Circumstances};
use crate::{failure::Failure, work::difference};

/// Writes the records that are made and those that change. `values` gives what the trail keeps of one.
pub(super) async fn write<K, R>(
    tx: &Tx,
    around: &Circumstances,
    changes: &Changes<K, R>,
    values: impl Fn(&R) -> Result<Value, Failure> + Send + Sync,
) -> Result<(), Failure>
where
    K: Eq + Hash + Sync,
    R: Record + PartialEq,
{
    let made = insert_many(tx, changes.made()).await.map_err(again)?;
    for Stored { record, meta } in &made {
        say(tx, record, meta.version, Verb::Created, values(record)?);
    }
    let changed: Vec<(&R, &R)> = changes.changed().collect();
    if changed.is_empty() {
        return Ok(());
    }
    let ids: Vec<Uuid> = changed.iter().map(|(before, _)| before.id()).collect();
    let locked = lock_many::<R>(tx, &around.scope, &ids).await?;
    let mut locked: HashMap<Uuid, Stored<R>> = locked
        .into_iter()
        .map(|stored| (stored.record.id(), stored))
        .collect();
    let mut saved = Vec::with_capacity(changed.len());
    for (before, after) in changed {
        let stored = locked
            .remove(&before.id())
            .ok_or_else(|| Failure::from(Code::GrantLost))?;
        if stored.record != *before {
            return Err(Failure::Busy("somebody was faster".into()));
        }
        let differs = difference(&values(before)?, &values(after)?);
        say(tx, after, stored.meta.version, Verb::Updated, differs);
        saved.push((stored, after.clone()));
    }
    save_many(tx, &saved).await.map_err(again)?;
    Ok(())
}

/// Somebody took a unique value since it was looked up: the unit runs again over what is there now.
fn again(error: StoreError) -> Failure {
    match error {
        StoreError::NotUnique(what) => Failure::Busy(what),
        error => error.into(),
    }
}

fn say<R: Record>(tx: &Tx, record: &R, version: i64, verb: Verb, values: Value) {
    tx.record(Change {
        noun: R::NOUN,
        id: record.id(),
        board: record.board(),
        unit: record.unit(),
        version,
        verb,
        values,
        data: None,
        audience: None,
    });
}
