//! Assertions of machine clients (RFC 7523): each is taken once.

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use crate::{connect::Source, entity::used_assertion as table, error::StoreError, unit::Tx};

/// Takes an assertion.
///
/// # Errors
/// [`StoreError::NotUnique`] when it was taken before.
pub async fn take(tx: &Tx, digest: Vec<u8>, expires_at: i64) -> Result<(), StoreError> {
    let row = table::ActiveModel {
        digest: Set(digest),
        expires_at: Set(expires_at),
    };
    table::Entity::insert(row)
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// Forgets the assertions that ended before a moment: nobody takes those any more.
///
/// # Errors
/// When the store fails.
pub async fn forget_before(tx: &Tx, at: i64) -> Result<(), StoreError> {
    table::Entity::delete_many()
        .filter(table::Column::ExpiresAt.lt(at))
        .exec(&tx.exec().db)
        .await?;
    Ok(())
}
