//! Survey instruments of a board's own, and their versions.

use akoki_domain::{
    Noun,
    id::{BoardId, SurveyInstrumentId, UnitId},
    survey::{
        content::{Content, TargetGroup},
        instrument::{Instrument, InstrumentState},
    },
    text::search_form,
};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    column,
    connect::{Exec, Source},
    entity::{survey_instrument as table, survey_instrument_version as published},
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record},
    repo::transition,
    unit::Tx,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
struct Document {
    content: Content,
    changed: bool,
}

impl Record for Instrument {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::SurveyInstrument;
    const FILTERS: &'static [Filter] = &[
        Filter::new("unitId", "unit_id", FilterKind::Id),
        word!("state", "state", InstrumentState),
        word!("targetGroup", "target_group", TargetGroup),
        Filter::new("q", "title_search", FilterKind::Search),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "title",
            column: "title_sort",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    const SEEN_FROM_BELOW: bool = true;

    fn id(&self) -> Uuid {
        self.id.0
    }
    fn board(&self) -> Uuid {
        self.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.unit_id.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        let document: Document = column::read_document(row.details)?;
        Ok(Self {
            id: SurveyInstrumentId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            state: column::read_word(&row.state)?,
            number: row.number.try_into().map_err(StoreError::corrupt)?,
            content: document.content,
            changed: document.changed,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let content = &self.content;
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            state: Set(self.state.as_str().to_owned()),
            target_group: Set(content.target_group.as_str().to_owned()),
            title_sort: Set(search_form(&content.title.nl)),
            // Each title on a line of its own, which nobody searches across.
            title_search: Set(format!(
                "{}\n{}",
                search_form(&content.title.nl),
                search_form(&content.title.en)
            )),
            number: Set(self.number.into()),
            details: Set(column::document(&Document {
                content: content.clone(),
                changed: self.changed,
            })),
        }
    }

    async fn delete_parts(exec: &Exec<'_>, instrument: &Self) -> Result<(), StoreError> {
        published::Entity::delete_many()
            .filter(published::Column::BoardId.eq(instrument.board_id.0))
            .filter(published::Column::InstrumentId.eq(instrument.id.0))
            .exec(&exec.db)
            .await?;
        transition::forget(exec, instrument.board_id, instrument.id.0).await
    }
}

/// A version that was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Version {
    /// Its number, counted from 1.
    pub number: u32,
    /// The moment, in milliseconds since 1970.
    pub published_at: i64,
}

/// Keeps the content of an instrument as the version of its number. A version is never written again.
///
/// # Errors
/// When the store fails, or has that version.
pub async fn add_version(tx: &Tx, instrument: &Instrument, at: i64) -> Result<(), StoreError> {
    let row = published::ActiveModel {
        board_id: Set(instrument.board_id.0),
        instrument_id: Set(instrument.id.0),
        number: Set(instrument.number.into()),
        published_at: Set(at),
        content: Set(column::document(&instrument.content)),
    };
    published::Entity::insert(row)
        .exec_without_returning(&tx.exec().db)
        .await?;
    Ok(())
}

/// The versions of an instrument that was found in reach, the first one ahead.
///
/// # Errors
/// When the store fails.
pub async fn versions(
    source: &impl Source,
    board: BoardId,
    instrument: SurveyInstrumentId,
) -> Result<Vec<Version>, StoreError> {
    let rows: Vec<(i64, i64)> = published::Entity::find()
        .select_only()
        .column(published::Column::Number)
        .column(published::Column::PublishedAt)
        .filter(published::Column::BoardId.eq(board.0))
        .filter(published::Column::InstrumentId.eq(instrument.0))
        .order_by_asc(published::Column::Number)
        .into_tuple()
        .all(&source.exec().db)
        .await?;
    let version = |(number, published_at): (i64, i64)| {
        Ok(Version {
            number: number.try_into().map_err(StoreError::corrupt)?,
            published_at,
        })
    };
    rows.into_iter().map(version).collect()
}

/// What one version of an instrument holds; nothing when it has no such version. Whether the instrument is in reach
/// is asked before.
///
/// # Errors
/// When the store fails.
pub async fn version(
    source: &impl Source,
    board: BoardId,
    instrument: SurveyInstrumentId,
    number: u32,
) -> Result<Option<Content>, StoreError> {
    let row = published::Entity::find()
        .filter(published::Column::BoardId.eq(board.0))
        .filter(published::Column::InstrumentId.eq(instrument.0))
        .filter(published::Column::Number.eq(i64::from(number)))
        .one(&source.exec().db)
        .await?;
    row.map(|row| column::read_document(row.content))
        .transpose()
}
