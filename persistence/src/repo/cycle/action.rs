//! Actions.

use akoki_domain::{
    Noun,
    id::{ActionId, BoardId, CycleId, EvidenceId, GoalId, PersonId, UnitId},
    pdca::{Action, ActionPlan},
    text::search_form,
};
use sea_orm::ActiveValue::Set;
use std::collections::BTreeSet;
use uuid::Uuid;

use super::{belonging::OfCycle, filters};
use crate::{
    column,
    connect::Exec,
    entity::action as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record},
    repo::{
        by_unit,
        evidence::{UsesEvidence, forget_uses, listed, read_listed, save_uses},
    },
};

impl Record for OfCycle<Action> {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Action;
    const FILTERS: &'static [Filter] = &[
        Filter::new("cycleId", "cycle_id", FilterKind::Id),
        Filter::new("goalId", "goal_id", FilterKind::Id),
        by_unit::at::<Self>(),
        Filter::new("ownerId", "owner_id", FilterKind::Id),
        word!("status", "status", akoki_domain::pdca::ActionStatus),
        Filter::new(
            "overdue",
            "due_sort",
            FilterKind::Today(|wanted, days| {
                filters::overdue("action", filters::to_be_done(), wanted, days)
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
        let cycle_id = CycleId(row.cycle_id);
        Ok(Self {
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            cycle_id,
            item: Action {
                id: ActionId(row.id),
                cycle_id,
                plan: ActionPlan {
                    goal_id: row.goal_id.map(GoalId),
                    title: row.title,
                    description: row.description,
                    owner: row.owner_id.map(PersonId),
                    due_on: row.due_on.as_deref().map(column::read_day).transpose()?,
                    status: column::read_word(&row.status)?,
                    done_on: row.done_on.as_deref().map(column::read_day).transpose()?,
                    evidence_ids: read_listed(row.evidence)?,
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
            goal_id: Set(plan.goal_id.map(|id| id.0)),
            title: Set(plan.title.clone()),
            title_sort: Set(search_form(&plan.title)),
            description: Set(plan.description.clone()),
            owner_id: Set(plan.owner.map(|id| id.0)),
            due_sort: Set(due_on.clone().unwrap_or_else(|| filters::NO_DAY.to_owned())),
            due_on: Set(due_on),
            status: Set(plan.status.as_str().to_owned()),
            done_on: Set(plan.done_on.map(column::day)),
            evidence: Set(listed(&plan.evidence_ids)),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        actions: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        save_uses(exec, actions).await
    }

    async fn delete_parts(exec: &Exec<'_>, action: &Self) -> Result<(), StoreError> {
        forget_uses(exec, action).await
    }
}

impl UsesEvidence for OfCycle<Action> {
    fn evidence(&self) -> BTreeSet<EvidenceId> {
        self.item.plan.evidence_ids.iter().copied().collect()
    }
}
