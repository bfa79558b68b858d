//! The school year: 1 August to 31 July.

use serde::{Deserialize, Serialize};
use time::{Date, Duration, Month};

use crate::error::{Code, Reason};

/// So many days after its last day, until 30 September, what happened in a school year may still be
/// finished: an evaluation that the summer holidays came in between of, a lesson that was not written down
/// yet.
const GRACE: Duration = Duration::days(61);

/// A school year, named by the calendar year in which it starts: 2025 is 2025/26.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SchoolYear(pub i32);

impl SchoolYear {
    /// The school year in which a day lies.
    pub fn of(day: Date) -> Self {
        if day.month() as u8 >= Month::August as u8 {
            Self(day.year())
        } else {
            Self(day.year() - 1)
        }
    }

    /// Its first day, 1 August.
    pub fn first_day(self) -> Option<Date> {
        Date::from_calendar_date(self.0, Month::August, 1).ok()
    }

    /// Its last day, 31 July.
    pub fn last_day(self) -> Option<Date> {
        Date::from_calendar_date(self.0.checked_add(1)?, Month::July, 31).ok()
    }

    /// The day of this year that lies nearest to another.
    pub fn nearest(self, day: Date) -> Date {
        match self.first_day().zip(self.last_day()) {
            Some((first, last)) => day.clamp(first, last),
            None => day,
        }
    }

    /// The last day on which something is still done for it.
    pub fn finished_on(self) -> Option<Date> {
        self.last_day()?.checked_add(GRACE)
    }

    /// Whether what is done on this day can be for this year: in it, or in the weeks after it in which the
    /// year is finished.
    pub fn takes(self, day: Date) -> bool {
        let first = self.first_day().zip(self.finished_on());
        first.is_some_and(|(first, last)| (first..=last).contains(&day))
    }

    /// Why what is done on this day cannot be for this year, with the days on which it can be.
    pub fn outside(self, day: Date) -> Option<Reason> {
        let (from, until) = self.first_day().zip(self.finished_on())?;
        (!self.takes(day)).then(|| {
            let reason = Reason::new(Code::OutsideSchoolYear);
            let reason = reason.with("schoolYear", self);
            reason.with("from", from).with("until", until)
        })
    }

    /// Whether nothing is done for it any more on this day.
    pub fn is_finished(self, on: Date) -> bool {
        self.finished_on().is_some_and(|last| last < on)
    }
}

impl std::fmt::Display for SchoolYear {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1).rem_euclid(100))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::SchoolYear;
    use proptest::prelude::*;
    use time::{Date, macros::date};

    #[test]
    fn a_school_year_turns_on_the_first_of_august() {
        assert_eq!(SchoolYear::of(date!(2026 - 07 - 31)), SchoolYear(2025));
        assert_eq!(SchoolYear::of(date!(2026 - 08 - 01)), SchoolYear(2026));
        assert_eq!(SchoolYear(2025).to_string(), "2025/26");
        assert_eq!(SchoolYear(1999).to_string(), "1999/00");
    }

    #[test]
    fn a_school_year_is_finished_by_the_end_of_september() {
        let year = SchoolYear(2025);
        assert!(!year.takes(date!(2025 - 07 - 31)) && year.takes(date!(2025 - 08 - 01)));
        assert!(year.takes(date!(2026 - 09 - 30)) && !year.takes(date!(2026 - 10 - 01)));
        assert!(
            !year.is_finished(date!(2026 - 09 - 30)) && year.is_finished(date!(2026 - 10 - 01))
        );
    }

    proptest! {
        #[test]
        fn every_day_lies_within_its_school_year(julian in 2_300_000_i32..2_600_000) {
            let day = Date::from_julian_day(julian).unwrap();
            let year = SchoolYear::of(day);
            prop_assert!(year.first_day().unwrap() <= day && day <= year.last_day().unwrap());
        }
    }
}
