//! Recovery orders of the inspectorate.

use akoki_domain::{
    Noun,
    id::{BoardId, EvidenceId, InspectionVisitId, PersonId, RecoveryOrderId, UnitId},
    inspection::{BoardVerification, EarlierTerms, Order, OrderInput, OrderOutcome, OrderState},
};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Cond, ExprTrait};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use time::Date;
use uuid::Uuid;

use super::{
    by_unit,
    due::{self, Due, first_due},
    evidence::{UsesEvidence, forget_uses, save_uses},
    transition,
};
use crate::{
    column,
    connect::{Exec, Source},
    entity::recovery_order as table,
    error::StoreError,
    list::{Filter, FilterKind, Sort, word},
    record::{Meta, Record},
    records::field,
    scope::Scope,
};

/// What stands in the column `details`.
#[derive(Serialize, Deserialize)]
struct Document {
    stated: OrderInput,
    verification: Option<BoardVerification>,
    outcome: Option<OrderOutcome>,
    earlier_verifications: Vec<BoardVerification>,
    earlier_outcomes: Vec<OrderOutcome>,
    // Not in what was written before these were kept.
    #[serde(default)]
    earlier_terms: Vec<EarlierTerms>,
    #[serde(default)]
    former_owners: Vec<PersonId>,
    #[serde(default)]
    stepped: bool,
}

impl Record for Order {
    type Entity = table::Entity;
    type Row = table::ActiveModel;

    const NOUN: Noun = Noun::RecoveryOrder;
    const FILTERS: &'static [Filter] = &[
        by_unit::at::<Self>(),
        by_unit::under::<Self>(),
        Filter::new("visitId", "visit_id", FilterKind::Id),
        word!("state", "state", OrderState),
        Filter::new("requirement", "requirement", FilterKind::Text),
        Filter::new("dueUntil", "due_on", FilterKind::DayUntil),
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
            id: RecoveryOrderId(row.id),
            board_id: BoardId(row.board_id),
            unit_id: UnitId(row.unit_id),
            visit_id: InspectionVisitId(row.visit_id),
            state: column::read_word(&row.state)?,
            requirement: row.requirement.parse().map_err(StoreError::corrupt)?,
            stated: document.stated,
            verification: document.verification,
            outcome: document.outcome,
            earlier_verifications: document.earlier_verifications,
            earlier_outcomes: document.earlier_outcomes,
            earlier_terms: document.earlier_terms,
            former_owners: document.former_owners,
            stepped: document.stepped,
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
            visit_id: Set(self.visit_id.0),
            state: Set(self.state.as_str().to_owned()),
            requirement: Set(self.requirement.to_string()),
            due_on: Set(column::day(self.stated.due_on)),
            details: Set(column::document(&Document {
                stated: self.stated.clone(),
                verification: self.verification.clone(),
                outcome: self.outcome.clone(),
                earlier_verifications: self.earlier_verifications.clone(),
                earlier_outcomes: self.earlier_outcomes.clone(),
                earlier_terms: self.earlier_terms.clone(),
                former_owners: self.former_owners.clone(),
                stepped: self.stepped,
            })),
        }
    }

    async fn save_parts(
        exec: &Exec<'_>,
        orders: &[(&Self, Option<&Self>)],
    ) -> Result<(), StoreError> {
        save_uses(exec, orders).await
    }

    async fn delete_parts(exec: &Exec<'_>, order: &Self) -> Result<(), StoreError> {
        forget_uses(exec, order).await?;
        transition::forget(exec, order.board_id, order.id.0).await
    }
}

impl UsesEvidence for Order {
    fn evidence(&self) -> BTreeSet<EvidenceId> {
        self.rests_on()
    }
}

impl Due for Order {
    fn due_on(&self) -> Date {
        self.stated.due_on
    }
    /// While something is still to be done.
    fn late_in() -> Vec<&'static str> {
        in_states(OrderState::is_to_be_met)
    }
    /// While what was ordered is not seen to be in order.
    fn owed_in() -> Vec<&'static str> {
        in_states(OrderState::is_owed)
    }
}

/// The words of the states for which this holds.
fn in_states(holds: impl Fn(OrderState) -> bool) -> Vec<&'static str> {
    let states = OrderState::ALL.iter().filter(|state| holds(**state));
    states.map(|state| state.as_str()).collect()
}

/// The orders that these visits left, as far as they are in reach.
///
/// # Errors
/// When the store fails.
pub async fn of_visits(
    source: &impl Source,
    scope: &Scope,
    board: BoardId,
    visits: &[InspectionVisitId],
) -> Result<Vec<Order>, StoreError> {
    if visits.is_empty() {
        return Ok(Vec::new());
    }
    let condition = Cond::all()
        .add(field::<Order>("board_id").eq(board.0))
        .add(field::<Order>("visit_id").is_in(visits.iter().map(|visit| visit.0)));
    first_due(source, scope, condition).await
}
