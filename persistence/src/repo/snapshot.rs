//! Snapshots: where carriers stood under an edition, as it was computed on a day. Rows are only added.

use akoki_domain::{
    framework::EditionRef,
    id::{BoardId, UnitId},
    standing::Picture,
};
use sea_orm::{
    ActiveValue::Set,
    ConnectionTrait, EntityTrait, FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, Func, OnConflict, Query},
};
use time::Date;
use uuid::Uuid;

use crate::{
    column, connect::Source, entity::standing_snapshot as table, error::StoreError, scope::Scope,
    unit::Tx,
};

/// Where one carrier stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// The tenant.
    pub board_id: BoardId,
    /// The edition.
    pub edition: EditionRef,
    /// The day.
    pub taken_on: Date,
    /// What was computed; names the unit.
    pub picture: Picture,
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("standing_snapshot"), Alias::new(column)))
}

/// Adds snapshots. One that is there already stays as it is.
///
/// # Errors
/// When the store fails.
pub async fn add(tx: &Tx, snapshots: &[Snapshot]) -> Result<(), StoreError> {
    let exec = tx.exec();
    for chunk in snapshots.chunks(exec.backend.bind_limit() / 5) {
        let rows = chunk.iter().map(|one| table::ActiveModel {
            board_id: Set(one.board_id.0),
            unit_id: Set(one.picture.standing.unit_id.0),
            edition: Set(one.edition.to_string()),
            taken_on: Set(column::day(one.taken_on)),
            picture: Set(column::document(&one.picture)),
        });
        let key = [
            table::Column::BoardId,
            table::Column::UnitId,
            table::Column::Edition,
            table::Column::TakenOn,
        ];
        table::Entity::insert_many(rows)
            .on_conflict(OnConflict::columns(key).do_nothing().to_owned())
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

/// Of each of these units under each of these editions the last snapshot not after a day. Only units in
/// reach have one.
///
/// # Errors
/// When the store fails.
pub async fn last(
    source: &impl Source,
    scope: &Scope,
    units: &[UnitId],
    editions: &[EditionRef],
    on: Date,
) -> Result<Vec<Snapshot>, StoreError> {
    if units.is_empty() || editions.is_empty() {
        return Ok(Vec::new());
    }
    let inner = |column: &'static str| Expr::col((Alias::new("earlier"), Alias::new(column)));
    let mut latest = Query::select();
    latest
        .expr(Func::max(inner("taken_on")))
        .from_as(Alias::new("standing_snapshot"), Alias::new("earlier"))
        .and_where(inner("board_id").eq(own("board_id")))
        .and_where(inner("unit_id").eq(own("unit_id")))
        .and_where(inner("edition").eq(own("edition")))
        .and_where(inner("taken_on").lte(column::day(on)));
    let mut select = Query::select();
    select
        .expr(Expr::col((
            Alias::new("standing_snapshot"),
            sea_orm::sea_query::Asterisk,
        )))
        .from(Alias::new("standing_snapshot"))
        .and_where(own("unit_id").is_in(units.iter().map(|unit| unit.0)))
        .and_where(own("edition").is_in(editions.iter().map(EditionRef::to_string)))
        .and_where(own("taken_on").in_subquery(latest))
        .cond_where(scope.within("standing_snapshot"));
    let exec = source.exec();
    let rows = exec.db.query_all(&select).await?;
    rows.iter()
        .map(|row| table::Model::from_query_result(row, "").map_err(StoreError::from))
        .map(|row| row.and_then(read))
        .collect()
}

fn read(row: table::Model) -> Result<Snapshot, StoreError> {
    Ok(Snapshot {
        board_id: BoardId(row.board_id),
        edition: row.edition.parse().map_err(StoreError::corrupt)?,
        taken_on: column::read_day(&row.taken_on)?,
        picture: column::read_document(row.picture)?,
    })
}

/// The boards where something is kept that a standing shows: others need no snapshot.
///
/// # Errors
/// When the store fails.
pub async fn busy_boards(source: &impl Source) -> Result<Vec<Uuid>, StoreError> {
    let exec = source.exec();
    let mut found = Vec::new();
    for name in KEPT {
        let mut select = Query::select();
        select
            .distinct()
            .expr_as(Expr::col(Alias::new("board_id")), Alias::new("board_id"))
            .from(Alias::new(*name));
        for row in exec.db.query_all(&select).await? {
            found.push(row.try_get::<Uuid>("", "board_id")?);
        }
    }
    found.sort_unstable();
    found.dedup();
    Ok(found)
}

/// The tables of what a standing shows.
const KEPT: &[&str] = &["dossier", "baseline", "improvement_cycle", "verdict"];
