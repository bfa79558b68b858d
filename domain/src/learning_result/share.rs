//! A share of levels reached, exactly.

use serde::Serialize;

use crate::amount::Amount;

/// Of each pupil so many levels are counted: reading, language conventions, arithmetic.
const SUBJECTS: u64 = 3;

/// The most pupils of a year, or of three, beyond which a number is a slip.
pub(super) const MOST_PUPILS: u64 = 100_000;

/// A hundred percent, in hundredths of a percent.
const WHOLE: u64 = 10_000;

/// The nearest whole number to a quotient, half up. The divisor is above zero.
pub(super) fn half_up(dividend: i128, divisor: i128) -> i128 {
    (2 * dividend + divisor).div_euclid(2 * divisor)
}

/// An amount of so many hundredths.
pub(super) fn hundredths(count: i128) -> Option<Amount> {
    let count = i64::try_from(count).ok()?;
    Amount::from_hundredths(count).ok()
}

/// Levels reached by pupils, of the three that each of them could reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Share {
    levels: u64,
    pupils: u64,
}

impl Share {
    /// `None` of no pupils, of more than a year has, and of more levels than they could reach.
    pub fn new(levels: u64, pupils: u64) -> Option<Self> {
        let possible = (1..=MOST_PUPILS).contains(&pupils) && levels <= SUBJECTS * pupils;
        possible.then_some(Self { levels, pupils })
    }

    /// The levels reached.
    pub fn levels(self) -> u64 {
        self.levels
    }

    /// The pupils.
    pub fn pupils(self) -> u64 {
        self.pupils
    }

    /// The levels that could be reached.
    pub fn base(self) -> u64 {
        base(self.pupils)
    }

    /// That of both together: weighted by pupils, since what is counted is added up.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            levels: self.levels + other.levels,
            pupils: self.pupils + other.pupils,
        }
    }

    /// All together; `None` of none.
    pub fn sum(shares: impl IntoIterator<Item = Self>) -> Option<Self> {
        shares.into_iter().reduce(Self::and)
    }

    /// The percentage as it is shown: two decimals, rounded half up.
    pub fn shown(self) -> Amount {
        let exact = i128::from(self.levels * WHOLE);
        // A share lies between 0 and 100.
        hundredths(half_up(exact, i128::from(self.base()))).unwrap_or_default()
    }

    /// Whether it reaches a percentage, exactly: what is as much as that reaches it.
    pub fn reaches(self, percentage: Amount) -> bool {
        self.room(percentage) >= 0
    }

    /// How many levels fewer would still reach a percentage; below zero how many more would be needed.
    pub fn room(self, percentage: Amount) -> i64 {
        self.levels.cast_signed() - needed(self.pupils, percentage).cast_signed()
    }
}

/// The levels that so many pupils could reach.
pub(super) fn base(pupils: u64) -> u64 {
    pupils.saturating_mul(SUBJECTS)
}

/// The fewest levels of so many pupils that reach a percentage.
pub(super) fn needed(pupils: u64, percentage: Amount) -> u64 {
    // Norms are looked through: none lies below zero.
    let percentage = u64::try_from(percentage.hundredths()).unwrap_or_default();
    (percentage * base(pupils)).div_ceil(WHOLE)
}

/// The whole number of levels that a percentage of two decimals stands for, when there is one within half of the
/// last decimal.
pub(super) fn whole(percentage: Amount, pupils: u64) -> Option<Share> {
    let (shown, base) = (
        i128::from(percentage.hundredths()),
        i128::from(base(pupils)),
    );
    let levels = half_up(shown * base, i128::from(WHOLE));
    let off = (levels * i128::from(WHOLE) - shown * base).abs();
    if 2 * off > base {
        return None;
    }
    Share::new(u64::try_from(levels).ok()?, pupils)
}
