//! What is to be expected of a survey before it begins.

use akoki_domain::survey::{
    campaign::Campaign,
    forecast::{Expected, forecast},
    suppression::Visibility,
};
use akoki_openapi::wire::survey_campaign::{ExpectedGroup, SurveyForecast};
use uuid::Uuid;

use crate::{failure::Failure, guard::Call};

/// What will stay hidden of a campaign in reach, where so many of a hundred answer.
///
/// # Errors
/// "not-found" out of reach.
pub async fn of(call: &Call, id: Uuid, percent: u32) -> Result<SurveyForecast, Failure> {
    let campaign = call.reached::<Campaign>(id).await?.record;
    let minimum = campaign.stated.minimum;
    let expected = forecast(&campaign.stated.tree(), minimum, percent);
    let shown = |seen: Visibility| seen == Visibility::Shown;
    let group = |group: Expected| ExpectedGroup {
        group_key: Some(group.key).filter(|key| !key.is_empty()),
        population: group.population,
        shown_at_best: shown(group.at_best),
        shown: shown(group.expected),
        shown_over_two_windows: shown(group.over_two_windows),
    };
    Ok(SurveyForecast {
        campaign_id: campaign.id.0,
        minimum,
        response_rate: percent,
        groups: expected.groups.into_iter().map(group).collect(),
        pools: expected.pools,
    })
}
