//! How many take part, while the survey runs and after it.

use akoki_domain::{
    access::Permission,
    survey::{
        campaign::Campaign,
        outcome::Outcome,
        participation::{Known, Participation, Told},
    },
};
use akoki_openapi::wire::survey_campaign::{GroupParticipation, SurveyParticipation};
use akoki_persistence::repo::survey::{Key, invitation::counts, outcome};
use uuid::Uuid;

use crate::{failure::Failure, guard::Call};

/// How many take part in a campaign in reach.
///
/// # Errors
/// "not-found" out of reach.
pub async fn of(call: &Call, id: Uuid) -> Result<SurveyParticipation, Failure> {
    let campaign = call.reached::<Campaign>(id).await?.record;
    let groups = campaign.stated.tree();
    let units = groups.units();
    let read = Permission::ReadSurveys;
    let mine = call.may_of(call.store(), read, &units).await?;
    let step = campaign.stated.minimum;
    let reckoned = (step, campaign.windows_begun(call.at));
    let told = Participation::new(&groups, reckoned, known(call, &campaign).await?);
    let is_mine = |top: &&String| groups.unit_of(top).is_some_and(|unit| mine.contains(&unit));
    let unit = |top: &String| view(Some(top.clone()), told.of_group(top));
    Ok(SurveyParticipation {
        campaign_id: campaign.id.0,
        step,
        total: view(None, told.of_all(mine == units)),
        units: groups.tops().iter().filter(is_mine).map(unit).collect(),
    })
}

/// What is known of how many take part.
async fn known(call: &Call, campaign: &Campaign) -> Result<Known, Failure> {
    let key = Key::new(campaign.board_id, campaign.id);
    if campaign.state.may_take_answers() {
        return Ok(Known::Running(counts(call.store(), key).await?));
    }
    if campaign.state.has_results() {
        let kept: Option<Outcome> = outcome::get(call.store(), key).await?;
        return Ok(kept.map_or(Known::Nothing, |kept| Known::Settled(kept.took_part)));
    }
    Ok(Known::Nothing)
}

fn view(group_key: Option<String>, told: Told) -> GroupParticipation {
    GroupParticipation {
        group_key,
        population: told.population,
        invited: told.invited,
        let_in: told.let_in,
        responses: told.responses,
        needed: told.needed,
        reached: told.reached,
    }
}
