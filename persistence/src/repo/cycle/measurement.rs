//! Measurements.

use akoki_domain::{
    Noun,
    amount::Amount,
    id::{BoardId, CycleId, GoalId, MeasurementId, UnitId},
    pdca::{Measurement, MeasurementInput},
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use super::belonging::OfCycle;
use crate::{
    column,
    entity::measurement as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, Record},
    repo::by_unit,
};

impl Record for OfCycle<Measurement> {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Measurement;
    const FILTERS: &'static [Filter] = &[
        Filter::new("cycleId", "cycle_id", FilterKind::Id),
        Filter::new("goalId", "goal_id", FilterKind::Id),
        by_unit::at::<Self>(),
        Filter::new("from", "measured_on", FilterKind::DayFrom),
        Filter::new("until", "measured_on", FilterKind::DayUntil),
    ];
    const SORTS: &'static [Sort] = &[Sort {
        name: "measuredOn",
        column: "measured_on",
    }];

    fn id(&self) -> Uuid {
        self.item.id.0
    }
    fn board(&self) -> Uuid {
        self.board_id.0
    }
    fn unit(&self) -> Uuid {
        self.unit_id.0
    }

    fn read(row: table::Model) -> Result<Self, StoreError> {
        Ok(Self {
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            cycle_id: CycleId(row.cycle_id),
            item: Measurement {
                id: MeasurementId(row.id),
                goal_id: GoalId(row.goal_id),
                found: MeasurementInput {
                    measured_on: column::read_day(&row.measured_on)?,
                    value: Amount::from_hundredths(row.value).map_err(StoreError::corrupt)?,
                    source: row.source,
                    note: row.note,
                },
            },
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let found = &self.item.found;
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.item.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            cycle_id: Set(self.cycle_id.0),
            goal_id: Set(self.item.goal_id.0),
            measured_on: Set(column::day(found.measured_on)),
            value: Set(found.value.hundredths()),
            source: Set(found.source.clone()),
            note: Set(found.note.clone()),
        }
    }
}
