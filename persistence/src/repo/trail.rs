//! The trail: who changed what, when, with the values as long as they are kept.

use akoki_domain::{Noun, event::Verb};
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, Order, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, Iterable, QueryFilter};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

use super::{by_unit, event::Readable};
use crate::{
    column::read_word,
    connect::{Exec, Source},
    entity::{trail, trail_value},
    error::StoreError,
    scope::{Scope, Who},
    unit::Tx,
};

/// One entry, as it is served.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Its id.
    pub id: Uuid,
    /// Its place in the one order of the trail.
    pub number: i64,
    /// The board; the platform for what belongs to none.
    pub board: Uuid,
    /// The unit on which the resource hangs.
    pub unit: Uuid,
    /// What was changed.
    pub noun: Noun,
    /// Which one.
    pub resource: Uuid,
    /// What happened.
    pub verb: Verb,
    /// The version of the resource after it.
    pub version: i64,
    /// When, in milliseconds since 1970.
    pub at: i64,
    /// Who did it; none for the service itself.
    pub principal: Option<Uuid>,
    /// With which operation.
    pub operation: String,
    /// In which request.
    pub request: String,
    /// The values; none when they were erased.
    pub changes: Option<Value>,
}

/// What is asked of the trail.
#[derive(Debug, Clone, Default)]
pub struct TrailQuery {
    /// Only what hangs on this unit or under it.
    pub unit: Option<Uuid>,
    /// Only this resource.
    pub resource: Option<Uuid>,
    /// Only from this moment on.
    pub from: Option<i64>,
    /// Kinds of which the trail tells only whoever may read them: entries of these are found within what the
    /// caller reaches with the permission that reads them besides.
    pub guarded: Vec<Readable>,
    /// Latest first.
    pub descending: bool,
    /// Begin beyond this number.
    pub after: Option<i64>,
    /// At most so many.
    pub limit: u64,
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("trail"), Alias::new(column)))
}

/// The entry is of no such kind, or hangs on a unit on which the caller may read these.
fn told(guarded: &Readable) -> Cond {
    if guarded.scope.who == Who::Service {
        return Cond::all();
    }
    let nouns = guarded.nouns.iter().map(|noun| noun.as_str());
    Cond::any()
        .add(own("noun").is_not_in(nouns))
        .add(guarded.scope.covers("trail"))
}

/// The numbered entries in reach that the query asks for, in order.
///
/// # Errors
/// When the store fails.
pub async fn list(
    source: &impl Source,
    scope: &Scope,
    query: &TrailQuery,
) -> Result<Vec<Entry>, StoreError> {
    let mut wanted = Cond::all()
        .add(own("number").is_not_null())
        .add(scope.of_board("trail"))
        .add(scope.covers("trail"));
    for guarded in &query.guarded {
        wanted = wanted.add(told(guarded));
    }
    if let Some(unit) = query.unit {
        wanted = wanted.add(by_unit::within(own("unit_id"), unit));
    }
    if let Some(resource) = query.resource {
        wanted = wanted.add(own("resource_id").eq(resource));
    }
    if let Some(from) = query.from {
        wanted = wanted.add(own("at").gte(from));
    }
    if let Some(after) = query.after {
        wanted = wanted.add(if query.descending {
            own("number").lt(after)
        } else {
            own("number").gt(after)
        });
    }
    let order = if query.descending {
        Order::Desc
    } else {
        Order::Asc
    };
    let mut select = Query::select();
    select
        .columns(trail::Column::iter().map(|column| (Alias::new("trail"), column)))
        .from(Alias::new("trail"))
        .cond_where(wanted)
        .order_by_expr(own("number"), order)
        .limit(query.limit);
    let exec = source.exec();
    let rows = exec.db.query_all(&select).await?;
    let rows = rows
        .iter()
        .map(|row| trail::Model::from_query_result(row, ""))
        .collect::<Result<Vec<_>, _>>()?;
    let mut values = values(&exec, &rows).await?;
    rows.into_iter()
        .map(|row| {
            let changes = values.remove(&row.id).map(|value| value.changes);
            read(row, changes)
        })
        .collect()
}

/// The values of these entries, as far as they are kept.
pub(crate) async fn values(
    exec: &Exec<'_>,
    rows: &[trail::Model],
) -> Result<BTreeMap<Uuid, trail_value::Model>, StoreError> {
    let found = trail_value::Entity::find()
        .filter(trail_value::Column::TrailId.is_in(rows.iter().map(|row| row.id)))
        .all(&exec.db)
        .await?;
    Ok(found
        .into_iter()
        .map(|value| (value.trail_id, value))
        .collect())
}

fn read(row: trail::Model, changes: Option<String>) -> Result<Entry, StoreError> {
    let number = row
        .number
        .ok_or_else(|| StoreError::corrupt("an entry without a number was found"))?;
    let changes = changes
        .map(|text| serde_json::from_str(&text).map_err(StoreError::corrupt))
        .transpose()?;
    Ok(Entry {
        id: row.id,
        number,
        board: row.board_id,
        unit: row.unit_id,
        noun: read_word(&row.noun)?,
        resource: row.resource_id,
        verb: read_word(&row.verb)?,
        version: row.version,
        at: row.at,
        principal: row.principal_id,
        operation: row.operation,
        request: row.request_id,
        changes,
    })
}

/// Erases the values of a resource from the trail, with their salts: what was changed can no longer be
/// read or guessed; that it was changed, when and by whom, stays, and the chain holds. Answers how
/// many entries lost their values.
///
/// # Errors
/// When the store fails.
pub async fn erase(tx: &Tx, scope: &Scope, resource: Uuid) -> Result<u64, StoreError> {
    let mut entries = Query::select();
    entries
        .column((Alias::new("trail"), Alias::new("id")))
        .from(Alias::new("trail"))
        .and_where(own("resource_id").eq(resource))
        .cond_where(scope.of_board("trail"))
        .cond_where(scope.covers("trail"));
    let done = trail_value::Entity::delete_many()
        .filter(trail_value::Column::TrailId.in_subquery(entries))
        .exec(&tx.exec().db)
        .await?;
    Ok(done.rows_affected)
}
