//! How many take part, while the survey runs: in steps of the minimum, and never more than that.

use akoki_domain::{
    access::Permission,
    survey::{
        campaign::{Campaign, CampaignState, GroupTree},
        forecast::{Expected, forecast as expect},
        outcome::{Outcome, TookPart},
        statistics::Requirement,
        suppression::{Tree, Visibility},
    },
};
use akoki_openapi::wire::survey_campaign::{
    ExpectedGroup, GroupParticipation, SurveyForecast, SurveyParticipation,
};
use akoki_persistence::{
    find,
    repo::survey::{
        Key,
        invitation::{Counts, counts},
        outcome,
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
    let taking = Taking::of(call, &campaign, &tree).await?;
    let read = Permission::ReadSurveys;
    let mine = call.may_of(call.store(), read, &tree.units()).await?;
    let step = campaign.stated.minimum;
    let is_mine = |top: &&String| tree.unit_of(top).is_some_and(|unit| mine.contains(&unit));
    let windows = u64::from(campaign.windows_begun(call.at).max(1));
    let people = |population: u64| population.saturating_mul(windows);
    let runs = !taking.is_over();
    let unit = |top: &String| {
        let counts = taking.under(&tree, top, step);
        let people = people(tree.population(top));
        shown(Some(top.clone()), people, (counts, runs))
    };
    // Whoever misses one unit alone would have that one by taking off the others.
    let all = taking
        .all(&tree, step)
        .filter(|_| mine == tree.units() || runs);
    Ok(SurveyParticipation {
        campaign_id: campaign.id.0,
        step,
        total: shown(None, people(tree.whole_population()), (all, runs)),
        units: tree.tops().iter().filter(is_mine).map(unit).collect(),
    })
}

/// What is known of how many take part.
enum Taking {
    /// The survey runs: by group.
    Running(BTreeMap<String, Counts>),
    /// It has results: of those groups that are shown, by their places in the tree.
    Closed(BTreeMap<usize, TookPart>, Tree),
    /// Nothing: its answers are being mixed, or it was broken off.
    Nothing,
}

impl Taking {
    async fn of(call: &Call, campaign: &Campaign, tree: &GroupTree) -> Result<Self, Failure> {
        let key = Key::new(campaign.board_id, campaign.id);
        Ok(match campaign.state {
            CampaignState::Draft | CampaignState::Scheduled | CampaignState::Open => {
                Self::Running(counts(call.store(), key).await?)
            }
            // Invitations go one after the other, so what is left of them tells nothing.
            CampaignState::Processing | CampaignState::Cancelled => Self::Nothing,
            CampaignState::FollowUp | CampaignState::Closed => {
                let kept: Option<Outcome> = outcome::get(call.store(), key).await?;
                let kept = kept.map(|kept| Self::Closed(kept.took_part, Tree::of(tree)));
                kept.unwrap_or(Self::Nothing)
            }
        })
    }

    /// Whether no more answers come.
    fn is_over(&self) -> bool {
        match self {
            Self::Closed(..) => true,
            Self::Running(_) | Self::Nothing => false,
        }
    }

    fn all(&self, tree: &GroupTree, step: u32) -> Option<Counts> {
        match self {
            Self::Running(_) => {
                let units = tree.tops().iter();
                let units = units.filter_map(|top| self.under(tree, top, step));
                Some(units.fold(Counts::default(), |sum, unit| plus(sum, &unit)))
            }
            Self::Closed(took_part, _) => {
                let all = took_part.get(&0).map(closed);
                all.map(|all| stepped(all, step))
            }
            Self::Nothing => None,
        }
    }

    /// Of a group and its parts.
    fn under(&self, tree: &GroupTree, key: &str, step: u32) -> Option<Counts> {
        match self {
            Self::Running(counts) => {
                let within = tree.within(key).into_iter();
                let counts = within.filter_map(|key| counts.get(key));
                let sum = counts.fold(Counts::default(), plus);
                Some(stepped(sum, step))
            }
            Self::Closed(took_part, nodes) => {
                let group = took_part.get(&nodes.node(key)?).map(closed);
                group.map(|group| stepped(group, step))
            }
            Self::Nothing => None,
        }
    }
}

/// Nobody comes in any more, so how many were let in is no longer told.
fn closed(took_part: &TookPart) -> Counts {
    Counts {
        invited: took_part.invited,
        let_in: 0,
        answered: took_part.respondents,
    }
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
        invited: sum.invited.saturating_add(more.invited),
        let_in: sum.let_in.saturating_add(more.let_in),
        answered: sum.answered.saturating_add(more.answered),
    }
}

/// Who answers must not be seen from a count that goes up as they do, so that of a unit goes in steps, and that of all
/// is the sum of these: in steps of its own it would go up at another moment. The same holds for those who come in with
/// a class code or a link.
fn stepped(counts: Counts, step: u32) -> Counts {
    let step = u64::from(step).max(1);
    let whole = |count: u64| count / step * step;
    let let_in = whole(counts.let_in);
    Counts {
        invited: counts.by_name().saturating_add(let_in),
        let_in,
        answered: whole(counts.answered),
    }
}

/// Where nobody was invited by name nothing is told of that: none of none would read as nobody asked.
fn shown(
    group_key: Option<String>,
    population: u64,
    (counts, runs): (Option<Counts>, bool),
) -> GroupParticipation {
    let responses = counts.map(|counts| counts.answered);
    let needed = Requirement::default().needed(population);
    GroupParticipation {
        group_key,
        population,
        invited: counts
            .map(|counts| counts.by_name())
            .filter(|by_name| *by_name > 0),
        let_in: counts.filter(|_| runs).map(|counts| counts.let_in),
        responses,
        needed,
        reached: responses.map(|responses| responses >= needed),
    }
}
