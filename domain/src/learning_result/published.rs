//! The sheet with learning results that the inspectorate publishes: percentages to two decimals, with the pupils.

use std::collections::BTreeMap;

use super::judged::Outcome;
use super::known::{Primary, PublishedThree};
use super::share::{Share, whole};
use super::weighting::Weighting;
use super::year::{Tested, Window, Year};
use super::{Both, Indicator};
use crate::amount::Amount;
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason};

/// One cell of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Cell<T> {
    /// Nothing is there.
    #[default]
    Unknown,
    /// Something is there, which is not told.
    Masked,
    /// What is there.
    Value(T),
}

impl<T: Copy> Cell<T> {
    /// What is there, when it is told.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Unknown | Self::Masked => None,
        }
    }
}

impl<T: std::str::FromStr> std::str::FromStr for Cell<T> {
    type Err = ();

    /// As the sheet has it: nothing, `*`, or a number with a decimal comma.
    fn from_str(text: &str) -> Result<Self, ()> {
        match text.trim() {
            "" => Ok(Self::Unknown),
            "*" => Ok(Self::Masked),
            number => number
                .replace(',', ".")
                .parse()
                .map(Self::Value)
                .map_err(|_| ()),
        }
    }
}

/// The outcome that a text of the sheet stands for.
pub fn outcome_of(text: &str) -> Option<Outcome> {
    match text.trim() {
        "Boven de signaleringswaarde" => Some(Outcome::AboveSignalValue),
        "Onder de signaleringswaarde" => Some(Outcome::BelowSignalValue),
        "Kleine school - Beoordeling over 5 jaar" => Some(Outcome::SmallSchool),
        "Te weinig gegevens" => Some(Outcome::TooFewData),
        _ => None,
    }
}

/// One school year of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PublishedYear {
    /// The percentages.
    pub values: Both<Cell<Amount>>,
    /// The pupils.
    pub pupils: Cell<u64>,
}

/// One row of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedRow {
    /// The last tested school year.
    pub last: SchoolYear,
    /// The three school years, the oldest first.
    pub years: [PublishedYear; 3],
    /// The school weighting.
    pub weighting: Cell<Amount>,
    /// From where its class begins.
    pub class: Option<i64>,
    /// The percentages of the three years together.
    pub values: Both<Cell<Amount>>,
    /// The pupils of the three years together.
    pub pupils: Cell<u64>,
    /// The outcomes.
    pub outcomes: Both<Option<Outcome>>,
}

/// The levels that a percentage of two decimals stands for.
///
/// # Errors
/// When no whole number of levels is that percentage of those that so many pupils could reach.
pub fn levels_of(percentage: Amount, pupils: u64) -> Result<u64, Reason> {
    whole(percentage, pupils).map(Share::levels).ok_or_else(|| {
        let reason = Reason::new(Code::ShareNotWhole);
        reason.with("percentage", percentage).with("pupils", pupils)
    })
}

/// The year that pupils and two percentages stand for.
fn counted(pupils: u64, fundamental: Amount, target: Amount) -> Result<Tested, Vec<Reason>> {
    let levels = |indicator: Indicator, value| {
        let at = format!("/values/{indicator}");
        levels_of(value, pupils).map_err(|reason| reason.at(at))
    };
    let fundamental = levels(Indicator::Fundamental, fundamental);
    match (fundamental, levels(Indicator::Target, target)) {
        (Ok(fundamental), Ok(target)) => Tested::new(
            pupils,
            Both {
                fundamental,
                target,
            },
        ),
        (one, other) => Err(one.err().into_iter().chain(other.err()).collect()),
    }
}

impl PublishedYear {
    /// What is known of the year; `None` when nothing is there.
    fn read(&self, pointer: &str, wrong: &mut Vec<Reason>) -> Option<Year> {
        let Both {
            fundamental,
            target,
        } = self.values;
        match (self.pupils, fundamental, target) {
            (Cell::Unknown, Cell::Unknown, Cell::Unknown) => None,
            (Cell::Value(pupils), Cell::Value(fundamental), Cell::Value(target)) => {
                let read = counted(pupils, fundamental, target);
                let placed = |reason: Reason| {
                    let at = format!("{pointer}{}", reason.pointer.as_deref().unwrap_or_default());
                    reason.at(at)
                };
                let read = read.map_err(|found| wrong.extend(found.into_iter().map(placed)));
                read.ok().map(Year::Tested)
            }
            (pupils, ..) => {
                let cells = [
                    ("pupils", matches!(pupils, Cell::Unknown)),
                    ("values/fundamental", matches!(fundamental, Cell::Unknown)),
                    ("values/target", matches!(target, Cell::Unknown)),
                ];
                // A year of which something is there has all of it, told or not.
                let lacking = cells.into_iter().filter(|(_, lacks)| *lacks);
                let required =
                    |(name, _)| Reason::new(Code::Required).at(format!("{pointer}/{name}"));
                wrong.extend(lacking.map(required));
                Some(Year::Masked)
            }
        }
    }
}

impl PublishedRow {
    /// What the row says of a school.
    ///
    /// # Errors
    /// Where a percentage stands for no whole number of levels, or a year is there in part.
    pub fn read(&self) -> Result<Primary, Vec<Reason>> {
        let mut wrong = Vec::new();
        let mut years = BTreeMap::new();
        for ((place, found), school_year) in self
            .years
            .iter()
            .enumerate()
            .zip(Window::until(self.last).iter())
        {
            if let Some(year) = found.read(&format!("/years/{place}"), &mut wrong) {
                let _ = years.insert(school_year, year);
            }
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let value = |indicator: Indicator| self.values.of(indicator).value();
        Ok(Primary {
            last: self.last,
            years,
            weighting: match self.weighting {
                Cell::Value(mean) => Weighting::Published {
                    mean,
                    class: self.class,
                },
                Cell::Unknown | Cell::Masked => Weighting::unknown(),
            },
            published: Some(PublishedThree {
                pupils: self.pupils.value(),
                values: Both::each(value),
                outcomes: self.outcomes,
            }),
        })
    }
}
