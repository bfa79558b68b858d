//! A delivery as it is shown: how late it is, who is told, and what can be done with it now.

use akoki_domain::{
    Noun,
    survey::safety_delivery::{DeliveryFacts, SafetyDelivery, available},
};
use akoki_openapi::wire::{
    safety_delivery::SafetyDelivery as View, schema::Links, transition::commands,
};
use akoki_persistence::{Source, Stored};

use super::package::notice;
use crate::{
    failure::Failure,
    guard::Call,
    usecase::{improvement_cycle::path, late::Lateness},
};

/// The views of a page of deliveries.
pub async fn all(
    call: &Call,
    source: &impl Source,
    items: Vec<Stored<SafetyDelivery>>,
) -> Result<Vec<View>, Failure> {
    let lateness = Lateness::of(call, source, &items, SafetyDelivery::days_late).await?;
    Ok(items
        .into_iter()
        .map(|Stored { record, meta }| {
            let late = lateness.one(&record);
            let facts = DeliveryFacts::of(&record);
            let (available_commands, blockers) = commands(available(&facts), call.language);
            let withdrawn = record.withdrawn.iter().cloned();
            View {
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
                overdue: late.days > 0,
                days_late: late.days,
                escalated_to_unit_id: late.told,
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

fn links(of: &SafetyDelivery) -> Links {
    let own = path(Noun::SafetyDelivery, of.id);
    Links::from([
        ("transitions", format!("{own}/transitions")),
        ("package", format!("{own}/package")),
        ("self", own),
        ("unit", path(Noun::OrganisationUnit, of.unit_id)),
        ("campaign", path(Noun::SurveyCampaign, of.campaign_id)),
    ])
}
