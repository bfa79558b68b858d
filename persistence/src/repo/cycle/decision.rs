//! Decisions, which hold the lessons.

use akoki_domain::{
    Code, Noun,
    akoki::Theme,
    id::{BoardId, CycleId, DecisionId, EvidenceId, GoalId, PersonId, UnitId},
    pdca::{Decision, DecisionInput},
    text::search_form,
};
use sea_orm::ActiveValue::Set;
use std::collections::BTreeSet;
use uuid::Uuid;

use super::{belonging::OfCycle, filters};
use crate::{
    column,
    connect::Exec,
    entity::decision as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record, Unique},
    repo::{
        by_unit,
        evidence::{UsesEvidence, forget_uses, listed, read_listed, save_uses},
    },
};

impl Record for OfCycle<Decision> {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Decision;
    const FILTERS: &'static [Filter] = &[
        Filter::new("cycleId", "cycle_id", FilterKind::Id),
        Filter::new("goalId", "goal_id", FilterKind::Id),
        by_unit::at::<Self>(),
        word!("kind", "kind", akoki_domain::pdca::DecisionKind),
        Filter::new(
            "theme",
            "cycle_id",
            FilterKind::WordOf(
                || Theme::ALL.iter().map(|theme| theme.as_str()).collect(),
                |theme| filters::cycle_says("decision", "theme", &[theme]),
            ),
        ),
        Filter::new(
            "requirement",
            "cycle_id",
            FilterKind::Custom(|text| Some(filters::serves("decision", "cycle_id", text))),
        ),
        Filter::new("from", "taken_on", FilterKind::DayFrom),
        Filter::new("until", "taken_on", FilterKind::DayUntil),
        Filter::new("q", "lesson_search", FilterKind::Search),
    ];
    const SORTS: &'static [Sort] = &[Sort {
        name: "takenOn",
        column: "taken_on",
    }];
    const UNIQUES: &'static [Unique] = &[Unique {
        name: "decision_goal",
        columns: "decision.board_id, decision.goal_id",
        code: Code::Duplicate,
        pointer: "",
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
            item: Decision {
                id: DecisionId(row.id),
                goal_id: GoalId(row.goal_id),
                taken: DecisionInput {
                    kind: column::read_word(&row.kind)?,
                    lesson: row.lesson,
                    taken_on: column::read_day(&row.taken_on)?,
                    decided_by: row.decided_by.map(PersonId),
                    evidence_ids: read_listed(row.evidence)?,
                },
            },
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let taken = &self.item.taken;
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.item.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            cycle_id: Set(self.cycle_id.0),
            goal_id: Set(self.item.goal_id.0),
            kind: Set(taken.kind.as_str().to_owned()),
            lesson_search: Set(search_form(&taken.lesson)),
            lesson: Set(taken.lesson.clone()),
            taken_on: Set(column::day(taken.taken_on)),
            decided_by: Set(taken.decided_by.map(|id| id.0)),
            evidence: Set(listed(&taken.evidence_ids)),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        decisions: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        save_uses(exec, decisions).await
    }

    async fn delete_parts(exec: &Exec<'_>, decision: &Self) -> Result<(), StoreError> {
        forget_uses(exec, decision).await
    }
}

impl UsesEvidence for OfCycle<Decision> {
    fn evidence(&self) -> BTreeSet<EvidenceId> {
        self.item.taken.evidence_ids.iter().copied().collect()
    }
}
