//! The cycle itself: the root of its aggregate.

use akoki_domain::{
    Noun, Subject,
    framework::RequirementRef,
    id::{BoardId, ContextFactorId, CycleId, PersonId, UnitId},
    pdca::{Cycle, Evaluation, State as CycleState},
    text::search_form,
};
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, Query};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use time::Date;
use uuid::Uuid;

use super::filters;
use crate::{
    column,
    connect::{Exec, Source},
    entity::{
        action, cycle_context, cycle_requirement, decision, goal, improvement_cycle as table,
        measurement, review,
    },
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record, Stored},
    records,
    repo::{by_unit, evidence::forget_uses_of_parts, transition},
    scope::Scope,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
struct Document {
    description: Option<String>,
    requirements: Vec<RequirementRef>,
    context_factors: Vec<ContextFactorId>,
    flagged_context: Vec<ContextFactorId>,
    evaluation: Option<Evaluated>,
}

#[derive(Serialize, Deserialize)]
struct Evaluated {
    text: String,
    on: String,
    by: Option<PersonId>,
}

impl Evaluated {
    fn of(evaluation: &Evaluation) -> Self {
        Self {
            text: evaluation.text.clone(),
            on: column::day(evaluation.evaluated_on),
            by: evaluation.evaluated_by,
        }
    }

    fn read(self) -> Result<Evaluation, StoreError> {
        Ok(Evaluation {
            text: self.text,
            evaluated_on: column::read_day(&self.on)?,
            evaluated_by: self.by,
        })
    }
}

impl Record for Cycle {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::ImprovementCycle;
    const FILTERS: &'static [Filter] = &[
        by_unit::at::<Self>(),
        word!("theme", "theme", akoki_domain::akoki::Theme),
        word!("state", "state", akoki_domain::pdca::State),
        Filter::new(
            "requirement",
            "id",
            FilterKind::Custom(|text| Some(filters::serves("improvement_cycle", "id", text))),
        ),
        Filter::new(
            "contextFactorId",
            "id",
            FilterKind::IdOf(|factor| filters::rests_on("improvement_cycle", "id", factor)),
        ),
        Filter::new("ownerId", "owner_id", FilterKind::Id),
        Filter::new("flagged", "flagged", FilterKind::Flag),
        Filter::new("originId", "origin_id", FilterKind::Id),
        Filter::new("q", "title_sort", FilterKind::Search),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "createdAt",
            column: "created_at",
        },
        Sort {
            name: "updatedAt",
            column: "updated_at",
        },
        Sort {
            name: "title",
            column: "title_sort",
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
        Ok(Cycle {
            id: CycleId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            theme: column::read_word(&row.theme)?,
            title: row.title,
            description: document.description,
            requirements: document.requirements,
            context_factors: document.context_factors,
            owner: row.owner_id.map(PersonId),
            origin: origin(row.origin_noun.as_deref(), row.origin_id)?,
            state: column::read_word(&row.state)?,
            round: u32::try_from(row.round).map_err(StoreError::corrupt)?,
            previous: row.previous_id.map(CycleId),
            next: row.next_id.map(CycleId),
            do_started_on: read_days(row.do_started_on.as_deref())?,
            evaluation: document.evaluation.map(Evaluated::read).transpose()?,
            flagged_context: document.flagged_context,
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
            theme: Set(self.theme.as_str().to_owned()),
            title: Set(self.title.clone()),
            title_sort: Set(search_form(&self.title)),
            owner_id: Set(self.owner.map(|id| id.0)),
            state: Set(self.state.as_str().to_owned()),
            round: Set(i64::from(self.round)),
            previous_id: Set(self.previous.map(|id| id.0)),
            next_id: Set(self.next.map(|id| id.0)),
            do_started_on: Set(self.do_started_on.map(column::day)),
            flagged: Set(!self.flagged_context.is_empty()),
            origin_noun: Set(self.origin.map(|origin| origin.noun.as_str().to_owned())),
            origin_id: Set(self.origin.map(|origin| origin.id)),
            details: Set(column::document(&Document {
                description: self.description.clone(),
                requirements: self.requirements.clone(),
                context_factors: self.context_factors.clone(),
                flagged_context: self.flagged_context.clone(),
                evaluation: self.evaluation.as_ref().map(Evaluated::of),
            })),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        cycles: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        for (cycle, before) in cycles {
            save_requirements(exec, cycle, *before).await?;
            save_context(exec, cycle, *before).await?;
        }
        Ok(())
    }

    async fn delete_parts(exec: &Exec<'_>, cycle: &Self) -> Result<(), StoreError> {
        macro_rules! forget {
            ($($table:ident),+) => {$(
                $table::Entity::delete_many()
                    .filter($table::Column::BoardId.eq(cycle.board_id.0))
                    .filter($table::Column::CycleId.eq(cycle.id.0))
                    .exec(&exec.db)
                    .await?;
            )+};
        }
        for parts in ["action", "decision"] {
            let whole = (cycle.board_id, cycle.id.0);
            forget_uses_of_parts(exec, (parts, "cycle_id"), whole).await?;
        }
        forget!(decision, review, measurement, action, goal);
        forget!(cycle_requirement, cycle_context);
        transition::forget(exec, cycle.board_id, cycle.id.0).await
    }
}

fn origin(noun: Option<&str>, id: Option<Uuid>) -> Result<Option<Subject>, StoreError> {
    let noun: Option<Noun> = noun.map(column::read_word).transpose()?;
    Ok(noun.zip(id).map(|(noun, id)| Subject { noun, id }))
}

fn read_days(text: Option<&str>) -> Result<Option<Date>, StoreError> {
    text.map(column::read_day).transpose()
}

async fn save_requirements(
    exec: &Exec<'_>,
    cycle: &Cycle,
    before: Option<&Cycle>,
) -> Result<(), StoreError> {
    if let Some(before) = before {
        if before.requirements == cycle.requirements {
            return Ok(());
        }
        cycle_requirement::Entity::delete_many()
            .filter(cycle_requirement::Column::BoardId.eq(cycle.board_id.0))
            .filter(cycle_requirement::Column::CycleId.eq(cycle.id.0))
            .exec(&exec.db)
            .await?;
    }
    if cycle.requirements.is_empty() {
        return Ok(());
    }
    let rows = cycle
        .requirements
        .iter()
        .map(|requirement| cycle_requirement::ActiveModel {
            board_id: Set(cycle.board_id.0),
            cycle_id: Set(cycle.id.0),
            requirement: Set(requirement.to_string()),
        });
    cycle_requirement::Entity::insert_many(rows)
        .exec_without_returning(&exec.db)
        .await?;
    Ok(())
}

async fn save_context(
    exec: &Exec<'_>,
    cycle: &Cycle,
    before: Option<&Cycle>,
) -> Result<(), StoreError> {
    if let Some(before) = before {
        if before.context_factors == cycle.context_factors {
            return Ok(());
        }
        cycle_context::Entity::delete_many()
            .filter(cycle_context::Column::BoardId.eq(cycle.board_id.0))
            .filter(cycle_context::Column::CycleId.eq(cycle.id.0))
            .exec(&exec.db)
            .await?;
    }
    if cycle.context_factors.is_empty() {
        return Ok(());
    }
    let rows = cycle
        .context_factors
        .iter()
        .map(|factor| cycle_context::ActiveModel {
            board_id: Set(cycle.board_id.0),
            cycle_id: Set(cycle.id.0),
            context_factor_id: Set(factor.0),
        });
    cycle_context::Entity::insert_many(rows)
        .exec_without_returning(&exec.db)
        .await?;
    Ok(())
}

/// The cycles in reach whose plan rests on a context factor, in the order in which they were made.
///
/// # Errors
/// When the store fails.
pub async fn resting_on(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    factor: ContextFactorId,
) -> Result<Vec<Stored<Cycle>>, StoreError> {
    let own =
        |column: &'static str| Expr::col((Alias::new("improvement_cycle"), Alias::new(column)));
    let mut select = Query::select();
    select
        .column(Alias::new("cycle_id"))
        .from(Alias::new("cycle_context"))
        .and_where(Expr::col(Alias::new("board_id")).eq(board.0))
        .and_where(Expr::col(Alias::new("context_factor_id")).eq(factor.0));
    let condition = Cond::all()
        .add(own("board_id").eq(board.0))
        .add(own("id").in_subquery(select));
    let mut found = records::select::<Cycle>(source, scope, condition).await?;
    found.sort_by_key(|cycle| cycle.record.id);
    Ok(found)
}

/// The cycles in reach that arise from one of these, in the order in which they were made.
///
/// # Errors
/// When the store fails.
pub async fn arising_from(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    origins: &[Uuid],
) -> Result<Vec<Stored<Cycle>>, StoreError> {
    if origins.is_empty() {
        return Ok(Vec::new());
    }
    let own =
        |column: &'static str| Expr::col((Alias::new("improvement_cycle"), Alias::new(column)));
    let condition = Cond::all()
        .add(own("board_id").eq(board.0))
        .add(own("origin_id").is_in(origins.iter().copied()));
    let mut found = records::select::<Cycle>(source, scope, condition).await?;
    found.sort_by_key(|cycle| cycle.record.id);
    Ok(found)
}

/// The ids of the cycles that arise from each of these and were not broken off, in the order in which they were
/// made: what was broken off follows nothing up. Reach is the
/// caller's concern: whoever is told what something leads to need not read that.
///
/// # Errors
/// When the store fails.
pub async fn ids_arising_from(
    source: &impl Source,
    scope: &Scope,
    origins: &[(BoardId, Uuid)],
) -> Result<BTreeMap<Uuid, Vec<CycleId>>, StoreError> {
    let mut arising: BTreeMap<Uuid, Vec<CycleId>> = BTreeMap::new();
    if origins.is_empty() {
        return Ok(arising);
    }
    let own = |column: &'static str| Expr::col(Alias::new(column));
    let mut boards: Vec<Uuid> = origins.iter().map(|(board, _)| board.0).collect();
    boards.sort_unstable();
    boards.dedup();
    let mut select = Query::select();
    select
        .columns([Alias::new("id"), Alias::new("origin_id")])
        .from(Alias::new("improvement_cycle"))
        .and_where(own("board_id").is_in(boards))
        .and_where(own("origin_id").is_in(origins.iter().map(|(_, origin)| *origin)))
        .and_where(own("state").ne(CycleState::Cancelled.as_str()));
    for row in source.exec_for(scope).db.query_all(&select).await? {
        let of = arising.entry(row.try_get("", "origin_id")?).or_default();
        of.push(CycleId(row.try_get("", "id")?));
    }
    arising.values_mut().for_each(|cycles| cycles.sort());
    Ok(arising)
}
