//! Trail and feed: written with the work, numbered and chained after the commit.
//!
//! Rows are inserted without a number, so that writers never wait for each other. The sealer numbers
//! what has been committed, in the order of the ids, and links each trail entry to the one before it
//! of the same board with a keyed hash. The feed serves numbered rows only: since a number is given
//! only to what is visible to all, a follower that asks for what comes after a number misses nothing.

use hmac::{Hmac, KeyInit, Mac};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Statement, Value,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::{
    act::{Act, Change},
    connect::{Backend, Exec, Source, Store},
    entity::{event, seal as head, trail, trail_value},
    error::StoreError,
    scope::PLATFORM,
    unit::Tx,
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

/// Writes the trail entries and events of a unit of work.
pub(crate) async fn write_changes(tx: &Tx, changes: &[Change]) -> Result<(), StoreError> {
    let exec = tx.exec();
    for chunk in changes.chunks(exec.backend.bind_limit() / 16) {
        let act = tx.act();
        let mut entries = Vec::new();
        let mut values = Vec::new();
        let mut events = Vec::new();
        for change in chunk {
            if change.audience.is_none() {
                let (entry, value) = trail_rows(act, change);
                entries.push(entry);
                values.push(value);
            }
            events.push(event_row(act, change));
        }
        if !entries.is_empty() {
            trail::Entity::insert_many(entries)
                .exec_without_returning(&exec.db)
                .await?;
            trail_value::Entity::insert_many(values)
                .exec_without_returning(&exec.db)
                .await?;
        }
        event::Entity::insert_many(events)
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

fn trail_rows(act: &Act, change: &Change) -> (trail::ActiveModel, trail_value::ActiveModel) {
    let mut salt = vec![0; 16];
    (act.mint.fill)(&mut salt);
    let changes = change.values.to_string();
    let digest = digest(&salt, &changes);
    let id = act.id();
    let entry = trail::ActiveModel {
        id: Set(id),
        board_id: Set(change.board),
        unit_id: Set(change.unit),
        number: Set(None),
        chain: Set(None),
        noun: Set(change.noun.as_str().to_owned()),
        resource_id: Set(change.id),
        verb: Set(change.verb.as_str().to_owned()),
        version: Set(change.version),
        at: Set(act.at),
        principal_id: Set(act.principal),
        credential_id: Set(act.credential),
        operation: Set(act.operation.to_owned()),
        request_id: Set(act.request.clone()),
        digest: Set(digest),
    };
    (
        entry,
        trail_value::ActiveModel {
            trail_id: Set(id),
            salt: Set(salt),
            changes: Set(changes),
        },
    )
}

fn event_row(act: &Act, change: &Change) -> event::ActiveModel {
    event::ActiveModel {
        id: Set(act.id()),
        board_id: Set(change.board),
        unit_id: Set(change.unit),
        number: Set(None),
        noun: Set(change.noun.as_str().to_owned()),
        resource_id: Set(change.id),
        verb: Set(change.verb.as_str().to_owned()),
        version: Set(change.version),
        at: Set(act.at),
        audience_id: Set(change.audience),
        data: Set(change.data.clone()),
    }
}

/// The salted digest that the chain covers.
pub(crate) fn digest(salt: &[u8], changes: &str) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(changes.as_bytes());
    hash.finalize().to_vec()
}

/// The link of one entry to the one before it.
pub(crate) fn link(
    key: &[u8],
    previous: &[u8],
    number: i64,
    entry: &trail::Model,
) -> Result<Vec<u8>, StoreError> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).map_err(StoreError::corrupt)?;
    let mut part = |bytes: &[u8]| {
        mac.update(&(bytes.len() as u64).to_be_bytes());
        mac.update(bytes);
    };
    part(previous);
    part(&number.to_be_bytes());
    for id in [entry.board_id, entry.unit_id, entry.id, entry.resource_id] {
        part(id.as_bytes());
    }
    for id in [entry.principal_id, entry.credential_id] {
        part(id.as_ref().map_or(&[][..], |id| id.as_bytes()));
    }
    for text in [
        &entry.noun,
        &entry.verb,
        &entry.operation,
        &entry.request_id,
    ] {
        part(text.as_bytes());
    }
    part(&entry.version.to_be_bytes());
    part(&entry.at.to_be_bytes());
    part(&entry.digest);
    Ok(mac.finalize().into_bytes().to_vec())
}

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
    let entries = trail::Entity::find()
        .filter(trail::Column::Number.is_null())
        .order_by_asc(trail::Column::Id)
        .limit(AT_ONCE)
        .all(&exec.db)
        .await?;
    let events = event::Entity::find()
        .filter(event::Column::Number.is_null())
        .order_by_asc(event::Column::Id)
        .limit(AT_ONCE)
        .all(&exec.db)
        .await?;
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
