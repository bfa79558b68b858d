//! Which way the values of years go: a straight line through them. An estimate, so it is reckoned in doubles, and
//! nothing is judged by it.

use super::Share;
use crate::calendar::SchoolYear;
use crate::survey::statistics::{Confidence, Interval, t_quantile};

/// The straight line that lies nearest to the values of years (least squares), each year counting as much.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Trend {
    /// By how many percentage points it rises a year.
    pub slope: f64,
    /// Between what the slope lies with 95 % certainty: slope ± t(n − 2) · s / √Sxx.
    pub slope_interval: Interval,
    /// The year after the last one.
    pub next: SchoolYear,
    /// The percentage that the line gives it, within 0 and 100.
    pub projected: f64,
    /// Between what its value lies with 95 % certainty, within 0 and 100:
    /// ± t(n − 2) · s · √(1 + 1 / n + (x − x̄)² / Sxx).
    pub projected_interval: Interval,
}

/// The trend of values by school year. `None` of fewer than three years: through two a line always goes, and says
/// nothing of how sure it is. Whoever the years are hidden from ([`super::is_hidden`]) does not see it.
pub fn trend(values: &[(SchoolYear, Share)]) -> Option<Trend> {
    let last = values.iter().map(|(year, _)| *year).max()?;
    let next = SchoolYear(last.0.checked_add(1)?);
    // Years from the next one back: near zero nothing is lost.
    let points: Vec<(f64, f64)> = values
        .iter()
        .map(|(year, share)| {
            let percentage = 100.0 * share.levels() as f64 / share.base() as f64;
            (f64::from(year.0 - next.0), percentage)
        })
        .collect();
    let n = points.len() as f64;
    if points.len() < 3 {
        return None;
    }
    let mean_x = points.iter().map(|(x, _)| x).sum::<f64>() / n;
    let mean_y = points.iter().map(|(_, y)| y).sum::<f64>() / n;
    let sxx: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    let sxy: f64 = points
        .iter()
        .map(|(x, y)| (x - mean_x) * (y - mean_y))
        .sum();
    if sxx <= 0.0 {
        return None;
    }
    let slope = sxy / sxx;
    let line = |x: f64| mean_y + slope * (x - mean_x);
    let rest: f64 = points.iter().map(|(x, y)| (y - line(*x)).powi(2)).sum();
    let free = n - 2.0;
    let s = (rest / free).sqrt();
    let t = t_quantile(Confidence::P95, free)?;
    let half = t * s / sxx.sqrt();
    let ahead = t * s * (1.0 + 1.0 / n + mean_x.powi(2) / sxx).sqrt();
    let projected = line(0.0);
    let within = |percentage: f64| percentage.clamp(0.0, 100.0);
    Some(Trend {
        slope,
        slope_interval: Interval {
            low: slope - half,
            high: slope + half,
        },
        next,
        projected: within(projected),
        projected_interval: Interval {
            low: within(projected - ahead),
            high: within(projected + ahead),
        },
    })
}
