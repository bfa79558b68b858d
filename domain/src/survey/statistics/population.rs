//! Whether enough of those who were asked have answered.

use super::student::normal_quantile;
use super::{Confidence, finite, real};

/// How exact a share must be known for the answers to stand for all who were asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Requirement {
    confidence: Confidence,
    margin: f64,
    share: f64,
}

impl Requirement {
    /// The margin and the share above 0 and below 1; otherwise `None`.
    pub fn new(confidence: Confidence, margin: f64, share: f64) -> Option<Self> {
        let within = |part: f64| part > 0.0 && part < 1.0;
        (within(margin) && within(share)).then_some(Self {
            confidence,
            margin,
            share,
        })
    }

    /// The fewest answers of a population of N that are needed: N · x / (N − 1 + x), rounded up and never more
    /// than N, with x = z² · p · (1 − p) / e² (Cochran, *Sampling Techniques*, 3rd ed., 4.4). The z of 95 % is the
    /// exact one, 1.95996…, where many a table has 1.96.
    pub fn needed(&self, population: u64) -> u64 {
        let z = normal_quantile(self.confidence.outside());
        let endless = z * z * self.share * (1.0 - self.share) / (self.margin * self.margin);
        let others = real(population.saturating_sub(1));
        // Where the margin is so small that it cannot be reckoned, all are needed.
        let needed = finite(real(population) * (endless / (others + endless)));
        needed.map_or(population, |needed| (needed.ceil() as u64).min(population))
    }
}

/// A share of one half, which asks for the most answers, known to 5 % with a confidence of 95 %.
impl Default for Requirement {
    fn default() -> Self {
        Self {
            confidence: Confidence::P95,
            margin: 0.05,
            share: 0.5,
        }
    }
}

/// Who answered of those who were asked.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Response {
    /// How many answered.
    pub answered: u64,
    /// How many were asked; `None` when that is not known.
    pub population: Option<u64>,
    /// Answered by asked, above 1 where more answered than were counted; `None` when nobody was asked or it is
    /// not known how many.
    pub rate: Option<f64>,
    /// The fewest answers that are needed.
    pub needed: Option<u64>,
    /// Whether there are as many.
    pub reached: Option<bool>,
}

/// Answered by asked; none where nobody was asked.
pub(crate) fn rate(answered: u64, population: u64) -> Option<f64> {
    (population > 0).then(|| real(answered) / real(population))
}

/// Sets who answered against who was asked.
pub fn response(answered: u64, population: Option<u64>, requirement: &Requirement) -> Response {
    let needed = population.map(|all| requirement.needed(all));
    Response {
        answered,
        population,
        rate: population.and_then(|all| rate(answered, all)),
        needed,
        reached: needed.map(|needed| answered >= needed),
    }
}
