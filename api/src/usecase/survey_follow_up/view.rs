//! A follow-up as it is shown: how late it is, who is told, and what became of it.

use akoki_domain::{
    Noun,
    survey::{
        campaign::Campaign,
        follow_up::{FollowUp, FollowUpFacts, available},
    },
};
use akoki_openapi::wire::{
    schema::Links,
    survey_follow_up::{SurveyFollowUp, SurveyFollowUpCycle},
    transition::commands,
};
use akoki_persistence::{Source, Stored, find_many};
use std::collections::BTreeSet;
use uuid::Uuid;

use super::cycles;
use crate::{
    failure::Failure,
    guard::Call,
    usecase::{
        improvement_cycle::{path, path_of_arising},
        late::Lateness,
    },
};

/// The views of a page of follow-ups.
pub async fn all(
    call: &Call,
    source: &impl Source,
    items: Vec<Stored<FollowUp>>,
) -> Result<Vec<SurveyFollowUp>, Failure> {
    let lateness = Lateness::of(call, source, &items, FollowUp::days_late).await?;
    let records: Vec<FollowUp> = items.iter().map(|item| item.record.clone()).collect();
    let ended = ended(call, source, &records).await?;
    let mut cycles = cycles(call, source, &records).await?;
    Ok(items
        .into_iter()
        .map(|Stored { record, meta }| {
            let late = lateness.one(&record);
            let facts = FollowUpFacts::of(&record, ended.contains(&record.campaign_id.0));
            let (available_commands, blockers) = commands(available(&facts), call.language);
            let cycles = cycles.remove(&record.id.0).unwrap_or_default();
            let cycle =
                |cycle| SurveyFollowUpCycle::new(cycle, path(Noun::ImprovementCycle, cycle.id));
            SurveyFollowUp {
                id: record.id.0,
                board_id: record.board_id.0,
                unit_id: record.unit_id.0,
                campaign_id: record.campaign_id.0,
                state: record.state,
                due_on: record.due_on,
                links: links(&record),
                notes: record.notes,
                answer: record.answer.map(Into::into),
                cycles: cycles.iter().map(cycle).collect(),
                earlier_dues: record.earlier_dues.into_iter().map(Into::into).collect(),
                earlier_answers: record.earlier_answers.into_iter().map(Into::into).collect(),
                overdue: late.days > 0,
                days_late: late.days,
                escalated_to_unit_id: late.told,
                available_commands,
                blockers,
                version: meta.version,
                created_at: meta.created_at,
                updated_at: meta.updated_at,
            }
        })
        .collect())
}

/// The surveys of these that were ended.
async fn ended(
    call: &Call,
    source: &impl Source,
    all: &[FollowUp],
) -> Result<BTreeSet<Uuid>, Failure> {
    let ids: BTreeSet<Uuid> = all.iter().map(|one| one.campaign_id.0).collect();
    let ids: Vec<Uuid> = ids.into_iter().collect();
    let found = find_many::<Campaign>(source, &call.everything(), &ids).await?;
    let ended = found
        .into_iter()
        .filter(|stored| stored.record.state.has_ended());
    Ok(ended.map(|stored| stored.record.id.0).collect())
}

fn links(of: &FollowUp) -> Links {
    let own = path(Noun::SurveyFollowUp, of.id);
    Links::from([
        ("transitions", format!("{own}/transitions")),
        ("self", own),
        ("unit", path(Noun::OrganisationUnit, of.unit_id)),
        ("campaign", path(Noun::SurveyCampaign, of.campaign_id)),
        ("improvementCycles", path_of_arising(of.id)),
    ])
}
