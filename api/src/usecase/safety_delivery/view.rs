//! A delivery as it is shown: how late it is, who is told, and what can be done with it now.

use akoki_domain::{
    Noun,
    escalation::escalates_to,
    id::UnitId,
    survey::delivery::{Delivery, DeliveryFacts, available},
};
use akoki_openapi::wire::{safety_delivery::SafetyDelivery, schema::Links, transition::commands};
use akoki_persistence::{Source, Stored, repo::organisation_unit::lines_above};
use std::collections::BTreeSet;

use super::package::notice;
use crate::{failure::Failure, guard::Call, usecase::improvement_cycle::path};

/// The views of a page of deliveries.
pub async fn all(
    call: &Call,
    source: &impl Source,
    items: Vec<Stored<Delivery>>,
) -> Result<Vec<SafetyDelivery>, Failure> {
    let days = call
        .days_of(source, items.iter().map(|item| item.record.board_id))
        .await?;
    let late = |one: &Delivery| one.days_late(days.of(one.board_id));
    let units = items.iter().map(|item| &item.record);
    let units: BTreeSet<UnitId> = units
        .filter(|one| late(one) > 0)
        .map(|one| one.unit_id)
        .collect();
    let units: Vec<UnitId> = units.into_iter().collect();
    let lines = lines_above(source, &call.scope(), &units).await?;
    Ok(items
        .into_iter()
        .map(|Stored { record, meta }| {
            let days_late = late(&record);
            let above = lines.get(&record.unit_id).map(Vec::as_slice);
            let facts = DeliveryFacts::of(&record);
            let (available_commands, blockers) = commands(available(&facts), call.language);
            let withdrawn = record.withdrawn.iter().cloned();
            SafetyDelivery {
                id: record.id.0,
                board_id: record.board_id.0,
                unit_id: record.unit_id.0,
                campaign_id: record.campaign_id.0,
                school_year: record.school_year.0,
                state: record.state,
                due_on: record.due_on,
                due_on_verified: record.term_verified,
                made_on: record.made_on,
                has_figures: record.figures.is_some(),
                notice: notice(call, &record),
                permission: record.permit.clone().map(Into::into),
                delivered: record.delivered.clone().map(Into::into),
                withdrawn_permissions: withdrawn.map(Into::into).collect(),
                overdue: days_late > 0,
                days_late,
                escalated_to_unit_id: escalates_to(above.unwrap_or_default(), days_late)
                    .map(|id| id.0),
                available_commands,
                blockers,
                links: links(&record),
                version: meta.version,
                created_at: meta.created_at,
                updated_at: meta.updated_at,
            }
        })
        .collect())
}

fn links(of: &Delivery) -> Links {
    let own = path(Noun::SafetyDelivery, of.id);
    Links::from([
        ("transitions", format!("{own}/transitions")),
        ("package", format!("{own}/package")),
        ("self", own),
        ("unit", path(Noun::OrganisationUnit, of.unit_id)),
        ("campaign", path(Noun::SurveyCampaign, of.campaign_id)),
    ])
}
