//! The figures of a delivery.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use crate::id::UnitId;
use crate::survey::content::{SafetyTopic, Scale};
use crate::survey::results::{At, Results};
use crate::survey::statistics::rate;

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
        rate(self.respondents, self.population)
    }
}

/// The figures of each unit of which something is shown. A topic is there where something is told of its scale.
pub fn figures_of(results: &Results) -> BTreeMap<UnitId, SafetyFigures> {
    let groups = results.groups();
    let of_unit = |top: &String| {
        let at = results.at(results.tree().node(top)?)?;
        let took_part = at.took_part();
        let figures = SafetyFigures {
            respondents: took_part.respondents,
            population: took_part.population,
            topics: topics(&at),
        };
        Some((groups.unit_of(top)?, figures))
    };
    groups.tops().iter().filter_map(of_unit).collect()
}

fn topics(at: &At<'_>) -> Vec<TopicFigure> {
    let scales = at.results().content().scales.iter().enumerate();
    let topic = |(place, scale): (usize, &Scale)| {
        let topic = scale.safety_topic?;
        let found = at.scale(place)?;
        Some(TopicFigure {
            topic,
            score: found.mean?,
            n: found.n,
        })
    };
    scales.filter_map(topic).collect()
}
