//! What is known of a school, and what its years come to.

use std::collections::BTreeMap;

use super::judged::{Basis, Outcome, YearFigure, YearState};
use super::share::whole;
use super::weighting::Weighting;
use super::year::{Tested, Window, Year};
use super::{Both, Indicator, Share};
use crate::amount::Amount;
use crate::calendar::SchoolYear;

/// What is known of a school, or of what else is judged by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Primary {
    /// The last tested school year.
    pub last: SchoolYear,
    /// The school years; one that is not there is missing. More than three are looked at where a school is small.
    pub years: BTreeMap<SchoolYear, Year>,
    /// The school weighting.
    pub weighting: Weighting,
    /// What was published of the three years.
    pub published: Option<PublishedThree>,
}

/// What was published of three years together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PublishedThree {
    /// The pupils.
    pub pupils: Option<u64>,
    /// The percentages, to two decimals.
    pub values: Both<Option<Amount>>,
    /// The outcomes.
    pub outcomes: Both<Option<Outcome>>,
}

/// What the three years come to, as far as it is known.
pub(super) struct Known {
    /// The levels, where they are known.
    pub share: Option<Share>,
    /// The percentage, rounded half up.
    pub value: Option<Amount>,
    /// The pupils, where all of them are known.
    pub pupils: Option<u64>,
    /// What the percentage rests on.
    pub basis: Basis,
}

impl Primary {
    /// One school year of an indicator.
    pub(super) fn figure(&self, indicator: Indicator, school_year: SchoolYear) -> YearFigure {
        let year = self.years.get(&school_year);
        let tested = year.and_then(Year::tested);
        let share = tested.and_then(|tested| tested.share(indicator));
        let state = match year {
            None => YearState::Missing,
            Some(Year::Masked) => YearState::Masked,
            Some(Year::Tested(_)) if share.is_some() => YearState::Tested,
            Some(Year::Tested(_)) => YearState::Incomplete,
        };
        let reasons = tested.map(|tested| tested.unknown(indicator).to_vec());
        YearFigure {
            school_year,
            state,
            pupils: tested.and_then(Tested::pupils),
            levels: tested.and_then(|tested| tested.levels(indicator)),
            value: share.map(Share::shown),
            reasons: reasons.unwrap_or_default(),
        }
    }

    /// The share over those school years of a window that are there; `None` where one of them is not told.
    pub(super) fn share(&self, indicator: Indicator, window: Window) -> Option<Share> {
        let there = window.iter().filter_map(|year| self.years.get(&year));
        let shares = there.map(|year| year.tested()?.share(indicator));
        Share::sum(shares.collect::<Option<Vec<_>>>()?)
    }

    /// The pupils of those school years that are there; `None` where that of one of them is not told.
    fn pupils(&self, window: Window) -> Option<u64> {
        let there = window.iter().filter_map(|year| self.years.get(&year));
        let pupils = there.map(|year| year.tested()?.pupils());
        let pupils = pupils.collect::<Option<Vec<_>>>()?;
        (!pupils.is_empty()).then(|| pupils.into_iter().sum())
    }

    /// What the three years come to, as far as they are there.
    pub(super) fn three_years(&self, indicator: Indicator) -> Known {
        let window = Window::until(self.last);
        let published = self.published.unwrap_or_default();
        let pupils = self.pupils(window).or(published.pupils);
        let counted = self.share(indicator, window);
        match (counted, *published.values.of(indicator)) {
            (Some(share), _) => Known {
                share: Some(share),
                value: Some(share.shown()),
                pupils,
                basis: Basis::Counts,
            },
            (None, Some(value)) => Known {
                // The percentage stands for a number of levels, as those of the years do.
                share: pupils.and_then(|pupils| whole(value, pupils)),
                value: Some(value),
                pupils,
                basis: Basis::PublishedValue,
            },
            (None, None) => Known {
                share: None,
                value: None,
                pupils,
                basis: Basis::Counts,
            },
        }
    }
}
