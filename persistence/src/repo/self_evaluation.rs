//! Self-evaluations.

use akoki_domain::{
    Noun,
    calendar::SchoolYear,
    evaluation::{Meeting, Mode, Plan, Said, SelfEvaluation, State, asked},
    id::{BoardId, EvidenceId, PersonId, SelfEvaluationId, UnitId},
    text::search_form,
    verdict::{EvaluationLevel, Pinned},
};
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use uuid::Uuid;

use crate::{
    column,
    connect::{Exec, Source},
    entity::{self_evaluation as table, self_evaluation_unit as covered},
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Link, Meta, PersonLink, Record, Stored},
    records,
    repo::{
        evidence::{UsesEvidence, forget_uses, save_uses},
        transition,
    },
    scope::Scope,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
struct Document {
    covers: Vec<UnitId>,
    pinned: Pinned,
    closes_on: Option<String>,
    meeting: Option<Meeting>,
    verdicts: Vec<Said>,
    concluded_on: Option<String>,
    #[serde(default)]
    round: i64,
}

impl Record for SelfEvaluation {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::SelfEvaluation;
    const FILTERS: &'static [Filter] = &[
        Filter::new("unitId", "unit_id", FilterKind::Id),
        Filter::new("schoolYear", "school_year", FilterKind::Text),
        word!("level", "level", EvaluationLevel),
        word!("mode", "mode", Mode),
        word!("state", "state", State),
        Filter::new("leaderId", "leader_id", FilterKind::Id),
        Filter::new("q", "title_sort", FilterKind::Search),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "createdAt",
            column: "created_at",
        },
        Sort {
            name: "schoolYear",
            column: "school_year",
        },
        Sort {
            name: "title",
            column: "title_sort",
        },
    ];
    const LINKS: &'static [Link] = &[Link {
        table: "self_evaluation_unit",
        column: "evaluation_id",
        writes: false,
    }];
    /// Whoever leads it runs it, and fixes alone what is agreed: see `SelfEvaluation::fixed_by`.
    const PEOPLE: &'static [PersonLink] = &[PersonLink {
        of: "id",
        table: "self_evaluation",
        column: "id",
        person: "leader_id",
        days: false,
        writes: true,
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
        let document: Document = column::read_document(row.details)?;
        let day = |text: Option<String>| text.as_deref().map(column::read_day).transpose();
        Ok(SelfEvaluation {
            id: SelfEvaluationId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            plan: Plan {
                covers: document.covers,
                level: column::read_word(&row.level)?,
                school_year: SchoolYear(row.school_year.parse().map_err(StoreError::corrupt)?),
                title: row.title,
                mode: column::read_word(&row.mode)?,
                edition: document.pinned.edition.clone(),
                request: asked(&document.pinned),
                leader: row.leader_id.map(PersonId),
                closes_on: day(document.closes_on)?,
                meeting: document.meeting,
            },
            pinned: document.pinned,
            state: column::read_word(&row.state)?,
            verdicts: document.verdicts,
            concluded_on: day(document.concluded_on)?,
            round: document.round,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let plan = &self.plan;
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            level: Set(plan.level.as_str().to_owned()),
            school_year: Set(format!("{:04}", plan.school_year.0)),
            title: Set(plan.title.clone()),
            title_sort: Set(search_form(&plan.title)),
            mode: Set(plan.mode.as_str().to_owned()),
            state: Set(self.state.as_str().to_owned()),
            leader_id: Set(plan.leader.map(|id| id.0)),
            details: Set(column::document(&Document {
                covers: plan.covers.clone(),
                pinned: self.pinned.clone(),
                closes_on: plan.closes_on.map(column::day),
                meeting: plan.meeting.clone(),
                verdicts: self.verdicts.clone(),
                concluded_on: self.concluded_on.map(column::day),
                round: self.round,
            })),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        evaluations: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        for (evaluation, before) in evaluations {
            let covers = &evaluation.plan.covers;
            if let Some(before) = before {
                if before.plan.covers == *covers {
                    continue;
                }
                uncover(exec, evaluation).await?;
            }
            if covers.is_empty() {
                continue;
            }
            let rows = covers.iter().map(|unit| covered::ActiveModel {
                board_id: Set(evaluation.board_id.0),
                evaluation_id: Set(evaluation.id.0),
                unit_id: Set(unit.0),
            });
            covered::Entity::insert_many(rows)
                .exec_without_returning(&exec.db)
                .await?;
        }
        save_uses(exec, evaluations).await
    }

    async fn delete_parts(exec: &Exec<'_>, evaluation: &Self) -> Result<(), StoreError> {
        uncover(exec, evaluation).await?;
        forget_uses(exec, evaluation).await?;
        transition::forget(exec, evaluation.board_id, evaluation.id.0).await
    }
}

impl UsesEvidence for SelfEvaluation {
    fn evidence(&self) -> BTreeSet<EvidenceId> {
        self.rests_on()
    }
}

async fn uncover(exec: &Exec<'_>, evaluation: &SelfEvaluation) -> Result<(), StoreError> {
    covered::Entity::delete_many()
        .filter(covered::Column::BoardId.eq(evaluation.board_id.0))
        .filter(covered::Column::EvaluationId.eq(evaluation.id.0))
        .exec(&exec.db)
        .await?;
    Ok(())
}

/// The self-evaluations of a board of a school year that are in reach.
///
/// # Errors
/// When the store fails.
pub async fn of_year(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    year: SchoolYear,
) -> Result<Vec<Stored<SelfEvaluation>>, StoreError> {
    let own = |column| Expr::col((Alias::new("self_evaluation"), Alias::new(column)));
    let condition = Cond::all()
        .add(own("board_id").eq(board.0))
        .add(own("school_year").eq(format!("{:04}", year.0)));
    records::select::<SelfEvaluation>(source, scope, condition).await
}
