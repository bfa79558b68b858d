//! What follows from the day on which the report of a visit is adopted: when it is public, and when parents
//! are told of an outcome that is very weak.

use time::{Date, Duration};

/// The outcome of which parents are told.
const VERY_WEAK: &str = "very-weak";

/// The day from which a report can be read by everybody: the inspectorate publishes it in the fifth week
/// after adoption, which is over then.
pub fn public_from(adopted_on: Date) -> Option<Date> {
    adopted_on.checked_add(Duration::weeks(5))
}

/// The last day on which the parents of a very weak school are given the summary: four weeks after
/// adoption. None for any other outcome.
pub fn parents_told_by(adopted_on: Date, outcome: Option<&str>) -> Option<Date> {
    match outcome {
        Some(VERY_WEAK) => adopted_on.checked_add(Duration::weeks(4)),
        Some(_) | None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::date;

    #[test]
    fn a_report_is_public_after_five_weeks_and_parents_are_told_within_four() {
        let adopted = date!(2026 - 01 - 12);
        assert_eq!(public_from(adopted), Some(date!(2026 - 02 - 16)));
        assert_eq!(
            parents_told_by(adopted, Some("very-weak")),
            Some(date!(2026 - 02 - 09))
        );
        assert_eq!(parents_told_by(adopted, Some("unsatisfactory")), None);
        assert_eq!(parents_told_by(adopted, None), None);
        assert_eq!(public_from(Date::MAX), None);
    }
}
