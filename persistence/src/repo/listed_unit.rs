//! Units as lists know them: found by identifier, across all boards. Only the planning of a list sees
//! them so; what a caller may change is decided there, row by row.

use akoki_domain::{
    import::UnitKey,
    organisation::{
        Unit,
        kind::{BOARD, ESTABLISHMENT, SCHOOL},
    },
};
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use std::collections::HashSet;
use uuid::Uuid;

use crate::{
    connect::Source,
    entity::{organisation_unit, unit_identifier},
    error::StoreError,
    record::Record,
    scope::Scope,
};

/// The units with one of these identifiers, whenever it held, and the other establishments of the
/// schools among them and above them.
///
/// # Errors
/// When the store fails.
pub async fn by_keys(source: &impl Source, keys: &[UnitKey]) -> Result<Vec<Unit>, StoreError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let rows = unit_identifier::Entity::find()
        .filter(unit_identifier::Column::Value.is_in(keys.iter().map(|key| key.value.as_str())))
        .all(&source.exec().db)
        .await?;
    let wanted: HashSet<(&str, &str)> = keys
        .iter()
        .map(|key| (key.kind.as_str(), key.value.as_str()))
        .collect();
    let ids: Vec<Uuid> = rows
        .iter()
        .filter(|row| wanted.contains(&(row.kind.as_str(), row.value.as_str())))
        .map(|row| row.unit_id)
        .collect();
    let mut found = by_ids(source, &ids).await?;
    add_siblings(source, &mut found).await?;
    Ok(found)
}

/// The units with these ids, and the other establishments of the schools among them and above them, and
/// those schools.
///
/// # Errors
/// When the store fails.
pub async fn with_siblings(source: &impl Source, ids: &[Uuid]) -> Result<Vec<Unit>, StoreError> {
    let mut found = by_ids(source, ids).await?;
    add_siblings(source, &mut found).await?;
    Ok(found)
}

async fn add_siblings(source: &impl Source, found: &mut Vec<Unit>) -> Result<(), StoreError> {
    let mut schools: Vec<Uuid> = found
        .iter()
        .filter_map(|unit| {
            if unit.details.kind == SCHOOL {
                Some(unit.id)
            } else {
                unit.parent_id
            }
        })
        .map(|id| id.0)
        .collect();
    schools.sort_unstable();
    schools.dedup();
    if schools.is_empty() {
        return Ok(());
    }
    let mut below = Query::select();
    below
        .column(Alias::new("unit_id"))
        .from(Alias::new("unit_ancestor"))
        .and_where(Expr::col(Alias::new("ancestor_id")).is_in(schools.iter().copied()))
        .and_where(Expr::col(Alias::new("depth")).lte(1));
    let exec = source.exec();
    let rows = exec.db.query_all(&below).await?;
    let here: HashSet<Uuid> = found.iter().map(|unit| unit.id.0).collect();
    let mut ids = Vec::with_capacity(rows.len());
    for row in &rows {
        let id: Uuid = row.try_get("", "unit_id")?;
        if !here.contains(&id) {
            ids.push(id);
        }
    }
    let mut others = by_ids(source, &ids).await?;
    others.retain(|unit| matches!(unit.details.kind.as_str(), SCHOOL | ESTABLISHMENT));
    found.extend(others);
    Ok(())
}

/// The units with these ids.
///
/// # Errors
/// When the store fails.
pub async fn by_ids(source: &impl Source, ids: &[Uuid]) -> Result<Vec<Unit>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let rows = organisation_unit::Entity::find()
        .filter(organisation_unit::Column::Id.is_in(ids.iter().copied()))
        .all(&source.exec().db)
        .await?;
    rows.into_iter().map(Unit::read).collect()
}

/// Whether this is a board in reach.
///
/// # Errors
/// When the store fails.
pub async fn is_board(source: &impl Source, scope: &Scope, id: Uuid) -> Result<bool, StoreError> {
    let found = crate::find::<Unit>(source, scope, id).await?;
    Ok(found.is_some_and(|unit| unit.record.details.kind == BOARD))
}

/// The boards in reach, at most so many.
///
/// # Errors
/// When the store fails.
pub async fn boards(
    source: &impl Source,
    scope: &Scope,
    limit: u64,
) -> Result<Vec<Uuid>, StoreError> {
    let mut select = Query::select();
    select
        .column(Alias::new("id"))
        .from(Alias::new("organisation_unit"))
        .cond_where(
            Cond::all()
                .add(Expr::col(Alias::new("kind")).eq(BOARD))
                .add(scope.within("organisation_unit")),
        )
        .limit(limit);
    let rows = source.exec().db.query_all(&select).await?;
    let ids = rows.iter().map(|row| row.try_get("", "id"));
    Ok(ids.collect::<Result<_, _>>()?)
}
