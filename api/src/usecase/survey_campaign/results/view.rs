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

use super::{
    Asked,
    beside::{Beside, May},
    compared, figures, followed, hidden,
};
use crate::{failure::Failure, guard::Call, usecase::improvement_cycle::path};

/// What there is to show of the groups of a campaign.
pub(super) struct Found<'a> {
    /// Who asks.
    pub(super) call: &'a Call,
    /// What was counted, or why there is nothing.
    pub(super) counted: Result<&'a Results, &'a WireReason>,
    /// What stands beside it.
    pub(super) beside: &'a Beside,
    /// Whether the figures behind comparisons are with them.
    pub(super) with_figures: bool,
}

/// The results of a group, or why there are none.
///
/// # Errors
/// When something was counted that was not asked.
pub(super) fn told(asked: &Asked, found: &Found<'_>) -> Result<SurveyResults, Failure> {
    let (call, beside) = (found.call, found.beside);
    let results = match found.counted {
        Ok(results) => results,
        Err(why) => return Ok(empty((asked, found), Some(why.clone()))),
    };
    let minimum = results.outcome().minimum;
    let why = hidden(call, results.visibility(asked.node), minimum);
    let mut view = empty((asked, found), why);
    view.minimum = minimum;
    if let Some(at) = results.at(asked.node) {
        let preceding = beside.preceding.as_ref();
        view.participation = Some(participation(at.took_part()));
        view.questions = figures::questions(call, results, &at);
        view.scales = figures::scales(call, results, &at);
        view.dimensions = figures::dimensions(call, results, &at);
        view.split = figures::split(call, results, &at)?;
        view.priorities = figures::priorities(results, &at)?;
        view.comparisons = compared::all(call, asked, (&at, preceding), found.with_figures)?;
    }
    view.preceding_follow_ups = followed::of_unit(&beside.follow_ups, asked);
    Ok(view)
}

/// A group without figures.
fn empty((asked, found): (&Asked, &Found<'_>), why: Option<WireReason>) -> SurveyResults {
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
        dimensions: Vec::new(),
        split: Vec::new(),
        comparisons: Vec::new(),
        preceding_follow_ups: Vec::new(),
        priorities: None,
        groups: groups(found.call, asked, found.counted.ok()),
        links: links(asked, &found.beside.may),
    }
}

/// How many took part, and whether they stand for all.
fn participation(took_part: TookPart) -> ResultsParticipation {
    let population = Some(took_part.population).filter(|all| *all > 0);
    let found = response(took_part.respondents, population, &Requirement::default());
    ResultsParticipation {
        population: took_part.population,
        // None of none would read as nobody asked.
        invited: Some(took_part.invited).filter(|by_name| *by_name > 0),
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

/// Where else there is something to read, as far as the caller may.
fn links(asked: &Asked, may: &May) -> Links {
    let own = asked.path();
    let key = asked.key();
    let mut links = Links::from([
        ("self", of_group(asked, key)),
        ("export", format!("{own}/results/export")),
    ]);
    if may.metrics {
        links.insert("metrics", format!("{own}/metrics"));
    }
    if asked.is_in(&may.written) {
        let query = key.map(|key| address::query([("group", key)]));
        let query = query.unwrap_or_default();
        links.insert("openAnswers", format!("{own}/open-answers{query}"));
    }
    if let Some(key) = key {
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
    let preceding = asked.campaign.stated.preceding_id;
    if let Some(preceding) = preceding.filter(|_| may.preceding) {
        links.insert("preceding", path(Noun::SurveyCampaign, preceding));
    }
    if may.campaign {
        links.insert("campaign", own);
    }
    links
}
