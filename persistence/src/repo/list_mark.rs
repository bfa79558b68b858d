//! What lists said of units: which lists brought an establishment and have it still, and what ended
//! because it vanished from a list.

use akoki_domain::import::Layout;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use time::Date;
use uuid::Uuid;

use crate::{
    column,
    connect::Source,
    entity::list_mark::{ActiveModel, Column, Entity},
    error::StoreError,
    unit::Tx,
};

/// The word of the mark of what a list ended; no layout is called so.
const ENDED: &str = "ended";

/// What a list said of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A list of this layout brought it and has it still.
    Listed(Layout),
    /// It vanished from a list and therefore existed until this day. Says nothing any more once the unit
    /// has another last day, or none.
    Ended(Date),
}

impl Mark {
    const fn word(self) -> &'static str {
        match self {
            Mark::Listed(layout) => layout.as_str(),
            Mark::Ended(_) => ENDED,
        }
    }
}

/// The marks of these units.
///
/// # Errors
/// When the store fails.
pub async fn of(source: &impl Source, units: &[Uuid]) -> Result<Vec<(Uuid, Mark)>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let rows = Entity::find()
        .filter(Column::UnitId.is_in(units.iter().copied()))
        .all(&source.exec().db)
        .await?;
    let corrupt = |word: &str| StoreError::corrupt(format!("unknown mark {word}"));
    rows.into_iter()
        .map(|row| {
            let mark = match row.ended_on {
                Some(day) => Mark::Ended(column::read_day(&day)?),
                None => Mark::Listed(row.mark.parse().map_err(|()| corrupt(&row.mark))?),
            };
            Ok((row.unit_id, mark))
        })
        .collect()
}

/// Sets marks: board, unit and mark.
///
/// # Errors
/// When the store fails.
pub async fn set(tx: &Tx, marks: &[(Uuid, Uuid, Mark)]) -> Result<(), StoreError> {
    if marks.is_empty() {
        return Ok(());
    }
    let rows = marks.iter().map(|(board, unit, mark)| ActiveModel {
        board_id: Set(*board),
        unit_id: Set(*unit),
        mark: Set(mark.word().to_owned()),
        ended_on: Set(match mark {
            Mark::Listed(_) => None,
            Mark::Ended(day) => Some(column::day(*day)),
        }),
    });
    Entity::insert_many(rows)
        .on_conflict(
            OnConflict::columns([Column::BoardId, Column::UnitId, Column::Mark])
                .update_column(Column::EndedOn)
                .to_owned(),
        )
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// Takes away that a list of this layout has these units.
///
/// # Errors
/// When the store fails.
pub async fn unlist(tx: &Tx, units: &[Uuid], layout: Layout) -> Result<(), StoreError> {
    Entity::delete_many()
        .filter(Column::UnitId.is_in(units.iter().copied()))
        .filter(Column::Mark.eq(layout.as_str()))
        .exec(&tx.exec().db)
        .await?;
    Ok(())
}
