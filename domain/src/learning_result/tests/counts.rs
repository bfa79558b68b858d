//! Levels reached, from how many pupils are at which level.

use super::fixture::{BOTH, share};
use crate::error::{Code, Reason};
use crate::learning_result::{
    ArithmeticCounts, Both, Count, Indicator, LanguageCounts, LevelCounts, Tested,
};

use Count::{Hidden, Known};
use Indicator::{Fundamental, Target};

fn language([below, level_1f, level_2f]: [Count; 3]) -> LanguageCounts {
    LanguageCounts {
        below,
        level_1f,
        level_2f,
    }
}

fn counts(reading: [Count; 3], conventions: [Count; 3], arithmetic: [Count; 4]) -> LevelCounts {
    let [below, level_1f, level_1s, level_2f] = arithmetic;
    LevelCounts {
        reading: language(reading),
        conventions: language(conventions),
        arithmetic: ArithmeticCounts {
            below,
            level_1f,
            level_1s,
            level_2f,
        },
    }
}

/// Eighteen pupils.
fn eighteen() -> LevelCounts {
    counts(
        [Known(0), Known(6), Known(12)],
        [Known(1), Known(7), Known(10)],
        [Known(2), Known(8), Known(5), Known(3)],
    )
}

fn codes(reasons: &[Reason]) -> Vec<(Code, &str)> {
    let each = reasons.iter();
    each.map(|reason| (reason.code, reason.pointer.as_deref().unwrap_or_default()))
        .collect()
}

#[test]
fn whoever_reaches_a_higher_level_reaches_the_lower() {
    let tested = eighteen().tested(None).unwrap().unwrap();
    // 1F: 18 + 17 + 16 = 51 of 54. 1S/2F: 12 + 10 + (5 + 3) = 30 of 54.
    assert_eq!(tested.share(Fundamental), Some(share(51, 18)));
    assert_eq!(tested.share(Target), Some(share(30, 18)));
}

#[test]
fn a_number_that_is_not_told_makes_unknown_what_it_is_needed_for() {
    // Below 1F in arithmetic: nothing rests on it but how many pupils there are, which reading says.
    let mut some = eighteen();
    some.arithmetic.below = Hidden;
    let tested = some.tested(None).unwrap().unwrap();
    assert_eq!(tested.share(Fundamental), Some(share(51, 18)));
    // At 1F in arithmetic: 1F rests on it, 1S/2F does not.
    some.arithmetic.level_1f = Hidden;
    let tested = some.tested(None).unwrap().unwrap();
    assert_eq!(
        (tested.share(Fundamental), tested.share(Target)),
        (None, Some(share(30, 18)))
    );
    let why = codes(tested.unknown(Fundamental));
    assert_eq!(why, [(Code::CountHidden, "/arithmetic/level1F")]);
    assert!(tested.unknown(Target).is_empty());
    // 2F in reading: whoever is there reaches both.
    some.reading.level_2f = Hidden;
    let tested = some.tested(None).unwrap().unwrap();
    assert_eq!(
        (tested.share(Fundamental), tested.share(Target)),
        (None, None)
    );
}

#[test]
fn how_many_pupils_there_are_must_be_known() {
    let mut some = eighteen();
    some.reading.below = Hidden;
    some.conventions.below = Hidden;
    some.arithmetic.below = Hidden;
    let tested = some.tested(None).unwrap().unwrap();
    assert_eq!(tested.pupils(), None);
    for indicator in BOTH {
        assert_eq!(
            (tested.share(indicator), tested.unknown(indicator).len()),
            (None, 3)
        );
    }
    let tested = some.tested(Some(18)).unwrap().unwrap();
    assert_eq!(tested.share(Target), Some(share(30, 18)));
}

#[test]
fn subjects_are_of_as_many_pupils() {
    let mut some = eighteen();
    some.conventions.level_2f = Known(11);
    let wrong = some.tested(None).unwrap_err();
    assert_eq!(codes(&wrong), [(Code::SubjectTotalDiffers, "/conventions")]);
    // Eighteen are more than there are, also while one number is not told; fewer may be.
    some = eighteen();
    some.conventions.below = Hidden;
    let wrong = some.tested(Some(16)).unwrap_err();
    let all = ["/reading", "/conventions", "/arithmetic"];
    assert_eq!(codes(&wrong), all.map(|at| (Code::SubjectTotalDiffers, at)));
    assert!(some.tested(Some(18)).is_ok());
}

#[test]
fn nobody_is_no_year() {
    let none = counts([Known(0); 3], [Known(0); 3], [Known(0); 4]);
    assert_eq!(none.tested(None), Ok(None));
}

#[test]
fn pupils_with_grounds_for_exemption_do_not_count() {
    let exempt = counts(
        [Known(0), Known(1), Known(0)],
        [Known(1), Known(0), Known(0)],
        [Known(1), Known(0), Known(0), Known(0)],
    );
    let left = eighteen()
        .without(&exempt)
        .unwrap()
        .tested(None)
        .unwrap()
        .unwrap();
    // One pupil, who reached 1F in reading alone.
    assert_eq!(
        (left.share(Fundamental), left.share(Target)),
        (Some(share(50, 17)), Some(share(30, 17)))
    );
    let mut more = exempt;
    more.reading.below = Known(1);
    let wrong = eighteen().without(&more).unwrap_err();
    assert_eq!(
        codes(&wrong),
        [(Code::OutOfRange, "/exempt/reading/below1F")]
    );
    let mut hidden = exempt;
    hidden.reading.level_2f = Hidden;
    assert_eq!(
        eighteen().without(&hidden).unwrap().reading.level_2f,
        Hidden
    );
}

#[test]
fn they_do_not_count_either_where_levels_are_given() {
    let tested = |pupils, fundamental, target| {
        Tested::new(
            pupils,
            Both {
                fundamental,
                target,
            },
        )
        .unwrap()
    };
    let all = tested(18, 51, 30);
    assert_eq!(all.without(&tested(1, 1, 0)), Ok(Some(tested(17, 50, 30))));
    assert_eq!(all.without(&all), Ok(None));
    let wrong = all.without(&tested(19, 52, 0)).unwrap_err();
    let at = ["/exempt/pupils", "/exempt/levels/fundamental"];
    assert_eq!(codes(&wrong), at.map(|at| (Code::OutOfRange, at)));
    // The seventeen others would have reached 50 levels and could reach 51; sixteen could reach 48.
    assert!(all.without(&tested(2, 1, 0)).is_err());
}

#[test]
fn a_year_is_of_somebody_and_holds_no_more_than_can_be() {
    let new = |pupils, fundamental, target| {
        Tested::new(
            pupils,
            Both {
                fundamental,
                target,
            },
        )
    };
    assert!(new(18, 54, 54).is_ok());
    for (pupils, fundamental, target, at) in [
        (0, 0, 0, "/pupils"),
        (100_001, 0, 0, "/pupils"),
        (18, 55, 30, "/levels/fundamental"),
        (18, 30, 31, "/levels/target"),
    ] {
        let wrong = new(pupils, fundamental, target).unwrap_err();
        assert_eq!(codes(&wrong), [(Code::OutOfRange, at)]);
    }
}

#[test]
fn counts_are_read_as_the_lists_have_them() {
    assert_eq!("<5".parse(), Ok(Hidden));
    assert_eq!(" 12 ".parse(), Ok(Known(12)));
    for text in ["", "-1", "5,0", "<6", "*"] {
        assert_eq!(text.parse::<Count>(), Err(()), "{text}");
    }
}
