//! Results on social safety for the inspectorate.

use akoki_domain::{
    Noun,
    calendar::SchoolYear,
    id::{BoardId, SafetyDeliveryId, SurveyCampaignId, UnitId},
    organisation::Days,
    survey::{
        delivery::{Delivered, Delivery, DeliveryState, Permit, SafetyFigures, WithdrawnPermit},
        instrument::InstrumentRef,
    },
    text::Bilingual,
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Cond, Condition, Expr, ExprTrait};
use serde::{Deserialize, Serialize};
use time::Date;
use uuid::Uuid;

use crate::{
    column,
    connect::{Exec, Source},
    entity::safety_delivery as table,
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
    term_verified: bool,
    made_on: Date,
    instrument: InstrumentRef,
    instrument_title: Bilingual,
    official: bool,
    measured: (Date, Date),
    figures: Option<SafetyFigures>,
    permit: Option<Permit>,
    delivered: Option<Delivered>,
    withdrawn: Vec<WithdrawnPermit>,
}

impl Record for Delivery {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::SafetyDelivery;
    const FILTERS: &'static [Filter] = &[
        Filter::new(
            "unitId",
            "unit_id",
            FilterKind::IdOf(|unit| at_unit("safety_delivery", unit)),
        ),
        Filter::new("under", "unit_id", FilterKind::IdOf(under)),
        Filter::new("campaignId", "campaign_id", FilterKind::Id),
        Filter::new("schoolYear", "school_year", FilterKind::Text),
        word!("state", "state", DeliveryState),
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
            id: SafetyDeliveryId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            campaign_id: SurveyCampaignId(row.campaign_id),
            school_year: SchoolYear(row.school_year.parse().map_err(StoreError::corrupt)?),
            state: column::read_word(&row.state)?,
            due_on: column::read_day(&row.due_on)?,
            term_verified: document.term_verified,
            made_on: document.made_on,
            instrument: document.instrument,
            instrument_title: document.instrument_title,
            official: document.official,
            measured: document.measured,
            figures: document.figures,
            permit: document.permit,
            delivered: document.delivered,
            withdrawn: document.withdrawn,
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
            school_year: Set(format!("{:04}", self.school_year.0)),
            due_on: Set(column::day(self.due_on)),
            details: Set(column::document(&Document {
                term_verified: self.term_verified,
                made_on: self.made_on,
                instrument: self.instrument.clone(),
                instrument_title: self.instrument_title.clone(),
                official: self.official,
                measured: self.measured,
                figures: self.figures.clone(),
                permit: self.permit.clone(),
                delivered: self.delivered.clone(),
                withdrawn: self.withdrawn.clone(),
            })),
        }
    }

    async fn delete_parts(exec: &Exec<'_>, delivery: &Self) -> Result<(), StoreError> {
        transition::forget(exec, delivery.board_id, delivery.id.0).await
    }
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("safety_delivery"), Alias::new(column)))
}

/// Those of a unit and everything under it.
fn under(unit: Uuid) -> Condition {
    Cond::all().add(event::under(own("unit_id"), unit))
}

/// The inspectorate does not have it yet.
fn is_owed() -> Expr {
    let states = DeliveryState::ALL.iter().filter(|state| state.is_owed());
    own("state").is_in(states.map(|state| state.as_str()))
}

/// Due before today while the inspectorate does not have it. `false` asks for the others.
pub(crate) fn overdue(wanted: bool, days: &Days) -> Condition {
    let overdue = Cond::all()
        .add(before_today("safety_delivery", "due_on", days))
        .add(is_owed());
    if wanted { overdue } else { overdue.not() }
}

/// What is delivered of a survey, in the order of the units.
///
/// # Errors
/// When the store fails.
pub async fn of_campaign(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    campaign: SurveyCampaignId,
) -> Result<Vec<Delivery>, StoreError> {
    let condition = Cond::all()
        .add(own("board_id").eq(board.0))
        .add(own("campaign_id").eq(campaign.0));
    let mut found = read(source, scope, condition).await?;
    found.sort_by_key(|one| one.unit_id);
    Ok(found)
}

/// What of these units the inspectorate does not have yet, what is due first ahead.
///
/// # Errors
/// When the store fails.
pub async fn owed_by_units(
    source: &impl Source,
    scope: &Scope,
    units: &[(BoardId, UnitId)],
) -> Result<Vec<Delivery>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let mut boards: Vec<Uuid> = units.iter().map(|(board, _)| board.0).collect();
    boards.sort_unstable();
    boards.dedup();
    let condition = Cond::all()
        .add(own("board_id").is_in(boards))
        .add(own("unit_id").is_in(units.iter().map(|(_, unit)| unit.0)))
        .add(is_owed());
    let mut found = read(source, scope, condition).await?;
    found.sort_by_key(|one| (one.due_on, one.id));
    Ok(found)
}

async fn read(
    source: &impl Source,
    scope: &Scope,
    condition: Condition,
) -> Result<Vec<Delivery>, StoreError> {
    let found = records::select::<Delivery>(source, scope, condition).await?;
    Ok(found
        .into_iter()
        .map(|Stored { record, .. }| record)
        .collect())
}
