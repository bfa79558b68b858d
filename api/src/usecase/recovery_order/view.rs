//! A recovery order as it is shown: how late it is, who is told, and what can be done with it now.

use akoki_domain::{
    Noun,
    escalation::escalates_to,
    id::UnitId,
    inspection::{Order, OrderFacts, available_to_order},
};
use akoki_openapi::wire::{
    recovery_order::{RecoveryOrder, WireOutcome},
    schema::Links,
    transition::commands,
};
use akoki_persistence::{Source, Stored, repo::organisation_unit::lines_above};
use time::Date;

use crate::{failure::Failure, guard::Call, usecase::improvement_cycle::path};

/// The views of a page of orders.
pub async fn all(
    call: &Call,
    source: &impl Source,
    items: Vec<Stored<Order>>,
) -> Result<Vec<RecoveryOrder>, Failure> {
    let boards = items.iter().map(|item| item.record.board_id);
    let days = call.days_of(source, boards).await?;
    let late = |item: &&Stored<Order>| item.record.days_late(days.of(item.record.board_id)) > 0;
    let mut units: Vec<UnitId> = items
        .iter()
        .filter(late)
        .map(|item| item.record.unit_id)
        .collect();
    units.sort_unstable();
    units.dedup();
    let lines = lines_above(source, &call.scope(), &units).await?;
    Ok(items
        .into_iter()
        .map(|item| {
            let above = lines.get(&item.record.unit_id).map(Vec::as_slice);
            let today = days.of(item.record.board_id);
            one(call, item, above.unwrap_or_default(), today)
        })
        .collect())
}

fn one(call: &Call, item: Stored<Order>, above: &[UnitId], today: Date) -> RecoveryOrder {
    let Stored { record, meta } = item;
    let days_late = record.days_late(today);
    let facts = OrderFacts::of(&record, today);
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
        overdue: days_late > 0,
        days_late,
        escalated_to_unit_id: escalates_to(above, days_late).map(|id| id.0),
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
        (
            "improvementCycles",
            format!("/v1/improvement-cycles?originId={}", order.id),
        ),
    ])
}
