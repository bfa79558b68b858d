//! What the inspectorate expects of primary schools: shipped as data, with the years for which it holds.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::Indicator;
use super::judged::SignalUsed;
use crate::amount::Amount;
use crate::calendar::SchoolYear;

/// Something that is set by others.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Stated<T> {
    /// What is set.
    pub value: T,
    /// Where that is written.
    pub source: String,
    /// Whether somebody compared it with the source.
    pub verified: bool,
}

/// What holds for results of which the last tested school year is one of these.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrimaryNorms {
    /// The first of these school years.
    pub from: SchoolYear,
    /// The last of them.
    pub until: SchoolYear,
    /// The signal value of 1F, the same for all schools.
    pub fundamental: Stated<Amount>,
    /// The signal values of 1S/2F by where the class of the school weighting begins.
    pub target: Stated<BTreeMap<i64, Amount>>,
    /// A school with fewer pupils in three years is small.
    pub small_below: Stated<u64>,
    /// Over how many years a small school is judged.
    pub small_years: Stated<i32>,
    /// With fewer pupils in one of the years all of them are hidden.
    pub masked_below: Stated<u64>,
}

impl PrimaryNorms {
    /// The signal value of an indicator, for a class of the school weighting where that matters.
    pub(super) fn signal(&self, indicator: Indicator, class: Option<i64>) -> Option<SignalUsed> {
        let (value, class, source, verified) = match indicator {
            Indicator::Fundamental => {
                let norm = &self.fundamental;
                (norm.value, None, &norm.source, norm.verified)
            }
            Indicator::Target => {
                let (norm, class) = (&self.target, class?);
                let value = *norm.value.get(&class)?;
                (value, Some(class), &norm.source, norm.verified)
            }
        };
        Some(SignalUsed {
            value,
            class,
            source: source.clone(),
            verified,
        })
    }

    fn unverified(mut self) -> Self {
        self.fundamental.verified = false;
        self.target.verified = false;
        self.small_below.verified = false;
        self.small_years.verified = false;
        self.masked_below.verified = false;
        self
    }

    fn wrong(&self) -> Option<&'static str> {
        let percentage = |value: &Amount| (0..=10_000).contains(&value.hundredths());
        let values = self.target.value.values();
        if self.until < self.from {
            Some("until lies before from")
        } else if !values.chain([&self.fundamental.value]).all(percentage) {
            Some("a signal value is not between 0 and 100")
        } else if self.target.value.is_empty() {
            Some("no signal value of 1S/2F")
        } else if !(super::YEARS..=10).contains(&self.small_years.value) {
            Some("smallYears is not between 3 and 10")
        } else {
            None
        }
    }
}

/// The norms of primary education, by the years for which they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllPrimaryNorms(BTreeMap<SchoolYear, PrimaryNorms>);

impl AllPrimaryNorms {
    /// Looks through shipped norms.
    ///
    /// # Errors
    /// Says what is wrong with them: none at all, two for one school year, or a number that cannot be.
    pub fn check(norms: Vec<PrimaryNorms>) -> Result<Self, String> {
        let mut all: BTreeMap<SchoolYear, PrimaryNorms> = BTreeMap::new();
        for one in norms {
            let from = one.from;
            if let Some(wrong) = one.wrong() {
                return Err(format!("norms from {from}: {wrong}"));
            }
            let overlaps = |other: &PrimaryNorms| other.from <= one.until && from <= other.until;
            if let Some(other) = all.values().find(|other| overlaps(other)) {
                return Err(format!(
                    "norms from {from} overlap those from {}",
                    other.from
                ));
            }
            all.insert(from, one);
        }
        match all.is_empty() {
            true => Err("no norms".to_owned()),
            false => Ok(Self(all)),
        }
    }

    /// The norms for results up to a school year. For one that is not known they are those of the last known year
    /// before it, or the first, and not verified.
    pub fn of(&self, last: SchoolYear) -> Option<PrimaryNorms> {
        let before = self.0.range(..=last).next_back();
        let (_, norms) = before.or_else(|| self.0.iter().next())?;
        let norms = norms.clone();
        match (norms.from..=norms.until).contains(&last) {
            true => Some(norms),
            false => Some(norms.unverified()),
        }
    }
}
