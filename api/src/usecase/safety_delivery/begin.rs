//! How deliveries begin.

use akoki_domain::{
    id::UnitId,
    survey::{
        campaign::Campaign,
        content::Content,
        safety_delivery::{DeliveryState, SafetyDelivery, SafetyFigures, is_owed_for},
    },
};
use akoki_persistence::repo::{survey::safety_delivery::of_campaign, time_zone::zones_of};
use std::collections::{BTreeMap, BTreeSet};

use super::Deliveries;
use crate::{clock, failure::Failure, resource::told_json, work::Work};

/// Makes the delivery of each unit of a survey that has results, when the inspectorate gets those, unless it was made
/// before. A unit without figures had too few respondents to show any.
///
/// # Errors
/// When the store fails.
pub async fn begin(
    work: Work<'_>,
    campaign: &Campaign,
    content: &Content,
    figures: &BTreeMap<UnitId, SafetyFigures>,
) -> Result<(), Failure> {
    let zones = zones_of(work.tx, &[campaign.board_id]).await?;
    let zone = zones.get(&campaign.board_id).copied().unwrap_or_default();
    let early = campaign.ended_early_at().map(|at| clock::day_in(at, zone));
    let measured =
        SafetyDelivery::measured(&campaign.stated, early).filter(|_| is_owed_for(content));
    let Some((measured, school_year)) = measured else {
        return Ok(());
    };
    let term = work.call.shared.shipped.safety_terms.of(school_year);
    let term = term.ok_or_else(|| Failure::Internal("no term of a delivery".into()))?;
    let (board, id) = (campaign.board_id, campaign.id);
    let made = of_campaign(work.tx, &work.call.everything(), board, id).await?;
    let made: BTreeSet<UnitId> = made.iter().map(|one| one.unit_id).collect();
    let made_on = work.today_of(board).await?;
    let units = campaign.stated.tree().units();
    let new: Vec<SafetyDelivery> = units
        .difference(&made)
        .map(|unit| SafetyDelivery {
            id: work.id(),
            board_id: board,
            unit_id: *unit,
            campaign_id: id,
            school_year,
            state: DeliveryState::Made,
            due_on: term.due_on,
            term_verified: term.verified,
            made_on,
            instrument: campaign.stated.instrument.clone(),
            instrument_title: content.title.clone(),
            official: content.official,
            measured,
            figures: figures.get(unit).cloned(),
            permit: None,
            delivered: None,
            withdrawn: Vec::new(),
        })
        .collect();
    if !new.is_empty() {
        work.insert_many(new, told_json::<Deliveries>).await?;
    }
    Ok(())
}
