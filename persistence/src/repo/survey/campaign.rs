//! Survey campaigns.

use akoki_domain::{
    Noun,
    calendar::SchoolYear,
    id::{BoardId, SurveyCampaignId, UnitId},
    survey::{
        campaign::{Campaign, CampaignInput, CampaignState},
        content::{Content, TargetGroup},
        instrument::InstrumentRef,
    },
};
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, LockType, Order, Query};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait, QueryFilter, QueryResult};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use time::Date;
use uuid::Uuid;

use super::{
    Key,
    among::{self, TEACHERS},
};
use crate::{
    column,
    connect::{Exec, Source},
    entity::{survey_campaign as table, survey_content as held_with},
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Link, Meta, PersonLink, Record, Stored},
    records,
    repo::{by_unit, transition},
    scope::Scope,
    unit::Tx,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
struct Document {
    stated: CampaignInput,
    moments: Vec<(i64, i64)>,
    window: usize,
    closed_early_at: Option<i64>,
    reminded: BTreeSet<Date>,
    launched: bool,
}

impl Record for Campaign {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::SurveyCampaign;
    const FILTERS: &'static [Filter] = &[
        Filter::new("unitId", "unit_id", FilterKind::Id),
        by_unit::under::<Self>(),
        word!("state", "state", CampaignState),
        word!("targetGroup", "target_group", TargetGroup),
        Filter::new("schoolYear", "school_year", FilterKind::Text),
        Filter::new("precedingId", "preceding_id", FilterKind::Id),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "opensOn",
            column: "opens_on",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
    ];
    const PEOPLE: &'static [PersonLink] = &[TEACHERS];
    const LINKS: &'static [Link] = &[Link {
        table: "survey_campaign_unit",
        column: "campaign_id",
        writes: false,
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
        if document.moments.get(document.window).is_none() {
            return Err(StoreError::corrupt("a campaign without a window"));
        }
        Ok(Self {
            id: SurveyCampaignId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            state: column::read_word(&row.state)?,
            stated: document.stated,
            target_group: column::read_word(&row.target_group)?,
            moments: document.moments,
            window: document.window,
            closed_early_at: document.closed_early_at,
            reminded: document.reminded,
            launched: document.launched,
            leftovers: row.leftovers,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let (opens_at, closes_at) = self.current_window().unwrap_or_default();
        let span = self.stated.span();
        let day = |day: Option<Date>| day.map(column::day).unwrap_or_default();
        let year = self.school_year();
        let instrument = match &self.stated.instrument {
            InstrumentRef::Own { id, .. } => Some(id.0),
            InstrumentRef::Shipped { .. } => None,
        };
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            state: Set(self.state.as_str().to_owned()),
            target_group: Set(self.target_group.as_str().to_owned()),
            school_year: Set(year
                .map(|year| format!("{:04}", year.0))
                .unwrap_or_default()),
            opens_on: Set(day(span.map(|(first, _)| first))),
            closes_on: Set(day(span.map(|(_, last)| last))),
            opens_at: Set(opens_at),
            closes_at: Set(closes_at),
            preceding_id: Set(self.stated.preceding_id.map(|id| id.0)),
            instrument_id: Set(instrument),
            instrument: Set(self.stated.instrument.to_string()),
            leftovers: Set(self.leftovers),
            remind_on: Set(self.next_reminder().map(column::day)),
            details: Set(column::document(&Document {
                stated: self.stated.clone(),
                moments: self.moments.clone(),
                window: self.window,
                closed_early_at: self.closed_early_at,
                reminded: self.reminded.clone(),
                launched: self.launched,
            })),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        campaigns: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        for (campaign, before) in campaigns {
            // What stands in the columns for one without a window would keep it from ever moving on.
            if campaign.current_window().is_none() || campaign.school_year().is_none() {
                return Err(StoreError::corrupt("a campaign without a window"));
            }
            among::save(exec, campaign, *before).await?;
        }
        Ok(())
    }

    async fn delete_parts(exec: &Exec<'_>, campaign: &Self) -> Result<(), StoreError> {
        among::forget(exec, campaign).await?;
        held_with::Entity::delete_many()
            .filter(Key::new(campaign.board_id, campaign.id).rows("survey_content"))
            .exec(&exec.db)
            .await?;
        transition::forget(exec, campaign.board_id, campaign.id.0).await
    }
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("survey_campaign"), Alias::new(column)))
}

/// The words of the states for which this holds.
fn in_states(holds: impl Fn(CampaignState) -> bool) -> Vec<&'static str> {
    let states = CampaignState::ALL.iter().filter(|state| holds(**state));
    states.map(|state| state.as_str()).collect()
}

/// Keeps the version of the instrument with which a campaign is held, in place of one before.
///
/// # Errors
/// When the store fails.
pub async fn put_content(tx: &Tx, key: Key, content: &Content) -> Result<(), StoreError> {
    let exec = tx.exec();
    held_with::Entity::delete_many()
        .filter(key.rows("survey_content"))
        .exec(&exec.db)
        .await?;
    let row = held_with::ActiveModel {
        board_id: Set(key.board),
        campaign_id: Set(key.campaign),
        content: Set(column::document(content)),
    };
    held_with::Entity::insert(row)
        .exec_without_returning(&exec.db)
        .await?;
    Ok(())
}

/// The version of the instrument with which a campaign is held. Whether the campaign is in reach is asked before,
/// or known from its code.
///
/// # Errors
/// When the store fails.
pub async fn content(source: &impl Source, key: Key) -> Result<Option<Content>, StoreError> {
    let row = held_with::Entity::find()
        .filter(key.rows("survey_content"))
        .one(&source.everything().db)
        .await?;
    row.map(|row| column::read_document(row.content))
        .transpose()
}

/// The surveys of a board that open in a school year, those that open first ahead.
///
/// # Errors
/// When the store fails.
pub async fn of_year(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    year: SchoolYear,
) -> Result<Vec<Campaign>, StoreError> {
    let condition = Cond::all()
        .add(own("board_id").eq(board.0))
        .add(own("school_year").eq(format!("{:04}", year.0)));
    let found = records::select::<Campaign>(source, scope, condition).await?;
    let mut found = Stored::records(found);
    found.sort_by_key(|one| (one.stated.span(), one.id));
    Ok(found)
}

/// The campaigns of all boards that may have to move on: whose window begins or is over, which are being mixed, or
/// of which those invited are to be reminded, where the day has begun anywhere.
///
/// # Errors
/// When the store fails.
pub async fn due(
    source: &impl Source,
    scope: &Scope,
    (at, latest): (i64, Date),
) -> Result<Vec<Stored<Campaign>>, StoreError> {
    let is = |state: CampaignState| own("state").eq(state.as_str());
    let ended = own("state").is_in(in_states(CampaignState::has_ended));
    let reminding = own("remind_on").lte(column::day(latest));
    let condition = Cond::any()
        .add(is(CampaignState::Scheduled).and(own("opens_at").lte(at)))
        .add(is(CampaignState::Open).and(own("closes_at").lte(at)))
        .add(is(CampaignState::Open).and(reminding))
        .add(is(CampaignState::Processing))
        .add(ended.and(own("leftovers").eq(true)));
    records::select::<Campaign>(source, scope, condition).await
}

/// The windows of those among these campaigns that take answers at present: from one moment until before the other.
/// On PostgreSQL nobody closes them before this unit ends.
///
/// # Errors
/// When the store fails.
pub(super) async fn taking_answers(
    tx: &Tx,
    campaigns: &BTreeSet<Uuid>,
) -> Result<BTreeMap<Uuid, (i64, i64)>, StoreError> {
    let mut select = Query::select();
    select
        .columns(["id", "opens_at", "closes_at"].map(Alias::new))
        .from(Alias::new("survey_campaign"))
        .and_where(own("id").is_in(campaigns.iter().copied()))
        .and_where(own("state").is_in(in_states(CampaignState::takes_answers)))
        .order_by_expr(own("id"), Order::Asc)
        .lock(LockType::Share);
    let rows = tx.everything().db.query_all(&select).await?;
    let read = |row: &QueryResult| {
        let window = (row.try_get("", "opens_at")?, row.try_get("", "closes_at")?);
        Ok((row.try_get("", "id")?, window))
    };
    rows.iter().map(read).collect()
}

/// Whether a campaign takes answers at this moment. On PostgreSQL nobody closes it before this unit ends.
///
/// # Errors
/// When the store fails.
pub(super) async fn is_open(tx: &Tx, key: Key, at: i64) -> Result<bool, StoreError> {
    let windows = taking_answers(tx, &BTreeSet::from([key.campaign])).await?;
    let window = windows.get(&key.campaign);
    Ok(window.is_some_and(|(from, to)| (*from..*to).contains(&at)))
}
