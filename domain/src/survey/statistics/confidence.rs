//! How sure a mean is.

use super::student::quantile;
use super::{Moments, finite, real};

/// How sure an interval is to hold what it is about, above 0 and below 1.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Confidence(f64);

impl Confidence {
    /// 95 %.
    pub const P95: Self = Self(0.95);

    /// `None` unless it lies between 0 and 1.
    pub fn new(level: f64) -> Option<Self> {
        // Nearer to an end than this there is no number to reckon with.
        (1e-9..=1.0 - 1e-9).contains(&level).then_some(Self(level))
    }

    /// The level.
    pub fn level(self) -> f64 {
        self.0
    }

    /// The chance that is left outside.
    pub(super) fn outside(self) -> f64 {
        1.0 - self.0
    }
}

impl Default for Confidence {
    fn default() -> Self {
        Self::P95
    }
}

/// From and to, both with it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// The lower end.
    pub low: f64,
    /// The upper end.
    pub high: f64,
}

impl Interval {
    /// Whether the value lies in it.
    pub fn contains(&self, value: f64) -> bool {
        (self.low..=self.high).contains(&value)
    }
}

/// The confidence interval of a mean: mean ± t(n − 1) · sd / √n · √((N − n) / (N − 1)).
///
/// The last root is the correction for a finite population (Cochran, *Sampling Techniques*, 3rd ed., 2.6): who
/// asked everyone and heard everyone knows the mean, and the interval has no width. It is left out when the
/// population N is not known, or was outgrown, fewer being counted than answered.
///
/// The interval may reach past the ends of the scale, and has no width where all say the same. `None` of fewer
/// than two answers.
pub fn mean_interval(
    moments: &Moments,
    population: Option<u64>,
    confidence: Confidence,
) -> Option<Interval> {
    let mean = moments.mean()?;
    let free = real(moments.n().checked_sub(1)?);
    let error = moments.sd()? / real(moments.n()).sqrt() * correction(moments.n(), population);
    let half = quantile(confidence.outside(), free)? * error;
    let (low, high) = (finite(mean - half)?, finite(mean + half)?);
    Some(Interval { low, high })
}

/// By how much an error shrinks because the population is finite, 0 to 1.
fn correction(n: u64, population: Option<u64>) -> f64 {
    match population.and_then(|all| all.checked_sub(n).zip(all.checked_sub(1))) {
        Some((silent, others)) if others > 0 => (real(silent) / real(others)).sqrt(),
        _ => 1.0,
    }
}
