//! Reviews.

use akoki_domain::{
    Noun,
    id::{BoardId, CycleId, GoalId, PersonId, ReviewId, UnitId},
    pdca::{Review, ReviewInput},
};
use sea_orm::ActiveValue::Set;
use uuid::Uuid;

use super::belonging::OfCycle;
use crate::{
    column,
    entity::review as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, Record},
    repo::by_unit,
};

impl Record for OfCycle<Review> {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Review;
    const FILTERS: &'static [Filter] = &[
        Filter::new("cycleId", "cycle_id", FilterKind::Id),
        Filter::new("goalId", "goal_id", FilterKind::Id),
        by_unit::at::<Self>(),
        Filter::new("from", "held_on", FilterKind::DayFrom),
        Filter::new("until", "held_on", FilterKind::DayUntil),
    ];
    const SORTS: &'static [Sort] = &[Sort {
        name: "heldOn",
        column: "held_on",
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
            item: Review {
                id: ReviewId(row.id),
                goal_id: GoalId(row.goal_id),
                held: ReviewInput {
                    held_on: column::read_day(&row.held_on)?,
                    held_by: row.held_by.map(PersonId),
                    finding: row.finding,
                    next_action: row.next_action,
                },
            },
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let held = &self.item.held;
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.item.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            cycle_id: Set(self.cycle_id.0),
            goal_id: Set(self.item.goal_id.0),
            held_on: Set(column::day(held.held_on)),
            held_by: Set(held.held_by.map(|id| id.0)),
            finding: Set(held.finding.clone()),
            next_action: Set(held.next_action.clone()),
        }
    }
}
