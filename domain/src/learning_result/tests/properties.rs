//! What holds for every school.

use proptest::prelude::*;

use super::fixture::{BOTH, Counted, amount, counted, judged, school, share, year};
use super::masking::holds_no_count;
use crate::learning_result::ahead::room;
use crate::learning_result::{Outcome, Room, Share, Weighting, is_hidden, levels_of, masked};

fn tested(most: u64) -> impl Strategy<Value = Counted> {
    let levels = |pupils: u64| (Just(pupils), 0..=pupils * 3);
    let both = |(pupils, fundamental)| (Just(pupils), Just(fundamental), 0..=fundamental);
    (1..=most).prop_flat_map(levels).prop_flat_map(both)
}

fn all(most: u64) -> impl Strategy<Value = Vec<Counted>> {
    proptest::collection::vec(tested(most), 3..=5)
}

fn any_share(most: u64) -> impl Strategy<Value = Share> {
    tested(most).prop_map(|(pupils, levels, _)| share(levels, pupils))
}

/// From under to above.
fn rank(outcome: Outcome) -> u8 {
    match outcome {
        Outcome::BelowSignalValue => 0,
        Outcome::SmallSchool | Outcome::TooFewData | Outcome::NotComputable => 1,
        Outcome::AboveSignalValue => 2,
    }
}

proptest! {
    #[test]
    fn three_years_lie_between_the_least_and_the_largest(years in all(60)) {
        let found = judged(&counted(&years));
        for indicator in BOTH {
            let one = found.indicators.of(indicator);
            let shown: Vec<_> = one.years.iter().map(|year| year.value.unwrap()).collect();
            let value = one.three_years.value.unwrap();
            prop_assert!(shown.iter().min().unwrap() <= &value && &value <= shown.iter().max().unwrap());
        }
    }

    #[test]
    fn one_more_level_never_makes_it_worse(years in all(12), place in 0_usize..5, weighting in 20_i64..40) {
        let place = place % years.len();
        let (pupils, fundamental, target) = years[place];
        let mut more = years.clone();
        if target < fundamental {
            more[place].2 += 1;
        } else if fundamental < pupils * 3 {
            more[place].1 += 1;
        } else {
            // Everything was reached.
            return Ok(());
        }
        let of = |years: &[Counted]| {
            let mut input = counted(years);
            input.weighting = Weighting::Published { mean: amount(&weighting.to_string()), class: None };
            judged(&input)
        };
        let (before, after) = (of(&years), of(&more));
        for indicator in BOTH {
            let (before, after) = (before.indicators.of(indicator), after.indicators.of(indicator));
            prop_assert!(rank(after.outcome) >= rank(before.outcome));
            prop_assert!(after.room >= before.room);
        }
    }

    #[test]
    fn what_is_hidden_holds_no_count(years in all(8), gone in 0_usize..3) {
        let whole = judged(&counted(&years));
        let few = years[years.len() - 3..].iter().any(|(pupils, ..)| *pupils < 5);
        prop_assert_eq!(is_hidden(&whole), few);
        let seen = masked(whole.clone(), false);
        prop_assert_eq!(holds_no_count(&seen), few);
        prop_assert_eq!(seen.total, whole.total);
        prop_assert_eq!(masked(whole.clone(), true), whole);
        // Nor where a year is missing.
        let mut there: Vec<_> = years.iter().map(|one| Some(year(*one))).collect();
        let last = there.len() - 1;
        there[last - gone] = None;
        let whole = judged(&school(&there));
        let seen = masked(whole.clone(), false);
        prop_assert_eq!(holds_no_count(&seen), is_hidden(&whole));
    }

    #[test]
    fn what_is_hidden_depends_on_the_values_of_three_years_alone(years in all(4)) {
        // Twice as many pupils with twice as many levels have the same values, and are as few in a year at most.
        let twice: Vec<Counted> = years.iter().map(|(pupils, one, other)| (pupils * 2, one * 2, other * 2)).collect();
        let (few, more) = (judged(&counted(&years)), judged(&counted(&twice)));
        if is_hidden(&more) && BOTH.iter().all(|indicator| {
            let (few, more) = (few.indicators.of(*indicator), more.indicators.of(*indicator));
            (few.outcome, few.judged_over, few.three_years.pupils >= Some(5)) == (more.outcome, more.judged_over, true)
        }) {
            let text = |judged| serde_json::to_string(&masked(judged, false)).unwrap();
            prop_assert_eq!(text(few), text(more));
        }
    }

    #[test]
    fn exactly_so_many_may_be_missed(one in any_share(60), other in any_share(60), expected in 1_u64..80, tenths in 300_i64..900) {
        let signal = amount(&format!("{}.{}", tenths / 10, tenths % 10));
        let before = one.and(other);
        let after = |missed: u64| before.and(share(expected * 3 - missed, expected)).reaches(signal);
        match room(before, expected, signal) {
            Room::Left { levels, pupils, pupils_in_one_subject } => {
                prop_assert!(after(levels) && (levels == expected * 3 || !after(levels + 1)));
                prop_assert!(after(pupils * 3) && (pupils == expected || !after(pupils * 3 + 3)));
                let more = pupils_in_one_subject + 1;
                prop_assert!(after(pupils_in_one_subject) && (more > expected || !after(more)));
            }
            Room::OutOfReach { lacking } => {
                prop_assert!(lacking > 0 && !after(0));
                let base = i128::from(before.base() + expected * 3);
                let reaches = |levels: u64| i128::from(levels) * 1000 >= i128::from(tenths) * base;
                let most = before.levels() + expected * 3;
                prop_assert!(reaches(most + lacking) && !reaches(most + lacking - 1));
            }
        }
    }

    #[test]
    fn what_is_shown_stands_for_the_levels_it_was_reckoned_from(share in any_share(1_000)) {
        prop_assert_eq!(levels_of(share.shown(), share.pupils()), Ok(share.levels()));
    }

    #[test]
    fn the_room_of_a_share_is_what_it_can_do_without(found in any_share(60), tenths in 1_i64..1000) {
        let signal = amount(&format!("{}.{}", tenths / 10, tenths % 10));
        let room = found.room(signal);
        prop_assert_eq!(found.reaches(signal), room >= 0);
        let with = |levels: i64| {
            let levels = i128::from(found.levels()) + i128::from(levels);
            levels * 1000 >= i128::from(tenths) * i128::from(found.base())
        };
        prop_assert!(with(-room) && !with(-room - 1));
    }
}
