//! Whether a mean differs from another, or from a benchmark, and whether it matters.

use super::student::two_sided;
use super::{Moments, finite, real};
use crate::words::words;

/// The chance, after correction for how many comparisons are made, up to which a difference counts as found.
pub const ALPHA: f64 = 0.05;

/// The effect below which a difference is too small to matter (Cohen, *Statistical Power Analysis for the
/// Behavioral Sciences*, 2nd ed., 1988: 0.2 is a small effect).
pub const SMALL: f64 = 0.2;

/// A t test of two sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Test {
    /// The difference in standard errors, above zero when the first mean is the higher.
    pub t: f64,
    /// Degrees of freedom, not only whole numbers.
    pub df: f64,
    /// The chance of a difference as large as this or larger when there is none in truth.
    pub p: f64,
}

impl Test {
    fn new(t: f64, df: f64) -> Option<Self> {
        let p = two_sided(t, df)?;
        Some(Self { t, df, p })
    }
}

/// How large a difference is, in standard deviations, above zero when the first mean is the higher.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Effect {
    /// Cohen's d.
    pub d: f64,
    /// The same with the correction of Hedges (*Journal of Educational Statistics* 6, 1981) for small samples, in
    /// its simple form: d · (1 − 3 / (4 · df − 1)), for one degree of freedom zero.
    pub g: f64,
}

impl Effect {
    fn new(difference: f64, sd: f64, df: f64) -> Option<Self> {
        let d = finite(difference / sd)?;
        let g = d * (1.0 - 3.0 / (4.0 * df - 1.0));
        Some(Self { d, g })
    }
}

/// What a mean is set against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Against {
    /// Another sample, such as another unit or the last campaign, or a benchmark of which size and deviation are
    /// known.
    Sample(Moments),
    /// A mean alone, taken for exact, such as a benchmark of which no more was published.
    Mean(f64),
}

/// One mean set against another.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Comparison {
    /// The first mean less the other; `None` when one of them is not there.
    pub difference: Option<f64>,
    /// The test; `None` of fewer than two answers on a side, or without any variance.
    pub test: Option<Test>,
    /// The effect; `None` where there is no test.
    pub effect: Option<Effect>,
}

words! {
    /// What a comparison comes to.
    Verdict {
        /// The first is higher, and it matters.
        Higher => "higher",
        /// The first is lower, and it matters.
        Lower => "lower",
        /// No difference was found.
        NoDifference => "no-difference",
        /// A difference was found, and it is too small to matter.
        TooSmallToMatter => "too-small-to-matter",
        /// It cannot be said: fewer than two answers on a side, or no variance at all.
        NotComparable => "not-comparable",
    }
}

/// A comparison that was weighed together with others.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// The comparison.
    pub comparison: Comparison,
    /// The chance of its test, corrected for the others by [`holm`]; `None` where there is no test.
    pub adjusted: Option<f64>,
    /// What it comes to.
    pub verdict: Verdict,
}

/// Welch's test of two means whose variances may differ (*Biometrika* 34, 1947), with the degrees of freedom of
/// Welch and Satterthwaite: t = (m₁ − m₂) / √(v₁/n₁ + v₂/n₂).
///
/// `None` of fewer than two on a side, or when neither side has any variance.
pub fn welch(first: &Moments, second: &Moments) -> Option<Test> {
    let (one, other) = (first.variance()?, second.variance()?);
    let error = (one / real(first.n()), other / real(second.n()));
    let sum = error.0 + error.1;
    let t = finite((first.mean()? - second.mean()?) / sum.sqrt())?;
    let part = error.0 / sum;
    let free = |n: u64| real(n.saturating_sub(1));
    let df = 1.0 / (part.powi(2) / free(first.n()) + (1.0 - part).powi(2) / free(second.n()));
    Test::new(t, df)
}

/// The t test of one mean against a value that is taken for exact: t = (m − μ) / (s / √n), df = n − 1.
///
/// `None` of fewer than two, or without any variance.
pub fn one_sample(sample: &Moments, mean: f64) -> Option<Test> {
    let error = sample.sd()? / real(sample.n()).sqrt();
    let t = finite((sample.mean()? - mean) / error)?;
    Test::new(t, real(sample.n().saturating_sub(1)))
}

/// The effect between two samples, by their pooled deviation √(((n₁ − 1)·v₁ + (n₂ − 1)·v₂) / (n₁ + n₂ − 2)).
///
/// `None` of fewer than two on a side, or when neither side has any variance.
pub fn effect(first: &Moments, second: &Moments) -> Option<Effect> {
    let free = |n: u64| real(n.saturating_sub(1));
    let (one, other) = (free(first.n()), free(second.n()));
    let df = one + other;
    let pooled = (one * first.variance()? + other * second.variance()?) / df;
    Effect::new(first.mean()? - second.mean()?, pooled.sqrt(), df)
}

/// The effect between a sample and a value that is taken for exact, by the deviation of the sample.
///
/// `None` of fewer than two, or without any variance.
pub fn one_sample_effect(sample: &Moments, mean: f64) -> Option<Effect> {
    let df = real(sample.n().saturating_sub(1));
    Effect::new(sample.mean()? - mean, sample.sd()?, df)
}

/// Sets a mean against another.
pub fn compare(first: &Moments, against: &Against) -> Comparison {
    let (mean, test, effect) = match against {
        Against::Sample(other) => (other.mean(), welch(first, other), effect(first, other)),
        Against::Mean(mean) => (
            finite(*mean),
            one_sample(first, *mean),
            one_sample_effect(first, *mean),
        ),
    };
    // Neither says anything without the other.
    let (test, effect) = test.zip(effect).unzip();
    Comparison {
        difference: first
            .mean()
            .zip(mean)
            .and_then(|(one, other)| finite(one - other)),
        test,
        effect,
    }
}

/// Says of comparisons that are looked at together what each comes to: a difference counts as found when the
/// chance that [`holm`] gives it among them is at most [`ALPHA`], and matters when d is at least [`SMALL`], up or
/// down.
pub fn judge(family: &[Comparison]) -> Vec<Judged> {
    let chances: Vec<Option<f64>> = family
        .iter()
        .map(|one| one.test.map(|test| test.p))
        .collect();
    let judged = family.iter().zip(holm(&chances));
    judged
        .map(|(comparison, adjusted)| Judged {
            comparison: *comparison,
            adjusted,
            verdict: verdict(comparison.effect, adjusted),
        })
        .collect()
}

fn verdict(effect: Option<Effect>, adjusted: Option<f64>) -> Verdict {
    let Some((effect, chance)) = effect.zip(adjusted) else {
        return Verdict::NotComparable;
    };
    if chance > ALPHA {
        Verdict::NoDifference
    } else if effect.d.abs() < SMALL {
        Verdict::TooSmallToMatter
    } else if effect.d > 0.0 {
        Verdict::Higher
    } else {
        Verdict::Lower
    }
}

/// Corrects the chances of several tests for how many they are (Holm, *Scandinavian Journal of Statistics* 6,
/// 1979): in rising order the k-th of m is taken m − k + 1 times, never below the one before it, never above 1.
///
/// In the order in which they were given. What is `None` or not a number was not tested and does not count.
pub fn holm(chances: &[Option<f64>]) -> Vec<Option<f64>> {
    let sound = |chance: &Option<f64>| chance.and_then(finite).map(|p| p.clamp(0.0, 1.0));
    let mut ranked: Vec<(usize, f64)> = chances
        .iter()
        .enumerate()
        .filter_map(|(place, chance)| Some((place, sound(chance)?)))
        .collect();
    ranked.sort_by(|a, b| a.1.total_cmp(&b.1));
    let mut adjusted = vec![None; chances.len()];
    let mut before = 0.0_f64;
    for (left, (place, chance)) in (1..=ranked.len() as u64).rev().zip(ranked) {
        before = before.max(chance * real(left)).min(1.0);
        if let Some(slot) = adjusted.get_mut(place) {
            *slot = Some(before);
        }
    }
    adjusted
}
