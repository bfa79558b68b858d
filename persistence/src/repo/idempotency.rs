//! Answers kept for requests that carry an idempotency key.

use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::Value;
use uuid::Uuid;

use crate::{
    connect::{Backend, Source},
    entity::idempotency,
    error::StoreError,
    unit::Tx,
};

/// A key in use by a request.
#[derive(Debug, Clone)]
pub struct Claim {
    /// Whoever sent it.
    pub principal: Uuid,
    /// For which operation.
    pub operation: &'static str,
    /// The key.
    pub key: String,
    /// What the request is.
    pub fingerprint: Vec<u8>,
    /// When it came.
    pub at: i64,
}

/// An answer that was kept.
#[derive(Debug, Clone)]
pub struct Kept {
    /// What the first request was.
    pub fingerprint: Vec<u8>,
    /// The status of the answer.
    pub status: i64,
    /// Its headers.
    pub headers: Value,
    /// Its body.
    pub body: Vec<u8>,
}

/// The answer kept for this key.
///
/// # Errors
/// When the store fails.
pub async fn find(source: &impl Source, claim: &Claim) -> Result<Option<Kept>, StoreError> {
    let id = (
        claim.principal,
        claim.operation.to_owned(),
        claim.key.clone(),
    );
    let row = idempotency::Entity::find_by_id(id)
        .one(&source.exec().db)
        .await?;
    Ok(row.map(|row| Kept {
        fingerprint: row.fingerprint,
        status: row.status,
        headers: row.headers,
        body: row.body,
    }))
}

/// Claims the key in this unit. Waits, up to five seconds, while another unit has it.
///
/// # Errors
/// [`StoreError::NotUnique`] when the key was used before; [`StoreError::Busy`] after the wait.
pub async fn claim(tx: &Tx, claim: &Claim) -> Result<(), StoreError> {
    let exec = tx.exec();
    if exec.backend == Backend::Postgres {
        exec.db
            .execute_unprepared("SET LOCAL lock_timeout = '5s'")
            .await?;
    }
    let row = idempotency::ActiveModel {
        principal_id: Set(claim.principal),
        operation: Set(claim.operation.to_owned()),
        key: Set(claim.key.clone()),
        fingerprint: Set(claim.fingerprint.clone()),
        status: Set(0),
        headers: Set(Value::Null),
        body: Set(Vec::new()),
        at: Set(claim.at),
    };
    idempotency::Entity::insert(row)
        .exec_without_returning(&exec.db)
        .await?;
    Ok(())
}

/// Keeps the answer of the request that claimed the key.
///
/// # Errors
/// When the store fails.
pub async fn keep(tx: &Tx, claim: &Claim, kept: &Kept) -> Result<(), StoreError> {
    let row = idempotency::ActiveModel {
        status: Set(kept.status),
        headers: Set(kept.headers.clone()),
        body: Set(kept.body.clone()),
        ..Default::default()
    };
    idempotency::Entity::update_many()
        .set(row)
        .filter(idempotency::Column::PrincipalId.eq(claim.principal))
        .filter(idempotency::Column::Operation.eq(claim.operation))
        .filter(idempotency::Column::Key.eq(claim.key.clone()))
        .exec(&tx.exec().db)
        .await?;
    Ok(())
}

/// Forgets the answers older than this moment.
///
/// # Errors
/// When the store fails.
pub async fn forget_before(tx: &Tx, at: i64) -> Result<u64, StoreError> {
    let done = idempotency::Entity::delete_many()
        .filter(idempotency::Column::At.lt(at))
        .exec(&tx.exec().db)
        .await?;
    Ok(done.rows_affected)
}
