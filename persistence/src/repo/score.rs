//! Scores of participants in self-evaluations: read by the participant alone, counted for all.

use akoki_domain::{
    Code, Noun, Subject,
    evaluation::{Counted, Said, Score, SelfEvaluation},
    id::{BoardId, EvidenceId, PersonId, ScoreId, SelfEvaluationId, UnitId},
};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ActiveValue::Set, ConnectionTrait};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use crate::{
    column,
    connect::{Exec, Source},
    entity::score as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort},
    record::{Meta, PersonLink, Record, Unique},
    repo::evidence::{UsesEvidence, listed, read_listed, save_uses},
    scope::Scope,
};

impl Record for Score {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::Score;
    const FILTERS: &'static [Filter] = &[
        Filter::new("evaluationId", "evaluation_id", FilterKind::Id),
        Filter::new("standard", "standard", FilterKind::Text),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "createdAt",
            column: "created_at",
        },
        Sort {
            name: "standard",
            column: "standard",
        },
    ];
    const UNIQUES: &'static [Unique] = &[Unique {
        name: "score_once",
        columns: "score.board_id, score.evaluation_id, score.person_id, score.standard",
        code: Code::AlreadyScored,
        pointer: "/items",
    }];
    const PEOPLE: &'static [PersonLink] = &[PersonLink {
        of: "id",
        table: "score",
        column: "id",
        person: "person_id",
        days: false,
        writes: true,
    }];
    const OF_PEOPLE_ALONE: bool = true;

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
        Ok(Score {
            id: ScoreId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            evaluation_id: SelfEvaluationId(row.evaluation_id),
            person_id: PersonId(row.person_id),
            round: row.round,
            group: row.group_unit_id.map(UnitId),
            said: Said {
                standard: row.standard,
                value: row.value,
                reason: row.reason,
                evidence_ids: read_listed(row.evidence)?,
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
            evaluation_id: Set(self.evaluation_id.0),
            person_id: Set(self.person_id.0),
            group_unit_id: Set(self.group.map(|group| group.0)),
            standard: Set(self.said.standard.clone()),
            value: Set(self.said.value.clone()),
            reason: Set(self.said.reason.clone()),
            evidence: Set(listed(&self.said.evidence_ids)),
            round: Set(self.round),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        scores: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        save_uses(exec, scores).await
    }
}

impl UsesEvidence for Score {
    fn evidence(&self) -> BTreeSet<EvidenceId> {
        self.rests_on()
    }

    /// Who rests on what is the participant's own: the evaluation as a whole is said to use it.
    fn subject(&self) -> Subject {
        Subject::new(Noun::SelfEvaluation, self.evaluation_id)
    }
}

fn name(column: &'static str) -> Alias {
    Alias::new(column)
}

fn own(column: &'static str) -> Expr {
    Expr::col(name(column))
}

/// How many participants of each group gave each standard each value. No score leaves the store; that the
/// evaluation is in reach is for the caller to see to, with a scope that reaches everything.
///
/// # Errors
/// When the store fails.
pub async fn counts(
    source: &impl Source,
    scope: &Scope,
    evaluation: &SelfEvaluation,
) -> Result<Vec<Counted>, StoreError> {
    let mut select = Query::select();
    let keys = ["standard", "group_unit_id", "value"];
    select
        .columns(keys.map(name))
        .expr_as(Expr::val(1).count(), name("answers"))
        .from(name("score"))
        .and_where(own("board_id").eq(evaluation.board_id.0))
        .and_where(own("evaluation_id").eq(evaluation.id.0))
        .group_by_columns(keys.map(name));
    let rows = source.exec_for(scope).db.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            let count: i64 = row.try_get("", "answers")?;
            let group: Option<Uuid> = row.try_get("", "group_unit_id")?;
            Ok(Counted {
                group: group.map(UnitId),
                standard: row.try_get("", "standard")?,
                value: row.try_get("", "value")?,
                count: u64::try_from(count).map_err(StoreError::corrupt)?,
            })
        })
        .collect()
}

/// How many people scored in each of these evaluations; those in which nobody did are left out. As with
/// [`counts`], reach is for the caller to see to.
///
/// # Errors
/// When the store fails.
pub async fn participants(
    source: &impl Source,
    scope: &Scope,
    evaluations: &[(BoardId, SelfEvaluationId)],
) -> Result<BTreeMap<SelfEvaluationId, u64>, StoreError> {
    if evaluations.is_empty() {
        return Ok(BTreeMap::new());
    }
    let boards: BTreeSet<Uuid> = evaluations.iter().map(|(board, _)| board.0).collect();
    let mut select = Query::select();
    select
        .column(name("evaluation_id"))
        .expr_as(own("person_id").count_distinct(), name("people"))
        .from(name("score"))
        .and_where(own("board_id").is_in(boards))
        .and_where(own("evaluation_id").is_in(evaluations.iter().map(|(_, id)| id.0)))
        .group_by_col(name("evaluation_id"));
    let rows = source.exec_for(scope).db.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            let people: i64 = row.try_get("", "people")?;
            let people = u64::try_from(people).map_err(StoreError::corrupt)?;
            Ok((SelfEvaluationId(row.try_get("", "evaluation_id")?), people))
        })
        .collect()
}

/// How many people gave or changed a score on each standard since the results were last shown before
/// participants could score again; nothing when they never could. As with [`counts`], reach is for the
/// caller to see to.
///
/// # Errors
/// When the store fails.
pub async fn changed_since_shown(
    source: &impl Source,
    scope: &Scope,
    evaluation: &SelfEvaluation,
) -> Result<BTreeMap<String, u64>, StoreError> {
    if evaluation.round == 0 {
        return Ok(BTreeMap::new());
    }
    let mut select = Query::select();
    select
        .column(name("standard"))
        .expr_as(own("person_id").count_distinct(), name("people"))
        .from(name("score"))
        .and_where(own("board_id").eq(evaluation.board_id.0))
        .and_where(own("evaluation_id").eq(evaluation.id.0))
        .and_where(own("round").gte(evaluation.round))
        .group_by_col(name("standard"));
    let rows = source.exec_for(scope).db.query_all(&select).await?;
    rows.iter()
        .map(|row| {
            let people: i64 = row.try_get("", "people")?;
            let people = u64::try_from(people).map_err(StoreError::corrupt)?;
            Ok((row.try_get("", "standard")?, people))
        })
        .collect()
}

/// The standards that a participant scored in an evaluation.
///
/// # Errors
/// When the store fails.
pub async fn scored(
    source: &impl Source,
    scope: &Scope,
    evaluation: &SelfEvaluation,
    person: PersonId,
) -> Result<BTreeSet<String>, StoreError> {
    let mut select = Query::select();
    select
        .column(name("standard"))
        .from(name("score"))
        .and_where(own("board_id").eq(evaluation.board_id.0))
        .and_where(own("evaluation_id").eq(evaluation.id.0))
        .and_where(own("person_id").eq(person.0));
    let rows = source.exec_for(scope).db.query_all(&select).await?;
    rows.iter()
        .map(|row| Ok(row.try_get("", "standard")?))
        .collect()
}
