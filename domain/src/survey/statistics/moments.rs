//! How many there are, their mean and their spread, of numbers that need not be points.

use serde::{Deserialize, Serialize};

use super::{finite, real};

/// How many observations there are, their mean, and the sum of the squares of their distances to it.
///
/// Taken in one by one (Welford, *Technometrics* 4, 1962) and put together from parts (Chan, Golub and LeVeque,
/// *The American Statistician* 37, 1983), so that large numbers close together lose nothing.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Moments {
    n: u64,
    mean: f64,
    squares: f64,
}

impl Moments {
    /// Those of a sample of which size, mean and standard deviation are known, such as a published benchmark.
    /// The deviation of fewer than two is taken for zero.
    ///
    /// `None` when the mean is not a number, or the deviation is not one or is below zero.
    pub fn known(n: u64, mean: f64, sd: f64) -> Option<Self> {
        let squares = sd * sd * real(n.saturating_sub(1));
        let sound = mean.is_finite() && sd >= 0.0 && squares.is_finite();
        let some = Self { n, mean, squares };
        sound.then_some(if n == 0 { Self::default() } else { some })
    }

    /// Those of a sample of which the sum of squared distances is reckoned elsewhere.
    pub(super) fn exact(n: u64, mean: f64, squares: f64) -> Self {
        Self { n, mean, squares }
    }

    /// Takes in one observation. What is infinite or not a number is no observation.
    pub fn push(&mut self, value: f64) {
        if !value.is_finite() {
            return;
        }
        self.n = self.n.saturating_add(1);
        let before = value - self.mean;
        self.mean += before / real(self.n);
        self.squares += before * (value - self.mean);
    }

    /// Those of this sample and another together.
    #[must_use]
    pub fn merge(self, other: Self) -> Self {
        if self.n == 0 {
            return other;
        }
        if other.n == 0 {
            return self;
        }
        let n = self.n.saturating_add(other.n);
        let between = other.mean - self.mean;
        let part = real(other.n) / real(n);
        Self {
            n,
            mean: self.mean + between * part,
            squares: self.squares + other.squares + between * between * real(self.n) * part,
        }
    }

    /// How many observations there are.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// Their mean; `None` of none.
    pub fn mean(&self) -> Option<f64> {
        (self.n > 0).then_some(self.mean).and_then(finite)
    }

    /// Their variance as an estimate for those they are a sample of, Σ(x − mean)² / (n − 1); `None` of fewer
    /// than two.
    pub fn variance(&self) -> Option<f64> {
        let free = self.n.checked_sub(1).filter(|free| *free > 0)?;
        finite(self.squares / real(free))
    }

    /// Their standard deviation, the root of the [variance](Self::variance); `None` of fewer than two.
    pub fn sd(&self) -> Option<f64> {
        self.variance().map(f64::sqrt)
    }
}

impl FromIterator<f64> for Moments {
    fn from_iter<T: IntoIterator<Item = f64>>(values: T) -> Self {
        values.into_iter().fold(Self::default(), |mut all, value| {
            all.push(value);
            all
        })
    }
}
