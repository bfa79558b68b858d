//! The statistics of surveys: what is told of the answers in numbers.
//!
//! Everything here is total: what cannot be said of what there is, is `None`, and no figure is ever infinite or
//! not a number. The formulas are those of the textbooks, named where they stand, so that anyone can reckon
//! them over with a package of their own.

mod compare;
mod confidence;
mod covariance;
mod histogram;
mod moments;
mod population;
mod priority;
mod psychometrics;
mod recommendation;
mod student;
#[cfg(test)]
mod tests;

pub use compare::{
    ALPHA, Against, Comparison, Effect, Judged, SMALL, Test, Verdict, compare, effect, holm, judge,
    one_sample, one_sample_effect, welch,
};
pub use confidence::{Confidence, Interval, mean_interval};
pub(super) use covariance::ratio;
pub use covariance::{Covariances, correlation};
pub use histogram::{Bar, Histogram, median, ten_point};
pub use moments::Moments;
pub(crate) use population::rate;
pub use population::{Requirement, Response, response};
pub use priority::{Importance, Matrix, Place, Quadrant, Rated, matrix};
pub use psychometrics::{ItemFigures, Reliability, reliability};
pub use recommendation::{Recommendation, recommendation};
pub(crate) use student::t_quantile;

/// The number, when it is one: neither infinite nor the outcome of what cannot be reckoned.
fn finite(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}

/// A count as a number to reckon with: exact up to 2^53, the nearest beyond.
fn real(count: u64) -> f64 {
    count as f64
}
