//! The figures of a delivery.

use serde::{Deserialize, Serialize};

use crate::survey::content::SafetyTopic;

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
