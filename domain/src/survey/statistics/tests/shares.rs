//! Response and recommendation.

use super::super::{Confidence, Histogram, Requirement, recommendation, response};
use super::near;
use proptest::prelude::*;

#[test]
fn the_fewest_answers_follow_from_the_population() {
    let usual = Requirement::default();
    // By hand: x = 1.959964² · 0.25 / 0.0025 = 384.1459; 100 · x / (99 + x) = 79.51.
    for (population, needed) in [
        (0, 0),
        (1, 1),
        (2, 2),
        (10, 10),
        (100, 80),
        (500, 218),
        (1000, 278),
        (20_000, 377),
    ] {
        assert_eq!(usual.needed(population), needed, "of {population}");
    }
    assert_eq!(usual.needed(u64::MAX), 385);
    let loose = Requirement::new(Confidence::P95, 0.1, 0.5).unwrap();
    assert_eq!(loose.needed(100), 50);
    let strict = Requirement::new(Confidence::P95, 1e-300, 0.5).unwrap();
    assert_eq!(strict.needed(100), 100);
    for (margin, share) in [
        (0.0, 0.5),
        (1.0, 0.5),
        (0.05, 0.0),
        (0.05, 1.0),
        (f64::NAN, 0.5),
    ] {
        assert_eq!(Requirement::new(Confidence::P95, margin, share), None);
    }
}

#[test]
fn a_response_says_whether_it_is_enough() {
    let usual = Requirement::default();
    let of = |answered, population| {
        let said = response(answered, population, &usual);
        (said.rate, said.needed, said.reached)
    };
    assert_eq!(of(79, Some(100)), (Some(0.79), Some(80), Some(false)));
    assert_eq!(of(80, Some(100)), (Some(0.8), Some(80), Some(true)));
    assert_eq!(of(12, Some(10)), (Some(1.2), Some(10), Some(true)));
    assert_eq!(of(3, Some(0)), (None, Some(0), Some(true)));
    assert_eq!(of(3, None), (None, None, None));
}

#[test]
fn recommending_is_promoters_less_detractors() {
    let answers = Histogram::new(0, vec![1, 0, 0, 2, 0, 4, 1, 3, 2, 7, 5]);
    let said = recommendation(&answers, None, Confidence::P95).unwrap();
    assert_eq!(
        (said.promoters, said.passives, said.detractors),
        (0.48, 0.2, 0.32)
    );
    near(said.score, 16.0);
    // scipy.stats.t.interval over twelve times 1, five times 0 and eight times −1.
    let interval = said.interval.unwrap();
    near(interval.low, -21.073654616920543);
    near(interval.high, 53.07365461692054);
    let whole = recommendation(&answers, Some(25), Confidence::P95).unwrap();
    let whole = whole.interval.unwrap();
    assert!(whole.high - whole.low < 1e-12);
}

#[test]
fn a_recommendation_is_on_its_own_scale_and_within_bounds() {
    let score = |answers| recommendation(&answers, None, Confidence::P95);
    assert_eq!(score(Histogram::empty(0, 11)), None);
    assert_eq!(score(Histogram::new(1, vec![1; 11])), None);
    assert_eq!(score(Histogram::new(0, vec![1; 10])), None);
    assert_eq!(score(Histogram::new(0, vec![1; 12])), None);
    let one = score(Histogram::new(0, vec![0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0])).unwrap();
    assert_eq!((one.score, one.interval), (100.0, None));
    let few = score(Histogram::new(0, vec![0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1])).unwrap();
    assert_eq!(few.interval.unwrap().high, 100.0);
}

proptest! {
    #[test]
    fn never_more_than_there_are_and_never_fewer_for_more(population in 0..1_000_000_u64, margin in 0.01..0.2_f64) {
        let requirement = Requirement::new(Confidence::P95, margin, 0.5).unwrap();
        let needed = requirement.needed(population);
        prop_assert!(needed <= population);
        prop_assert!(needed >= u64::from(population > 0));
        prop_assert!(requirement.needed(population + 1) >= needed);
    }

    #[test]
    fn a_score_lies_in_its_interval(counts in prop::collection::vec(0..50_u64, 11)) {
        let answers = Histogram::new(0, counts);
        if let Some(said) = recommendation(&answers, None, Confidence::P95) {
            prop_assert!((said.promoters + said.passives + said.detractors - 1.0).abs() < 1e-12);
            if let Some(interval) = said.interval {
                prop_assert!(interval.low <= said.score + 1e-9 && said.score <= interval.high + 1e-9);
                prop_assert!(interval.low >= -100.0 && interval.high <= 100.0);
            }
        }
    }
}
