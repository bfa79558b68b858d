//! The room that next year leaves.

use super::fixture::{LAST, amount, counted, school, share, shipped, year};
use crate::calendar::SchoolYear;
use crate::error::{Code, Reason};
use crate::learning_result::ahead::room;
use crate::learning_result::{Indicator, Primary, Room, Weighting, ahead};

fn codes(reasons: Vec<Reason>) -> Vec<Code> {
    reasons.into_iter().map(|reason| reason.code).collect()
}

#[test]
fn at_most_so_many_of_next_years_pupils_may_miss_it() {
    // 40 + 40 pupils with 100 of 240 levels, 41 expected with 123: 43.5 % of 363 is 157.9, so 158 are needed. With all
    // of 123 there are 223: 65 may be missed, by 21 pupils in all three subjects, or by each of the 41 in one.
    let left = room(share(100, 80), 41, amount("43.5"));
    assert_eq!(
        left,
        Room::Left {
            levels: 65,
            pupils: 21,
            pupils_in_one_subject: 41
        }
    );
    // 1F: 206 of 240; 85 % of 363 is 308.55: 309 are needed, there are at most 329. Twenty may be missed.
    let left = room(share(206, 80), 41, amount("85"));
    assert_eq!(
        left,
        Room::Left {
            levels: 20,
            pupils: 6,
            pupils_in_one_subject: 20
        }
    );
    // All of next year may be missed, and no more than all.
    let left = room(share(240, 80), 1, amount("43.5"));
    assert_eq!(
        left,
        Room::Left {
            levels: 3,
            pupils: 1,
            pupils_in_one_subject: 1
        }
    );
    // 150 of 240: 309 are needed, and at most 273 can be there.
    assert_eq!(
        room(share(150, 80), 41, amount("85")),
        Room::OutOfReach { lacking: 36 }
    );
}

#[test]
fn next_year_is_looked_at_with_the_last_two() {
    let input = counted(&[(99, 0, 0), (40, 100, 50), (40, 106, 50)]);
    let found = ahead(&input, &shipped(), Indicator::Fundamental, Some(41)).unwrap();
    assert_eq!(
        (found.school_year, found.levels, found.pupils),
        (SchoolYear(2025), 206, 80)
    );
    assert_eq!(
        found.room,
        Room::Left {
            levels: 20,
            pupils: 6,
            pupils_in_one_subject: 20
        }
    );
    assert_eq!((found.possible, found.needed), (123, 309));
    // Norms of next year are not there yet.
    assert!(!found.signal_value.verified);
    let found = ahead(&input, &shipped(), Indicator::Fundamental, None).unwrap();
    assert_eq!(found.expected, 40, "as many as last year");
}

#[test]
fn the_weighting_of_next_year_is_that_of_the_years_before_it() {
    let known = [(2021, "20"), (2022, "30"), (2023, "31"), (2024, "32")];
    let known = known.map(|(year, text)| (SchoolYear(year), amount(text)));
    let weighting = Weighting::Years(known.into());
    let input = Primary {
        weighting,
        ..counted(&[(40, 100, 50); 3])
    };
    let found = ahead(&input, &shipped(), Indicator::Target, None).unwrap();
    // (30 + 31 + 32) / 3 lies in the class from 31; with 20 instead of 32 it would be 27.
    assert_eq!(
        (found.signal_value.class, found.signal_value.value),
        (Some(31), amount("43.5"))
    );
}

#[test]
fn what_cannot_be_looked_at_says_why() {
    let there = || Some(year((40, 100, 50)));
    let look = |input: &Primary, expected| {
        let found = ahead(input, &shipped(), Indicator::Target, expected);
        found.map(|_| ()).map_err(codes)
    };
    // The oldest of the three years no longer counts.
    assert_eq!(look(&school(&[None, there(), there()]), None), Ok(()));
    let without = school(&[there(), None, there()]);
    assert_eq!(look(&without, None), Err(vec![Code::LearningYearMissing]));
    let masked = school(&[there(), Some(crate::learning_result::Year::Masked), there()]);
    assert_eq!(look(&masked, None), Err(vec![Code::LearningYearNotTold]));
    let none = Primary {
        weighting: Weighting::unknown(),
        ..school(&[there(), there(), there()])
    };
    assert_eq!(look(&none, None), Err(vec![Code::SchoolWeightingUnknown]));
    let few = counted(&[(5, 15, 15), (5, 15, 15), (5, 15, 15)]);
    assert_eq!(look(&few, Some(5)), Ok(()));
    assert_eq!(look(&few, Some(4)), Err(vec![Code::SmallSchool]));
    assert_eq!(look(&few, Some(u64::MAX)), Err(vec![Code::OutOfRange]));
    assert_eq!(few.last, LAST);
}
