//! Approvals of machine clients: rows of `access_grant` that are narrowed to token scopes.

use akoki_domain::{
    access::{Approval, Grant, GrantInput, Role},
    id::{BoardId, GrantId, PrincipalId, UnitId},
};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, FromQueryResult, Iterable, QueryFilter,
    sea_query::{Alias, Cond, Expr, ExprTrait, Query},
};
use time::{Date, OffsetDateTime};
use uuid::Uuid;

use crate::{
    column,
    connect::Source,
    entity::access_grant as table,
    error::StoreError,
    list::{self, ListQuery, Page, Position, Sort, SortValue},
    record::{Meta, Stored},
    scope::{PLATFORM, Scope, Who},
    unit::Tx,
};

/// What the approvals of a client can be sorted by.
pub const SORTS: &[Sort] = &[Sort {
    name: "createdAt",
    column: "created_at",
}];

fn grant(column: &'static str) -> Expr {
    Expr::col((Alias::new("access_grant"), Alias::new(column)))
}

/// Gives an approval from this day on.
///
/// # Errors
/// When the store fails.
pub async fn give(tx: &Tx, approval: &Approval, from: Date) -> Result<(), StoreError> {
    let input = &approval.grant.input;
    let row = table::ActiveModel {
        board_id: Set(approval.board_id.0),
        id: Set(approval.grant.id.0),
        unit_id: Set(input.unit_id.map_or(PLATFORM, |unit| unit.0)),
        version: Set(1),
        created_at: Set(tx.act().at),
        updated_at: Set(tx.act().at),
        principal_id: Set(input.principal_id.0),
        role: Set(input.role.as_str().to_owned()),
        starts_on: Set(column::day(input.starts_on.unwrap_or(from))),
        ends_on: Set(input.ends_on.map(column::day)),
        ended_at: Set(None),
        // A space on either side of every word, as the predicate of the reach expects.
        scope: Set(Some(format!(" {} ", approval.scopes.join(" ")))),
    };
    table::Entity::insert(row)
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// Keeps that an approval was taken back. It was locked in this unit.
///
/// # Errors
/// When the store fails.
pub async fn save_end(tx: &Tx, approval: &Approval) -> Result<(), StoreError> {
    let row = table::ActiveModel {
        ended_at: Set(approval.grant.ended_at.map(column::millis)),
        ..Default::default()
    };
    table::Entity::update_many()
        .set(row)
        .filter(table::Column::Id.eq(approval.grant.id.0))
        .exec(&tx.exec().db)
        .await?;
    Ok(())
}

/// The approvals of a client on units in reach. Their units alone are looked at, not all in reach.
fn in_reach(scope: &Scope, client: PrincipalId) -> Condition {
    let all = Cond::all()
        .add(grant("principal_id").eq(client.0))
        .add(grant("scope").is_not_null());
    if scope.who == Who::Service {
        return all;
    }
    let mut approved = Query::select();
    approved
        .column((Alias::new("access_grant"), Alias::new("unit_id")))
        .from(Alias::new("access_grant"))
        .and_where(grant("principal_id").eq(client.0));
    let mut units = scope.units();
    units.and_where(
        Expr::col((Alias::new("unit_ancestor"), Alias::new("unit_id"))).in_subquery(approved),
    );
    all.add(Expr::tuple([grant("board_id"), grant("unit_id")]).in_subquery(units))
}

/// The page of approvals of a client on units in reach, also those taken back.
///
/// # Errors
/// When the store fails.
pub async fn of_client(
    source: &impl Source,
    scope: &Scope,
    client: PrincipalId,
    query: &ListQuery,
) -> Result<Page<Stored<Approval>>, StoreError> {
    let mut select = Query::select();
    select
        .columns(table::Column::iter().map(|column| (Alias::new("access_grant"), column)))
        .from(Alias::new("access_grant"))
        .cond_where(in_reach(scope, client));
    for sort in SORTS {
        list::order(&mut select, "access_grant", sort, query);
    }
    let rows = source.exec().db.query_all(&select).await?;
    let mut models = rows
        .iter()
        .map(|row| table::Model::from_query_result(row, ""))
        .collect::<Result<Vec<_>, _>>()?;
    let full = models.len() as u64 > query.limit;
    if full {
        models.pop();
    }
    let next = models.last().filter(|_| full).map(|row| Position {
        value: SortValue::Number(row.created_at),
        id: row.id,
    });
    let items = models.into_iter().map(read).collect::<Result<_, _>>()?;
    Ok(Page { items, next })
}

/// One approval of a client, on a unit in reach.
///
/// # Errors
/// When the store fails.
pub async fn find(
    source: &impl Source,
    scope: &Scope,
    client: PrincipalId,
    id: Uuid,
) -> Result<Option<Stored<Approval>>, StoreError> {
    let row = table::Entity::find()
        .filter(in_reach(scope, client).add(table::Column::Id.eq(id)))
        .one(&source.exec().db)
        .await?;
    row.map(read).transpose()
}

/// As [`find`], and locked until this unit ends, with its version counted up.
///
/// # Errors
/// When the store fails.
pub async fn lock(
    tx: &Tx,
    scope: &Scope,
    client: PrincipalId,
    id: Uuid,
) -> Result<Option<Stored<Approval>>, StoreError> {
    let next = Expr::col(table::Column::Version).add(1);
    let rows = table::Entity::update_many()
        .col_expr(table::Column::Version, next)
        .col_expr(table::Column::UpdatedAt, Expr::val(tx.act().at))
        .filter(in_reach(scope, client).add(table::Column::Id.eq(id)))
        .exec_with_returning(&tx.exec().db)
        .await?;
    rows.into_iter().next().map(read).transpose()
}

/// The roles of the caller on a unit: those in force on it or on something above it.
///
/// # Errors
/// When the store fails.
pub async fn roles_on(
    source: &impl Source,
    scope: &Scope,
    unit: Uuid,
) -> Result<Vec<Role>, StoreError> {
    let above = |column| Expr::col((Alias::new("unit_ancestor"), Alias::new(column)));
    let mut select = scope.grants();
    select
        .distinct()
        .column((Alias::new("access_grant"), Alias::new("role")))
        .cross_join(Alias::new("unit_ancestor"))
        .and_where(above("unit_id").eq(unit))
        .and_where(
            above("ancestor_id").equals((Alias::new("access_grant"), Alias::new("unit_id"))),
        );
    let rows = source.exec().db.query_all(&select).await?;
    rows.iter()
        .map(|row| column::read_word(&row.try_get::<String>("", "role")?))
        .collect()
}

/// The grants of a principal on a unit that were not taken back.
///
/// # Errors
/// When the store fails.
pub async fn grants_on(
    source: &impl Source,
    principal: PrincipalId,
    unit: Uuid,
) -> Result<Vec<Grant>, StoreError> {
    let rows = table::Entity::find()
        .filter(table::Column::PrincipalId.eq(principal.0))
        .filter(table::Column::UnitId.eq(unit))
        .filter(table::Column::EndedAt.is_null())
        .all(&source.exec().db)
        .await?;
    rows.into_iter()
        .map(|row| read(row).map(|stored| stored.record.grant))
        .collect()
}

fn read(row: table::Model) -> Result<Stored<Approval>, StoreError> {
    let words = row.scope.unwrap_or_default();
    let moment = |millis: Option<i64>| -> Result<Option<OffsetDateTime>, StoreError> {
        millis.map(column::instant).transpose()
    };
    let grant = Grant {
        id: GrantId(row.id),
        input: GrantInput {
            principal_id: PrincipalId(row.principal_id),
            unit_id: (row.unit_id != PLATFORM).then_some(UnitId(row.unit_id)),
            role: column::read_word(&row.role)?,
            starts_on: Some(column::read_day(&row.starts_on)?),
            ends_on: row.ends_on.as_deref().map(column::read_day).transpose()?,
        },
        ended_at: moment(row.ended_at)?,
    };
    Ok(Stored {
        record: Approval {
            grant,
            board_id: BoardId(row.board_id),
            scopes: words.split_whitespace().map(str::to_owned).collect(),
        },
        meta: Meta {
            version: row.version,
            created_at: column::instant(row.created_at)?,
            updated_at: column::instant(row.updated_at)?,
        },
    })
}
