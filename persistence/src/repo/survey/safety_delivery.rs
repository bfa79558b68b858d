//! Results on social safety for the inspectorate.

use akoki_domain::{
    Noun,
    calendar::SchoolYear,
    id::{BoardId, SafetyDeliveryId, SurveyCampaignId, UnitId},
    survey::{
        instrument::InstrumentRef,
        safety_delivery::{
            Delivered, DeliveryState, Permit, SafetyDelivery, SafetyFigures, WithdrawnPermit,
        },
    },
    text::Bilingual,
};
use sea_orm::ActiveValue::Set;
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
    repo::{
        by_unit,
        due::{self, Due},
        survey::Key,
        transition,
    },
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

impl Record for SafetyDelivery {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::SafetyDelivery;
    const FILTERS: &'static [Filter] = &[
        by_unit::at::<Self>(),
        by_unit::under::<Self>(),
        Filter::new("campaignId", "campaign_id", FilterKind::Id),
        Filter::new("schoolYear", "school_year", FilterKind::Text),
        word!("state", "state", DeliveryState),
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

impl Due for SafetyDelivery {
    fn due_on(&self) -> Date {
        self.due_on
    }
    /// While the inspectorate does not have it.
    fn late_in() -> Vec<&'static str> {
        let states = DeliveryState::ALL.iter().filter(|state| state.is_owed());
        states.map(|state| state.as_str()).collect()
    }
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
) -> Result<Vec<SafetyDelivery>, StoreError> {
    let condition = Key::new(board, campaign).rows(records::table::<SafetyDelivery>());
    let found = records::select::<SafetyDelivery>(source, scope, condition).await?;
    let mut found = Stored::records(found);
    found.sort_by_key(|one| one.unit_id);
    Ok(found)
}
