//! How many recommend the school.

use super::histogram::share;
use super::{Confidence, Histogram, Interval, mean_interval};

/// The recommendation score with what it is made of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Recommendation {
    /// Part that answered 9 or 10, 0 to 1.
    pub promoters: f64,
    /// Part that answered 7 or 8.
    pub passives: f64,
    /// Part that answered 0 to 6.
    pub detractors: f64,
    /// Promoters less detractors, in points from −100 to 100.
    pub score: f64,
    /// The interval of the score; `None` of fewer than two answers.
    pub interval: Option<Interval>,
}

/// The recommendation score (Reichheld, *Harvard Business Review*, December 2003) of the answers to the question
/// how likely it is, from 0 to 10, that one recommends the school.
///
/// The score is a hundred times the mean of +1 for a promoter, 0 for a passive and −1 for a detractor, so its
/// interval is that of a [mean](mean_interval), kept within −100 and 100 (the Wald interval of Rocks, *The American
/// Statistician* 70, 2016, with t for z). Of few answers that are nearly all alike it is too narrow.
///
/// `None` when the scale is not 0 to 10, or nobody answered.
pub fn recommendation(
    answers: &Histogram,
    population: Option<u64>,
    confidence: Confidence,
) -> Option<Recommendation> {
    let [low @ .., seven, eight, nine, ten] = answers.counts() else {
        return None;
    };
    if answers.lowest() != 0 || low.len() != 7 {
        return None;
    }
    let sum = |counts: &[u64]| counts.iter().fold(0_u64, |a, b| a.saturating_add(*b));
    let groups = [sum(low), sum(&[*seven, *eight]), sum(&[*nine, *ten])];
    let n = sum(&groups);
    let [detractors, passives, promoters] = groups;
    let signs = Histogram::new(-1, groups.to_vec());
    let mean = share(promoters, n)? - share(detractors, n)?;
    let interval = mean_interval(&signs.moments(), population, confidence).map(|unit| Interval {
        low: (100.0 * unit.low).max(-100.0),
        high: (100.0 * unit.high).min(100.0),
    });
    Some(Recommendation {
        promoters: share(promoters, n)?,
        passives: share(passives, n)?,
        detractors: share(detractors, n)?,
        score: 100.0 * mean,
        interval,
    })
}
