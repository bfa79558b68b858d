//! Numbers, means, spread and intervals.

use super::super::{Confidence, Histogram, Moments, mean_interval, ten_point};
use super::{A, B, D, answers, near, of};
use proptest::prelude::*;

const P99: f64 = 0.99;

#[test]
fn intervals_are_those_of_scipy() {
    let expected = [
        (&A[..], 0.95, 2.1062560408818953, 3.8937439591181047),
        (&A[..], P99, 1.6773196397123284, 4.322680360287672),
        (&B[..], 0.95, 1.5426323688637296, 2.857367631136271),
        (&B[..], P99, 1.2556196860715436, 3.1443803139283565),
        (&D[..], 0.95, 2.322504814425371, 4.427495185574629),
        (&D[..], P99, 1.4433008169954502, 5.30669918300455),
    ];
    for (sample, level, low, high) in expected {
        let confidence = Confidence::new(level).unwrap();
        let interval = mean_interval(&of(sample), None, confidence).unwrap();
        near(interval.low, low);
        near(interval.high, high);
    }
}

#[test]
fn an_interval_shrinks_with_the_part_of_the_population_that_answered() {
    let width = |population| {
        let interval = mean_interval(&of(&A), population, Confidence::P95).unwrap();
        interval.high - interval.low
    };
    let whole = width(None);
    // Eight of 29: the root of 21 / 28.
    near(width(Some(29)), whole * 0.75_f64.sqrt());
    assert_eq!(width(Some(8)), 0.0);
    // More than were counted: the count says nothing.
    assert_eq!(width(Some(7)), whole);
    assert_eq!(width(Some(0)), whole);
    assert!(width(Some(u64::MAX)) <= whole);
}

#[test]
fn of_few_answers_little_is_said() {
    let none = Moments::default();
    assert_eq!(
        (none.n(), none.mean(), none.variance(), none.sd()),
        (0, None, None, None)
    );
    let one = of(&[3.0]);
    assert_eq!((one.n(), one.mean(), one.sd()), (1, Some(3.0), None));
    assert_eq!(mean_interval(&one, Some(1), Confidence::P95), None);
    assert_eq!(mean_interval(&none, Some(0), Confidence::P95), None);
    let alike = mean_interval(&of(&[3.0; 4]), None, Confidence::P95).unwrap();
    assert_eq!((alike.low, alike.high), (3.0, 3.0));
    let empty = Histogram::empty(1, 4);
    assert_eq!(
        (empty.median(), empty.top_two(), empty.ten_point()),
        (None, None, None)
    );
    assert!(empty.distribution().iter().all(|bar| bar.share.is_none()));
    assert_eq!(empty.moments(), none);
}

#[test]
fn what_is_not_a_number_is_no_observation() {
    assert_eq!(of(&[1.0, f64::NAN, 2.0, f64::INFINITY]), of(&[1.0, 2.0]));
    let huge = of(&[f64::MAX, f64::MIN, f64::MAX]);
    assert_eq!((huge.n(), huge.mean(), huge.sd()), (3, None, None));
    assert_eq!(mean_interval(&huge, None, Confidence::P95), None);
    for level in [0.0, 1.0, -0.5, 2.0, f64::NAN] {
        assert_eq!(Confidence::new(level), None);
    }
}

#[test]
fn a_published_benchmark_is_a_sample() {
    let known = Moments::known(8, 3.0, of(&A).sd().unwrap()).unwrap();
    near(known.variance().unwrap(), of(&A).variance().unwrap());
    assert_eq!(Moments::known(0, 3.0, 1.0), Some(Moments::default()));
    for (mean, sd) in [
        (f64::NAN, 1.0),
        (3.0, -0.1),
        (3.0, f64::NAN),
        (3.0, f64::INFINITY),
    ] {
        assert_eq!(Moments::known(8, mean, sd), None);
    }
}

#[test]
fn large_numbers_close_together_lose_nothing() {
    let far: Moments = A.iter().map(|value| value + 1e9).collect();
    let expected = of(&A).variance().unwrap();
    assert!((far.variance().unwrap() - expected).abs() < 1e-7);
}

#[test]
fn a_histogram_tells_how_often_each_point_was_answered() {
    let mut all = answers(5, &[1, 4, 4, 5, 2, 5, 5, 3]);
    assert_eq!(
        (all.n(), all.lowest(), all.counts()),
        (8, 1, &[1, 1, 1, 2, 3][..])
    );
    let bar = all.distribution()[4];
    assert_eq!((bar.point, bar.count, bar.share), (5, 3, Some(0.375)));
    assert_eq!(all.top_two(), Some(0.625));
    assert_eq!(all.median(), Some(4.0));
    assert!(!all.push(0) && !all.push(6) && !all.push(i32::MIN) && !all.push(i32::MAX));
    assert!(!all.merge(&Histogram::empty(1, 4)) && !all.merge(&Histogram::empty(0, 5)));
    assert_eq!(all.n(), 8);
    assert_eq!(answers(4, &[1, 2, 3, 4]).median(), Some(2.5));
    assert_eq!(answers(4, &[1, 4]).median(), Some(2.5));
    assert_eq!(answers(4, &[4]).median(), Some(4.0));
}

#[test]
fn a_histogram_of_any_size_holds() {
    let full = Histogram::new(i32::MAX, vec![u64::MAX, u64::MAX, 0]);
    assert_eq!(full.n(), u64::MAX);
    assert!(full.moments().mean().is_some() && full.median().is_some());
    assert_eq!(full.distribution()[2].point, i64::from(i32::MAX) + 2);
    let none = Histogram::new(1, Vec::new());
    assert_eq!(
        (none.n(), none.ten_point(), none.top_two()),
        (0, None, None)
    );
}

#[test]
fn four_points_become_a_mark_as_the_national_standard_has_it() {
    for mean in [1.0, 2.2, 3.1, 4.0] {
        near(ten_point(mean, 1, 4).unwrap(), 3.0 * mean - 2.0);
    }
    assert_eq!(ten_point(1.0, 1, 5), Some(1.0));
    assert_eq!(ten_point(5.0, 1, 5), Some(10.0));
    assert_eq!(ten_point(0.0, 0, 11), Some(1.0));
    assert_eq!(ten_point(10.0, 0, 11), Some(10.0));
    assert_eq!(ten_point(1.0, 1, 1), None);
    assert_eq!(ten_point(1.0, 1, 0), None);
    assert_eq!(ten_point(f64::NAN, 1, 4), None);
    assert_eq!(answers(4, &[3, 3, 4, 2]).ten_point(), Some(7.0));
}

fn given() -> impl Strategy<Value = Vec<u8>> {
    prop::collection::vec(1..=5_u8, 0..60)
}

proptest! {
    #[test]
    fn parts_put_together_are_the_whole(values in prop::collection::vec(-1e3..1e3_f64, 0..60), cut in 0..60_usize) {
        let (left, right) = values.split_at(cut.min(values.len()));
        let (parts, whole) = (of(left).merge(of(right)), of(&values));
        prop_assert_eq!(parts.n(), whole.n());
        if let Some(mean) = whole.mean() {
            prop_assert!((parts.mean().unwrap() - mean).abs() < 1e-9);
        }
        if let Some(variance) = whole.variance() {
            prop_assert!((parts.variance().unwrap() - variance).abs() <= 1e-9 * variance.max(1.0));
        }
    }

    #[test]
    fn histograms_put_together_are_the_whole(given in given(), cut in 0..60_usize) {
        let (left, right) = given.split_at(cut.min(given.len()));
        let mut parts = answers(5, left);
        prop_assert!(parts.merge(&answers(5, right)));
        prop_assert_eq!(parts, answers(5, &given));
    }

    #[test]
    fn a_histogram_says_what_the_raw_answers_say(given in given()) {
        let (all, raw) = (answers(5, &given), given.iter().copied().map(f64::from).collect::<Vec<_>>());
        let (counted, reckoned) = (all.moments(), of(&raw));
        prop_assert_eq!(counted.n(), reckoned.n());
        for (one, other) in [(counted.mean(), reckoned.mean()), (counted.variance(), reckoned.variance())] {
            prop_assert_eq!(one.is_some(), other.is_some());
            prop_assert!((one.unwrap_or(0.0) - other.unwrap_or(0.0)).abs() < 1e-12);
        }
        let mut sorted = raw;
        sorted.sort_by(f64::total_cmp);
        if let Some(median) = all.median() {
            let middle = sorted.len() / 2;
            let low = sorted[(sorted.len() - 1) / 2];
            prop_assert_eq!(median, (low + sorted[middle]) / 2.0);
        }
    }

    #[test]
    fn an_interval_holds_its_mean_and_more_confidence_is_wider(
        given in prop::collection::vec(1..=5_u8, 2..60),
        more in 0..100_u64,
    ) {
        let all = answers(5, &given).moments();
        let population = Some(all.n() + more);
        let narrow = mean_interval(&all, population, Confidence::P95).unwrap();
        let wide = mean_interval(&all, population, Confidence::new(P99).unwrap()).unwrap();
        let open = mean_interval(&all, None, Confidence::P95).unwrap();
        prop_assert!(narrow.contains(all.mean().unwrap()));
        prop_assert!(wide.low <= narrow.low && wide.high >= narrow.high);
        prop_assert!(open.low <= narrow.low && open.high >= narrow.high);
    }

    #[test]
    fn order_does_not_matter(given in given(), seed in any::<u64>()) {
        let mut other = given.clone();
        let turn = usize::try_from(seed % 60).unwrap().min(other.len());
        other.rotate_left(turn);
        other.reverse();
        prop_assert_eq!(answers(5, &given).moments(), answers(5, &other).moments());
    }
}
