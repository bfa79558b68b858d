//! A campaign as it is shown.

use akoki_domain::{
    Noun,
    id::SurveyCampaignId,
    survey::campaign::{Campaign, available},
};
use akoki_openapi::wire::{
    schema::Links,
    survey_campaign::{SurveyCampaign, SurveyCampaignInput},
    transition::commands,
};
use akoki_persistence::{Source, Stored};

use super::command::facts_of;
use crate::{clock::instant, failure::Failure, guard::Call, usecase::improvement_cycle::path};

/// The views of a page of campaigns.
pub async fn all(
    call: &Call,
    source: &impl Source,
    items: Vec<Stored<Campaign>>,
) -> Result<Vec<SurveyCampaign>, Failure> {
    let mut views = Vec::with_capacity(items.len());
    let campaigns: Vec<&Campaign> = items.iter().map(|item| &item.record).collect();
    let facts = facts_of(call, source, &campaigns).await?;
    for (item, facts) in items.into_iter().zip(facts) {
        let (available_commands, blockers) =
            commands(available(item.record.state, &facts), call.language);
        let Stored { record, meta } = item;
        let links = links(&record);
        let stated = SurveyCampaignInput::from(&record);
        let window = record.current_window();
        views.push(SurveyCampaign {
            id: record.id.0,
            board_id: record.board_id.0,
            state: record.state,
            title: stated.title,
            unit_id: stated.unit_id,
            instrument: stated.instrument,
            respondent_unit: stated.respondent_unit,
            channels: stated.channels,
            windows: stated.windows,
            minimum: stated.minimum,
            groups: stated.groups,
            dimensions: stated.dimensions,
            reminders: stated.reminders,
            follow_up_due_on: stated.follow_up_due_on,
            preceding_id: stated.preceding_id,
            benchmarks: stated.benchmarks,
            target_group: record.target_group,
            school_year: record.school_year().map(|year| year.0),
            opens_at: window.map(|(from, _)| instant(from)),
            closes_at: window.map(|(_, to)| instant(to)),
            population: record.stated.tree().whole_population(),
            available_commands,
            blockers,
            links,
            version: meta.version,
            created_at: meta.created_at,
            updated_at: meta.updated_at,
        });
    }
    Ok(views)
}

fn links(campaign: &Campaign) -> Links {
    let own = path(Noun::SurveyCampaign, campaign.id);
    let mut links = Links::from([
        ("transitions", format!("{own}/transitions")),
        ("participation", format!("{own}/participation")),
        ("forecast", format!("{own}/forecast")),
        ("results", format!("{own}/results")),
        ("invitations", format!("{own}/invitations")),
        ("entries", format!("{own}/entries")),
        ("unit", path(Noun::OrganisationUnit, campaign.unit_id)),
        ("followUps", followed(campaign.id)),
        (
            "safetyDeliveries",
            format!("/v1/safety-deliveries?campaignId={}", campaign.id),
        ),
    ]);
    if let Some(preceding) = campaign.stated.preceding_id {
        links.insert("preceding", path(Noun::SurveyCampaign, preceding));
        // What became of the results of that one.
        links.insert("precedingFollowUps", followed(preceding));
    }
    links.insert("self", own);
    links
}

fn followed(campaign: SurveyCampaignId) -> String {
    format!("/v1/survey-follow-ups?campaignId={campaign}")
}
