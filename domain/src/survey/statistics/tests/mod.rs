//! Figures against those of independent packages: scipy 1.17.1, statsmodels 0.15.0, pandas 3.1.1 and pingouin
//! 0.7.0, on numpy 2.4.6; and what must hold of any answers.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod chances;
mod comparing;
mod figures;
mod scales;
mod shares;

use super::{Histogram, Moments};

/// Three small samples, made up.
const A: [f64; 8] = [3.0, 4.0, 4.0, 2.0, 3.0, 4.0, 1.0, 3.0];
const B: [f64; 10] = [2.0, 2.0, 3.0, 1.0, 2.0, 3.0, 2.0, 1.0, 4.0, 2.0];
const D: [f64; 4] = [4.0, 3.25, 2.5, 3.75];

fn of(values: &[f64]) -> Moments {
    values.iter().copied().collect()
}

/// Answers on a scale that counts from 1.
fn answers(points: u8, given: &[u8]) -> Histogram {
    let mut all = Histogram::empty(1, points);
    for point in given {
        assert!(all.push(i32::from(*point)), "{point} is a point");
    }
    all
}

#[track_caller]
fn near(got: f64, expected: f64) {
    let off = (got - expected).abs() / expected.abs().max(1.0);
    assert!(off < 1e-11, "{got} is not {expected}");
}
