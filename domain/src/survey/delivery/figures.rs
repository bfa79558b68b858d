//! The figures of a delivery.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::id::UnitId;
use crate::survey::campaign::GroupTree;
use crate::survey::content::{Content, SafetyTopic};
use crate::survey::outcome::Outcome;
use crate::survey::suppression::Tree;
use crate::survey::tally::{Counter, Tally};

/// What pupils of one unit answered about one topic.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TopicFigure {
    /// The topic.
    pub topic: SafetyTopic,
    /// The mean, on the ten-point scale.
    pub score: f64,
    /// How many answers it is the mean of.
    pub n: u64,
}

/// What pupils of one unit answered about social safety, as far as it may be shown.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SafetyFigures {
    /// How many answered.
    pub respondents: u64,
    /// How many could.
    pub population: u64,
    /// Each topic of which something may be shown.
    pub topics: Vec<TopicFigure>,
}

impl SafetyFigures {
    /// Which part of those who could answer did, from 0 to 1; none where nobody could.
    pub fn response(&self) -> Option<f64> {
        let count = |count: u64| u32::try_from(count).map(f64::from).ok();
        let population = count(self.population).filter(|all| *all > 0.0)?;
        Some(count(self.respondents)? / population)
    }
}

/// The figures of each unit of which something is shown, from the packed rows of each part.
pub fn figures_of(
    content: &Content,
    groups: &GroupTree,
    outcome: &Outcome,
    blocks: &[(u32, Vec<u8>)],
) -> BTreeMap<UnitId, SafetyFigures> {
    let tree = Tree::of(groups);
    let counter = Counter::of(content);
    let width = counter.layout().width().max(1);
    let mut figures = BTreeMap::new();
    for top in groups.tops() {
        let node = tree.node(top).filter(|node| outcome.shown.shows(*node));
        let (Some(node), Some(unit)) = (node, groups.unit_of(top)) else {
            continue;
        };
        let parts = outcome.shown.parts_of(&tree, node);
        let mut tally = counter.none();
        for (_, packed) in blocks.iter().filter(|(part, _)| parts.contains(part)) {
            for row in packed.chunks_exact(width) {
                counter.count(&mut tally, row);
            }
        }
        let took_part = outcome.took_part.get(&node).copied().unwrap_or_default();
        let of_unit = SafetyFigures {
            respondents: took_part.respondents,
            population: took_part.population,
            topics: topics(content, outcome, node, &tally),
        };
        figures.insert(unit, of_unit);
    }
    figures
}

/// The topics of which all that they rest on is shown.
fn topics(content: &Content, outcome: &Outcome, node: usize, tally: &Tally) -> Vec<TopicFigure> {
    let places = content.by_key();
    let shown = |key: &str| {
        let place = places.get(key).map(|(place, _)| *place);
        place.is_some_and(|place| outcome.of_question(place).shows(node))
    };
    let figure = |(scale, scored): (
        &crate::survey::content::Scale,
        &crate::survey::tally::Scored,
    )| {
        let topic = scale.safety_topic?;
        let all = scale.items.iter().filter(|item| item.in_mean);
        let whole = all.clone().all(|item| shown(&item.question));
        (whole && scored.n > 0).then_some(TopicFigure {
            topic,
            score: scored.mean,
            n: scored.n,
        })
    };
    let each = content.scales.iter().zip(&tally.scales);
    each.filter_map(figure).collect()
}
