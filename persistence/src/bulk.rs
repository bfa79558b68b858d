//! The mechanics for many records at once, by their ids: what pages refer to, what lists that are
//! taken in need.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, LockType, OnConflict, Order, Query};
use sea_orm::{ConnectionTrait, EntityTrait, IdenStatic, Iterable};
use uuid::Uuid;

use crate::{
    connect::Source,
    error::StoreError,
    record::{Record, Stored},
    records::{fetch, field, one_in_reach, select_all, table},
    rows::ColumnOf,
    scope::Scope,
    unit::Tx,
};

/// Those of these records that are in reach, in no order.
///
/// # Errors
/// When the store fails.
pub async fn find_many<R: Record>(
    source: &impl Source,
    scope: &Scope,
    ids: &[Uuid],
) -> Result<Vec<Stored<R>>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let exec = source.exec_for(scope);
    let mut select = select_all::<R>();
    select
        .and_where(field::<R>("id").is_in(ids.iter().copied()))
        .cond_where(one_in_reach::<R>(scope));
    fetch::<R>(&exec, &select).await
}

/// Locks the records with these ids that are in reach, as [`crate::lock`] does one.
///
/// # Errors
/// When the store fails.
pub async fn lock_many<R: Record>(
    tx: &Tx,
    scope: &Scope,
    ids: &[Uuid],
) -> Result<Vec<Stored<R>>, StoreError> {
    let exec = tx.exec_for(scope);
    let mut found = Vec::with_capacity(ids.len());
    for chunk in ids.chunks(exec.backend.bind_limit()) {
        let mut update = Query::update();
        update
            .table(Alias::new(table::<R>()))
            .value(
                Alias::new("version"),
                Expr::col(Alias::new("version")).add(1),
            )
            .value(Alias::new("updated_at"), tx.act().at)
            .and_where(field::<R>("id").is_in(chunk.iter().copied()))
            .cond_where(scope.covers(table::<R>()))
            .returning(Query::returning().columns(ColumnOf::<R>::iter().collect::<Vec<_>>()));
        found.extend(fetch::<R>(&exec, &update).await?);
    }
    found.iter().for_each(|stored| tx.counted_up(stored));
    Ok(found)
}

/// Holds these rows of a board until this unit ends, without counting a version up: nobody else changes them
/// meanwhile. Whether they are in reach is asked before, and what they say after. On SQLite the one writer sees to
/// it.
///
/// # Errors
/// When the store fails.
pub async fn hold_rows<R: Record>(tx: &Tx, board: Uuid, ids: &[Uuid]) -> Result<(), StoreError> {
    if ids.is_empty() {
        return Ok(());
    }
    let mut select = Query::select();
    select
        .expr_as(field::<R>("id"), Alias::new("id"))
        .from(Alias::new(table::<R>()))
        .and_where(field::<R>("board_id").eq(board))
        .and_where(field::<R>("id").is_in(ids.iter().copied()))
        .order_by_expr(field::<R>("id"), Order::Asc)
        .lock(LockType::NoKeyUpdate);
    tx.everything().db.query_all(&select).await?;
    Ok(())
}

/// Writes the new values of records that were locked in this unit, in as few statements as the database
/// allows. With each goes what [`lock_many`] gave.
///
/// # Errors
/// [`StoreError::NotUnique`] when a unique constraint is broken.
pub async fn save_many<R: Record>(tx: &Tx, records: &[(Stored<R>, R)]) -> Result<(), StoreError> {
    let exec = tx.exec();
    let kept = ["board_id", "id", "version", "created_at", "updated_at"];
    let columns: Vec<ColumnOf<R>> = ColumnOf::<R>::iter()
        .filter(|column| !kept.contains(&IdenStatic::as_str(column)))
        .collect();
    let width = columns.len().saturating_add(kept.len());
    for chunk in records.chunks(exec.backend.bind_limit() / width) {
        // The rows are there, so each conflicts and is updated: one statement for all of them.
        let rows = chunk.iter().map(|(before, after)| after.row(&before.meta));
        R::Entity::insert_many(rows)
            .on_conflict(
                OnConflict::columns([Alias::new("board_id"), Alias::new("id")])
                    .update_columns(columns.clone())
                    .to_owned(),
            )
            .exec_without_returning(&exec.db)
            .await?;
    }
    let parts: Vec<_> = records
        .iter()
        .map(|(before, after)| (after, Some(&before.record)))
        .collect();
    R::save_parts(&exec, &parts).await
}
