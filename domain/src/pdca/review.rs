//! The review: a planned look at how a goal is doing, and which looks were missed.

use time::{Date, Duration};

use super::goal::ReviewRhythm;
use crate::check::{self, MAX_TEXT};
use crate::error::Reason;
use crate::id::{GoalId, PersonId, ReviewId};

/// A look at how a goal is doing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// The goal that it is about.
    pub goal_id: GoalId,
    /// What was seen.
    pub held: ReviewInput,
}

/// What was seen: what a caller gives to record a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewInput {
    /// The day of the review.
    pub held_on: Date,
    /// Who looked.
    pub held_by: Option<PersonId>,
    /// What was found.
    pub finding: String,
    /// What happens next.
    pub next_action: Option<String>,
}

impl ReviewInput {
    /// Everything wrong with it on a day.
    pub fn check(&self, today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::not_after(&mut wrong, "/heldOn", self.held_on, today);
        check::required_text(&mut wrong, "/finding", &self.finding, MAX_TEXT);
        check::optional_text(
            &mut wrong,
            "/nextAction",
            self.next_action.as_ref(),
            MAX_TEXT,
        );
        wrong
    }
}

/// A review that was not held when it was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MissedReview {
    /// The last day on which it could have been held in time.
    pub due_on: Date,
    /// The day of the first review after it; none as long as there is none.
    pub made_up_on: Option<Date>,
}

/// The reviews that were missed on a day. The first is due one rhythm after Do started; every review
/// starts the rhythm anew, so that a late one makes up for what was missed before it. None falls due
/// after the last day: the due date of the goal, or the day on which it was decided upon.
pub fn missed(
    started_on: Date,
    rhythm: ReviewRhythm,
    last_day: Option<Date>,
    held_on: &[Date],
    on: Date,
) -> Vec<MissedReview> {
    let end = last_day.map_or(on, |day| day.min(on));
    let mut held: Vec<Date> = held_on
        .iter()
        .copied()
        .filter(|day| (started_on..=on).contains(day))
        .collect();
    held.sort_unstable();
    let mut out = Vec::new();
    let mut from = started_on;
    for day in held {
        due_days(from, rhythm)
            .take_while(|due| *due < day && *due <= end)
            .for_each(|due_on| {
                out.push(MissedReview {
                    due_on,
                    made_up_on: Some(day),
                });
            });
        from = day;
    }
    // Due today can still be held today.
    due_days(from, rhythm)
        .take_while(|due| *due < on && *due <= end)
        .for_each(|due_on| {
            out.push(MissedReview {
                due_on,
                made_up_on: None,
            });
        });
    out
}

/// The days on which reviews fall due after a day.
fn due_days(from: Date, rhythm: ReviewRhythm) -> impl Iterator<Item = Date> {
    // A rhythm of no weeks is refused as input; it must not turn into an endless list here.
    let step = Duration::weeks(i64::from(rhythm.every_weeks.max(1)));
    std::iter::successors(from.checked_add(step), move |day| day.checked_add(step))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::macros::date;

    const START: Date = date!(2026 - 01 - 05);
    const MONTHLY: ReviewRhythm = ReviewRhythm { every_weeks: 4 };

    fn open(held: &[Date], last_day: Option<Date>, on: Date) -> Vec<Date> {
        missed(START, MONTHLY, last_day, held, on)
            .into_iter()
            .filter(|review| review.made_up_on.is_none())
            .map(|review| review.due_on)
            .collect()
    }

    #[test]
    fn a_review_is_missed_the_day_after_it_was_due() {
        assert_eq!(open(&[], None, date!(2026 - 02 - 02)), []);
        assert_eq!(
            open(&[], None, date!(2026 - 02 - 03)),
            [date!(2026 - 02 - 02)]
        );
        assert_eq!(
            open(&[], None, date!(2026 - 03 - 03)),
            [date!(2026 - 02 - 02), date!(2026 - 03 - 02)]
        );
    }

    #[test]
    fn a_late_review_makes_up_and_starts_the_rhythm_anew() {
        let held = [date!(2026 - 02 - 10)];
        let all = missed(START, MONTHLY, None, &held, date!(2026 - 03 - 10));
        assert_eq!(
            all,
            [MissedReview {
                due_on: date!(2026 - 02 - 02),
                made_up_on: Some(date!(2026 - 02 - 10)),
            }]
        );
        assert_eq!(
            open(&held, None, date!(2026 - 03 - 11)),
            [date!(2026 - 03 - 10)]
        );
    }

    #[test]
    fn nothing_falls_due_after_the_last_day() {
        let last = Some(date!(2026 - 02 - 15));
        assert_eq!(
            open(&[], last, date!(2027 - 01 - 01)),
            [date!(2026 - 02 - 02)]
        );
    }

    proptest! {
        #[test]
        fn reviews_held_in_time_miss_nothing_and_order_does_not_matter(
            gaps in prop::collection::vec(1_i64..=28, 0..20), extra in 0_i64..=28,
        ) {
            let mut days = Vec::new();
            let mut day = START;
            for gap in gaps {
                day += Duration::days(gap);
                days.push(day);
            }
            days.reverse();
            prop_assert_eq!(missed(START, MONTHLY, None, &days, day + Duration::days(extra)), []);
        }

        #[test]
        fn one_more_review_never_leaves_more_open(
            held in prop::collection::vec(0_i64..400, 0..8), more in 0_i64..400, on in 0_i64..400,
        ) {
            let day = |n: i64| START + Duration::days(n);
            let mut days: Vec<Date> = held.into_iter().map(day).collect();
            let before = open(&days, None, day(on)).len();
            days.push(day(more));
            prop_assert!(open(&days, None, day(on)).len() <= before);
        }
    }
}
