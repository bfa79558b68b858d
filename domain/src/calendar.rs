//! The school year: 1 August to 31 July.

use serde::{Deserialize, Serialize};
use time::{Date, Month};

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

    proptest! {
        #[test]
        fn every_day_lies_within_its_school_year(julian in 2_300_000_i32..2_600_000) {
            let day = Date::from_julian_day(julian).unwrap();
            let year = SchoolYear::of(day);
            prop_assert!(year.first_day().unwrap() <= day && day <= year.last_day().unwrap());
        }
    }
}
