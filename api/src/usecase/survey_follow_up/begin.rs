//! How follow-ups begin.

use akoki_domain::{
    id::UnitId,
    survey::{campaign::Campaign, follow_up::FollowUp},
};
use akoki_persistence::repo::survey::follow_up::of_campaigns;
use std::collections::BTreeSet;

use super::FollowUps;
use crate::{failure::Failure, resource::told_json, work::Work};

/// Begins the follow-up of each unit of a survey that has results, unless it began before.
///
/// # Errors
/// When the store fails.
pub async fn begin(work: Work<'_>, campaign: &Campaign) -> Result<(), Failure> {
    let (board, id) = (campaign.board_id, campaign.id);
    let begun = of_campaigns(work.tx, &work.call.everything(), board, &[id]).await?;
    let begun: BTreeSet<UnitId> = begun.iter().map(|one| one.unit_id).collect();
    let units = campaign.stated.tree().units();
    let new: Vec<FollowUp> = units
        .difference(&begun)
        .map(|unit| {
            let due_on = campaign.stated.follow_up_due_on;
            FollowUp::begun(work.id(), board, (id, *unit), due_on)
        })
        .collect();
    if !new.is_empty() {
        work.insert_many(new, told_json::<FollowUps>).await?;
    }
    Ok(())
}
