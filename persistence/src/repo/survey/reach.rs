//! Of which of the units of a campaign the caller may see something.

use akoki_domain::id::UnitId;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait};
use std::collections::BTreeSet;
use uuid::Uuid;

use crate::{
    connect::Source,
    error::StoreError,
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
