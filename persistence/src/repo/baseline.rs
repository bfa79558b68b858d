//! Baselines, each kept as it was taken.

use akoki_domain::{
    Noun,
    baseline::{BaselineAnswer, BaselineInput, TakenBaseline},
    framework::EditionRef,
    id::{BaselineId, BoardId, UnitId},
};
use sea_orm::{
    ActiveValue::Set,
    sea_query::{Alias, Cond, Expr, ExprTrait},
};
use uuid::Uuid;

use crate::{
    column,
    connect::Source,
    entity::baseline as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, Record, Stored},
    records,
    scope::Scope,
};

impl Record for TakenBaseline {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Baseline;
    const FILTERS: &'static [Filter] = &[
        Filter::new("unitId", "unit_id", FilterKind::Id),
        Filter::new("edition", "edition", FilterKind::Text),
    ];
    const SORTS: &'static [Sort] = &[Sort {
        name: "createdAt",
        column: "created_at",
    }];

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
        let answers: Vec<BaselineAnswer> = column::read_document(row.answers)?;
        Ok(TakenBaseline {
            id: BaselineId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            taken: BaselineInput {
                edition: row.edition.parse().map_err(StoreError::corrupt)?,
                assessed_on: column::read_day(&row.assessed_on)?,
                answers,
            },
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
            edition: Set(self.taken.edition.to_string()),
            assessed_on: Set(column::day(self.taken.assessed_on)),
            answers: Set(column::document(&self.taken.answers)),
        }
    }
}

/// The baselines of these units, under one edition or under all, oldest first: by the day they speak
/// of, and of one day by when they were taken.
///
/// # Errors
/// When the store fails.
pub async fn of_units(
    source: &impl Source,
    scope: &Scope,
    units: &[UnitId],
    edition: Option<&EditionRef>,
) -> Result<Vec<Stored<TakenBaseline>>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let own = |column| Expr::col((Alias::new("baseline"), Alias::new(column)));
    let mut condition = Cond::all().add(own("unit_id").is_in(units.iter().map(|unit| unit.0)));
    if let Some(edition) = edition {
        condition = condition.add(own("edition").eq(edition.to_string()));
    }
    let mut found = records::select::<TakenBaseline>(source, scope, condition).await?;
    found.sort_by_key(|stored| (stored.record.taken.assessed_on, stored.record.id));
    Ok(found)
}
