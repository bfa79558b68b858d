//! A stretch of days, open at either end: everything dated in the organisation has one, read one way.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::error::{Code, Reason};

/// From a first day to a last day, both included. No first day: always so; no last day: still so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
}

impl Period {
    /// A period with these ends.
    pub const fn new(from: Option<Date>, until: Option<Date>) -> Self {
        Self { from, until }
    }

    /// Whether the day lies within it.
    pub fn contains(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Whether some day lies within both.
    pub fn overlaps(&self, other: &Period) -> bool {
        let starts_in_time = |from: Option<Date>, until: Option<Date>| match (from, until) {
            (Some(from), Some(until)) => from <= until,
            (None, _) | (_, None) => true,
        };
        starts_in_time(self.from, other.until) && starts_in_time(other.from, self.until)
    }

    /// Says at the pointer of the last day that it lies before the first.
    pub fn check(&self, until_pointer: &str, reasons: &mut Vec<Reason>) {
        if let (Some(from), Some(until)) = (self.from, self.until)
            && until < from
        {
            reasons.push(Reason::new(Code::EndBeforeStart).at(until_pointer));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Period;
    use proptest::prelude::*;
    use time::Date;

    fn end() -> impl Strategy<Value = Option<Date>> {
        prop_oneof![Just(None), (0_i32..8).prop_map(|d| Some(day(d)))]
    }

    fn day(offset: i32) -> Date {
        Date::from_julian_day(2_460_000 + offset).unwrap_or(Date::MIN)
    }

    proptest! {
        #[test]
        fn two_periods_overlap_when_they_share_a_day(a in end(), b in end(), c in end(), d in end()) {
            let (one, two) = (Period::new(a, b), Period::new(c, d));
            let empty = |p: &Period| matches!((p.from, p.until), (Some(f), Some(u)) if u < f);
            prop_assume!(!empty(&one) && !empty(&two));
            let shared = (-1..9).map(day).any(|d| one.contains(d) && two.contains(d));
            prop_assert_eq!(one.overlaps(&two), shared);
            prop_assert_eq!(one.overlaps(&two), two.overlaps(&one));
        }
    }
}
