//! The files of jobs, in pieces, so that any process of the service can do the work.

use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, OnConflict, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use uuid::Uuid;

use crate::{
    connect::Source,
    entity::{job_file, job_key},
    error::StoreError,
    unit::Tx,
};

/// Keeps a piece of a file.
///
/// # Errors
/// When the store fails.
pub async fn add(tx: &Tx, job: Uuid, number: i64, bytes: Vec<u8>) -> Result<(), StoreError> {
    let row = job_file::ActiveModel {
        job_id: Set(job),
        number: Set(number),
        at: Set(tx.act().at),
        bytes: Set(bytes),
    };
    job_file::Entity::insert(row)
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// A piece of a file; none after the last.
///
/// # Errors
/// When the store fails.
pub async fn piece(
    source: &impl Source,
    job: Uuid,
    number: i64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let row = job_file::Entity::find_by_id((job, number))
        .one(&source.exec().db)
        .await?;
    Ok(row.map(|row| row.bytes))
}

/// A job that is finished but has left something behind, or a file that was sent before the moment and
/// never became a job.
///
/// # Errors
/// When the store fails.
pub async fn leftover(source: &impl Source, before: i64) -> Result<Option<Uuid>, StoreError> {
    let job = |column| Expr::col((Alias::new("job"), Alias::new(column)));
    let file = |column| Expr::col((Alias::new("job_file"), Alias::new(column)));
    let mut select = Query::select();
    select
        .expr_as(file("job_id"), Alias::new("job_id"))
        .from(Alias::new("job_file"))
        .left_join(Alias::new("job"), job("id").eq(file("job_id")))
        // Every file has a first piece, and it goes last.
        .and_where(file("number").eq(0))
        .cond_where(
            Cond::any().add(job("finished_at").is_not_null()).add(
                Cond::all()
                    .add(job("id").is_null())
                    .add(file("at").lt(before)),
            ),
        )
        .limit(1);
    let row = source.exec().db.query_one(&select).await?;
    Ok(row.map(|row| row.try_get("", "job_id")).transpose()?)
}

/// At most so many rows, and so many pieces of a file, go in one unit, so that the writer is not held
/// long.
const ROWS: u64 = 400;
const PIECES: u64 = 8;

/// Deletes a part of what a finished job needed for its work. False when nothing is left. The file goes last: by its
/// first piece the rest is found.
///
/// # Errors
/// When the store fails.
pub async fn forget(tx: &Tx, job: Uuid) -> Result<bool, StoreError> {
    for (table, key, limit) in [
        ("job_plan", "resource_id", ROWS),
        ("job_key", "key", ROWS),
        ("job_file", "number", PIECES),
    ] {
        if !forget_some(tx, job, table, key, limit).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Deletes at most so many rows of a table; whether none is left there.
async fn forget_some(
    tx: &Tx,
    job: Uuid,
    table: &'static str,
    key: &'static str,
    limit: u64,
) -> Result<bool, StoreError> {
    let some = |limit| {
        let mut some = Query::select();
        some.column(Alias::new(key))
            .from(Alias::new(table))
            .and_where(Expr::col(Alias::new("job_id")).eq(job))
            // The first piece goes last: it is what a leftover is found by.
            .order_by(Alias::new(key), sea_orm::Order::Desc)
            .limit(limit);
        some
    };
    let db = &tx.exec().db;
    let mut delete = Query::delete();
    delete
        .from_table(Alias::new(table))
        .and_where(Expr::col(Alias::new("job_id")).eq(job))
        .and_where(Expr::col(Alias::new(key)).in_subquery(some(limit)));
    db.execute(&delete).await?;
    // Not told from how many went: whoever waits for somebody who deletes the same rows deletes none.
    Ok(db.query_one(&some(1)).await?.is_none())
}

/// Which of these keys the rows planned so far were about.
///
/// # Errors
/// When the store fails.
pub async fn known_keys(
    source: &impl Source,
    job: Uuid,
    keys: &[String],
) -> Result<Vec<String>, StoreError> {
    let exec = source.exec();
    let rows = job_key::Entity::find()
        .filter(job_key::Column::JobId.eq(job))
        .filter(job_key::Column::Key.is_in(keys.iter().map(String::as_str)))
        .all(&exec.db)
        .await?;
    Ok(rows.into_iter().map(|row| row.key).collect())
}

/// Notes what planned rows are about.
///
/// # Errors
/// When the store fails.
pub async fn add_keys(tx: &Tx, job: Uuid, keys: Vec<String>) -> Result<(), StoreError> {
    if keys.is_empty() {
        return Ok(());
    }
    let rows = keys.into_iter().map(|key| job_key::ActiveModel {
        job_id: Set(job),
        key: Set(key),
    });
    job_key::Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([job_key::Column::JobId, job_key::Column::Key])
                .do_nothing()
                .to_owned(),
        )
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}
