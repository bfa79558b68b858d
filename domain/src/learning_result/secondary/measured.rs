//! What was measured of an indicator, as sums.

use std::collections::BTreeMap;

use super::super::share::{half_up, hundredths};
use crate::amount::Amount;
use crate::calendar::SchoolYear;

/// A mean of many, kept as the sum it is of: hundredths over how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Measured {
    sum: i128,
    of: u64,
}

impl Measured {
    /// So many of so many: whoever reached it counts for 100 percent. `None` of nobody, and of more than there are.
    pub fn share(reached: u64, of: u64) -> Option<Self> {
        let sum = i128::from(reached) * 10_000;
        (of > 0 && reached <= of).then_some(Self { sum, of })
    }

    /// A mean to two decimals of so many. `None` of nobody.
    pub fn mean(mean: Amount, of: u64) -> Option<Self> {
        let sum = i128::from(mean.hundredths()) * i128::from(of);
        (of > 0).then_some(Self { sum, of })
    }

    /// All together, weighted by how many each is of; `None` of none.
    pub fn together(all: impl IntoIterator<Item = Self>) -> Option<Self> {
        all.into_iter().reduce(|one, other| Self {
            sum: one.sum + other.sum,
            of: one.of.saturating_add(other.of),
        })
    }

    /// Of how many it is.
    pub fn of(self) -> u64 {
        self.of
    }

    /// The mean as it is shown: two decimals, rounded half up.
    pub fn shown(self) -> Option<Amount> {
        hundredths(half_up(self.sum, self.of.into()))
    }

    /// Whether it is at least a number of hundredths over how many, exactly.
    pub(super) fn is_at_least(self, (sum, of): (i128, u64)) -> bool {
        self.sum * i128::from(of) >= sum * i128::from(self.of)
    }
}

/// What is known of one indicator.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Measure {
    /// What was measured, by school year.
    pub years: BTreeMap<SchoolYear, Measured>,
    /// How many pupils in the three years have a characteristic for which the norm is lowered, by its key.
    pub characteristics: BTreeMap<String, u64>,
    /// The norm that the inspectorate told the school, corrections and all; goes before what is known here.
    pub own_norm: Option<Amount>,
}
