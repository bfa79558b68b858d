//! What units do with the results of surveys.

use akoki_domain::{
    Noun,
    id::{BoardId, SurveyCampaignId, SurveyFollowUpId, UnitId},
    survey::follow_up::{EarlierAnswer, EarlierDue, FollowUp, FollowUpAnswer, FollowUpState},
};
use sea_orm::sea_query::{Cond, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use crate::{
    column,
    connect::{Exec, Source},
    entity::{survey_follow_up as table, survey_follow_up_cycle as named},
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record, Stored},
    records::{self, field},
    repo::{
        by_unit,
        due::{self, Due},
        transition,
    },
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
        by_unit::at::<Self>(),
        by_unit::under::<Self>(),
        Filter::new("campaignId", "campaign_id", FilterKind::Id),
        word!("state", "state", FollowUpState),
        due::overdue::<Self>(),
    ];
    const SORTS: &'static [Sort] = due::SORTS;

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

impl Due for FollowUp {
    fn due_on(&self) -> Date {
        self.due_on
    }
    /// While the unit said nothing.
    fn late_in() -> Vec<&'static str> {
        let states = FollowUpState::ALL.iter().filter(|state| state.is_owed());
        states.map(|state| state.as_str()).collect()
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
        .add(field::<FollowUp>("board_id").eq(board.0))
        .add(field::<FollowUp>("campaign_id").is_in(campaigns.iter().map(|id| id.0)));
    let found = records::select::<FollowUp>(source, scope, condition).await?;
    let mut found = Stored::records(found);
    found.sort_by_key(|one| (one.campaign_id, one.unit_id));
    Ok(found)
}
