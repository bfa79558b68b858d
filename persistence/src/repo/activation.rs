//! The codes with which a password can be set: one an account, used once, kept as a digest.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use uuid::Uuid;

use crate::{connect::Source, entity::account_activation as table, error::StoreError, unit::Tx};

/// Keeps the code of an account, in the place of the one before.
///
/// # Errors
/// When the store fails.
pub async fn put(
    tx: &Tx,
    account: Uuid,
    digest: Vec<u8>,
    expires_at: i64,
) -> Result<(), StoreError> {
    let row = table::ActiveModel {
        account_id: Set(account),
        digest: Set(digest),
        expires_at: Set(expires_at),
    };
    table::Entity::insert(row)
        .on_conflict(
            OnConflict::column(table::Column::AccountId)
                .update_columns([table::Column::Digest, table::Column::ExpiresAt])
                .to_owned(),
        )
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// The account whose code this is, when the code holds at this moment.
///
/// # Errors
/// When the store fails.
pub async fn account_of(
    source: &impl Source,
    digest: &[u8],
    at: i64,
) -> Result<Option<Uuid>, StoreError> {
    let row = table::Entity::find()
        .filter(table::Column::Digest.eq(digest.to_vec()))
        .filter(table::Column::ExpiresAt.gt(at))
        .one(&source.exec().db)
        .await?;
    Ok(row.map(|row| row.account_id))
}

/// Spends a code; of two who do so at a time one hears that it was spent.
///
/// # Errors
/// When the store fails.
pub async fn spend(tx: &Tx, digest: &[u8]) -> Result<bool, StoreError> {
    let done = table::Entity::delete_many()
        .filter(table::Column::Digest.eq(digest.to_vec()))
        .filter(table::Column::ExpiresAt.gt(tx.act().at))
        .exec(&tx.exec().db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Forgets the code of an account.
///
/// # Errors
/// When the store fails.
pub async fn forget(tx: &Tx, account: Uuid) -> Result<(), StoreError> {
    table::Entity::delete_by_id(account)
        .exec(&tx.exec().db)
        .await?;
    Ok(())
}

/// Forgets the codes that ended before this moment.
///
/// # Errors
/// When the store fails.
pub async fn forget_before(tx: &Tx, at: i64) -> Result<u64, StoreError> {
    let done = table::Entity::delete_many()
        .filter(table::Column::ExpiresAt.lt(at))
        .exec(&tx.exec().db)
        .await?;
    Ok(done.rows_affected)
}
