//! How many take part, while the survey runs: in steps of the minimum, and never more than that.

use akoki_domain::{
    access::Permission,
    survey::{
        campaign::{Campaign, GroupTree},
        forecast::{Expected, forecast as expect},
        statistics::Requirement,
        suppression::Visibility,
    },
};
use akoki_openapi::wire::survey_session::{
    ExpectedGroup, GroupParticipation, SurveyForecast, SurveyParticipation,
};
use akoki_persistence::{
    find,
    repo::survey::{
        Key,
        invitation::{Counts, counts},
    },
};
use std::collections::BTreeMap;
use uuid::Uuid;

use crate::{failure::Failure, guard::Call};

/// How many take part in a campaign in reach.
///
/// # Errors
/// "not-found" out of reach.
pub async fn of(call: &Call, id: Uuid) -> Result<SurveyParticipation, Failure> {
    let found = find::<Campaign>(call.store(), &call.scope(), id).await?;
    let Some(found) = found else {
        call.still_valid().await?;
        return Err(Failure::not_found());
    };
    let campaign = found.record;
    let tree = campaign.stated.tree();
    let key = Key::new(campaign.board_id, campaign.id);
    let counts = counts(call.store(), key).await?;
    let step = campaign.stated.minimum;
    let mut units = Vec::new();
    for top in tree.tops() {
        let unit = tree.unit_of(top);
        let mine = match unit {
            Some(unit) => {
                call.may(call.store(), Permission::ReadSurveys, unit)
                    .await?
            }
            None => false,
        };
        if mine {
            let counts = under(&tree, top, &counts);
            units.push(shown(Some(top.clone()), tree.population(top), counts, step));
        }
    }
    let all = counts.values().fold(Counts::default(), plus);
    Ok(SurveyParticipation {
        campaign_id: campaign.id.0,
        step,
        total: shown(None, tree.whole_population(), all, step),
        units,
    })
}

/// What will stay hidden of a campaign in reach, where so many of a hundred answer.
///
/// # Errors
/// "not-found" out of reach.
pub async fn forecast(call: &Call, id: Uuid, percent: u32) -> Result<SurveyForecast, Failure> {
    let found = find::<Campaign>(call.store(), &call.scope(), id).await?;
    let Some(found) = found else {
        call.still_valid().await?;
        return Err(Failure::not_found());
    };
    let campaign = found.record;
    let minimum = campaign.stated.minimum;
    let expected = expect(&campaign.stated.tree(), minimum, percent);
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

fn plus(sum: Counts, more: &Counts) -> Counts {
    Counts {
        invited: sum.invited + more.invited,
        answered: sum.answered + more.answered,
    }
}

/// Of a group and its parts.
fn under(tree: &GroupTree, key: &str, counts: &BTreeMap<String, Counts>) -> Counts {
    let within = tree.within(key).into_iter();
    let counts = within.filter_map(|key| counts.get(key));
    counts.fold(Counts::default(), plus)
}

fn shown(
    group_key: Option<String>,
    population: u64,
    counts: Counts,
    step: u32,
) -> GroupParticipation {
    let step = u64::from(step).max(1);
    let responses = counts.answered / step * step;
    let needed = Requirement::default().needed(population);
    GroupParticipation {
        group_key,
        population,
        invited: counts.invited,
        responses,
        needed,
        reached: responses >= needed,
    }
}
