//! Goals.

use akoki_domain::{
    Noun,
    amount::Amount,
    id::{BoardId, CycleId, GoalId, PersonId, UnitId},
    pdca::{Direction, EffectOn, ExpectedEffect, Goal, GoalPlan, ReviewRhythm},
    text::search_form,
};
use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{belonging::OfCycle, filters};
use crate::{
    column,
    entity::goal as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, Record},
    repo::by_unit,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
struct Document {
    indicator: Option<String>,
    unit_of_measure: Option<String>,
    baseline: Option<Amount>,
    target: Option<Amount>,
    direction: Option<Direction>,
    every_weeks: Option<u16>,
    effect: Option<(EffectOn, String)>,
}

impl Record for OfCycle<Goal> {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Goal;
    const FILTERS: &'static [Filter] = &[
        Filter::new("cycleId", "cycle_id", FilterKind::Id),
        by_unit::at::<Self>(),
        Filter::new(
            "requirement",
            "cycle_id",
            FilterKind::Custom(|text| Some(filters::serves("goal", "cycle_id", text))),
        ),
        Filter::new("ownerId", "owner_id", FilterKind::Id),
        Filter::new(
            "overdue",
            "due_sort",
            FilterKind::Today(|wanted, days| {
                filters::overdue("goal", filters::undecided(), wanted, days)
            }),
        ),
        Filter::new("q", "title_sort", FilterKind::Search),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "dueOn",
            column: "due_sort",
        },
        Sort {
            name: "title",
            column: "title_sort",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];

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
        let document: Document = column::read_document(row.details)?;
        let due_on = row.due_on.as_deref().map(column::read_day).transpose()?;
        let cycle_id = CycleId(row.cycle_id);
        Ok(Self {
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            cycle_id,
            item: Goal {
                id: GoalId(row.id),
                cycle_id,
                previous: row.previous_id.map(GoalId),
                plan: GoalPlan {
                    title: row.title,
                    indicator: document.indicator,
                    unit_of_measure: document.unit_of_measure,
                    baseline: document.baseline,
                    target: document.target,
                    direction: document.direction,
                    due_on,
                    review_rhythm: document
                        .every_weeks
                        .map(|every_weeks| ReviewRhythm { every_weeks }),
                    owner: row.owner_id.map(PersonId),
                    expected_effect: document
                        .effect
                        .map(|(on, text)| ExpectedEffect { on, text }),
                },
            },
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let plan = &self.item.plan;
        let due_on = plan.due_on.map(column::day);
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.item.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            cycle_id: Set(self.cycle_id.0),
            previous_id: Set(self.item.previous.map(|id| id.0)),
            title: Set(plan.title.clone()),
            title_sort: Set(search_form(&plan.title)),
            owner_id: Set(plan.owner.map(|id| id.0)),
            due_sort: Set(due_on.clone().unwrap_or_else(|| filters::NO_DAY.to_owned())),
            due_on: Set(due_on),
            details: Set(column::document(&Document {
                indicator: plan.indicator.clone(),
                unit_of_measure: plan.unit_of_measure.clone(),
                baseline: plan.baseline,
                target: plan.target,
                direction: plan.direction,
                every_weeks: plan.review_rhythm.map(|rhythm| rhythm.every_weeks),
                effect: plan
                    .expected_effect
                    .as_ref()
                    .map(|effect| (effect.on, effect.text.clone())),
            })),
        }
    }
}
