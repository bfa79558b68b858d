//! What is hidden of years with few pupils.

use super::fixture::{BOTH, Counted, amount, counted, judged, school, year};
use crate::error::Code;
use crate::learning_result::{Both, Judged, Outcome, PublishedThree, YearState, is_hidden, masked};

/// Whether nothing of a judgement is a count.
pub fn holds_no_count(judged: &Judged) -> bool {
    BOTH.iter().all(|indicator| {
        let one = judged.indicators.of(*indicator);
        let sums = [Some(&one.three_years), one.more_years.as_ref()];
        let no_sum = sums
            .into_iter()
            .flatten()
            .all(|sum| sum.pupils.or(sum.levels).is_none());
        let no_year = one.years.iter().all(|year| {
            year.pupils.or(year.levels).is_none() && year.value.is_none() && year.reasons.is_empty()
        });
        no_sum && no_year && one.room.is_none() && one.trace.is_empty()
    })
}

const FOUR: [Counted; 3] = [(10, 30, 20), (10, 30, 20), (4, 11, 7)];

#[test]
fn four_pupils_hide_all_years_from_whoever_lacks_the_right() {
    let whole = judged(&counted(&FOUR));
    let seen = masked(whole.clone(), false);
    assert!(holds_no_count(&seen) && !holds_no_count(&whole));
    assert_eq!(
        seen.hidden.as_ref().unwrap().code,
        Code::LearningYearsHidden
    );
    let (one, before) = (&seen.indicators.target, &whole.indicators.target);
    // 47 of 72 stays, with what it is held against.
    assert_eq!(one.three_years.value, Some(amount("65.28")));
    assert_eq!(
        (one.outcome, &one.signal_value),
        (Outcome::AboveSignalValue, &before.signal_value)
    );
    let states: Vec<_> = one.years.iter().map(|year| year.state).collect();
    assert_eq!(states, [YearState::Hidden; 3]);
    assert_eq!(masked(seen.clone(), false), seen, "nothing more is hidden");
}

#[test]
fn whoever_has_the_right_sees_everything_and_five_pupils_hide_nothing() {
    let whole = judged(&counted(&FOUR));
    assert_eq!(masked(whole.clone(), true), whole);
    let whole = judged(&counted(&[(10, 30, 20), (10, 30, 20), (5, 14, 7)]));
    assert!(!is_hidden(&whole));
    assert_eq!(masked(whole.clone(), false), whole);
}

#[test]
fn the_value_of_one_year_is_not_shown_as_that_of_three() {
    let one = judged(&school(&[None, None, Some(year((4, 11, 7)))]));
    let seen = masked(one.clone(), false);
    // 11 of 12.
    assert_eq!(
        one.indicators.fundamental.three_years.value,
        Some(amount("91.67"))
    );
    assert_eq!(seen.indicators.fundamental.three_years.value, None);
    let states: Vec<_> = seen
        .indicators
        .target
        .years
        .iter()
        .map(|year| year.state)
        .collect();
    assert_eq!(
        states,
        [YearState::Missing, YearState::Missing, YearState::Hidden]
    );
    // Nor one of four pupils in three years.
    let mut few = counted(&[(1, 3, 3), (1, 0, 0), (2, 6, 6)]);
    few.published = Some(PublishedThree {
        pupils: Some(4),
        values: Both {
            fundamental: Some(amount("75")),
            target: Some(amount("75")),
        },
        outcomes: Both::default(),
    });
    let seen = masked(judged(&few), false);
    let target = &seen.indicators.target;
    assert_eq!(
        (target.three_years.value, target.outcome),
        (None, Outcome::SmallSchool)
    );
    let published = target.published.as_ref().unwrap();
    assert_eq!((published.value, published.difference), (None, None));
}
