//! Numbers and chains the rows of trail and feed after the commit.
//!
//! Rows are inserted without a number (see [`crate::changes`]), so that writers never wait for each other. The sealer numbers
//! what has been committed, in the order of the ids, and links each trail entry to the one before it
//! of the same board with a keyed hash. The feed serves numbered rows only: since a number is given
//! only to what is visible to all, a follower that asks for what comes after a number misses nothing.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Statement, Value,
};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::{
    act::Act,
    chain::link,
    connect::{Backend, Exec, Source, Store},
    entity::{event, seal as head, trail},
    error::StoreError,
    scope::PLATFORM,
};

/// What one run of the sealer did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SealReport {
    /// Trail entries numbered.
    pub entries: usize,
    /// Events numbered.
    pub events: usize,
}

/// At most so many rows of each kind in one unit, so that the writer is not held long.
const AT_ONCE: u64 = 500;

/// Numbers and chains what was committed. Several processes may call it; they take turns.
///
/// # Errors
/// When the store fails; nothing is numbered then.
pub async fn seal(store: &Store, act: &Act, key: &[u8]) -> Result<SealReport, StoreError> {
    if !pending(store).await? {
        return Ok(SealReport::default());
    }
    let key = key.to_vec();
    store
        .unit(act, move |tx| {
            let key = key.clone();
            Box::pin(async move { seal_in(&tx.exec(), &key).await })
        })
        .await
}

/// A look before the unit, so that an idle store is not written to.
async fn pending(store: &Store) -> Result<bool, StoreError> {
    let exec = store.exec();
    let event = event::Entity::find()
        .filter(event::Column::Number.is_null())
        .limit(1)
        .one(&exec.db)
        .await?;
    if event.is_some() {
        return Ok(true);
    }
    let entry = trail::Entity::find()
        .filter(trail::Column::Number.is_null())
        .limit(1)
        .one(&exec.db)
        .await?;
    Ok(entry.is_some())
}

async fn seal_in(exec: &Exec<'_>, key: &[u8]) -> Result<SealReport, StoreError> {
    let mut last = lock_counter(exec).await?;
    let entries = unsealed_entries(exec).await?;
    let events = unsealed_events(exec).await?;
    let mut heads = heads(exec, &entries).await?;
    let mut sealed = Vec::with_capacity(entries.len());
    for entry in &entries {
        last += 1;
        let chain = link(
            key,
            heads.get(&entry.board_id).map_or(&[][..], Vec::as_slice),
            last,
            entry,
        )?;
        heads.insert(entry.board_id, chain.clone());
        sealed.push((entry.id, last, Some(chain)));
    }
    let mut numbered = Vec::with_capacity(events.len());
    for event in &events {
        last += 1;
        numbered.push((event.id, last, None));
    }
    number(exec, "trail", &sealed).await?;
    number(exec, "event", &numbered).await?;
    save_heads(exec, heads, last).await?;
    Ok(SealReport {
        entries: entries.len(),
        events: events.len(),
    })
}

/// The entries to be numbered now, in their order.
async fn unsealed_entries(exec: &Exec<'_>) -> Result<Vec<trail::Model>, StoreError> {
    let first = || {
        trail::Entity::find()
            .filter(trail::Column::Number.is_null())
            .order_by_asc(trail::Column::Id)
    };
    let mut rows = first().limit(AT_ONCE).all(&exec.db).await?;
    if rows.len() as u64 == AT_ONCE {
        let touched: Vec<Uuid> = rows.iter().map(|row| row.resource_id).collect();
        let last = rows.last().map_or(PLATFORM, |row| row.id);
        let more = first()
            .filter(trail::Column::ResourceId.is_in(touched))
            .filter(trail::Column::Id.gt(last));
        rows.extend(more.all(&exec.db).await?);
    }
    Ok(by_version(rows, |row| (row.resource_id, row.version)))
}

/// The events to be numbered now, in their order.
async fn unsealed_events(exec: &Exec<'_>) -> Result<Vec<event::Model>, StoreError> {
    let first = || {
        event::Entity::find()
            .filter(event::Column::Number.is_null())
            .order_by_asc(event::Column::Id)
    };
    let mut rows = first().limit(AT_ONCE).all(&exec.db).await?;
    if rows.len() as u64 == AT_ONCE {
        let touched: Vec<Uuid> = rows.iter().map(|row| row.resource_id).collect();
        let last = rows.last().map_or(PLATFORM, |row| row.id);
        let more = first()
            .filter(event::Column::ResourceId.is_in(touched))
            .filter(event::Column::Id.gt(last));
        rows.extend(more.all(&exec.db).await?);
    }
    Ok(by_version(rows, |row| (row.resource_id, row.version)))
}

/// Rows in the order of their ids, but those of one resource by version: an id is made when a request
/// comes in, and a later request may have been the first to lock the resource. Only the rows of one
/// resource change places among each other.
fn by_version<T>(rows: Vec<T>, of: impl Fn(&T) -> (Uuid, i64)) -> Vec<T> {
    let mut waiting: BTreeMap<Uuid, Vec<(i64, T)>> = BTreeMap::new();
    let mut places = Vec::with_capacity(rows.len());
    for row in rows {
        let (resource, version) = of(&row);
        places.push(resource);
        waiting.entry(resource).or_default().push((version, row));
    }
    let mut sorted: BTreeMap<Uuid, std::vec::IntoIter<(i64, T)>> = BTreeMap::new();
    for (resource, mut rows) in waiting {
        rows.sort_by_key(|(version, _)| *version);
        sorted.insert(resource, rows.into_iter());
    }
    places
        .iter()
        .filter_map(|resource| sorted.get_mut(resource)?.next())
        .map(|(_, row)| row)
        .collect()
}

/// Locks the counter: sealers of several processes take turns on this row.
async fn lock_counter(exec: &Exec<'_>) -> Result<i64, StoreError> {
    let mut update = Query::update();
    update
        .table(Alias::new("seal"))
        .value(Alias::new("number"), Expr::col(Alias::new("number")).add(0))
        .and_where(Expr::col(Alias::new("board_id")).eq(PLATFORM))
        .returning(Query::returning().column(Alias::new("number")));
    let row = exec
        .db
        .query_one(&update)
        .await?
        .ok_or_else(|| StoreError::corrupt("the counter is missing"))?;
    Ok(row.try_get("", "number")?)
}

async fn heads(
    exec: &Exec<'_>,
    entries: &[trail::Model],
) -> Result<BTreeMap<Uuid, Vec<u8>>, StoreError> {
    let mut boards: Vec<Uuid> = entries.iter().map(|entry| entry.board_id).collect();
    boards.sort_unstable();
    boards.dedup();
    boards.push(PLATFORM);
    let rows = head::Entity::find()
        .filter(head::Column::BoardId.is_in(boards))
        .all(&exec.db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.board_id, row.chain))
        .collect())
}

async fn save_heads(
    exec: &Exec<'_>,
    heads: BTreeMap<Uuid, Vec<u8>>,
    last: i64,
) -> Result<(), StoreError> {
    let rows = heads
        .into_iter()
        .map(|(board_id, chain)| head::ActiveModel {
            board_id: Set(board_id),
            number: Set(last),
            chain: Set(chain),
        });
    head::Entity::insert_many(rows)
        .on_conflict(
            sea_orm::sea_query::OnConflict::column(head::Column::BoardId)
                .update_columns([head::Column::Number, head::Column::Chain])
                .to_owned(),
        )
        .exec_without_returning(&exec.db)
        .await?;
    Ok(())
}

/// Sets the numbers (and chains) of many rows in one statement.
async fn number(
    exec: &Exec<'_>,
    table: &str,
    rows: &[(Uuid, i64, Option<Vec<u8>>)],
) -> Result<(), StoreError> {
    if rows.is_empty() {
        return Ok(());
    }
    let chained = table == "trail";
    let (id, number, chain) = match exec.backend {
        Backend::Postgres => ("::uuid", "::bigint", "::bytea"),
        Backend::Sqlite => ("", "", ""),
    };
    let mut sql = format!("UPDATE {table} SET number = v.column2");
    if chained {
        sql.push_str(", chain = v.column3");
    }
    sql.push_str(" FROM (VALUES ");
    let mut values: Vec<Value> = Vec::with_capacity(rows.len() * 3);
    for (row_id, row_number, row_chain) in rows {
        if !values.is_empty() {
            sql.push_str(", ");
        }
        let n = values.len();
        sql.push_str(&format!("(${}{id}, ${}{number}", n + 1, n + 2));
        values.push((*row_id).into());
        values.push((*row_number).into());
        if chained {
            sql.push_str(&format!(", ${}{chain}", n + 3));
            values.push(row_chain.clone().into());
        }
        sql.push(')');
    }
    sql.push_str(&format!(") AS v WHERE {table}.id = v.column1"));
    let backend = exec.db.get_database_backend();
    exec.db
        .execute_raw(Statement::from_sql_and_values(backend, sql, values))
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_one_resource_are_numbered_by_version() {
        let (a, b) = (Uuid::from_u128(1), Uuid::from_u128(2));
        // In the order of their ids.
        let rows = vec![(a, 3), (b, 1), (a, 2), (a, 2), (b, 0), (a, 4)];
        let sorted = by_version(rows, |row| *row);
        assert_eq!(sorted, [(a, 2), (b, 0), (a, 2), (a, 3), (b, 1), (a, 4)]);
    }
}
