//! Failed tries, by a keyed digest of what was tried, so that no address is kept.

use akoki_domain::access::Tries;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};

use crate::{connect::Source, entity::throttle as table, error::StoreError, unit::Tx};

/// The failed tries under a digest.
///
/// # Errors
/// When the store fails.
pub async fn read(source: &impl Source, digest: &[u8]) -> Result<Option<Tries>, StoreError> {
    let row = table::Entity::find_by_id(digest.to_vec())
        .one(&source.exec().db)
        .await?;
    Ok(row.map(tries))
}

/// The failed tries under a digest, locked until this unit ends: of tries made at the same moment each
/// one counts.
///
/// # Errors
/// When the store fails.
pub async fn lock(tx: &Tx, digest: &[u8]) -> Result<Tries, StoreError> {
    let row = row(
        digest,
        Tries {
            failures: 0,
            last_at: tx.act().at,
        },
    );
    let locked = table::Entity::insert(row)
        .on_conflict(
            OnConflict::column(table::Column::Digest)
                .update_column(table::Column::Digest)
                .to_owned(),
        )
        .exec_with_returning(&tx.exec().db)
        .await?;
    Ok(tries(locked))
}

/// Keeps the failed tries under a digest.
///
/// # Errors
/// When the store fails.
pub async fn put(tx: &Tx, digest: &[u8], tries: Tries) -> Result<(), StoreError> {
    table::Entity::insert(row(digest, tries))
        .on_conflict(
            OnConflict::column(table::Column::Digest)
                .update_columns([table::Column::Failures, table::Column::LastAt])
                .to_owned(),
        )
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// Forgets the failed tries under a digest.
///
/// # Errors
/// When the store fails.
pub async fn clear(tx: &Tx, digest: &[u8]) -> Result<(), StoreError> {
    table::Entity::delete_by_id(digest.to_vec())
        .exec(&tx.exec().db)
        .await?;
    Ok(())
}

/// Forgets what was not tried since this moment.
///
/// # Errors
/// When the store fails.
pub async fn forget_before(tx: &Tx, at: i64) -> Result<u64, StoreError> {
    let done = table::Entity::delete_many()
        .filter(table::Column::LastAt.lt(at))
        .exec(&tx.exec().db)
        .await?;
    Ok(done.rows_affected)
}

fn row(digest: &[u8], tries: Tries) -> table::ActiveModel {
    table::ActiveModel {
        digest: Set(digest.to_vec()),
        failures: Set(i64::from(tries.failures)),
        last_at: Set(tries.last_at),
    }
}

fn tries(row: table::Model) -> Tries {
    Tries {
        failures: u32::try_from(row.failures).unwrap_or(u32::MAX),
        last_at: row.last_at,
    }
}
