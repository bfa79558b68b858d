//! Shares and weightings, exactly.

use std::collections::BTreeMap;

use super::fixture::{LAST, amount, share};
use crate::calendar::SchoolYear;
use crate::learning_result::{Share, Weighting, WeightingUsed, Window};

#[test]
fn a_percentage_is_shown_rounded_half_up() {
    // 30 of 54 is 55.5555…; 1 of 96 is 1.041666…; 1 of 2400 is 0.041666…; 3 of 2400 is 0.125, half a hundredth more.
    for (levels, pupils, shown) in [
        (30, 18, "55.56"),
        (1, 32, "1.04"),
        (1, 800, "0.04"),
        (3, 800, "0.13"),
        (0, 1, "0"),
        (3, 1, "100"),
    ] {
        assert_eq!(share(levels, pupils).shown(), amount(shown), "{levels}");
    }
}

#[test]
fn what_is_exactly_as_much_reaches_a_signal_value() {
    // 51 of 60 is exactly 85 %.
    let even = share(51, 20);
    assert!(even.reaches(amount("85")) && even.room(amount("85")) == 0);
    assert!(!share(50, 20).reaches(amount("85")) && share(50, 20).room(amount("85")) == -1);
    // 43.5 % of 60 is 26.1: 26 are too few, however it is rounded.
    assert!(!share(26, 20).reaches(amount("43.5")) && share(27, 20).reaches(amount("43.5")));
    // 254,998 of 299,997 is 85.0002 %, one fewer 84.9998 %, which is shown as 85.
    let under = share(254_997, 99_999);
    assert_eq!(under.shown(), amount("85"));
    assert!(!under.reaches(amount("85")));
}

#[test]
fn a_share_is_of_somebody_and_of_no_more_than_they_could_reach() {
    assert_eq!(Share::new(0, 0), None);
    assert_eq!(Share::new(4, 1), None);
    assert_eq!(Share::new(0, 100_001), None);
    assert_eq!(Share::sum([]), None);
    assert_eq!(share(30, 18).and(share(3, 1)), share(33, 19));
}

fn weighting(known: &[(i32, &str)]) -> Option<WeightingUsed> {
    let known = known
        .iter()
        .map(|(year, text)| (SchoolYear(*year), amount(text)));
    let known: BTreeMap<_, _> = known.collect();
    Weighting::Years(known).of(Window::until(LAST))
}

#[test]
fn the_weighting_is_the_plain_mean_of_the_years_before() {
    // Results of 2022/23 to 2024/25 go by the weightings of 2021/22 to 2023/24.
    let all = [
        (2020, "20"),
        (2021, "30.5"),
        (2022, "31.5"),
        (2023, "32.5"),
        (2024, "39"),
    ];
    let used = weighting(&all).unwrap();
    assert_eq!((used.mean, used.class), (amount("31.5"), 31));
    let years: Vec<i32> = used.years.iter().map(|(year, _)| year.0).collect();
    assert_eq!(years, [2021, 2022, 2023]);
    // As many as there are: (30.5 + 32.5) / 2.
    let two = weighting(&[(2021, "30.5"), (2023, "32.5")]).unwrap();
    assert_eq!((two.mean, two.class), (amount("31.5"), 31));
    assert_eq!(weighting(&[(2020, "20"), (2024, "39")]), None);
}

#[test]
fn the_class_is_that_of_the_exact_mean() {
    // 9.5 is in the class from 9, 10 in that from 10.
    assert_eq!(weighting(&[(2021, "9.5")]).unwrap().class, 9);
    assert_eq!(weighting(&[(2021, "10")]).unwrap().class, 10);
    // (39.99 + 40 + 40) / 3 is 39.9966…, shown as 40 and yet in the class from 39.
    let near = weighting(&[(2021, "39.99"), (2022, "40"), (2023, "40")]).unwrap();
    assert_eq!((near.mean, near.class), (amount("40"), 39));
}

#[test]
fn a_published_weighting_keeps_its_published_class() {
    let of = |mean: &str, class| {
        let mean = amount(mean);
        let used = Weighting::Published { mean, class }.of(Window::until(LAST));
        used.unwrap().class
    };
    assert_eq!(of("40", Some(39)), 39);
    assert_eq!(of("31.47", None), 31);
    assert_eq!(Weighting::unknown().of(Window::until(LAST)), None);
}
