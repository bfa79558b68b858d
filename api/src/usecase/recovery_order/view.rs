//! A recovery order as it is shown: how late it is, who is told, and what can be done with it now.

use akoki_domain::{
    Noun,
    inspection::{Order, OrderFacts, available_to_order},
};
use akoki_openapi::wire::{
    recovery_order::{RecoveryOrder, WireOutcome},
    schema::Links,
    transition::commands,
};
use akoki_persistence::{Source, Stored};

use crate::{
    failure::Failure,
    guard::Call,
    usecase::{
        improvement_cycle::{path, path_of_arising},
        late::Lateness,
    },
};

/// The views of a page of orders.
pub async fn all(
    call: &Call,
    source: &impl Source,
    items: Vec<Stored<Order>>,
) -> Result<Vec<RecoveryOrder>, Failure> {
    let lateness = Lateness::of(call, source, &items, Order::days_late).await?;
    Ok(items
        .into_iter()
        .map(|item| one(call, item, &lateness))
        .collect())
}

fn one(call: &Call, item: Stored<Order>, lateness: &Lateness<Order>) -> RecoveryOrder {
    let Stored { record, meta } = item;
    let late = lateness.one(&record);
    let facts = OrderFacts::of(&record, lateness.today(&record));
    let (available_commands, blockers) = commands(available_to_order(&facts), call.language);
    let links = links(&record);
    let stated = record.stated;
    let due_on = stated.due_on;
    let concluded = |outcome| WireOutcome::new(outcome, due_on);
    let earlier = record.earlier_verifications.into_iter();
    RecoveryOrder {
        id: record.id.0,
        board_id: record.board_id.0,
        unit_id: record.unit_id.0,
        visit_id: record.visit_id.0,
        state: record.state,
        standard: stated.standard,
        requirement: record.requirement.to_string(),
        requirement_text: stated.requirement_text,
        legal_basis: stated.legal_basis,
        basis_disputed: stated.basis_disputed,
        due_on,
        measures: stated.measures.into_iter().map(Into::into).collect(),
        verification: record.verification.map(Into::into),
        outcome: record.outcome.map(concluded),
        earlier_verifications: earlier.map(Into::into).collect(),
        earlier_outcomes: record.earlier_outcomes.into_iter().map(concluded).collect(),
        earlier_terms: record.earlier_terms.into_iter().map(Into::into).collect(),
        former_owner_ids: record.former_owners.iter().map(|id| id.0).collect(),
        overdue: late.days > 0,
        days_late: late.days,
        escalated_to_unit_id: late.told,
        available_commands,
        blockers,
        links,
        version: meta.version,
        created_at: meta.created_at,
        updated_at: meta.updated_at,
    }
}

fn links(order: &Order) -> Links {
    let own = path(Noun::RecoveryOrder, order.id);
    Links::from([
        ("transitions", format!("{own}/transitions")),
        ("self", own),
        ("unit", path(Noun::OrganisationUnit, order.unit_id)),
        ("visit", path(Noun::InspectionVisit, order.visit_id)),
        ("improvementCycles", path_of_arising(order.id)),
    ])
}
