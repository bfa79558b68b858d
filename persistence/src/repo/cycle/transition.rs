//! The steps that a cycle took: written with the step, never changed.

use akoki_domain::{
    Noun,
    id::{BoardId, CycleId, PrincipalId, UnitId},
    pdca::{Command, State},
};
use sea_orm::ActiveValue::Set;
use time::Date;
use uuid::Uuid;

use super::belonging::OfCycle;
use crate::{
    column,
    entity::cycle_transition as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, Record},
};

/// One step of a cycle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its id.
    pub id: Uuid,
    /// What was asked.
    pub command: Command,
    /// The state before.
    pub from: State,
    /// The state after.
    pub to: State,
    /// The day on which it was taken.
    pub taken_on: Date,
    /// Who took it; none for the service itself.
    pub principal: Option<PrincipalId>,
}

impl Record for OfCycle<Step> {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    /// A step is a part of its cycle and no resource of its own.
    const NOUN: Noun = Noun::ImprovementCycle;
    const FILTERS: &'static [Filter] = &[Filter::new("cycleId", "cycle_id", FilterKind::Id)];
    const SORTS: &'static [Sort] = &[Sort {
        name: "at",
        column: "created_at",
    }];

    fn id(&self) -> Uuid {
        self.item.id
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
            item: Step {
                id: row.id,
                command: column::read_word(&row.command)?,
                from: column::read_word(&row.from_state)?,
                to: column::read_word(&row.to_state)?,
                taken_on: column::read_day(&row.taken_on)?,
                principal: row.principal_id.map(PrincipalId),
            },
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let step = &self.item;
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(step.id),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            cycle_id: Set(self.cycle_id.0),
            command: Set(step.command.as_str().to_owned()),
            from_state: Set(step.from.as_str().to_owned()),
            to_state: Set(step.to.as_str().to_owned()),
            taken_on: Set(column::day(step.taken_on)),
            principal_id: Set(step.principal.map(|id| id.0)),
        }
    }
}
