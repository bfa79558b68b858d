//! How much room next year leaves: arithmetic on counts, with the last two years as they are.

use serde::Serialize;

use super::judged::SignalUsed;
use super::known::Primary;
use super::norms::AllPrimaryNorms;
use super::share::{MOST_PUPILS, base, needed};
use super::year::{Window, Year};
use super::{Indicator, Share};
use crate::amount::Amount;
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason};

/// What may be missed next year, so that three years together still reach the signal value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    tag = "kind"
)]
pub enum Room {
    /// So much may be missed.
    Left {
        /// The most levels.
        levels: u64,
        /// The most pupils, whatever they miss: in all three subjects.
        pupils: u64,
        /// The most pupils when each of them misses it in one subject only.
        pupils_in_one_subject: u64,
    },
    /// Even when nobody misses it, it is not reached.
    OutOfReach {
        /// How many levels are lacking then.
        lacking: u64,
    },
}

/// The room that two years leave to so many pupils in the year after them.
pub(super) fn room(two_years: Share, expected: u64, signal_value: Amount) -> Room {
    let pupils = two_years.pupils() + expected;
    let needed = needed(pupils, signal_value);
    // When nobody misses it.
    let most = two_years.levels() + base(expected);
    match most.checked_sub(needed) {
        None => Room::OutOfReach {
            lacking: needed - most,
        },
        Some(spare) => {
            let levels = spare.min(base(expected));
            Room::Left {
                levels,
                pupils: levels / base(1),
                pupils_in_one_subject: levels.min(expected),
            }
        }
    }
}

/// Next year, for one indicator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Ahead {
    /// The school year.
    pub school_year: SchoolYear,
    /// How many pupils are expected to sit the test.
    pub expected: u64,
    /// The levels that were reached in the two years before it.
    pub levels: u64,
    /// The pupils of those two years.
    pub pupils: u64,
    /// The levels that next year's pupils can reach.
    pub possible: u64,
    /// The fewest levels of the three years together that reach the signal value.
    pub needed: u64,
    /// The signal value that is expected to hold: that of the school weighting as far as it is known by now.
    pub signal_value: SignalUsed,
    /// What may be missed.
    pub room: Room,
}

/// Looks a year ahead. As many pupils are expected as sat the test last year, unless somebody says otherwise.
///
/// # Errors
/// Why that cannot be reckoned: one of the last two years is not known, there is no signal value, or three years
/// would be of too few pupils.
///
/// It holds counts of years: whoever these are hidden from ([`super::is_hidden`]) does not see it.
pub fn ahead(
    input: &Primary,
    norms: &AllPrimaryNorms,
    indicator: Indicator,
    expected: Option<u64>,
) -> Result<Ahead, Vec<Reason>> {
    let next = SchoolYear(input.last.0.saturating_add(1));
    let window = Window::until(next);
    let mut wrong = Vec::new();
    let norms = norms.of(next);
    let weighting = input.weighting.of(window).map(|used| used.class);
    let signal = norms
        .as_ref()
        .and_then(|norms| norms.signal(indicator, weighting));
    if signal.is_none() {
        wrong.push(match weighting {
            Some(class) => Reason::new(Code::NoSignalValue).with("class", class),
            None => Reason::new(Code::SchoolWeightingUnknown),
        });
    }
    let mut before = Vec::new();
    for year in window.iter().filter(|year| *year != next) {
        let there = input.years.get(&year);
        let told = there.and_then(|there| Year::tested(there)?.share(indicator));
        before.extend(told);
        if told.is_none() {
            let code = there.map_or(Code::LearningYearMissing, |_| Code::LearningYearNotTold);
            wrong.push(Reason::new(code).with("schoolYear", year));
        }
    }
    let expected = expected.or_else(|| before.last().map(|share| share.pupils()));
    let expected = expected.unwrap_or_default();
    if expected > MOST_PUPILS {
        let reason = Reason::new(Code::OutOfRange).at("/expected");
        wrong.push(reason.with("range", format!("0–{MOST_PUPILS}")));
    }
    let (Some(norms), Some(signal_value), Some(two_years), true) =
        (norms, signal, Share::sum(before), wrong.is_empty())
    else {
        return Err(wrong);
    };
    let minimum = norms.small_below.value;
    if two_years.pupils() + expected < minimum {
        let reason = Reason::new(Code::SmallSchool).with("minimum", minimum);
        return Err(vec![reason.with("years", norms.small_years.value)]);
    }
    Ok(Ahead {
        school_year: next,
        expected,
        levels: two_years.levels(),
        pupils: two_years.pupils(),
        possible: base(expected),
        needed: needed(two_years.pupils() + expected, signal_value.value),
        room: room(two_years, expected, signal_value.value),
        signal_value,
    })
}
