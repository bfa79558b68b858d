//! By when results on social safety are delivered, by school year: shipped as data, since the inspectorate sets it.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use time::Date;

use crate::calendar::SchoolYear;

/// The term of one school year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SafetyTerm {
    /// The school year.
    pub school_year: SchoolYear,
    /// The last day.
    pub due_on: Date,
    /// Where that is written.
    pub source: String,
    /// Whether somebody compared it with the source.
    pub verified: bool,
}

/// The terms by school year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SafetyTerms(BTreeMap<SchoolYear, SafetyTerm>);

impl SafetyTerms {
    /// Looks through shipped terms.
    ///
    /// # Errors
    /// Says what is wrong with them: none at all, a school year twice, or a day that is not in its school year.
    pub fn check(terms: Vec<SafetyTerm>) -> Result<Self, String> {
        let mut all = BTreeMap::new();
        for term in terms {
            let year = term.school_year;
            if SchoolYear::of(term.due_on) != year {
                return Err(format!("{} is not in school year {year}", term.due_on));
            }
            if all.insert(year, term).is_some() {
                return Err(format!("school year {year} stands there twice"));
            }
        }
        match all.is_empty() {
            true => Err("no term".to_owned()),
            false => Ok(Self(all)),
        }
    }

    /// The term of a school year. Of a year that is not known yet it is that of the last known year before it, or of
    /// the first, on the same day of its own year, and not verified.
    pub fn of(&self, year: SchoolYear) -> Option<SafetyTerm> {
        if let Some(term) = self.0.get(&year) {
            return Some(term.clone());
        }
        let before = self.0.range(..year).next_back();
        let (known, term) = before.or_else(|| self.0.iter().next())?;
        let shifted = term.due_on.year() + (year.0 - known.0);
        // 29 February is not in every year.
        let day = term.due_on.replace_year(shifted);
        let day = day.or_else(|_| Date::from_calendar_date(shifted, term.due_on.month(), 28));
        Some(SafetyTerm {
            school_year: year,
            due_on: day.ok()?,
            verified: false,
            ..term.clone()
        })
    }
}
