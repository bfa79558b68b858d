//! Follows who came to reach what, and tells them: `gained` and `lost` events, addressed to them alone.
//!
//! A change of reach is one row, written in the unit that makes the change ([`access_changed`], and the
//! tree itself when a unit moves). A worker works it off in chunks ([`tell`]): the events of a chunk and
//! how far it came are one unit, so that nothing is told twice or left out when a process is killed. What
//! is told is what holds when it is told: a resource that can be read by then is never told as lost.

mod kinds;

use akoki_domain::{
    Noun,
    access::{Role, read_permission},
    event::Verb,
};
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, OnConflict, Order, Query, SelectStatement};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder,
};
use serde_json::Value;
use std::collections::BTreeSet;
use time::Date;
use uuid::Uuid;

use crate::{
    act::Change,
    column::{day, read_day, read_word},
    connect::{Exec, Source, Store},
    entity::{access_grant, reach_change},
    error::StoreError,
    repo::{by_unit, setting},
    scope::{PLATFORM, Scope, Who},
    unit::Tx,
};

pub use kinds::{Kind, kinds};

/// What happened to somebody's reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// They came to reach a unit and all under it.
    Gained,
    /// They no longer do.
    Lost,
}

impl Reach {
    const fn verb(self) -> Verb {
        match self {
            Reach::Gained => Verb::Gained,
            Reach::Lost => Verb::Lost,
        }
    }
}

/// Says that a principal gained or lost a role on a unit: to be called in the unit of work that gives,
/// changes or ends the grant. Grants that begin or end by the calendar are found by [`tell`] itself.
///
/// # Errors
/// When the store fails.
pub async fn access_changed(
    tx: &Tx,
    principal: Uuid,
    unit: Uuid,
    role: Role,
    reach: Reach,
) -> Result<(), StoreError> {
    let row = pending(principal, unit, role.as_str(), reach);
    enqueue(&tx.exec(), vec![row]).await
}

/// As [`access_changed`], of one role for many principals and units at once.
///
/// # Errors
/// When the store fails.
pub async fn accesses_changed(
    tx: &Tx,
    whom: &BTreeSet<(Uuid, Uuid)>,
    role: Role,
    reach: Reach,
) -> Result<(), StoreError> {
    let exec = tx.exec();
    let rows = whom.iter();
    let rows = rows.map(|(principal, unit)| pending(*principal, *unit, role.as_str(), reach));
    let rows: Vec<_> = rows.collect();
    // A row has six columns.
    for chunk in rows.chunks(exec.backend.bind_limit() / 6) {
        reach_change::Entity::insert_many(chunk.to_vec())
            .on_conflict(begins_again())
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

fn pending(principal: Uuid, unit: Uuid, role: &str, reach: Reach) -> reach_change::ActiveModel {
    reach_change::ActiveModel {
        principal_id: Set(principal),
        unit_id: Set(unit),
        role: Set(role.to_owned()),
        verb: Set(reach.verb().as_str().to_owned()),
        noun: Set(String::new()),
        after_id: Set(PLATFORM),
    }
}

async fn enqueue(exec: &Exec<'_>, rows: Vec<reach_change::ActiveModel>) -> Result<(), StoreError> {
    // PostgreSQL refuses to meet the same key twice in one statement.
    for row in rows {
        reach_change::Entity::insert(row)
            .on_conflict(begins_again())
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

/// What waits to be told already is told from the beginning.
fn begins_again() -> OnConflict {
    use reach_change::Column;
    OnConflict::columns([
        Column::PrincipalId,
        Column::UnitId,
        Column::Role,
        Column::Verb,
    ])
    .update_columns([Column::Noun, Column::AfterId])
    .to_owned()
}

/// A unit was hung elsewhere: who reached it from above loses it, who reaches its new place gains it.
/// `before` and `after` are the units above it.
pub(crate) async fn unit_moved(
    exec: &Exec<'_>,
    unit: Uuid,
    before: &[Uuid],
    after: &[Uuid],
) -> Result<(), StoreError> {
    let only = |these: &[Uuid], others: &[Uuid]| -> Vec<Uuid> {
        let mine = these.iter().filter(|id| !others.contains(id));
        mine.copied().collect()
    };
    let (left, entered) = (only(before, after), only(after, before));
    let both = [left.as_slice(), entered.as_slice()].concat();
    if both.is_empty() {
        return Ok(());
    }
    let today = exec.today.map(day).ok_or_else(|| {
        StoreError::Failed("a unit is moved within a unit of work only".to_owned())
    })?;
    let grants = access_grant::Entity::find()
        .filter(access_grant::Column::UnitId.is_in(both))
        .filter(access_grant::Column::EndedAt.is_null())
        .filter(access_grant::Column::StartsOn.lte(today.clone()))
        .filter(
            access_grant::Column::EndsOn
                .is_null()
                .or(access_grant::Column::EndsOn.gte(today)),
        )
        .all(&exec.db)
        .await?;
    let rows = grants.iter().map(|grant| {
        let reach = if left.contains(&grant.unit_id) {
            Reach::Lost
        } else {
            Reach::Gained
        };
        pending(grant.principal_id, unit, &grant.role, reach)
    });
    enqueue(exec, rows.collect()).await
}

/// Whether there is anything to tell: a look before the unit, so that an idle store is not written to.
///
/// # Errors
/// When the store fails.
pub async fn untold(store: &Store, today: Date) -> Result<bool, StoreError> {
    let swept = setting::get(store, SWEPT).await?;
    if swept.as_ref().and_then(Value::as_str) != Some(day(today).as_str()) {
        return Ok(true);
    }
    let row = reach_change::Entity::find().one(&store.exec().db).await?;
    Ok(row.is_some())
}

const SWEPT: &str = "feed-reach-day";

/// Tells the next chunk. Answers whether there is more.
///
/// # Errors
/// When the store fails; nothing is told then.
pub async fn tell(tx: &Tx, today: Date) -> Result<bool, StoreError> {
    let exec = tx.exec();
    sweep(tx, today).await?;
    let Some(row) = next(&exec).await? else {
        return Ok(false);
    };
    chunk(tx, &row, today).await?;
    Ok(true)
}

/// Enqueues the grants that began or ended by the calendar since the last sweep.
async fn sweep(tx: &Tx, today: Date) -> Result<(), StoreError> {
    use access_grant::Column::{EndedAt, EndsOn, StartsOn};
    let now = day(today);
    let last = match setting::lock(tx, SWEPT).await? {
        // Somebody for whom it is a day later already swept: going back would tell all of that day anew.
        Some(Value::String(last)) if last >= now => return Ok(()),
        Some(Value::String(last)) => day(read_day(&last)?),
        _ => now.clone(),
    };
    if last < now {
        let exec = tx.exec();
        let ended = access_grant::Entity::find()
            .filter(EndedAt.is_null())
            .filter(StartsOn.lte(last.clone()))
            .filter(EndsOn.gte(last.clone()))
            .filter(EndsOn.lt(now.clone()))
            .all(&exec.db)
            .await?;
        let begun = access_grant::Entity::find()
            .filter(EndedAt.is_null())
            .filter(StartsOn.gt(last))
            .filter(StartsOn.lte(now.clone()))
            .filter(EndsOn.is_null().or(EndsOn.gte(now.clone())))
            .all(&exec.db)
            .await?;
        let ended = ended.iter().map(|grant| (grant, Reach::Lost));
        let begun = begun.iter().map(|grant| (grant, Reach::Gained));
        let rows = ended
            .chain(begun)
            .map(|(grant, reach)| pending(grant.principal_id, grant.unit_id, &grant.role, reach));
        enqueue(&exec, rows.collect()).await?;
    }
    setting::put(tx, SWEPT, Value::String(now)).await
}

/// A change of reach to be told, locked: another process waits, and finds how far this one came.
async fn next(exec: &Exec<'_>) -> Result<Option<reach_change::Model>, StoreError> {
    let first = reach_change::Entity::find()
        .order_by_asc(reach_change::Column::PrincipalId)
        .one(&exec.db)
        .await?;
    let Some(first) = first else { return Ok(None) };
    let locked = reach_change::Entity::update_many()
        .col_expr(
            reach_change::Column::Noun,
            Expr::col(reach_change::Column::Noun),
        )
        .filter(same(&first))
        .exec_with_returning(&exec.db)
        .await?;
    Ok(locked.into_iter().next())
}

fn same(row: &reach_change::Model) -> sea_orm::Condition {
    use reach_change::Column;
    sea_orm::Condition::all()
        .add(Column::PrincipalId.eq(row.principal_id))
        .add(Column::UnitId.eq(row.unit_id))
        .add(Column::Role.eq(row.role.clone()))
        .add(Column::Verb.eq(row.verb.clone()))
}

/// Resources looked at in one unit, so that the writer is not held long.
const AT_ONCE: u64 = 200;

/// Tells a chunk of one kind, and keeps how far it came.
async fn chunk(tx: &Tx, row: &reach_change::Model, today: Date) -> Result<(), StoreError> {
    let exec = tx.exec();
    let role: Role = read_word(&row.role)?;
    let kinds: Vec<Kind> = kinds()
        .into_iter()
        .filter(|kind| read_permission(kind.noun).roles().contains(&role))
        .collect();
    let at = kinds
        .iter()
        .position(|kind| kind.noun.as_str() == row.noun)
        .unwrap_or(0);
    let Some(&kind) = kinds.get(at) else {
        return forget(&exec, row).await;
    };
    let noun = kind.noun;
    let verb: Verb = read_word(&row.verb)?;
    let scope = Scope {
        who: Who::Principal(row.principal_id),
        roles: read_permission(noun).roles(),
        word: read_permission(noun).scope(),
        at: tx.act().at,
        today,
    };
    let found = exec.db.query_all(&resources(kind, row, &scope)).await?;
    let mut last = None;
    for resource in &found {
        let id: Uuid = resource.try_get("", "id")?;
        last = Some(id);
        let readable: bool = resource.try_get("", "readable")?;
        if readable == (verb == Verb::Gained) {
            tx.record(Change {
                noun,
                id,
                board: resource.try_get("", "board_id")?,
                unit: resource.try_get("", "unit_id")?,
                version: resource.try_get("", "version")?,
                verb,
                values: Value::Null,
                data: None,
                audience: Some(row.principal_id),
            });
        }
    }
    match (last, kinds.get(at + 1)) {
        (Some(last), _) if found.len() as u64 == AT_ONCE => keep(&exec, row, noun, last).await,
        (_, Some(following)) => keep(&exec, row, following.noun, PLATFORM).await,
        (_, None) => forget(&exec, row).await,
    }
}

/// The next resources of a kind on the unit and under it, and whether the principal can read them now.
fn resources(kind: Kind, row: &reach_change::Model, scope: &Scope) -> SelectStatement {
    let field = |column: &'static str| Expr::col((Alias::new(kind.table), Alias::new(column)));
    let mut select = Query::select();
    for column in ["id", "board_id", "unit_id", "version"] {
        select.expr_as(field(column), Alias::new(column));
    }
    let mut there = Cond::any().add(by_unit::within(field("unit_id"), row.unit_id));
    let told = kind
        .withheld
        .filter(|withheld| !withheld.shown_to(&row.role));
    let shown = told.map(|withheld| field(withheld.column).eq(true));
    let mut readable = Expr::exists(scope.covering(kind.table));
    for link in kind.links {
        let of = |column: &'static str| Expr::col((Alias::new(link.table), Alias::new(column)));
        let mut named = Query::select();
        named
            .column((Alias::new(link.table), Alias::new(link.column)))
            .from(Alias::new(link.table))
            .cond_where(by_unit::within(of("unit_id"), row.unit_id));
        there = there.add(field("id").in_subquery(named));
        readable = readable.or(Expr::exists(scope.linking(link, field("id"))));
    }
    select
        .expr_as(readable, Alias::new("readable"))
        .from(Alias::new(kind.table))
        .cond_where(there)
        // Who could not read it does not hear that it came or went.
        .and_where_option(shown)
        .and_where(field("id").gt(if row.noun.is_empty() {
            PLATFORM
        } else {
            row.after_id
        }))
        .order_by_expr(field("id"), Order::Asc)
        .limit(AT_ONCE);
    select
}

async fn keep(
    exec: &Exec<'_>,
    row: &reach_change::Model,
    noun: Noun,
    after: Uuid,
) -> Result<(), StoreError> {
    let progress = reach_change::ActiveModel {
        noun: Set(noun.as_str().to_owned()),
        after_id: Set(after),
        ..Default::default()
    };
    reach_change::Entity::update_many()
        .set(progress)
        .filter(same(row))
        .exec(&exec.db)
        .await?;
    Ok(())
}

async fn forget(exec: &Exec<'_>, row: &reach_change::Model) -> Result<(), StoreError> {
    reach_change::Entity::delete_many()
        .filter(same(row))
        .exec(&exec.db)
        .await?;
    Ok(())
}
