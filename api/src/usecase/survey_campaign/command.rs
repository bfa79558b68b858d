//! Commands to a campaign.

use akoki_domain::{
    Code, Noun, Reason,
    access::Permission,
    survey::{
        campaign::{Campaign, CampaignCommand, CampaignFacts, CampaignState, decide},
        follow_up::{FollowUp, FollowUpState},
    },
};
use akoki_openapi::wire::survey_campaign::SurveyCampaignCommand;
use akoki_persistence::{
    Source,
    repo::survey::{Key, follow_up::of_campaigns, invitation::any},
};
use serde_json::{Map, Value, json};

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
        if command.is_of_the_clock() {
            let reason = Reason::new(Code::CampaignStateForbids).with("state", before.state);
            let reason = reason.with("command", command);
            return Err(Failure::Conflict {
                code: Code::CampaignStateForbids,
                blockers: vec![reason],
            });
        }
        let facts = facts(work.call, work.tx, before).await?;
        let taken = taken(before, command, &facts)?;
        if command == CampaignCommand::Launch {
            fix_content(work, before).await?;
        }
        Ok(taken)
    }

    fn order_example() -> Value {
        json!({"command": "launch"})
    }
}

/// A step that was decided.
pub(super) fn taken(
    before: &Campaign,
    command: CampaignCommand,
    facts: &CampaignFacts,
) -> Result<Taken<Campaign>, Failure> {
    let step = decide(before.state, command, facts)?;
    let mut after = before.clone();
    after.apply(step);
    Ok(Taken {
        command: step.command.as_str(),
        from: step.from.as_str(),
        to: step.to.as_str(),
        told: Map::new(),
        after,
    })
}

/// What a decision about this campaign rests on now.
pub(super) async fn facts(
    call: &Call,
    source: &impl Source,
    campaign: &Campaign,
) -> Result<CampaignFacts, Failure> {
    let mut facts = CampaignFacts::of(campaign, call.at);
    match campaign.state {
        CampaignState::Draft => {
            let asked = campaign.stated.tree().whole_population();
            if asked < u64::from(campaign.stated.minimum) {
                let reason = Reason::new(Code::TooFewAsked).with("population", asked);
                let reason = reason.about(Noun::SurveyCampaign, campaign.id);
                facts
                    .unready
                    .push(reason.with("minimum", campaign.stated.minimum));
            }
        }
        CampaignState::Scheduled => {
            let key = Key::new(campaign.board_id, campaign.id);
            facts.handed_out = any(source, key).await?;
        }
        CampaignState::FollowUp => {
            let all = [campaign.id];
            let all = of_campaigns(source, &call.everything(), campaign.board_id, &all).await?;
            let open = all.iter().filter(|one| one.state == FollowUpState::Open);
            let about = |one: &FollowUp| {
                Reason::new(Code::ResultsNotFollowedUp).about(Noun::SurveyFollowUp, one.id)
            };
            facts.open_follow_ups = open.map(about).collect();
        }
        CampaignState::Open
        | CampaignState::Processing
        | CampaignState::Closed
        | CampaignState::Cancelled => {}
    }
    Ok(facts)
}
