//! Verdicts that were given: only added, by what concludes them, in the unit of work that does.

use akoki_domain::{
    Subject,
    calendar::SchoolYear,
    id::{BoardId, UnitId, VerdictId},
    verdict::{GivenVerdict, Voice},
};
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, EntityTrait, Iterable, QueryFilter};
use uuid::Uuid;

use crate::{
    column, connect::Source, entity::verdict as table, error::StoreError, scope::Scope, unit::Tx,
};

/// Adds verdicts.
///
/// # Errors
/// When the store fails.
pub async fn add(tx: &Tx, verdicts: &[GivenVerdict]) -> Result<(), StoreError> {
    let exec = tx.exec();
    let columns = table::Column::iter().count().max(1);
    for chunk in verdicts.chunks(exec.backend.bind_limit() / columns) {
        table::Entity::insert_many(chunk.iter().map(row))
            .exec_without_returning(&exec.db)
            .await?;
    }
    Ok(())
}

/// The verdicts of these voices on these units that are in reach, oldest first: by the day from which they
/// hold, and of one day by when they were given.
///
/// # Errors
/// When the store fails.
pub async fn of_units(
    source: &impl Source,
    scope: &Scope,
    units: &[(BoardId, UnitId)],
    voices: &[Voice],
) -> Result<Vec<GivenVerdict>, StoreError> {
    if units.is_empty() || voices.is_empty() {
        return Ok(Vec::new());
    }
    let own = |column| Expr::col((Alias::new("verdict"), Alias::new(column)));
    let mut boards: Vec<Uuid> = units.iter().map(|(board, _)| board.0).collect();
    boards.sort_unstable();
    boards.dedup();
    let condition = Cond::all()
        .add(own("board_id").is_in(boards))
        .add(own("unit_id").is_in(units.iter().map(|(_, unit)| unit.0)))
        .add(own("voice").is_in(voices.iter().map(|voice| voice.as_str())))
        .add(scope.within("verdict"));
    let exec = source.exec_for(scope);
    let rows = table::Entity::find()
        .filter(condition)
        .all(&exec.db)
        .await?;
    let mut found = rows.into_iter().map(read).collect::<Result<Vec<_>, _>>()?;
    found.sort_by_key(|verdict| (verdict.given_on, verdict.id));
    Ok(found)
}

fn row(verdict: &GivenVerdict) -> table::ActiveModel {
    let id: Uuid = verdict.id.0;
    table::ActiveModel {
        board_id: Set(verdict.board_id.0),
        id: Set(id),
        unit_id: Set(verdict.unit_id.0),
        voice: Set(verdict.voice.as_str().to_owned()),
        level: Set(verdict.level.map(|level| level.as_str().to_owned())),
        edition: Set(verdict.edition.to_string()),
        requirement: Set(verdict.requirement.to_string()),
        value: Set(verdict.value.clone()),
        given_on: Set(column::day(verdict.given_on)),
        source_noun: Set(verdict.source.noun.as_str().to_owned()),
        source_id: Set(verdict.source.id),
        evaluated_id: Set(verdict.evaluated.map(|unit| unit.0)),
        school_year: Set(format!("{:04}", verdict.school_year.0)),
    }
}

fn read(row: table::Model) -> Result<GivenVerdict, StoreError> {
    Ok(GivenVerdict {
        id: VerdictId(row.id),
        board_id: BoardId(row.board_id),
        unit_id: UnitId(row.unit_id),
        voice: column::read_word(&row.voice)?,
        level: row.level.as_deref().map(column::read_word).transpose()?,
        edition: row.edition.parse().map_err(StoreError::corrupt)?,
        evaluated: row.evaluated_id.map(UnitId),
        school_year: SchoolYear(row.school_year.parse().map_err(StoreError::corrupt)?),
        requirement: row.requirement.parse().map_err(StoreError::corrupt)?,
        value: row.value,
        given_on: column::read_day(&row.given_on)?,
        source: Subject {
            noun: column::read_word(&row.source_noun)?,
            id: row.source_id,
        },
    })
}
