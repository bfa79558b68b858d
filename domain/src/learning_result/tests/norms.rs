//! The shipped norms, and what norms may not be.

use super::fixture::{LAST, amount, norms, shipped};
use crate::calendar::SchoolYear;
use crate::learning_result::{AllPrimaryNorms, PrimaryNorms};

#[test]
fn the_shipped_norms_are_those_of_the_results_of_2023_to_2025() {
    let norms = norms();
    assert_eq!((norms.from, norms.until), (LAST, LAST));
    assert_eq!(norms.fundamental.value, amount("85"));
    // One for each class from 20 to 39, and the heavier the class the lower.
    let classes: Vec<i64> = norms.target.value.keys().copied().collect();
    assert_eq!(classes, (20..=39).collect::<Vec<_>>());
    let values: Vec<_> = norms.target.value.values().collect();
    assert!(values.windows(2).all(|pair| pair[0] > pair[1]));
    assert_eq!(
        (values[0], values[11], values[19]),
        (&amount("68.3"), &amount("43.5"), &amount("30.3"))
    );
    let thresholds = (
        norms.small_below.value,
        norms.small_years.value,
        norms.masked_below.value,
    );
    assert_eq!(thresholds, (15, 5, 5));
}

#[test]
fn of_a_year_that_is_not_known_the_nearest_norms_hold_and_are_not_verified() {
    let known = shipped();
    assert!(known.of(LAST).unwrap().target.verified);
    for year in [LAST.0 - 3, LAST.0 + 1, LAST.0 + 9] {
        let found = known.of(SchoolYear(year)).unwrap();
        let verified = [
            found.fundamental.verified,
            found.target.verified,
            found.small_below.verified,
            found.small_years.verified,
            found.masked_below.verified,
        ];
        assert_eq!(verified, [false; 5]);
        assert_eq!(found.target.value, norms().target.value);
    }
}

#[test]
fn of_several_norms_those_of_the_year_hold() {
    let with = |from: i32, until: i32, value: &str| {
        let mut norms = PrimaryNorms {
            from: SchoolYear(from),
            until: SchoolYear(until),
            ..norms()
        };
        norms.fundamental.value = amount(value);
        norms
    };
    let known =
        AllPrimaryNorms::check(vec![with(2024, 2026, "85"), with(2028, 2029, "86")]).unwrap();
    for (year, value, verified) in [
        (2026, "85", true),
        (2027, "85", false),
        (2028, "86", true),
        (2020, "85", false),
    ] {
        let found = known.of(SchoolYear(year)).unwrap().fundamental;
        assert_eq!(
            (found.value, found.verified),
            (amount(value), verified),
            "{year}"
        );
    }
}

#[test]
fn norms_that_cannot_be_are_refused() {
    let refused = |change: fn(&mut PrimaryNorms)| {
        let mut one = norms();
        change(&mut one);
        AllPrimaryNorms::check(vec![one]).is_err()
    };
    assert!(refused(|norms| norms.until = SchoolYear(2023)));
    assert!(refused(|norms| norms.fundamental.value = amount("100.01")));
    assert!(refused(|norms| norms.target.value.clear()));
    assert!(refused(|norms| norms.small_years.value = 2));
    assert!(refused(|norms| {
        let _ = norms.target.value.insert(20, amount("-1"));
    }));
    assert!(!refused(|_| ()));
    assert!(AllPrimaryNorms::check(Vec::new()).is_err());
    assert!(AllPrimaryNorms::check(vec![norms(), norms()]).is_err());
}
