//! What the service keeps for itself, by name.

use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use serde_json::Value;

use crate::{connect::Source, entity::setting, error::StoreError, unit::Tx};

/// The value under a name.
///
/// # Errors
/// When the store fails.
pub async fn get(source: &impl Source, name: &str) -> Result<Option<Value>, StoreError> {
    let row = setting::Entity::find_by_id(name.to_owned())
        .one(&source.exec().db)
        .await?;
    Ok(row.map(|row| row.value))
}

/// The value under a name, locked until this unit ends: whoever else asks so waits, and finds what this
/// unit left.
///
/// # Errors
/// When the store fails.
pub async fn lock(tx: &Tx, name: &str) -> Result<Option<Value>, StoreError> {
    let locked = setting::Entity::update_many()
        .col_expr(setting::Column::Name, Expr::col(setting::Column::Name))
        .filter(setting::Column::Name.eq(name))
        .exec_with_returning(&tx.exec().db)
        .await?;
    Ok(locked.into_iter().next().map(|row| row.value))
}

/// Keeps a value under a name.
///
/// # Errors
/// When the store fails.
pub async fn put(tx: &Tx, name: &str, value: Value) -> Result<(), StoreError> {
    let row = setting::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(value),
    };
    setting::Entity::insert(row)
        .on_conflict(
            OnConflict::column(setting::Column::Name)
                .update_column(setting::Column::Value)
                .to_owned(),
        )
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// Keeps a value under a name where there is none yet. Two processes that start together meet here.
///
/// # Errors
/// [`StoreError::NotUnique`] when there is one.
pub async fn add(tx: &Tx, name: &str, value: Value) -> Result<(), StoreError> {
    let row = setting::ActiveModel {
        name: Set(name.to_owned()),
        value: Set(value),
    };
    setting::Entity::insert(row)
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}
