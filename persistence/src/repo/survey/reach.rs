//! Of which of the units and classes of a campaign the caller may see something.

use akoki_domain::id::UnitId;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use std::collections::BTreeSet;
use uuid::Uuid;

use super::{Key, among::TEACHERS};
use crate::{
    connect::Source,
    error::StoreError,
    naming::{NAMED, Named},
    scope::{Scope, Who},
};

/// Which of these units are in reach.
///
/// # Errors
/// When the store fails.
pub async fn reached(
    source: &impl Source,
    scope: &Scope,
    units: &BTreeSet<UnitId>,
) -> Result<BTreeSet<UnitId>, StoreError> {
    if scope.who == Who::Service {
        return Ok(units.clone());
    }
    let exec = source.exec();
    let own = || Expr::col((Alias::new("unit_ancestor"), Alias::new("unit_id")));
    let all: Vec<Uuid> = units.iter().map(|unit| unit.0).collect();
    let mut found = BTreeSet::new();
    for some in all.chunks(exec.backend.bind_limit() / 2) {
        let mut select = scope.units();
        select.and_where(own().is_in(some.iter().copied()));
        for row in exec.db.query_all(&select).await? {
            found.insert(UnitId(row.try_get("", "unit_id")?));
        }
    }
    Ok(found)
}

/// The keys of the classes of a campaign that the caller teaches.
///
/// # Errors
/// When the store fails.
pub async fn taught(
    source: &impl Source,
    scope: &Scope,
    key: Key,
) -> Result<BTreeSet<String>, StoreError> {
    if scope.who == Who::Service {
        return Ok(BTreeSet::new());
    }
    let of = |column: &'static str| Expr::col((Alias::new(NAMED), Alias::new(column)));
    let mut select = scope.naming(Named::Person(&TEACHERS));
    select
        .expr_as(of("group_key"), Alias::new("group_key"))
        .and_where(of("board_id").eq(key.board))
        .and_where(of("campaign_id").eq(key.campaign));
    let rows = source.exec_for(scope).db.query_all(&select).await?;
    rows.iter()
        .map(|row| Ok(row.try_get("", "group_key")?))
        .collect()
}
