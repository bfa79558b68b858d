//! Grants: what somebody may do where. Every statement of the store looks at them ([`crate::scope`]); here
//! they are what is asked for.

use akoki_domain::{
    Noun,
    access::{Giving, Grant, GrantInput, Role},
    id::{BoardId, GrantId, PrincipalId, UnitId},
    organisation::{Days, TimeZone},
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, Iterable, QueryFilter};
use std::collections::BTreeMap;
use time::Date;
use uuid::Uuid;

use super::setting;
use crate::{
    column,
    connect::Source,
    entity::access_grant as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Link, Meta, Record, Stored},
    records,
    scope::{HELD, PLATFORM, Scope, Who},
    unit::Tx,
};

impl Record for Grant {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Grant;
    const FILTERS: &'static [Filter] = &[
        Filter::new("unitId", "unit_id", FilterKind::Id),
        Filter::new("boardId", "board_id", FilterKind::Id),
        Filter::new("principalId", "principal_id", FilterKind::Id),
        word!("role", "role", Role),
        Filter::new("inForce", "starts_on", FilterKind::Today(in_force)),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "startsOn",
            column: "starts_on",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn board(&self) -> Uuid {
        self.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.input.unit_id.map_or(PLATFORM, |unit| unit.0)
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        Ok(Grant {
            id: GrantId(row.id),
            board_id: BoardId(row.board_id),
            input: GrantInput {
                principal_id: PrincipalId(row.principal_id),
                unit_id: (row.unit_id != PLATFORM).then_some(UnitId(row.unit_id)),
                role: column::read_word(&row.role)?,
                scopes: row.scope.map(words),
                starts_on: Some(column::read_day(&row.starts_on)?),
                ends_on: row.ends_on.as_deref().map(column::read_day).transpose()?,
            },
            ended_at: row.ended_at.map(column::instant).transpose()?,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let input = &self.input;
        // One that holds at once holds from the day on which it is made.
        let starts_on = input.starts_on.unwrap_or_else(|| meta.created_at.date());
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.unit()),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            principal_id: Set(input.principal_id.0),
            role: Set(input.role.as_str().to_owned()),
            starts_on: Set(column::day(starts_on)),
            ends_on: Set(input.ends_on.map(column::day)),
            ended_at: Set(self.ended_at.map(column::millis)),
            scope: Set(input.scopes.as_deref().map(kept)),
        }
    }
}

/// The words between spaces, so that no word is found as a part of another.
fn kept(words: &[String]) -> String {
    format!(" {} ", words.join(" "))
}

/// The words that are kept.
fn words(text: String) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("access_grant"), Alias::new(column)))
}

fn held(column: &'static str) -> Expr {
    Expr::col((Alias::new(HELD), Alias::new(column)))
}

/// Those that hold on this day.
fn holds(today: String) -> Condition {
    Cond::all()
        .add(own("ended_at").is_null())
        .add(own("starts_on").lte(today.clone()))
        .add(
            Cond::any()
                .add(own("ends_on").is_null())
                .add(own("ends_on").gte(today)),
        )
}

/// Those that hold today, or the others.
fn in_force(wanted: bool, days: &Days) -> Condition {
    // Rights go by one day, whatever the board.
    let today = column::day(days.of(TimeZone::Amsterdam));
    let holds = holds(today);
    if wanted { holds } else { holds.not() }
}

/// The grants of the caller that suffice here and are in force: on a unit or above it, or all of them.
///
/// # Errors
/// When the store fails.
pub async fn held_by_caller(
    source: &impl Source,
    scope: &Scope,
    unit: Option<Uuid>,
) -> Result<Vec<Grant>, StoreError> {
    if scope.who == Who::Service {
        return Ok(Vec::new());
    }
    let mut select = scope.grants();
    for column in table::Column::iter() {
        select.column((Alias::new(HELD), column));
    }
    if let Some(unit) = unit {
        covering(&mut select, unit);
    }
    select.order_by((Alias::new(HELD), Alias::new("id")), sea_orm::Order::Asc);
    let rows = source.exec().db.query_all(&select).await?;
    rows.iter()
        .map(|row| Grant::read(table::Model::from_query_result(row, "")?))
        .collect()
}

/// Only those on a unit or above it.
fn covering(select: &mut SelectStatement, unit: Uuid) {
    let above = |column| Expr::col((Alias::new("unit_ancestor"), Alias::new(column)));
    select
        .cross_join(Alias::new("unit_ancestor"))
        .and_where(above("unit_id").eq(unit))
        .and_where(above("ancestor_id").eq(held("unit_id")));
}

/// What the caller gives with: their grants that suffice here and are in force, on a unit or above it, or
/// anywhere. The service gives every role.
///
/// # Errors
/// When the store fails.
pub async fn givers_of_caller(
    source: &impl Source,
    scope: &Scope,
    unit: Option<Uuid>,
) -> Result<Vec<Giving>, StoreError> {
    if scope.who == Who::Service {
        return Ok(Role::ALL.iter().copied().map(Giving::whole).collect());
    }
    let grants = held_by_caller(source, scope, unit).await?.into_iter();
    let giving = |grant: Grant| Giving {
        role: grant.input.role,
        scopes: grant.input.scopes,
    };
    Ok(grants.map(giving).collect())
}

/// As [`givers_of_caller`], on each of many units.
///
/// # Errors
/// When the store fails.
pub async fn givers_of_caller_at(
    source: &impl Source,
    scope: &Scope,
    units: &[UnitId],
) -> Result<BTreeMap<UnitId, Vec<Giving>>, StoreError> {
    if scope.who == Who::Service {
        let all: Vec<Giving> = Role::ALL.iter().copied().map(Giving::whole).collect();
        return Ok(units.iter().map(|unit| (*unit, all.clone())).collect());
    }
    let mut given: BTreeMap<UnitId, Vec<Giving>> = BTreeMap::new();
    if units.is_empty() {
        return Ok(given);
    }
    const GIVEN_AT: &str = "given_at";
    let above = |column| Expr::col((Alias::new("unit_ancestor"), Alias::new(column)));
    let mut select = scope.grants();
    for column in table::Column::iter() {
        select.column((Alias::new(HELD), column));
    }
    select
        .expr_as(above("unit_id"), Alias::new(GIVEN_AT))
        .cross_join(Alias::new("unit_ancestor"))
        .and_where(above("unit_id").is_in(units.iter().map(|unit| unit.0)))
        .and_where(above("ancestor_id").eq(held("unit_id")))
        .order_by((Alias::new(HELD), Alias::new("id")), sea_orm::Order::Asc);
    for row in source.exec().db.query_all(&select).await? {
        let grant = Grant::read(table::Model::from_query_result(&row, "")?)?;
        let at = UnitId(row.try_get("", GIVEN_AT)?);
        given.entry(at).or_default().push(Giving {
            role: grant.input.role,
            scopes: grant.input.scopes,
        });
    }
    Ok(given)
}

/// The roles of a unit that somebody who can sign in has there, not narrowed, on this day or a later one;
/// one grant may be left out. Only roles come out.
///
/// # Errors
/// When the store fails.
pub async fn in_office(
    source: &impl Source,
    unit: Uuid,
    except: Option<GrantId>,
    today: Date,
) -> Result<Vec<Role>, StoreError> {
    let mut enabled = Query::select();
    enabled
        .column(Alias::new("id"))
        .from(Alias::new("account"))
        .and_where(Expr::col((Alias::new("account"), Alias::new("disabled"))).eq(false));
    let rows = table::Entity::find()
        .filter(table::Column::UnitId.eq(unit))
        .filter(table::Column::EndedAt.is_null())
        .filter(table::Column::Scope.is_null())
        .filter(table::Column::PrincipalId.in_subquery(enabled))
        .all(&source.everything().db)
        .await?;
    let grants = rows.into_iter().map(Grant::read);
    let grants = grants.collect::<Result<Vec<_>, _>>()?;
    let others = grants.iter().filter(|grant| Some(grant.id) != except);
    Ok(others
        .filter(|grant| !grant.is_over(today))
        .map(|grant| grant.input.role)
        .collect())
}

/// The grants of a principal, as far as they are in reach.
///
/// # Errors
/// When the store fails.
pub async fn of_principal(
    source: &impl Source,
    scope: &Scope,
    principal: PrincipalId,
) -> Result<Vec<Stored<Grant>>, StoreError> {
    let condition = Cond::all().add(own("principal_id").eq(principal.0));
    records::select::<Grant>(source, scope, condition).await
}

/// All grants of a principal, wherever: they are not to be shown.
///
/// # Errors
/// When the store fails.
pub async fn everywhere(
    source: &impl Source,
    principal: PrincipalId,
) -> Result<Vec<Grant>, StoreError> {
    let rows = table::Entity::find()
        .filter(table::Column::PrincipalId.eq(principal.0))
        .all(&source.everything().db)
        .await?;
    rows.into_iter().map(Grant::read).collect()
}

/// To which scopes the grants of a principal that are in reach and in force are narrowed, each once; none for
/// those that are not narrowed. Where it has them does not come out.
///
/// # Errors
/// When the store fails.
pub async fn scopes_in_force(
    source: &impl Source,
    scope: &Scope,
    principal: PrincipalId,
    today: Date,
) -> Result<Vec<Option<Vec<String>>>, StoreError> {
    let mut select = Query::select();
    select
        .distinct()
        .column(Alias::new("scope"))
        .from(Alias::new("access_grant"))
        .and_where(own("principal_id").eq(principal.0))
        .cond_where(holds(column::day(today)))
        .cond_where(scope.covers("access_grant"));
    let rows = source.exec_for(scope).db.query_all(&select).await?;
    rows.iter()
        .map(|row| Ok(row.try_get::<Option<String>>("", "scope")?.map(words)))
        .collect()
}

/// Whether a principal has, or had, a grant on a unit in reach.
///
/// # Errors
/// When the store fails.
pub async fn knows(
    source: &impl Source,
    scope: &Scope,
    principal: PrincipalId,
) -> Result<bool, StoreError> {
    const GIVEN: Link = Link {
        table: "access_grant",
        column: "principal_id",
        writes: false,
    };
    let mut select = scope.linking(&GIVEN, Expr::val(principal.0));
    select.expr(Expr::val(1)).limit(1);
    Ok(source.exec().db.query_one(&select).await?.is_some())
}

/// The grants to run the platform of all accounts that are not disabled, whoever keeps them. Clients and
/// scripts are nobody who signs in.
///
/// # Errors
/// When the store fails.
pub async fn of_platform(source: &impl Source) -> Result<Vec<Grant>, StoreError> {
    let mut enabled = Query::select();
    enabled
        .column((Alias::new("account"), Alias::new("id")))
        .from(Alias::new("account"))
        .and_where(Expr::col((Alias::new("account"), Alias::new("disabled"))).eq(false));
    let mut select = records::select_all::<Grant>();
    select
        .and_where(own("unit_id").eq(PLATFORM))
        .and_where(own("board_id").eq(PLATFORM))
        .and_where(own("role").eq(Role::PlatformAdmin.as_str()))
        .and_where(own("ended_at").is_null())
        .and_where(own("principal_id").in_subquery(enabled));
    let found = records::fetch::<Grant>(&source.everything(), &select).await?;
    Ok(Stored::records(found))
}

/// As [`of_platform`], held: whoever else asks so waits until this unit ends, so that two never take away
/// each other's last one.
///
/// # Errors
/// When the store fails.
pub async fn hold_platform(tx: &Tx) -> Result<Vec<Grant>, StoreError> {
    setting::put(tx, "platform-admins", serde_json::Value::Null).await?;
    of_platform(tx).await
}
