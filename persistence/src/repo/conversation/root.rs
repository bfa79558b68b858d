//! The conversation itself.

use akoki_domain::{
    Code, Noun,
    calendar::SchoolYear,
    conversation::{AgendaItem, Agreement, AgreementCheck, Gathered, QualityConversation, State},
    id::{BoardId, EvidenceId, PersonId, QualityConversationId, UnitId},
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Alias, Cond, Expr, ExprTrait, Func, Query};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use time::Date;
use uuid::Uuid;

use super::agreement;
use crate::{
    column,
    connect::{Exec, Source},
    entity::quality_conversation as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record, Stored, Unique},
    records,
    repo::{
        by_unit,
        evidence::{UsesEvidence, forget_uses, save_uses},
        transition,
    },
    scope::Scope,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
struct Document {
    board_members: Vec<PersonId>,
    leaders: Vec<PersonId>,
    agenda: Vec<AgendaItem>,
    minutes: Option<String>,
    agreements: Vec<Agreement>,
    checked: Vec<AgreementCheck>,
    gathered: Option<Gathered>,
    closed_on: Option<Date>,
}

impl Record for QualityConversation {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::QualityConversation;
    const FILTERS: &'static [Filter] = &[
        by_unit::at::<Self>(),
        word!("state", "state", State),
        Filter::new("schoolYear", "school_year", FilterKind::Text),
        Filter::new("previousId", "previous_id", FilterKind::Id),
        Filter::new("plannedFrom", "planned_on", FilterKind::DayFrom),
        Filter::new("plannedUntil", "planned_on", FilterKind::DayUntil),
        Filter::new(
            "overdueAgreements",
            "id",
            FilterKind::Today(agreement::overdue),
        ),
    ];
    const SORTS: &'static [Sort] = &[
        Sort {
            name: "plannedOn",
            column: "planned_on",
        },
        Sort {
            name: "createdAt",
            column: "created_at",
        },
        Sort {
            name: "updatedAt",
            column: "updated_at",
        },
    ];
    // Two that are held at once after the same one would each look at its agreements.
    const UNIQUES: &'static [Unique] = &[Unique {
        name: "quality_conversation_number",
        columns: "quality_conversation.board_id, quality_conversation.unit_id, quality_conversation.held_number",
        code: Code::Duplicate,
        pointer: "",
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
        let number = row.held_number.map(u32::try_from).transpose();
        Ok(QualityConversation {
            id: QualityConversationId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            planned_on: column::read_day(&row.planned_on)?,
            board_members: document.board_members,
            leaders: document.leaders,
            agenda: document.agenda,
            minutes: document.minutes,
            agreements: document.agreements,
            checked: document.checked,
            previous: row.previous_id.map(QualityConversationId),
            number: number.map_err(StoreError::corrupt)?,
            state: column::read_word(&row.state)?,
            gathered: document.gathered,
            held_on: row.held_on.as_deref().map(column::read_day).transpose()?,
            closed_on: document.closed_on,
        })
    }

    fn row(&self, meta: &Meta) -> table::ActiveModel {
        let SchoolYear(year) = self.school_year();
        table::ActiveModel {
            board_id: Set(self.board_id.0),
            id: Set(self.id.0),
            unit_id: Set(self.unit_id.0),
            version: Set(meta.version),
            created_at: Set(column::millis(meta.created_at)),
            updated_at: Set(column::millis(meta.updated_at)),
            state: Set(self.state.as_str().to_owned()),
            planned_on: Set(column::day(self.planned_on)),
            school_year: Set(format!("{year:04}")),
            held_on: Set(self.held_on.map(column::day)),
            held_number: Set(self.number.map(i64::from)),
            previous_id: Set(self.previous.map(|id| id.0)),
            details: Set(column::document(&Document {
                board_members: self.board_members.clone(),
                leaders: self.leaders.clone(),
                agenda: self.agenda.clone(),
                minutes: self.minutes.clone(),
                agreements: self.agreements.clone(),
                checked: self.checked.clone(),
                gathered: self.gathered.clone(),
                closed_on: self.closed_on,
            })),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        conversations: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        for (now, before) in conversations {
            agreement::save(exec, now, *before).await?;
        }
        save_uses(exec, conversations).await
    }

    async fn delete_parts(exec: &Exec<'_>, conversation: &Self) -> Result<(), StoreError> {
        agreement::forget(exec, conversation).await?;
        forget_uses(exec, conversation).await?;
        transition::forget(exec, conversation.board_id, conversation.id.0).await
    }
}

impl UsesEvidence for QualityConversation {
    fn evidence(&self) -> BTreeSet<EvidenceId> {
        self.rests_on()
    }
}

fn own(column: &'static str) -> Expr {
    Expr::col((Alias::new("quality_conversation"), Alias::new(column)))
}

/// The conversation that was held last at a unit.
///
/// # Errors
/// When the store fails.
pub async fn last_held(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    unit: UnitId,
) -> Result<Option<QualityConversation>, StoreError> {
    let inner = |column: &'static str| Expr::col((Alias::new("earlier"), Alias::new(column)));
    let mut last = Query::select();
    last.expr(Func::max(inner("held_number")))
        .from_as(Alias::new("quality_conversation"), Alias::new("earlier"))
        .and_where(inner("board_id").eq(board.0))
        .and_where(inner("unit_id").eq(unit.0));
    let condition = Cond::all()
        .add(own("board_id").eq(board.0))
        .add(own("unit_id").eq(unit.0))
        .add(own("held_number").in_subquery(last));
    let found = records::select::<QualityConversation>(source, scope, condition).await?;
    Ok(found.into_iter().next().map(|stored| stored.record))
}

/// The conversations that were held at these units of one board on these days, in the order in which they
/// were.
///
/// # Errors
/// When the store fails.
pub async fn held_in(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    units: &[UnitId],
    (from, until): (Date, Date),
) -> Result<Vec<Stored<QualityConversation>>, StoreError> {
    if units.is_empty() {
        return Ok(Vec::new());
    }
    let condition = Cond::all()
        .add(own("board_id").eq(board.0))
        .add(own("unit_id").is_in(units.iter().map(|unit| unit.0)))
        .add(own("held_on").gte(column::day(from)))
        .add(own("held_on").lte(column::day(until)));
    let mut found = records::select::<QualityConversation>(source, scope, condition).await?;
    found.sort_by_key(|stored| (stored.record.held_on, stored.record.id));
    Ok(found)
}
