//! What is known of one tested school year.

use std::collections::BTreeMap;

use super::share::{MOST_PUPILS, Share, base};
use super::{Both, Indicator, YEARS};
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason};

/// A school year of which something is known. Of one that is not there, nothing is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Year {
    /// There are results, which are not told: too few pupils were tested in one of the years.
    Masked,
    /// Pupils were tested.
    Tested(Tested),
}

impl Year {
    /// What was counted, unless it is masked.
    pub fn tested(&self) -> Option<&Tested> {
        match self {
            Self::Masked => None,
            Self::Tested(tested) => Some(tested),
        }
    }
}

/// Pupils that were tested in a year, and the levels they reached. Pupils with grounds for exemption who sat the
/// test anyway are not among them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tested {
    pupils: Option<u64>,
    levels: Both<Option<u64>>,
    unknown: Both<Vec<Reason>>,
}

impl Tested {
    /// So many pupils, who reached so many levels.
    ///
    /// # Errors
    /// Where there are no pupils, more levels than they could reach, or more of the target level than of the
    /// fundamental one, which whoever reaches the target reaches too.
    pub fn new(pupils: u64, levels: Both<u64>) -> Result<Self, Vec<Reason>> {
        let levels = Both::each(|indicator| Some(*levels.of(indicator)));
        Self::partly(Some(pupils), levels, Both::default())
    }

    /// As [`Tested::new`], where some of it may be unknown, with why.
    pub(super) fn partly(
        pupils: Option<u64>,
        levels: Both<Option<u64>>,
        unknown: Both<Vec<Reason>>,
    ) -> Result<Self, Vec<Reason>> {
        let mut wrong = Vec::new();
        outside(&mut wrong, "/pupils", pupils, (1, MOST_PUPILS));
        let most = base(pupils.unwrap_or(MOST_PUPILS).min(MOST_PUPILS));
        outside(
            &mut wrong,
            "/levels/fundamental",
            levels.fundamental,
            (0, most),
        );
        let most = levels.fundamental.unwrap_or(most).min(most);
        outside(&mut wrong, "/levels/target", levels.target, (0, most));
        match wrong.is_empty() {
            true => Ok(Self {
                pupils,
                levels,
                unknown,
            }),
            false => Err(wrong),
        }
    }

    /// Without pupils who have grounds for exemption; `None` when nobody is left.
    ///
    /// # Errors
    /// Where there are more of those than were tested, or the others would have reached more than they could.
    pub fn without(&self, exempt: &Self) -> Result<Option<Self>, Vec<Reason>> {
        let mut wrong = Vec::new();
        let pupils = less(&mut wrong, "/exempt/pupils", (self.pupils, exempt.pupils));
        let levels = Both::each(|indicator| {
            let pointer = format!("/exempt/levels/{indicator}");
            let both = (*self.levels.of(indicator), *exempt.levels.of(indicator));
            less(&mut wrong, &pointer, both)
        });
        let unknown = Both::each(|indicator| {
            let (own, other) = (self.unknown.of(indicator), exempt.unknown.of(indicator));
            own.iter().chain(other).cloned().collect()
        });
        if !wrong.is_empty() {
            return Err(wrong);
        }
        match pupils {
            Some(0) if levels.fundamental.unwrap_or(0) == 0 => Ok(None),
            _ => Self::partly(pupils, levels, unknown).map(Some),
        }
    }

    /// How many pupils, where that is known.
    pub fn pupils(&self) -> Option<u64> {
        self.pupils
    }

    /// How many levels of an indicator they reached, where that is known.
    pub fn levels(&self, indicator: Indicator) -> Option<u64> {
        *self.levels.of(indicator)
    }

    /// The share of levels of an indicator, where it can be reckoned.
    pub fn share(&self, indicator: Indicator) -> Option<Share> {
        Share::new(self.levels(indicator)?, self.pupils?)
    }

    /// Why the share of an indicator cannot be reckoned.
    pub fn unknown(&self, indicator: Indicator) -> &[Reason] {
        self.unknown.of(indicator)
    }
}

/// Says that a number that is known lies outside of what it can be.
fn outside(wrong: &mut Vec<Reason>, pointer: &str, number: Option<u64>, (from, to): (u64, u64)) {
    if number.is_some_and(|number| !(from..=to).contains(&number)) {
        let reason = Reason::new(Code::OutOfRange).at(pointer);
        wrong.push(reason.with("range", format!("{from}–{to}")));
    }
}

/// One number less another, where both are known.
pub(super) fn less(
    wrong: &mut Vec<Reason>,
    pointer: &str,
    (all, some): (Option<u64>, Option<u64>),
) -> Option<u64> {
    let (all, some) = all.zip(some)?;
    outside(wrong, pointer, Some(some), (0, all));
    all.checked_sub(some)
}

/// The school years that a judgement looks at, the last of them first said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// The last tested school year.
    pub last: SchoolYear,
    /// How many years.
    pub years: i32,
}

impl Window {
    /// The three years up to one.
    pub fn until(last: SchoolYear) -> Self {
        Self { last, years: YEARS }
    }

    /// Its school years, the oldest first.
    pub fn iter(self) -> impl Iterator<Item = SchoolYear> {
        let last = self.last.0;
        (last.saturating_sub(self.years - 1)..=last).map(SchoolYear)
    }

    /// The school years of which the weighting counts for it: each one earlier.
    pub fn weighted(self) -> impl Iterator<Item = SchoolYear> {
        self.iter().map(|year| SchoolYear(year.0.saturating_sub(1)))
    }

    /// Those of its years of which nothing is there.
    pub(super) fn missing(self, years: &BTreeMap<SchoolYear, Year>) -> Vec<SchoolYear> {
        self.iter()
            .filter(|year| !years.contains_key(year))
            .collect()
    }
}
