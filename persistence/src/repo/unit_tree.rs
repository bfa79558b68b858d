//! The closed tree of units: who stands above whom. Kept with the units, read by every reach.
//!
//! A unit that is deleted keeps its place in the tree: that it is gone, and what was before, is told to
//! those who reached it.

use akoki_domain::organisation::Unit;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, Statement,
};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::{connect::Exec, entity::unit_ancestor, error::StoreError, reach, scope::PLATFORM};

fn row(board: Uuid, unit: Uuid, ancestor: Uuid, depth: i64) -> unit_ancestor::ActiveModel {
    unit_ancestor::ActiveModel {
        board_id: Set(board),
        unit_id: Set(unit),
        ancestor_id: Set(ancestor),
        depth: Set(depth),
    }
}

/// Adds new units; a unit may stand under another of the same call when that comes first.
pub(crate) async fn add(exec: &Exec<'_>, units: &[&Unit]) -> Result<(), StoreError> {
    if units.is_empty() {
        return Ok(());
    }
    let fresh: Vec<Uuid> = units.iter().map(|unit| unit.id.0).collect();
    let mut parents: Vec<Uuid> = units
        .iter()
        .filter_map(|unit| unit.parent_id)
        .map(|id| id.0)
        .filter(|id| !fresh.contains(id))
        .collect();
    parents.sort_unstable();
    parents.dedup();
    let mut above: BTreeMap<Uuid, Vec<(Uuid, i64)>> = BTreeMap::new();
    if !parents.is_empty() {
        let known = unit_ancestor::Entity::find()
            .filter(unit_ancestor::Column::UnitId.is_in(parents))
            .all(&exec.db)
            .await?;
        for line in known {
            above
                .entry(line.unit_id)
                .or_default()
                .push((line.ancestor_id, line.depth));
        }
    }
    let mut rows = Vec::new();
    for unit in units {
        let mut line = match unit.parent_id {
            Some(parent) => above.get(&parent.0).cloned().unwrap_or_default(),
            None => vec![(PLATFORM, 0)],
        };
        for (_, depth) in &mut line {
            *depth += 1;
        }
        line.push((unit.id.0, 0));
        rows.extend(
            line.iter()
                .map(|&(ancestor, depth)| row(unit.board_id.0, unit.id.0, ancestor, depth)),
        );
        above.insert(unit.id.0, line);
    }
    for chunk in rows.chunks(exec.backend.bind_limit() / 4) {
        unit_ancestor::Entity::insert_many(chunk.to_vec())
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

/// Hangs a unit, with everything under it, under another parent of its board.
pub(crate) async fn hang(exec: &Exec<'_>, unit: &Unit) -> Result<(), StoreError> {
    let Some(parent) = unit.parent_id else {
        return Ok(());
    };
    let before = above(exec, unit.id.0).await?;
    let backend = exec.db.get_database_backend();
    let run = |sql: &str, values: Vec<sea_orm::Value>| {
        Statement::from_sql_and_values(backend, sql, values)
    };
    let cut = "DELETE FROM unit_ancestor WHERE board_id = $1 \
         AND unit_id IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = $2 AND board_id = $1) \
         AND ancestor_id NOT IN (SELECT unit_id FROM unit_ancestor WHERE ancestor_id = $2 AND board_id = $1)";
    exec.db
        .execute_raw(run(cut, vec![unit.board_id.0.into(), unit.id.0.into()]))
        .await?;
    let join = "INSERT INTO unit_ancestor (board_id, unit_id, ancestor_id, depth) \
         SELECT below.board_id, below.unit_id, above.ancestor_id, below.depth + above.depth + 1 \
         FROM unit_ancestor AS below, unit_ancestor AS above \
         WHERE below.ancestor_id = $1 AND below.board_id = $3 AND above.unit_id = $2 AND above.board_id = $3";
    exec.db
        .execute_raw(run(
            join,
            vec![unit.id.0.into(), parent.0.into(), unit.board_id.0.into()],
        ))
        .await?;
    let after = above(exec, unit.id.0).await?;
    reach::unit_moved(exec, unit.id.0, &before, &after).await
}

/// Everything above a unit, itself and the platform included.
pub(crate) async fn above(exec: &Exec<'_>, unit: Uuid) -> Result<Vec<Uuid>, StoreError> {
    let rows = unit_ancestor::Entity::find()
        .filter(unit_ancestor::Column::UnitId.eq(unit))
        .all(&exec.db)
        .await?;
    Ok(rows.into_iter().map(|row| row.ancestor_id).collect())
}

/// Everything under a unit, itself included, with how far below it stands.
pub(crate) async fn below(exec: &Exec<'_>, unit: &Unit) -> Result<BTreeMap<Uuid, i64>, StoreError> {
    let rows = unit_ancestor::Entity::find()
        .filter(unit_ancestor::Column::BoardId.eq(unit.board_id.0))
        .filter(unit_ancestor::Column::AncestorId.eq(unit.id.0))
        .all(&exec.db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| (row.unit_id, row.depth))
        .collect())
}
