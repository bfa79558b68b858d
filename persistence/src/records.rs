//! The mechanics of every table of aggregates: find, list, lock, insert, save, delete.

use sea_orm::sea_query::{
    Alias, Cond, Condition, Expr, ExprTrait, Query, SelectStatement, UpdateStatement,
};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, EntityName, EntityTrait, Iterable, QueryFilter, QueryResult,
    QueryTrait, StatementBuilder,
};
use uuid::Uuid;

use crate::{
    column::instant,
    connect::{Exec, Source},
    error::StoreError,
    list::{self, ListQuery, Page},
    memo,
    naming::Named,
    record::{Meta, Record, Stored},
    rows::{ColumnOf, ModelOf, models, position, stored},
    scope::{PLATFORM, Scope, Who},
    unit::Tx,
};

pub(crate) fn table<R: Record>() -> &'static str {
    R::Entity::default().table_name()
}

pub(crate) fn field<R: Record>(column: &'static str) -> Expr {
    Expr::col((Alias::new(table::<R>()), Alias::new(column)))
}

/// The record with this id, if it is in reach.
///
/// # Errors
/// When the store fails.
pub async fn find<R: Record>(
    source: &impl Source,
    scope: &Scope,
    id: Uuid,
) -> Result<Option<Stored<R>>, StoreError> {
    let exec = source.exec_for(scope);
    let statement = memo::find::<R>(exec.db.get_database_backend(), scope, id);
    let found = loaded::<R>(&exec, exec.db.query_all_raw(statement).await?).await?;
    Ok(found.into_iter().next())
}

/// The statement of [`find`].
pub(crate) fn find_statement<R: Record>(scope: &Scope, id: Uuid) -> SelectStatement {
    let mut select = select_all::<R>();
    select
        .and_where(field::<R>("id").eq(id))
        .cond_where(one_in_reach::<R>(scope));
    select
}

/// One row that the caller may read.
pub(crate) fn one_in_reach<R: Record>(scope: &Scope) -> Condition {
    let covered = covered::<R>(scope, false);
    match R::SEEN_FROM_BELOW && scope.who != Who::Service {
        true => Cond::any().add(covered).add(scope.above(table::<R>())),
        false => covered,
    }
}

/// One row that the caller comes to, over units or as a person; for writing as well, if asked.
fn covered<R: Record>(scope: &Scope, writing: bool) -> Condition {
    let links = R::LINKS.iter().filter(|link| !writing || link.writes);
    let over_units = match R::OF_PEOPLE_ALONE && scope.who != Who::Service {
        true => Cond::any(),
        false => shown::<R>(scope, scope.covers_or_linked(table::<R>(), links)),
    };
    let mut ways = named_by::<R>()
        .filter(|named| !writing || named.link().writes)
        .peekable();
    if ways.peek().is_none() || scope.who == Who::Service {
        return over_units;
    }
    ways.fold(Cond::any().add(over_units), |any, named| {
        any.add(Expr::exists(scope.named(table::<R>(), named)))
    })
}

/// What is withheld from most is in reach over units once it is shown; for some before.
fn shown<R: Record>(scope: &Scope, over_units: Condition) -> Condition {
    let Some(withheld) = R::WITHHELD.filter(|_| scope.who != Who::Service) else {
        return over_units;
    };
    let shown = Cond::all()
        .add(field::<R>(withheld.column).eq(true))
        .add(over_units);
    let before = withheld.for_some(scope).covers(table::<R>());
    Cond::any().add(shown).add(before)
}

/// The ways in which rows name the caller.
fn named_by<R: Record>() -> impl Iterator<Item = Named> {
    let people = R::PEOPLE.iter().map(Named::Person);
    people.chain(R::GUESTS.iter().map(Named::Account))
}

/// All rows that the caller may read.
pub(crate) fn all_in_reach<R: Record>(scope: &Scope) -> Condition {
    if R::OF_PLATFORM && R::SEEN_FROM_BELOW {
        scope.anywhere().add(field::<R>("board_id").eq(PLATFORM))
    } else if R::SEEN_FROM_BELOW {
        let named: Vec<Named> = named_by::<R>().collect();
        scope.within_or_above(table::<R>(), &named)
    } else {
        let links = (!R::OF_PEOPLE_ALONE).then_some(R::LINKS);
        let named: Vec<Named> = named_by::<R>().collect();
        scope.within_or_linked(table::<R>(), (links, R::WITHHELD), &named)
    }
}

/// The page of records in reach that the query asks for.
///
/// # Errors
/// When the store fails.
pub async fn list<R: Record>(
    source: &impl Source,
    scope: &Scope,
    query: &ListQuery,
) -> Result<Page<Stored<R>>, StoreError> {
    let exec = source.exec_for(scope);
    let sort = R::SORTS
        .iter()
        .find(|sort| sort.name == query.sort)
        .ok_or_else(|| StoreError::Failed(format!("no sort {}", query.sort)))?;
    let select = list_statement::<R>(scope, query)?;
    let rows = rows::<R>(&exec, &select).await?;
    let full = rows.len() as u64 > query.limit;
    let keep = if full {
        rows.len().saturating_sub(1)
    } else {
        rows.len()
    };
    let next = if full {
        rows.get(keep.saturating_sub(1))
            .map(|row| position::<R>(row, sort.column))
            .transpose()?
    } else {
        None
    };
    let mut items = rows
        .into_iter()
        .take(keep)
        .map(stored::<R>)
        .collect::<Result<Vec<_>, _>>()?;
    R::load_parts(&exec, &mut items).await?;
    Ok(Page { items, next })
}

/// The statement of a list, also for the tests that look at its plan.
pub(crate) fn list_statement<R: Record>(
    scope: &Scope,
    query: &ListQuery,
) -> Result<SelectStatement, StoreError> {
    let mut select = select_all::<R>();
    select.cond_where(all_in_reach::<R>(scope));
    for (name, values) in &query.filters {
        let condition = R::FILTERS
            .iter()
            .chain(R::SEARCHES)
            .find(|filter| filter.name == *name)
            .and_then(|filter| filter.condition(table::<R>(), values, &query.days))
            .ok_or_else(|| StoreError::Failed(format!("filter {name}")))?;
        select.cond_where(condition);
    }
    if let Some(sort) = R::SORTS.iter().find(|sort| sort.name == query.sort) {
        list::order(&mut select, table::<R>(), sort, query);
    }
    Ok(select)
}

/// Counts the version up and loads the record: from here on nobody else can change the aggregate. When the
/// unit says nothing of the new version itself, it is said that something belonging to the record changed.
///
/// # Errors
/// When the store fails.
pub async fn lock<R: Record>(
    tx: &Tx,
    scope: &Scope,
    id: Uuid,
) -> Result<Option<Stored<R>>, StoreError> {
    let exec = tx.exec_for(scope);
    let statement = memo::lock::<R>(exec.db.get_database_backend(), scope, id, tx.act().at);
    let found = loaded::<R>(&exec, exec.db.query_all_raw(statement).await?).await?;
    let locked = found.into_iter().next();
    locked.iter().for_each(|stored| tx.counted_up(stored));
    Ok(locked)
}

/// The statement of [`lock`].
pub(crate) fn lock_statement<R: Record>(scope: &Scope, id: Uuid, at: i64) -> UpdateStatement {
    let mut update = Query::update();
    update
        .table(Alias::new(table::<R>()))
        .value(
            Alias::new("version"),
            Expr::col(Alias::new("version")).add(1),
        )
        .value(Alias::new("updated_at"), at)
        .and_where(field::<R>("id").eq(id))
        .cond_where(covered::<R>(scope, true))
        .returning(Query::returning().columns(ColumnOf::<R>::iter().collect::<Vec<_>>()));
    update
}

/// Writes a new record.
///
/// # Errors
/// [`StoreError::NotUnique`] when a unique constraint is broken.
pub async fn insert<R: Record>(tx: &Tx, record: R) -> Result<Stored<R>, StoreError> {
    let mut stored = insert_many(tx, vec![record]).await?;
    stored
        .pop()
        .ok_or_else(|| StoreError::Failed("nothing inserted".into()))
}

/// Writes new records, in as few statements as the database allows.
///
/// # Errors
/// [`StoreError::NotUnique`] when a unique constraint is broken.
pub async fn insert_many<R: Record>(
    tx: &Tx,
    records: Vec<R>,
) -> Result<Vec<Stored<R>>, StoreError> {
    let exec = tx.exec();
    let meta = fresh(tx)?;
    let columns = ColumnOf::<R>::iter().count().max(1);
    for chunk in records.chunks(exec.backend.bind_limit() / columns) {
        let rows = chunk.iter().map(|record| record.row(&meta));
        R::Entity::insert_many(rows)
            .exec_without_returning(&exec.db)
            .await?;
    }
    let parts: Vec<_> = records.iter().map(|record| (record, None)).collect();
    R::save_parts(&exec, &parts).await?;
    Ok(records
        .into_iter()
        .map(|record| Stored { record, meta })
        .collect())
}

/// Writes the new values of a record that was locked in this unit. `before` is what [`lock`] gave.
///
/// # Errors
/// [`StoreError::NotUnique`] when a unique constraint is broken.
pub async fn save<R: Record>(tx: &Tx, before: &Stored<R>, record: &R) -> Result<(), StoreError> {
    let exec = tx.exec();
    let mut row = record.row(&before.meta);
    for column in ColumnOf::<R>::iter() {
        let name = sea_orm::IdenStatic::as_str(&column);
        if matches!(
            name,
            "board_id" | "id" | "version" | "created_at" | "updated_at"
        ) {
            row.not_set(column);
        }
    }
    let update = R::Entity::update_many()
        .set(row)
        .filter(field::<R>("board_id").eq(record.board()))
        .filter(field::<R>("id").eq(record.id()));
    exec.db.execute(&update.into_query()).await?;
    R::save_parts(&exec, &[(record, Some(&before.record))]).await
}

/// Deletes a record that was locked in this unit.
///
/// # Errors
/// [`StoreError::Referred`] when something else refers to it.
pub async fn delete<R: Record>(tx: &Tx, record: &R) -> Result<(), StoreError> {
    let exec = tx.exec();
    R::delete_parts(&exec, record).await?;
    R::Entity::delete_many()
        .filter(field::<R>("board_id").eq(record.board()))
        .filter(field::<R>("id").eq(record.id()))
        .exec(&exec.db)
        .await?;
    Ok(())
}

/// Whether the caller may write a record: for what an operation of another permission does besides.
///
/// # Errors
/// When the store fails.
pub async fn may_write<R: Record>(
    source: &impl Source,
    scope: &Scope,
    id: Uuid,
) -> Result<bool, StoreError> {
    let exec = source.exec_for(scope);
    let mut select = Query::select();
    select
        .expr(Expr::val(1))
        .from(Alias::new(table::<R>()))
        .and_where(field::<R>("id").eq(id))
        .cond_where(covered::<R>(scope, true));
    Ok(exec.db.query_one(&select).await?.is_some())
}

/// Which of these ids are not in reach, or do not exist.
///
/// # Errors
/// When the store fails.
pub async fn unreachable_ids<R: Record>(
    source: &impl Source,
    scope: &Scope,
    ids: &[Uuid],
) -> Result<Vec<Uuid>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let exec = source.exec_for(scope);
    let mut select = Query::select();
    select
        .expr_as(field::<R>("id"), Alias::new("id"))
        .from(Alias::new(table::<R>()))
        .and_where(field::<R>("id").is_in(ids.iter().copied()))
        .cond_where(one_in_reach::<R>(scope));
    let found = exec.db.query_all(&select).await?;
    let found = found
        .iter()
        .map(|row| row.try_get::<Uuid>("", "id"))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(ids
        .iter()
        .copied()
        .filter(|id| !found.contains(id))
        .collect())
}

fn fresh(tx: &Tx) -> Result<Meta, StoreError> {
    let now = instant(tx.act().at)?;
    Ok(Meta {
        version: 1,
        created_at: now,
        updated_at: now,
    })
}

pub(crate) fn select_all<R: Record>() -> SelectStatement {
    let mut select = Query::select();
    select.columns(ColumnOf::<R>::iter().map(|column| (Alias::new(table::<R>()), column)));
    select.from(Alias::new(table::<R>()));
    select
}

async fn rows<R: Record>(
    exec: &Exec<'_>,
    statement: &impl StatementBuilder,
) -> Result<Vec<ModelOf<R>>, StoreError> {
    models::<R>(&exec.db.query_all(statement).await?)
}

pub(crate) async fn fetch<R: Record>(
    exec: &Exec<'_>,
    statement: &impl StatementBuilder,
) -> Result<Vec<Stored<R>>, StoreError> {
    loaded::<R>(exec, exec.db.query_all(statement).await?).await
}

async fn loaded<R: Record>(
    exec: &Exec<'_>,
    rows: Vec<QueryResult>,
) -> Result<Vec<Stored<R>>, StoreError> {
    let mut found = models::<R>(&rows)?
        .into_iter()
        .map(stored::<R>)
        .collect::<Result<Vec<_>, _>>()?;
    if !found.is_empty() {
        R::load_parts(exec, &mut found).await?;
    }
    Ok(found)
}

/// The records in reach for which a condition of the repository holds.
///
/// # Errors
/// When the store fails.
pub(crate) async fn select<R: Record>(
    source: &impl Source,
    scope: &Scope,
    condition: Condition,
) -> Result<Vec<Stored<R>>, StoreError> {
    let exec = source.exec_for(scope);
    let mut select = select_all::<R>();
    select
        .cond_where(condition)
        .cond_where(all_in_reach::<R>(scope));
    fetch::<R>(&exec, &select).await
}
