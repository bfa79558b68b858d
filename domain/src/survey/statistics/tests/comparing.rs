//! Means against means: tests, effects and verdicts.

use super::super::{
    ALPHA, Against, Comparison, Moments, Test, Verdict, compare, effect, holm, judge, one_sample,
    one_sample_effect, welch,
};
use super::{A, B, D, near, of};
use proptest::prelude::*;

/// All alike.
const C: [f64; 5] = [3.0; 5];

#[track_caller]
fn is(test: Option<Test>, t: f64, df: f64, p: f64) {
    let test = test.unwrap();
    near(test.t, t);
    near(test.df, df);
    near(test.p, p);
}

#[test]
fn welch_is_that_of_scipy() {
    is(
        welch(&of(&A), &of(&B)),
        1.6779876215576077,
        13.934523891703826,
        0.11562636190707984,
    );
    is(
        welch(&of(&D), &of(&A)),
        0.7466740412615167,
        9.21632582918027,
        0.47387671579543933,
    );
    // One side without variance, and equal means.
    is(welch(&of(&A), &of(&C)), 0.0, 7.0, 1.0);
    is(welch(&of(&C), &of(&A)), 0.0, 7.0, 1.0);
}

#[test]
fn one_sample_is_that_of_scipy() {
    is(
        one_sample(&of(&A), 3.2),
        -0.5291502622129186,
        7.0,
        0.6130601518583335,
    );
    is(
        one_sample(&of(&B), 3.2),
        -3.4412360080584263,
        9.0,
        0.007376097132092934,
    );
    is(
        one_sample(&of(&D), 3.0),
        1.1338934190276817,
        3.0,
        0.3392540508564546,
    );
    near(
        one_sample_effect(&of(&B), 3.2).unwrap().d,
        -1.0882143751650175,
    );
}

#[test]
fn effects_are_those_of_pingouin() {
    let ab = effect(&of(&A), &of(&B)).unwrap();
    near(ab.d, 0.8101914936669331);
    near(ab.g, 0.77161094634946);
    let da = effect(&of(&D), &of(&A)).unwrap();
    near(da.d, 0.3885958201131298);
    near(da.g, 0.3587038339505814);
}

#[test]
fn holm_is_that_of_statsmodels() {
    let cases: [(&[f64], &[f64]); 4] = [
        (&[0.01, 0.04, 0.03, 0.005], &[0.03, 0.06, 0.06, 0.02]),
        (&[0.02, 0.02, 0.02], &[0.06, 0.06, 0.06]),
        (
            &[0.9, 0.001, 0.3, 0.0125, 0.0125, 1.0],
            &[1.0, 0.006, 0.9, 0.0625, 0.0625, 1.0],
        ),
        (&[0.05], &[0.05]),
    ];
    for (raw, expected) in cases {
        let raw: Vec<_> = raw.iter().copied().map(Some).collect();
        for (got, expected) in holm(&raw).into_iter().zip(expected) {
            near(got.unwrap(), *expected);
        }
    }
    // What was not tested does not count.
    assert_eq!(
        holm(&[None, Some(0.02), Some(f64::NAN), None]),
        [None, Some(0.02), None, None]
    );
    assert_eq!(holm(&[]), []);
}

#[test]
fn a_verdict_says_what_a_difference_comes_to() {
    let sample = |n, mean| Moments::known(n, mean, 1.0).unwrap();
    let against = |n, mean| Against::Sample(sample(n, mean));
    let first = sample(5000, 3.0);
    let family = [
        compare(&first, &against(5000, 2.5)),
        compare(&first, &against(5000, 3.5)),
        compare(&first, &against(5000, 2.9)),
        compare(&first, &against(5000, 3.0)),
        compare(&first, &against(1, 1.0)),
        compare(&of(&C), &Against::Sample(of(&[4.0; 6]))),
        compare(&of(&C), &Against::Mean(3.5)),
        compare(&Moments::default(), &Against::Mean(3.5)),
        compare(&of(&A), &Against::Mean(f64::NAN)),
        compare(&sample(100, 3.0), &Against::Mean(2.0)),
    ];
    let verdicts: Vec<_> = judge(&family).iter().map(|one| one.verdict).collect();
    use Verdict::{Higher, Lower, NoDifference, NotComparable, TooSmallToMatter};
    assert_eq!(
        verdicts,
        [
            Higher,
            Lower,
            TooSmallToMatter,
            NoDifference,
            NotComparable,
            NotComparable,
            NotComparable,
            NotComparable,
            NotComparable,
            Higher
        ]
    );
    assert_eq!(family[5].difference, Some(-1.0));
    assert_eq!((family[7].difference, family[8].difference), (None, None));
}

#[test]
fn what_was_found_alone_need_not_be_found_among_many() {
    let low = compare(&of(&B), &Against::Mean(3.2));
    assert_eq!(judge(&[low])[0].verdict, Verdict::Lower);
    let none = compare(&of(&A), &Against::Mean(3.0));
    let family = [&[low][..], &[none; 6]].concat();
    let judged = judge(&family);
    assert!(judged[0].comparison.test.unwrap().p <= ALPHA);
    // Seven times 0.00738 is more than 0.05.
    near(judged[0].adjusted.unwrap(), 7.0 * 0.007376097132092934);
    assert_eq!(judged[0].verdict, Verdict::NoDifference);
    // Those that cannot be tested are no part of the family.
    let family = [&[low][..], &[Comparison::default(); 6]].concat();
    assert_eq!(judge(&family)[0].verdict, Verdict::Lower);
}

#[test]
fn spread_too_small_or_too_large_to_reckon_with_is_not_compared() {
    let thin = Moments::known(10, 3.0, 1e-170).unwrap();
    let wide = Moments::known(10, 3.0, 1e150).unwrap();
    for (one, other) in [(thin, of(&C)), (wide, thin), (wide, of(&A)), (thin, thin)] {
        let said = compare(&one, &Against::Sample(other));
        for figure in [
            said.test.map(|test| test.p),
            said.effect.map(|effect| effect.d),
        ] {
            assert!(figure.is_none_or(f64::is_finite));
        }
    }
}

fn sample() -> impl Strategy<Value = Moments> {
    prop::collection::vec(1..=5_u8, 0..40)
        .prop_map(|given| given.into_iter().map(f64::from).collect())
}

proptest! {
    #[test]
    fn a_comparison_turned_around_says_the_opposite(one in sample(), other in sample()) {
        let there = compare(&one, &Against::Sample(other));
        let back = compare(&other, &Against::Sample(one));
        prop_assert_eq!(there.test.is_some(), back.test.is_some());
        if let Some((there, back)) = there.test.zip(back.test) {
            prop_assert!((there.t + back.t).abs() < 1e-9 * there.t.abs().max(1.0));
            prop_assert!((there.p - back.p).abs() < 1e-12);
            // Between the smaller of both and their sum.
            let (n, m) = (one.n() as f64, other.n() as f64);
            prop_assert!(there.df >= n.min(m) - 1.0 - 1e-9 && there.df <= n + m - 2.0 + 1e-9);
        }
        let opposite = match judge(&[there])[0].verdict {
            Verdict::Higher => Verdict::Lower,
            Verdict::Lower => Verdict::Higher,
            same => same,
        };
        prop_assert_eq!(judge(&[back])[0].verdict, opposite);
    }

    #[test]
    fn holm_keeps_the_order_and_makes_nothing_more_sure(raw in prop::collection::vec(0.0..=1.0_f64, 0..30)) {
        let given: Vec<_> = raw.iter().copied().map(Some).collect();
        let adjusted: Vec<_> = holm(&given).into_iter().map(Option::unwrap).collect();
        for (i, p) in raw.iter().enumerate() {
            prop_assert!(adjusted[i] >= *p && adjusted[i] <= 1.0);
            // Never worse than taking all of them as many times as there are tests (Bonferroni).
            prop_assert!(adjusted[i] <= p * raw.len() as f64 + 1e-12);
            for (j, q) in raw.iter().enumerate() {
                prop_assert!(p > q || adjusted[i] <= adjusted[j]);
            }
        }
        let mut turned = given.clone();
        turned.reverse();
        let mut back = holm(&turned);
        back.reverse();
        prop_assert_eq!(back, holm(&given));
    }
}
