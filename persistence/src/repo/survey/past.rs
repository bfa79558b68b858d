//! What remains of the codes of a survey that was mixed: that they were there, and whether they were used. Whoever
//! comes with one hears that the survey has closed, or that their answers were taken in.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, OnConflict, Order, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::BTreeMap;

use super::Key;
use crate::{
    connect::{Exec, Source},
    entity::survey_past_code as table,
    error::StoreError,
    unit::Tx,
};

/// Which of these codes are known from a survey that was mixed, and whether each was used.
///
/// # Errors
/// When the store fails.
pub async fn known(
    source: &impl Source,
    codes: Vec<Vec<u8>>,
) -> Result<BTreeMap<Vec<u8>, bool>, StoreError> {
    let rows = table::Entity::find()
        .filter(table::Column::CodeHash.is_in(codes))
        .all(&source.everything().db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.code_hash, row.used))
        .collect())
}

/// Of which campaign a code was, and whether it was used.
///
/// # Errors
/// When the store fails.
pub async fn of(source: &impl Source, code_hash: &[u8]) -> Result<Option<(Key, bool)>, StoreError> {
    let row = table::Entity::find_by_id(code_hash.to_vec())
        .one(&source.everything().db)
        .await?;
    Ok(row.map(|row| {
        let key = Key {
            board: row.board_id,
            campaign: row.campaign_id,
        };
        (key, row.used)
    }))
}

/// Keeps codes, in the order of their digests, which says nothing of when; at most so many at a time, after one. The
/// answer is the last one, none when that were all.
///
/// A code that was given in place of a used one and never tried is kept as one that was not used: whoever asked for it
/// does not learn which of the two it is. Of whoever was let in, nobody knows the code but with a bearer, which names
/// the campaign itself; only that it was used is kept.
///
/// # Errors
/// When the store fails.
pub async fn keep(
    tx: &Tx,
    key: Key,
    after: Option<Vec<u8>>,
    limit: u64,
) -> Result<Option<Vec<u8>>, StoreError> {
    let exec = tx.everything();
    let mut codes = invited(&exec, key, after.as_ref(), limit).await?;
    codes.extend(entries(&exec, key, after.as_ref(), limit).await?);
    // Both come in the order of their digests, so the first of all are among these.
    let some = usize::try_from(limit).unwrap_or(usize::MAX);
    let codes: Vec<(Vec<u8>, bool)> = codes.into_iter().take(some).collect();
    let full = codes.len() == some;
    let Some((last, _)) = codes.last() else {
        return Ok(None);
    };
    let last = Some(last.clone()).filter(|_| full);
    let rows = codes.into_iter().map(|(hash, used)| table::ActiveModel {
        code_hash: Set(hash),
        board_id: Set(key.board),
        campaign_id: Set(key.campaign),
        used: Set(used),
    });
    let mut once = OnConflict::column(table::Column::CodeHash);
    once.do_nothing();
    table::Entity::insert_many(rows)
        .on_conflict(once)
        .exec_without_returning(&exec.db)
        .await?;
    Ok(last)
}

/// Codes with which somebody answers.
async fn invited(
    exec: &Exec<'_>,
    key: Key,
    after: Option<&Vec<u8>>,
    limit: u64,
) -> Result<BTreeMap<Vec<u8>, bool>, StoreError> {
    let own = |column: &'static str| Expr::col(Alias::new(column));
    let mut select = Query::select();
    select
        .columns(["code_hash", "used", "veiled"].map(Alias::new))
        .from(Alias::new("survey_invitation"))
        .cond_where(key.rows("survey_invitation"))
        .and_where(own("used").eq(true).or(own("let_in").eq(false)))
        .order_by_expr(own("code_hash"), Order::Asc)
        .limit(limit);
    if let Some(after) = after {
        select.and_where(own("code_hash").gt(after.clone()));
    }
    let rows = exec.db.query_all(&select).await?;
    let read = |row: &sea_orm::QueryResult| {
        let (used, veiled): (bool, bool) = (row.try_get("", "used")?, row.try_get("", "veiled")?);
        Ok((row.try_get("", "code_hash")?, used && !veiled))
    };
    rows.iter().map(read).collect()
}

/// Codes with which many come in: nobody answers with one of those, so none was used.
async fn entries(
    exec: &Exec<'_>,
    key: Key,
    after: Option<&Vec<u8>>,
    limit: u64,
) -> Result<BTreeMap<Vec<u8>, bool>, StoreError> {
    let own = |column: &'static str| Expr::col(Alias::new(column));
    let mut select = Query::select();
    select
        .column(Alias::new("code_hash"))
        .from(Alias::new("survey_entry"))
        .cond_where(key.rows("survey_entry"))
        .order_by_expr(own("code_hash"), Order::Asc)
        .limit(limit);
    if let Some(after) = after {
        select.and_where(own("code_hash").gt(after.clone()));
    }
    let rows = exec.db.query_all(&select).await?;
    rows.iter()
        .map(|row| Ok((row.try_get("", "code_hash")?, false)))
        .collect()
}
