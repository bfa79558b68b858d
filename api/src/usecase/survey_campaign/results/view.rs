//! The results of one group as they are shown.

use akoki_domain::{
    Noun,
    survey::{
        outcome::TookPart,
        results::Results,
        statistics::{Requirement, response},
    },
};
use akoki_openapi::{
    address,
    problem::WireReason,
    wire::{
        schema::Links,
        survey_results::{ResultsGroup, ResultsParticipation, SurveyResults},
    },
};

use super::{Asked, figures, hidden};
use crate::{guard::Call, usecase::improvement_cycle::path};

/// A group of which there are figures, or of which is said why not.
pub(super) fn shown(call: &Call, asked: &Asked, results: &Results) -> SurveyResults {
    let minimum = results.outcome().minimum;
    let why = hidden(call, results.visibility(asked.node), minimum);
    let mut view = empty(call, asked, why, Some(results));
    view.minimum = minimum;
    if let Some(at) = results.at(asked.node) {
        view.participation = Some(participation(at.took_part()));
        view.questions = figures::questions(call, results, &at);
        view.scales = figures::scales(call, results, &at);
        view.split = figures::split(results, &at);
        view.priorities = figures::priorities(results, &at);
    }
    view
}

/// A group without figures.
pub(super) fn empty(
    call: &Call,
    asked: &Asked,
    why: Option<WireReason>,
    results: Option<&Results>,
) -> SurveyResults {
    SurveyResults {
        campaign_id: asked.campaign.id.0,
        state: asked.campaign.state,
        group_key: asked.key().map(str::to_owned),
        title: asked.title(),
        minimum: asked.campaign.stated.minimum,
        hidden: why,
        participation: None,
        questions: Vec::new(),
        scales: Vec::new(),
        split: Vec::new(),
        comparisons: Vec::new(),
        preceding_follow_ups: Vec::new(),
        priorities: None,
        groups: groups(call, asked, results),
        links: links(asked),
    }
}

/// How many took part, and whether they stand for all.
pub(super) fn participation(took_part: TookPart) -> ResultsParticipation {
    let population = Some(took_part.population).filter(|all| *all > 0);
    let found = response(took_part.respondents, population, &Requirement::default());
    ResultsParticipation {
        population: took_part.population,
        invited: took_part.invited,
        respondents: took_part.respondents,
        rate: found.rate,
        needed: found.needed,
        reached: found.reached,
    }
}

/// The parts of the group that are in reach.
fn groups(call: &Call, asked: &Asked, results: Option<&Results>) -> Vec<ResultsGroup> {
    let parts = match asked.key() {
        Some(key) => asked.groups.parts(key),
        None => asked.groups.tops(),
    };
    let mine = parts
        .iter()
        .filter(|key| asked.rights.reaches(&asked.groups, key));
    mine.filter_map(|key| {
        let group = asked.groups.group(key)?;
        let why = results.and_then(|results| {
            let node = asked.tree.node(key)?;
            hidden(call, results.visibility(node), results.outcome().minimum)
        });
        Some(ResultsGroup {
            key: group.key.clone(),
            title: group.title.clone(),
            kind: group.kind,
            hidden: why,
            href: of_group(asked, Some(&group.key)),
        })
    })
    .collect()
}

/// Where the results of a group are.
fn of_group(asked: &Asked, key: Option<&str>) -> String {
    let own = format!("{}/results", asked.path());
    match key {
        Some(key) => format!("{own}{}", address::query([("group", key)])),
        None => own,
    }
}

fn links(asked: &Asked) -> Links {
    let own = asked.path();
    let key = asked.key();
    let mut links = Links::from([
        ("self", of_group(asked, key)),
        ("openAnswers", format!("{own}/open-answers")),
        ("metrics", format!("{own}/metrics")),
        ("export", format!("{own}/results/export")),
    ]);
    if let Some(key) = key {
        links.insert(
            "openAnswers",
            format!("{own}/open-answers{}", address::query([("group", key)])),
        );
        let above = asked.groups.group(key);
        match above.and_then(|group| group.parent_key.as_deref()) {
            Some(parent) if asked.rights.reaches(&asked.groups, parent) => {
                links.insert("parent", of_group(asked, Some(parent)));
            }
            None if asked.rights.whole() => {
                links.insert("parent", of_group(asked, None));
            }
            Some(_) | None => {}
        }
    }
    if let Some(preceding) = asked.campaign.stated.preceding_id {
        links.insert("preceding", path(Noun::SurveyCampaign, preceding));
    }
    links.insert("campaign", own);
    links
}
