//! The rule that makes a decision out of indicators.

use super::Standing;
use super::norms::Indicator;
use crate::words::words;

/// The fewest indicators that a decision takes.
pub const FEWEST: usize = 3;

/// So many under the norm are too many.
const TOO_MANY: usize = 2;

words! {
    /// What is decided of a department.
    Decision {
        /// Fewer than two indicators are under the norm.
        Sufficient => "sufficient",
        /// Two or more are.
        Insufficient => "insufficient",
        /// Two are, and these are R1 and R2: insufficient, unless the school explains it.
        InsufficientUnless => "insufficientUnless",
        /// Too few indicators can be judged.
        NoJudgement => "noJudgement",
    }
}

/// Decides by how the indicators stand.
pub fn decide(standings: impl IntoIterator<Item = (Indicator, Standing)>) -> Decision {
    let judged = standings
        .into_iter()
        .filter(|(_, standing)| *standing != Standing::NotJudged);
    let judged: Vec<_> = judged.collect();
    let under = judged
        .iter()
        .filter(|(_, standing)| *standing == Standing::UnderNorm);
    let mut under: Vec<Indicator> = under.map(|(indicator, _)| *indicator).collect();
    under.sort_unstable();
    if judged.len() < FEWEST {
        Decision::NoJudgement
    } else if under == [Indicator::YearThreePosition, Indicator::LowerYears] {
        Decision::InsufficientUnless
    } else if under.len() >= TOO_MANY {
        Decision::Insufficient
    } else {
        Decision::Sufficient
    }
}
