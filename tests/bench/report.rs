//! Counts answers and says how they were.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use serde::Serialize;

/// What one client, or all of them, saw.
#[derive(Default)]
pub(crate) struct Tally {
    /// Microseconds of every answer.
    times: Vec<u32>,
    statuses: BTreeMap<u16, u64>,
    errors: BTreeMap<String, u64>,
}

impl Tally {
    pub(crate) fn answer(&mut self, status: u16, time: Duration) {
        self.times
            .push(u32::try_from(time.as_micros()).unwrap_or(u32::MAX));
        *self.statuses.entry(status).or_default() += 1;
    }

    pub(crate) fn error(&mut self, error: &std::io::Error) {
        *self.errors.entry(error.to_string()).or_default() += 1;
    }

    pub(crate) fn add(&mut self, other: Self) {
        self.times.extend(other.times);
        for (status, count) in other.statuses {
            *self.statuses.entry(status).or_default() += count;
        }
        for (error, count) in other.errors {
            *self.errors.entry(error).or_default() += count;
        }
    }

    /// The figures of a measurement that took `span`.
    pub(crate) fn report(mut self, span: Duration) -> Report {
        self.times.sort_unstable();
        let requests = self.times.len();
        // The smallest time that so many per cent of the answers did not exceed.
        let percentile = |per_cent: usize| {
            let rank = (requests * per_cent).div_ceil(100).max(1);
            self.times.get(rank - 1).copied().unwrap_or(0)
        };
        #[expect(clippy::cast_precision_loss, reason = "a rate, for a person")]
        let rate = requests as f64 / span.as_secs_f64();
        Report {
            requests,
            rate: (rate * 10.0).round() / 10.0,
            p50_micros: percentile(50),
            p99_micros: percentile(99),
            max_micros: percentile(100),
            statuses: self.statuses,
            errors: self.errors,
        }
    }
}

/// The figures, as `--json` prints them.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Report {
    /// Answers within the measured time.
    pub(crate) requests: usize,
    /// Answers per second.
    rate: f64,
    p50_micros: u32,
    p99_micros: u32,
    max_micros: u32,
    statuses: BTreeMap<u16, u64>,
    errors: BTreeMap<String, u64>,
}

impl Report {
    /// Whether there were answers, and all of them successes: the one that is expected, or any.
    pub(crate) fn is_clean(&self, expected: Option<u16>) -> bool {
        let success = |status: &u16| match expected {
            Some(expected) => *status == expected,
            None => (200..400).contains(status),
        };
        self.requests > 0 && self.errors.is_empty() && self.statuses.keys().all(success)
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (rate, p50, p99) = (self.rate, self.p50_micros, self.p99_micros);
        write!(f, "{rate:.0}/s, p50 {p50} µs, p99 {p99} µs")?;
        for (status, count) in &self.statuses {
            write!(f, ", {count} × {status}")?;
        }
        for (error, count) in &self.errors {
            write!(f, ", {count} × {error}")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::Tally;

    #[test]
    fn percentiles_of_a_hundred_answers() {
        let (mut odd, mut even) = (Tally::default(), Tally::default());
        for micros in (1..=100).rev() {
            let tally = if micros % 2 == 0 { &mut even } else { &mut odd };
            tally.answer(200, Duration::from_micros(micros));
        }
        odd.add(even);
        let report = odd.report(Duration::from_secs(2));
        assert_eq!(
            (report.p50_micros, report.p99_micros, report.max_micros),
            (50, 99, 100)
        );
        assert_eq!(report.to_string(), "50/s, p50 50 µs, p99 99 µs, 100 × 200");
        assert!(report.is_clean(None) && report.is_clean(Some(200)));
        assert!(!report.is_clean(Some(201)));
    }

    #[test]
    fn nothing_an_error_or_a_refusal_is_not_clean() {
        let report = |tally: Tally| tally.report(Duration::from_secs(1));
        assert!(!report(Tally::default()).is_clean(None));
        let mut tally = Tally::default();
        tally.answer(200, Duration::ZERO);
        tally.answer(412, Duration::ZERO);
        assert!(!report(tally).is_clean(None));
        let mut tally = Tally::default();
        tally.answer(200, Duration::ZERO);
        tally.error(&std::io::Error::other("broken"));
        assert!(!report(tally).is_clean(None));
    }
}
