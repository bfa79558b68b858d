//! What comes about by itself: windows that begin and end, answers that are mixed, days of reminders.

use akoki_domain::survey::campaign::{
    Campaign, CampaignCommand, CampaignFacts, CampaignState, decide, due,
};
use akoki_persistence::{Stored, Verb, lock, repo::survey::campaign::due as may_be_due, save};
use serde_json::json;
use time::Date;

use super::{
    answers::{mix, tidy},
    command::taken,
};
use crate::{
    failure::{Failure, unless_unchanged},
    guard::Call,
    resource::take_steps,
    work::Work,
};

/// Does all that has come about at the moment of the call: one campaign after the other, each in units of its own. One
/// that fails keeps no other from going on.
///
/// # Errors
/// When the store fails; what was done stays done.
pub async fn run_due(call: &Call) -> Result<(), Failure> {
    let latest = call.days().latest();
    let found = may_be_due(call.store(), &call.scope(), (call.at, latest)).await?;
    let mut failed = None;
    for Stored { record, .. } in found {
        let id = record.id;
        if let Err(failure) = move_on(call, record, latest).await {
            tracing::warn!(%failure, campaign.id = %id, "a survey will move on later");
            failed = Some(failure);
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn move_on(call: &Call, mut campaign: Campaign, latest: Date) -> Result<(), Failure> {
    while let Some(command) = due(campaign.state, &CampaignFacts::of(&campaign, call.at)) {
        match step(call, &campaign, command).await? {
            Some(after) => campaign = after,
            // Somebody else came first.
            None => return Ok(()),
        }
    }
    if campaign.next_reminder().is_some_and(|day| day <= latest) {
        remind(call, &campaign).await?;
    }
    if campaign.state == CampaignState::Processing {
        mix(call, &campaign).await?;
    }
    if campaign.leftovers && campaign.state.has_ended() {
        tidy(call, &campaign).await?;
    }
    Ok(())
}

/// Takes one step, unless the campaign has moved on meanwhile.
async fn step(
    call: &Call,
    campaign: &Campaign,
    command: CampaignCommand,
) -> Result<Option<Campaign>, Failure> {
    let (outer, id, from) = (call.clone(), campaign.id, campaign.state);
    let taken = call.unit(move |tx| {
        let call = outer.clone();
        Box::pin(async move {
            let work = Work { tx, call: &call };
            let Some(before) = lock::<Campaign>(tx, &call.scope(), id.0).await? else {
                return Err(Failure::NothingChanged);
            };
            let facts = CampaignFacts::of(&before.record, call.at);
            if before.record.state != from {
                return Err(Failure::NothingChanged);
            }
            let step = decide(from, command, &facts)?;
            let taken = taken(&before.record, step);
            let after = taken.after.clone();
            take_steps(work, vec![(before, taken)]).await?;
            Ok(after)
        })
    });
    unless_unchanged(taken.await)
}

/// Tells of the days of reminders that have come where the board is.
async fn remind(call: &Call, campaign: &Campaign) -> Result<(), Failure> {
    let (outer, id) = (call.clone(), campaign.id);
    let done = call
        .unit(move |tx| {
            let call = outer.clone();
            Box::pin(async move {
                let work = Work { tx, call: &call };
                let found = lock::<Campaign>(tx, &call.scope(), id.0).await?;
                let before = found.ok_or(Failure::NothingChanged)?;
                let today = work.today_of(before.record.board_id).await?;
                let mut after = before.record.clone();
                let days = after.remind(today);
                let open = after.state == CampaignState::Open;
                let Some(day) = days.last().filter(|_| open) else {
                    return Err(Failure::NothingChanged);
                };
                save(tx, &before, &after).await?;
                let told = json!({"remindOn": day.to_string()});
                let (version, verb) = (before.meta.version, Verb::Reminded);
                work.record(&after, version, verb, told.clone(), Some(told));
                Ok(())
            })
        })
        .await;
    unless_unchanged(done).map(|_| ())
}
