//! The line through the values of years.

use super::fixture::share;
use crate::calendar::SchoolYear;
use crate::learning_result::{Share, Trend, trend};

fn through(values: &[(i32, Share)]) -> Option<Trend> {
    let values: Vec<_> = values
        .iter()
        .map(|(year, share)| (SchoolYear(*year), *share))
        .collect();
    trend(&values)
}

fn near(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-6, "{found}, not {expected}");
}

#[test]
fn a_line_is_laid_through_years() {
    // 50, 60, 40, 70 percent. x̄ = 1.5, ȳ = 55, Sxy = -1.5·-5 + -0.5·5 + 0.5·-15 + 1.5·15 = 20, Sxx = 5: slope 4. The
    // line goes 49, 53, 57, 61: what is left is 1 + 49 + 289 + 81 = 420, s = √210. t(2) of 95 % is 4.3026527….
    let found = through(&[
        (2021, share(15, 10)),
        (2022, share(18, 10)),
        (2023, share(12, 10)),
        (2024, share(21, 10)),
    ])
    .unwrap();
    near(found.slope, 4.0);
    let half = 4.302_652_729_749_464 * (210.0_f64 / 5.0).sqrt();
    near(found.slope_interval.low, 4.0 - half);
    near(found.slope_interval.high, 4.0 + half);
    // The next year is at x = 4: 55 + 4 · 2.5.
    assert_eq!(found.next, SchoolYear(2025));
    near(found.projected, 65.0);
    // ± 4.30 · √(210 · (1 + 1/4 + 6.25/5)) is ± 98.6: past both ends.
    assert_eq!(
        (found.projected_interval.low, found.projected_interval.high),
        (0.0, 100.0)
    );
}

#[test]
fn an_interval_around_next_year_is_wider_than_the_line() {
    // 60, 61, 61, 62 … of 100: Sxy = 3, Sxx = 5, slope 0.6; what is left is 0.2, s² = 0.1.
    let hundred = |percent: u64| share(percent * 3, 100);
    let found = through(&[
        (2021, hundred(60)),
        (2022, hundred(61)),
        (2023, hundred(61)),
        (2024, hundred(62)),
    ]);
    let found = found.unwrap();
    near(found.slope, 0.6);
    near(found.projected, 62.5);
    let half = 4.302_652_729_749_464 * (0.1 * (1.0 + 0.25 + 6.25 / 5.0_f64)).sqrt();
    near(found.projected_interval.low, 62.5 - half);
    near(found.projected_interval.high, 62.5 + half);
}

#[test]
fn a_year_that_is_missing_leaves_a_gap() {
    // 50 in 2020, 60 in 2022, 70 in 2024: five a year, without anything left.
    let found = through(&[
        (2024, share(21, 10)),
        (2020, share(15, 10)),
        (2022, share(18, 10)),
    ])
    .unwrap();
    near(found.slope, 5.0);
    near(found.projected, 75.0);
    near(found.slope_interval.high - found.slope_interval.low, 0.0);
}

#[test]
fn two_years_have_no_trend_and_a_share_ends_at_a_hundred() {
    assert_eq!(through(&[]), None);
    assert_eq!(
        through(&[(2023, share(15, 10)), (2024, share(18, 10))]),
        None
    );
    assert_eq!(
        through(&[
            (2024, share(15, 10)),
            (2024, share(18, 10)),
            (2024, share(18, 10))
        ]),
        None
    );
    let found = through(&[
        (2022, share(24, 10)),
        (2023, share(27, 10)),
        (2024, share(30, 10)),
    ])
    .unwrap();
    assert_eq!(found.projected, 100.0);
    near(found.slope, 10.0);
}
