//! What units do with the results of surveys.

use akoki_domain::{
    Noun,
    id::{BoardId, SurveyCampaignId, SurveyFollowUpId, UnitId},
    organisation::Days,
    survey::follow_up::{EarlierAnswer, EarlierDue, FollowUp, FollowUpAnswer, FollowUpState},
};
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    column,
    connect::{Exec, Source},
    entity::{survey_follow_up as table, survey_follow_up_cycle as named},
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record, Stored},
    records,
    repo::{cycle::at_unit, event, time_zone::before_today, transition},
    scope::Scope,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
struct Document {
    notes: Option<String>,
    answer: Option<FollowUpAnswer>,
    earlier_dues: Vec<EarlierDue>,
    earlier_answers: Vec<EarlierAnswer>,
}

impl Record for FollowUp {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::SurveyFollowUp;
    const FILTERS: &'static [Filter] = &[
        Filter::new(
            "unitId",
            "unit_id",
            FilterKind::IdOf(|unit| at_unit("survey_follow_up", unit)),
        ),
        Filter::new("under", "unit_id", FilterKind::IdOf(under)),
        Filter::new("campaignId", "campaign_id", FilterKind::Id),
        word!("state", "state", FollowUpState),
        Filter::new("overdue", "due_on", FilterKind::Today(overdue)),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "dueOn",
            column: "due_on",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
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
        Ok(Self {
            id: SurveyFollowUpId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            campaign_id: SurveyCampaignId(row.campaign_id),
            state: column::read_word(&row.state)?,
            due_on: column::read_day(&row.due_on)?,
            notes: document.notes,
            answer: document.answer,
            earlier_dues: document.earlier_dues,
            earlier_answers: document.earlier_answers,
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
            campaign_id: Set(self.campaign_id.0),
            state: Set(self.state.as_str().to_owned()),
            due_on: Set(column::day(self.due_on)),
            details: Set(column::document(&Document {
                notes: self.notes.clone(),
                answer: self.answer.clone(),
                earlier_dues: self.earlier_dues.clone(),
                earlier_answers: self.earlier_answers.clone(),
            })),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        follow_ups: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        for (now, before) in follow_ups {
            let cycles = now.all_cycles();
            if before.is_some_and(|before| before.all_cycles() == cycles) {
                continue;
            }
            if before.is_some() {
                forget_cycles(exec, now).await?;
            }
            if cycles.is_empty() {
                continue;
            }
            let rows = cycles.iter().map(|cycle| named::ActiveModel {
                board_id: Set(now.board_id.0),
                follow_up_id: Set(now.id.0),
                cycle_id: Set(cycle.0),
            });
            named::Entity::insert_many(rows)
                .exec_without_returning(&exec.db)
                .await?;
        }
        Ok(())
    }

    async fn delete_parts(exec: &Exec<'_>, follow_up: &Self) -> Result<(), StoreError> {
        forget_cycles(exec, follow_up).await?;
        transition::forget(exec, follow_up.board_id, follow_up.id.0).await
    }
}

async fn forget_cycles(exec: &Exec<'_>, of: &FollowUp) -> Result<(), StoreError> {
    named::Entity::delete_many()
        .filter(named::Column::BoardId.eq(of.board_id.0))
        .filter(named::Column::FollowUpId.eq(of.id.0))
        .exec(&exec.db)
        .await?;
    Ok(())
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("survey_follow_up"), Alias::new(column)))
}

/// Those of a unit and everything under it.
fn under(unit: Uuid) -> Condition {
    Cond::all().add(event::under(own("unit_id"), unit))
}

fn is_open() -> Expr {
    own("state").eq(FollowUpState::Open.as_str())
}

/// Due before today while the unit said nothing. `false` asks for the others.
pub(crate) fn overdue(wanted: bool, days: &Days) -> Condition {
    let overdue = Cond::all()
        .add(before_today("survey_follow_up", "due_on", days))
        .add(is_open());
    if wanted { overdue } else { overdue.not() }
}

/// What units do with the results of these surveys, in the order of survey and unit.
///
/// # Errors
/// When the store fails.
pub async fn of_campaigns(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    campaigns: &[SurveyCampaignId],
) -> Result<Vec<FollowUp>, StoreError> {
    if campaigns.is_empty() {
        return Ok(Vec::new());
    }
    let condition = Cond::all()
        .add(own("board_id").eq(board.0))
        .add(own("campaign_id").is_in(campaigns.iter().map(|id| id.0)));
    let mut found = read(source, scope, condition).await?;
    found.sort_by_key(|one| (one.campaign_id, one.unit_id));
    Ok(found)
}

/// The follow-ups of these units in which the unit said nothing yet, those due first ahead.
///
/// # Errors
/// When the store fails.
pub async fn open_of_units(
    source: &impl Source,
    scope: &Scope,
    units: &[(BoardId, UnitId)],
) -> Result<Vec<FollowUp>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut boards: Vec<Uuid> = units.iter().map(|(board, _)| board.0).collect();
    boards.sort_unstable();
    boards.dedup();
    let condition = Cond::all()
        .add(own("board_id").is_in(boards))
        .add(own("unit_id").is_in(units.iter().map(|(_, unit)| unit.0)))
        .add(is_open());
    let mut found = read(source, scope, condition).await?;
    found.sort_by_key(|one| (one.due_on, one.id));
    Ok(found)
}

async fn read(
    source: &impl Source,
    scope: &Scope,
    condition: Condition,
) -> Result<Vec<FollowUp>, StoreError> {
    let found = records::select::<FollowUp>(source, scope, condition).await?;
    Ok(found
        .into_iter()
        .map(|Stored { record, .. }| record)
        .collect())
}
