//! The school weighting, and the class in which it lies.

use serde::Serialize;
use std::collections::BTreeMap;

use super::Window;
use super::share::{half_up, hundredths};
use crate::amount::Amount;
use crate::calendar::SchoolYear;

/// The school weighting as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Weighting {
    /// By school year, to two decimals.
    Years(BTreeMap<SchoolYear, Amount>),
    /// As it was published for the years that are judged: a mean to two decimals, with its class where that is
    /// said. A mean of 39.997 is published as 40 in the class from 39.
    Published {
        /// The mean.
        mean: Amount,
        /// From where its class begins.
        class: Option<i64>,
    },
}

impl Weighting {
    /// Not known.
    pub fn unknown() -> Self {
        Self::Years(BTreeMap::new())
    }

    /// What counts for a judgement: the plain mean of the school years before those that were tested, as many of
    /// them as there are.
    pub fn of(&self, window: Window) -> Option<WeightingUsed> {
        match self {
            Self::Published { mean, class } => Some(WeightingUsed {
                years: Vec::new(),
                mean: *mean,
                class: class.unwrap_or_else(|| mean.hundredths().div_euclid(100)),
                published: true,
            }),
            Self::Years(known) => {
                let found = window.weighted();
                let found = found.filter_map(|year| Some((year, *known.get(&year)?)));
                let years: Vec<_> = found.collect();
                let sum: i64 = years
                    .iter()
                    .map(|(_, weighting)| weighting.hundredths())
                    .sum();
                let count = i64::try_from(years.len()).ok().filter(|count| *count > 0)?;
                Some(WeightingUsed {
                    mean: hundredths(half_up(sum.into(), count.into()))?,
                    // Of the exact mean, not of the rounded one.
                    class: sum.div_euclid(100 * count),
                    years,
                    published: false,
                })
            }
        }
    }
}

/// The weighting that a judgement rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct WeightingUsed {
    /// The school years it is the mean of; none where it was published.
    pub years: Vec<(SchoolYear, Amount)>,
    /// The mean, rounded half up.
    pub mean: Amount,
    /// From where its class begins: the class from 31 goes up to 32, without it.
    pub class: i64,
    /// Whether it was published as it is.
    pub published: bool,
}
