//! The measurement: a value found for a goal on a day.

use time::Date;

use crate::amount::Amount;
use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::Reason;
use crate::id::{GoalId, MeasurementId};

/// A value found for a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Measurement {
    /// Its id.
    pub id: MeasurementId,
    /// The goal that it is about.
    pub goal_id: GoalId,
    /// What was found.
    pub found: MeasurementInput,
}

/// What was found: what a caller gives to record a measurement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasurementInput {
    /// The day of the measurement.
    pub measured_on: Date,
    /// The value, in the goal's unit of measure.
    pub value: Amount,
    /// Where it comes from, such as the name of a test or a survey.
    pub source: Option<String>,
    /// What should be known about it.
    pub note: Option<String>,
}

impl MeasurementInput {
    /// Everything wrong with it on a day.
    pub fn check(&self, today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::not_after(&mut wrong, "/measuredOn", self.measured_on, today);
        check::optional_line(&mut wrong, "/source", self.source.as_ref(), MAX_TITLE);
        check::optional_text(&mut wrong, "/note", self.note.as_ref(), MAX_TEXT);
        wrong
    }
}

/// The last measurement of a goal; of two on one day the one recorded last.
pub fn last(measurements: &[Measurement], goal: GoalId) -> Option<&Measurement> {
    measurements
        .iter()
        .filter(|measurement| measurement.goal_id == goal)
        .max_by_key(|measurement| (measurement.found.measured_on, measurement.id))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::error::Code;
    use crate::pdca::samples;
    use time::macros::date;
    use uuid::Uuid;

    #[test]
    fn the_last_measurement_goes_by_day_and_not_by_order_of_entry() {
        let goal = GoalId(Uuid::from_u128(1));
        let list = [
            samples::measurement(1, 1, date!(2026 - 03 - 01), 300),
            samples::measurement(2, 1, date!(2026 - 02 - 01), 200),
            samples::measurement(3, 2, date!(2026 - 04 - 01), 400),
        ];
        assert_eq!(last(&list, goal).unwrap().found.value.hundredths(), 300);
        assert_eq!(last(&list, GoalId(Uuid::nil())), None);
    }

    #[test]
    fn nobody_measures_tomorrow() {
        let found = samples::measurement(1, 1, date!(2026 - 03 - 01), 300).found;
        assert_eq!(found.check(date!(2026 - 03 - 01)), []);
        let reasons = found.check(date!(2026 - 02 - 28));
        assert_eq!(reasons.first().unwrap().code, Code::DateInFuture);
    }
}
