//! The passwords of accounts, as hashes. No reading of an account shows one.

use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::OnConflict,
};
use uuid::Uuid;

use crate::{connect::Source, entity::account_password as table, error::StoreError, unit::Tx};

/// The hash of the password of an account, when it has one.
///
/// # Errors
/// When the store fails.
pub async fn hash_of(source: &impl Source, account: Uuid) -> Result<Option<String>, StoreError> {
    let row = table::Entity::find_by_id(account)
        .one(&source.exec().db)
        .await?;
    Ok(row.map(|row| row.hash))
}

/// Those of these accounts that have a password.
///
/// # Errors
/// When the store fails.
pub async fn activated(source: &impl Source, ids: &[Uuid]) -> Result<Vec<Uuid>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = table::Entity::find()
        .select_only()
        .column(table::Column::AccountId)
        .filter(table::Column::AccountId.is_in(ids.iter().copied()))
        .into_tuple()
        .all(&source.exec().db)
        .await?;
    Ok(found)
}

/// Sets the password of an account, in the place of the one before.
///
/// # Errors
/// When the store fails.
pub async fn put(tx: &Tx, account: Uuid, hash: String) -> Result<(), StoreError> {
    let row = table::ActiveModel {
        account_id: Set(account),
        hash: Set(hash),
        changed_at: Set(tx.act().at),
    };
    table::Entity::insert(row)
        .on_conflict(
            OnConflict::column(table::Column::AccountId)
                .update_columns([table::Column::Hash, table::Column::ChangedAt])
                .to_owned(),
        )
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}
