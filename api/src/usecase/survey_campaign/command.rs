//! Commands to a campaign.

use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    id::{BoardId, SurveyCampaignId},
    survey::campaign::{
        Campaign, CampaignCommand, CampaignFacts, CampaignState, CampaignStep, given,
    },
};
use akoki_openapi::wire::survey_campaign::SurveyCampaignCommand;
use akoki_persistence::{
    Source,
    repo::survey::{follow_up::of_campaigns, invitation::handed_out},
};
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

use super::{Campaigns, fix_content};
use crate::{
    failure::Failure,
    guard::Call,
    resource::{Commanded, Taken},
    work::Work,
};

impl Commanded for Campaigns {
    type Order = SurveyCampaignCommand;

    const TRANSITION: &'static str = "transitionSurveyCampaign";
    const LIST_TRANSITIONS: &'static str = "listSurveyCampaignTransitions";
    const COMMAND: Permission = Permission::WriteSurveys;

    async fn take(
        work: Work<'_>,
        before: &Campaign,
        order: SurveyCampaignCommand,
    ) -> Result<Taken<Campaign>, Failure> {
        let command = order.command;
        let facts = facts(work.call, work.tx, before).await?;
        let step = given(before.state, command, &facts)?;
        if command == CampaignCommand::Launch {
            fix_content(work, before).await?;
        }
        Ok(taken(before, step))
    }

    fn order_example() -> Value {
        json!({"command": "launch"})
    }
}

/// A step that was decided.
pub(super) fn taken(before: &Campaign, step: CampaignStep) -> Taken<Campaign> {
    let mut after = before.clone();
    after.apply(step);
    Taken {
        command: step.command.as_str(),
        from: step.from.as_str(),
        to: step.to.as_str(),
        told: Map::new(),
        after,
    }
}

/// What a decision about this campaign rests on now.
pub(super) async fn facts(
    call: &Call,
    source: &impl Source,
    campaign: &Campaign,
) -> Result<CampaignFacts, Failure> {
    let facts = facts_of(call, source, &[campaign]).await?.pop();
    facts.ok_or_else(|| Failure::Internal("a campaign without facts".into()))
}

/// What decisions about these campaigns rest on now, in their order.
pub(super) async fn facts_of(
    call: &Call,
    source: &impl Source,
    campaigns: &[&Campaign],
) -> Result<Vec<CampaignFacts>, Failure> {
    let in_state = |state| {
        let found = campaigns.iter().filter(move |one| one.state == state);
        found.map(|one| one.id)
    };
    let ready: Vec<Uuid> = in_state(CampaignState::Scheduled).map(|id| id.0).collect();
    let handed_out = match ready.is_empty() {
        true => BTreeSet::new(),
        false => handed_out(source, &ready).await?,
    };
    let open = open_follow_ups(call, source, campaigns).await?;
    let of = |campaign: &&Campaign| {
        let mut facts = CampaignFacts::of(campaign, call.at);
        facts.handed_out = handed_out.contains(&campaign.id.0);
        facts.open_follow_ups = open.get(&campaign.id).cloned().unwrap_or_default();
        facts
    };
    Ok(campaigns.iter().map(of).collect())
}

/// The units that have not said what they do with their results, of those campaigns that have any.
async fn open_follow_ups(
    call: &Call,
    source: &impl Source,
    campaigns: &[&Campaign],
) -> Result<BTreeMap<SurveyCampaignId, Vec<Reason>>, Failure> {
    let mut of_board: BTreeMap<BoardId, Vec<SurveyCampaignId>> = BTreeMap::new();
    for campaign in campaigns {
        if campaign.state == CampaignState::FollowUp {
            let of = of_board.entry(campaign.board_id).or_default();
            of.push(campaign.id);
        }
    }
    let mut open: BTreeMap<SurveyCampaignId, Vec<Reason>> = BTreeMap::new();
    for (board, ids) in of_board {
        let all = of_campaigns(source, &call.everything(), board, &ids).await?;
        for one in all.iter().filter(|one| one.state.is_owed()) {
            let reason = Reason::new(Code::ResultsNotFollowedUp);
            let reason = reason.about(Noun::SurveyFollowUp, one.id);
            open.entry(one.campaign_id).or_default().push(reason);
        }
    }
    Ok(open)
}
