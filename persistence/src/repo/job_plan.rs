//! How resources will be after the rows planned so far. Planning writes nothing else, so that a dry run
//! leaves no trace; the rows that follow are planned over this.

use akoki_domain::job::Job;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryTrait,
};
use serde::{Serialize, de::DeserializeOwned};
use uuid::Uuid;

use crate::{
    column,
    connect::Source,
    entity::job_plan::{ActiveModel, Column, Entity},
    error::StoreError,
    unit::Tx,
};

/// A resource as it will be.
#[derive(Debug, Clone)]
pub struct Planned<T> {
    /// Its id.
    pub id: Uuid,
    /// How a list knows it.
    pub key: String,
    /// The unit above it, or whom it is about.
    pub under: Option<Uuid>,
    /// As it will be.
    pub record: T,
}

/// Notes resources as they will be; what was noted of them before is replaced.
///
/// # Errors
/// When the store fails.
pub async fn put<T: Serialize>(
    tx: &Tx,
    job: &Job,
    planned: &[Planned<T>],
) -> Result<(), StoreError> {
    if planned.is_empty() {
        return Ok(());
    }
    let rows = planned.iter().map(|planned| ActiveModel {
        job_id: Set(job.id.0),
        resource_id: Set(planned.id),
        key: Set(planned.key.clone()),
        under_id: Set(planned.under),
        document: Set(column::document(&planned.record)),
    });
    Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([Column::JobId, Column::ResourceId])
                .update_columns([Column::Key, Column::UnderId, Column::Document])
                .to_owned(),
        )
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// The resources planned so far that have one of these keys or stand under one of these.
///
/// # Errors
/// When the store fails.
pub async fn find<T: DeserializeOwned>(
    source: &impl Source,
    job: &Job,
    keys: &[String],
    under: &[Uuid],
) -> Result<Vec<T>, StoreError> {
    let exec = source.exec();
    let mut any = Condition::any();
    if !keys.is_empty() {
        any = any.add(Column::Key.is_in(keys.iter().map(String::as_str)));
    }
    if !under.is_empty() {
        any = any.add(Expr::col(Column::UnderId).is_in(under.iter().copied()));
    }
    if any.is_empty() {
        return Ok(Vec::new());
    }
    let select = Entity::find()
        .filter(Column::JobId.eq(job.id.0))
        .filter(any)
        .into_query();
    let rows = exec.db.query_all(&select).await?;
    rows.iter()
        .map(|row| column::read_document(row.try_get("", "document")?))
        .collect()
}
