//! Student's t and the normal distribution: chances from figures, and figures from chances.
//!
//! Built on the special functions of `statrs` and not on its distributions: with many degrees of freedom its t
//! loses its digits, and from about 10^8 on the quantile no longer comes to an end; its `erfc` has ten digits.

use std::f64::consts::{PI, SQRT_2};

use statrs::function::beta::checked_beta_reg;
use statrs::function::erf::erfc_inv;
use statrs::function::gamma::{checked_gamma_ur, ln_gamma};

use super::{Confidence, finite};

/// From this many degrees of freedom on the expansions around the normal distribution are exact to the last
/// digits that a number has.
const MANY: f64 = 1000.0;

/// From this many on they are the normal distribution, to the last digit.
const ENDLESS: f64 = 1e17;

/// The chance of a standard normal figure at least as far from zero as one of which this is the square: Q(1 / 2,
/// z² / 2), the regularised upper incomplete gamma function.
fn normal_two_sided(square: f64) -> Option<f64> {
    // Half of the smallest number there is is nothing.
    let half = square / 2.0;
    if half > 0.0 {
        checked_gamma_ur(0.5, half).ok()
    } else {
        Some(1.0)
    }
}

/// How far from zero a standard normal figure is with this chance (above 0, below 1) at least.
pub(super) fn normal_quantile(chance: f64) -> f64 {
    SQRT_2 * erfc_inv(chance)
}

/// The chance of a t at least as far from zero, with so many degrees of freedom (above zero, not only whole
/// numbers): I(df / (df + t²); df / 2, 1 / 2), the regularised incomplete beta function (Abramowitz and Stegun,
/// *Handbook of Mathematical Functions*, 26.5.27). With many degrees of freedom Hill's expansion (Algorithm 395,
/// *Communications of the ACM* 13, 1970).
pub(super) fn two_sided(t: f64, df: f64) -> Option<f64> {
    if !(t.is_finite() && df.is_finite() && df > 0.0) {
        return None;
    }
    // Further out there is no chance left to reckon.
    let square = t.clamp(-1e150, 1e150).powi(2);
    let chance = if df > ENDLESS {
        normal_two_sided(square)?
    } else if df > MANY {
        normal_two_sided(hill(square, df))?
    } else if square <= 1.0 {
        // Near zero the other side of the same function, which loses nothing there.
        1.0 - checked_beta_reg(0.5, df / 2.0, square / (df + square)).ok()?
    } else {
        checked_beta_reg(df / 2.0, 0.5, df / (df + square)).ok()?
    };
    finite(chance).map(|chance| chance.clamp(0.0, 1.0))
}

/// The square of the normal figure that is as far out as a t of which this is the square.
fn hill(square: f64, df: f64) -> f64 {
    let a = df - 0.5;
    let b = 48.0 * a * a;
    let y2 = a * (square / df).ln_1p();
    let tail =
        ((((-0.4 * y2 - 3.3) * y2 - 24.0) * y2 - 85.5) / (0.8 * y2 * y2 + 100.0 + b) + y2 + 3.0)
            / b;
    (tail + 1.0).powi(2) * y2
}

/// How far from zero a t with so many degrees of freedom (at least one) is with this chance (above 0, below 1)
/// at least.
pub(super) fn quantile(chance: f64, df: f64) -> Option<f64> {
    let z = finite(normal_quantile(chance))?;
    if df > MANY {
        return finite(cornish_fisher(z, df));
    }
    // Right of zero the chance falls and is convex, and the normal figure lies left of the one sought: from there
    // Newton's steps come nearer from one side and never pass it.
    let half = f64::midpoint(df, 1.0);
    let top = (ln_gamma(half) - ln_gamma(df / 2.0)).exp() / (df * PI).sqrt();
    let mut t = z;
    for _ in 0..100 {
        let density = top * (-half * (t * t / df).ln_1p()).exp();
        let step = (two_sided(t, df)? - chance) / (2.0 * density);
        t += step;
        if step <= t * 1e-15 {
            break;
        }
    }
    finite(t)
}

/// How many standard errors an estimate with so many degrees of freedom (at least one) may lie off, being as sure as
/// that.
pub(crate) fn t_quantile(confidence: Confidence, df: f64) -> Option<f64> {
    quantile(confidence.outside(), df)
}

/// The expansion of the t quantile around the normal one (Abramowitz and Stegun, 26.7.5).
fn cornish_fisher(z: f64, df: f64) -> f64 {
    let z2 = z * z;
    let first = (z2 + 1.0) / 4.0;
    let second = ((5.0 * z2 + 16.0) * z2 + 3.0) / 96.0;
    let third = (((3.0 * z2 + 19.0) * z2 + 17.0) * z2 - 15.0) / 384.0;
    let fourth = ((((79.0 * z2 + 776.0) * z2 + 1482.0) * z2 - 1920.0) * z2 - 945.0) / 92160.0;
    z * (1.0 + (first + (second + (third + fourth / df) / df) / df) / df)
}
