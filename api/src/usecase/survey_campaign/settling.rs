//! The end of the mixing: a survey has results, so its units are to say what they do with them, and the inspectorate
//! is to get what it asks for.

use akoki_domain::{
    id::{SurveyCampaignId, UnitId},
    survey::{
        campaign::{Campaign, CampaignCommand, CampaignFacts, CampaignState, decide},
        safety_delivery::SafetyFigures,
    },
};
use akoki_persistence::{
    Stored, lock,
    repo::survey::{Key, campaign::content},
};
use std::collections::BTreeMap;

use super::command::taken;
use crate::{
    failure::{Failure, unless_unchanged},
    guard::Call,
    resource::take_steps,
    usecase::{safety_delivery, survey_follow_up},
    work::Work,
};

/// Settles a survey that is locked, in the unit in which its results are kept: the step itself, the follow-up of each
/// unit, and what the inspectorate gets of it. A unit without figures had too few respondents to show any.
///
/// # Errors
/// A conflict when it is not being mixed.
async fn settle(
    work: Work<'_>,
    before: Stored<Campaign>,
    figures: &BTreeMap<UnitId, SafetyFigures>,
) -> Result<(), Failure> {
    let campaign = before.record.clone();
    let facts = CampaignFacts::of(&campaign, work.call.at);
    let step = decide(campaign.state, CampaignCommand::Settle, &facts)?;
    let content = content(work.tx, Key::new(campaign.board_id, campaign.id)).await?;
    let content = content.ok_or_else(|| Failure::Internal("a survey without content".into()))?;
    take_steps(work, vec![(before, taken(&campaign, step))]).await?;
    survey_follow_up::begin(work, &campaign).await?;
    safety_delivery::begin(work, &campaign, &content, figures).await
}

/// Settles a survey that is being mixed, unless it was settled meanwhile.
///
/// # Errors
/// When the store fails.
pub async fn settled(
    call: &Call,
    id: SurveyCampaignId,
    figures: &BTreeMap<UnitId, SafetyFigures>,
) -> Result<(), Failure> {
    let (outer, figures) = (call.clone(), figures.clone());
    let done = call
        .unit(move |tx| {
            let (call, figures) = (outer.clone(), figures.clone());
            Box::pin(async move {
                let work = Work { tx, call: &call };
                let found = lock::<Campaign>(tx, &call.scope(), id.0).await?;
                let mixing = |of: &Stored<Campaign>| of.record.state == CampaignState::Processing;
                let before = found.filter(mixing).ok_or(Failure::NothingChanged)?;
                settle(work, before, &figures).await
            })
        })
        .await;
    unless_unchanged(done).map(|_| ())
}
