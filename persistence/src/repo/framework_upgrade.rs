//! Steps from one edition of a framework to a later one, each kept as it was taken.

use akoki_domain::{
    Noun,
    framework::EditionRef,
    id::{BoardId, CycleId, FrameworkUpgradeId, UnitId},
    upgrade::{Choices, FrameworkUpgrade, MadeDossier, Row},
};
use sea_orm::{
    ActiveValue::Set,
    sea_query::{Alias, Cond, Expr, ExprTrait},
};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    column,
    connect::Source,
    entity::framework_upgrade as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, Record, Stored},
    records,
    scope::Scope,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
struct Document {
    via: Vec<EditionRef>,
    choices: Choices,
    rows: Vec<Row>,
    made: Vec<MadeDossier>,
    extended: Vec<CycleId>,
}

impl Record for FrameworkUpgrade {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::FrameworkUpgrade;
    const FILTERS: &'static [Filter] = &[
        Filter::new("unitId", "unit_id", FilterKind::Id),
        Filter::new("from", "from_edition", FilterKind::Text),
        Filter::new("to", "to_edition", FilterKind::Text),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "createdAt",
            column: "created_at",
        },
        Sort {
            name: "appliedOn",
            column: "applied_on",
        },
    ];

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
            id: FrameworkUpgradeId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            from: row.from_edition.parse().map_err(StoreError::corrupt)?,
            to: row.to_edition.parse().map_err(StoreError::corrupt)?,
            via: document.via,
            applied_on: column::read_day(&row.applied_on)?,
            choices: document.choices,
            rows: document.rows,
            made: document.made,
            extended: document.extended,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            from_edition: Set(self.from.to_string()),
            to_edition: Set(self.to.to_string()),
            applied_on: Set(column::day(self.applied_on)),
            details: Set(column::document(&Document {
                via: self.via.clone(),
                choices: self.choices.clone(),
                rows: self.rows.clone(),
                made: self.made.clone(),
                extended: self.extended.clone(),
            })),
        }
    }
}

/// The steps that a unit took between two editions, oldest first.
///
/// # Errors
/// When the store fails.
pub async fn between(
    source: &impl Source,
    scope: &Scope,
    (board, unit): (BoardId, UnitId),
    (from, to): (&EditionRef, &EditionRef),
) -> Result<Vec<Stored<FrameworkUpgrade>>, StoreError> {
    let own = |column| Expr::col((Alias::new("framework_upgrade"), Alias::new(column)));
    let condition = Cond::all()
        .add(own("board_id").eq(board.0))
        .add(own("unit_id").eq(unit.0))
        .add(own("from_edition").eq(from.to_string()))
        .add(own("to_edition").eq(to.to_string()));
    let mut found = records::select::<FrameworkUpgrade>(source, scope, condition).await?;
    found.sort_by_key(|stored| stored.record.id);
    Ok(found)
}
