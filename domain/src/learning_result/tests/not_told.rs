//! What holds where the years are not told.

use super::fixture::{amount, counted, judged, school, year};
use crate::error::{Code, Reason};
use crate::learning_result::{
    ArithmeticCounts, Basis, Both, Count, LanguageCounts, LevelCounts, Outcome, PublishedThree,
    Step, Total, Year, YearState,
};

use Outcome::{AboveSignalValue, NotComputable, SmallSchool};

fn codes(reasons: &[Reason]) -> Vec<Code> {
    reasons.iter().map(|reason| reason.code).collect()
}

fn hidden() -> [Option<Year>; 3] {
    [Some(Year::Masked), Some(Year::Masked), Some(Year::Masked)]
}

#[test]
fn masked_years_are_judged_by_what_was_published() {
    let mut input = school(&hidden());
    let value = |text| Some(amount(text));
    // 65 of 75 is 86.66…; 33 of 75 is 44.
    input.published = Some(PublishedThree {
        pupils: Some(25),
        values: Both {
            fundamental: value("86.67"),
            target: value("44"),
        },
        outcomes: Both::default(),
    });
    let found = judged(&input);
    assert_eq!(found.total, Total::Sufficient);
    let Both {
        fundamental,
        target,
    } = &found.indicators;
    assert_eq!(
        (fundamental.basis, fundamental.three_years.levels),
        (Basis::PublishedValue, Some(65))
    );
    // 85 % of 75 is 63.75, 43.5 % is 32.625.
    assert_eq!((fundamental.room, target.room), (Some(1), Some(0)));
    let states: Vec<_> = target.years.iter().map(|year| year.state).collect();
    assert_eq!(states, [YearState::Masked; 3]);
    // No number of 75 levels is 44.5 %: the percentage itself is held against the signal value.
    input.published.as_mut().unwrap().values.target = value("44.5");
    let target = judged(&input).indicators.target;
    assert_eq!((target.outcome, target.room), (AboveSignalValue, None));
    assert!(target.trace.contains(&Step::PublishedComparison {
        value: amount("44.5"),
        signal_value: amount("43.5"),
        met: true,
    }));
    // Fourteen pupils are a small school also when nothing else is known.
    input.published.as_mut().unwrap().pupils = Some(14);
    assert_eq!(judged(&input).indicators.target.outcome, SmallSchool);
}

#[test]
fn where_nothing_can_be_reckoned_the_published_outcome_is_taken_over() {
    let mut input = school(&hidden());
    let one = judged(&input).indicators.fundamental;
    assert_eq!((one.outcome, one.basis), (NotComputable, Basis::Counts));
    assert_eq!(codes(&one.reasons), [Code::LearningYearNotTold; 3]);
    let outcomes = Both {
        fundamental: Some(SmallSchool),
        target: None,
    };
    input.published = Some(PublishedThree {
        outcomes,
        ..PublishedThree::default()
    });
    let found = judged(&input);
    let Both {
        fundamental,
        target,
    } = &found.indicators;
    assert_eq!(
        (fundamental.outcome, fundamental.basis),
        (SmallSchool, Basis::TakenOver)
    );
    assert_eq!(
        (target.outcome, target.basis),
        (NotComputable, Basis::Counts)
    );
    assert_eq!(found.total, Total::NotJudged);
    // Never where it can: the same school with its counts.
    let mut known = counted(&[(20, 60, 60); 3]);
    known.published = input.published;
    let one = judged(&known).indicators.fundamental;
    assert_eq!((one.outcome, one.basis), (AboveSignalValue, Basis::Counts));
    assert_eq!(one.published.unwrap().same_outcome, Some(false));
}

#[test]
fn a_year_with_a_number_that_is_not_told_leaves_the_other_indicator_whole() {
    let few = LanguageCounts {
        below: Count::Known(0),
        level_1f: Count::Hidden,
        level_2f: Count::Known(8),
    };
    let all = LanguageCounts {
        level_1f: Count::Known(2),
        ..few
    };
    let counts = LevelCounts {
        reading: few,
        conventions: all,
        arithmetic: ArithmeticCounts {
            below: Count::Known(0),
            level_1f: Count::Known(2),
            level_1s: Count::Known(4),
            level_2f: Count::Known(4),
        },
    };
    let tested = counts.tested(None).unwrap().unwrap();
    let whole = || Some(year((10, 30, 24)));
    let found = judged(&school(&[whole(), Some(Year::Tested(tested)), whole()]));
    let Both {
        fundamental,
        target,
    } = &found.indicators;
    assert_eq!(
        (fundamental.outcome, target.outcome),
        (NotComputable, AboveSignalValue)
    );
    assert_eq!(fundamental.years[1].state, YearState::Incomplete);
    assert_eq!(codes(&fundamental.years[1].reasons), [Code::CountHidden]);
    let reason = Reason::new(Code::LearningYearNotTold).with("schoolYear", "2023/24");
    assert_eq!(fundamental.reasons, [reason]);
}
