//! The moment at which the tests take place.
//!
//! A test that passes by day must not fail by night, in summer or on the last day of a school year, so all
//! of them begin at one moment. `AKOKI_TEST_AT` moves it, for those who want to see the suite on another day.

use std::sync::OnceLock;

use akoki_api::clock::Clock;

use crate::environment;

/// Wednesday 25 November 2026, 10:30 in Amsterdam.
const AT: i64 = 1_795_599_000_000;
const HOUR: i64 = 3_600_000;

/// A clock that began at the moment of the tests when the first clock of this process was made, and goes on
/// from there: what is opened a second time sees no time run back.
#[must_use]
pub fn clock() -> Clock {
    static OFFSET: OnceLock<i64> = OnceLock::new();
    let clock = Clock::default();
    clock.advance(*OFFSET.get_or_init(|| at() - clock.millis()));
    clock
}

/// A clock an hour earlier, for what is there before a test begins.
#[must_use]
pub fn clock_before() -> Clock {
    let clock = clock();
    clock.advance(-HOUR);
    clock
}

/// The moment at which the tests of this process begin, in milliseconds since 1970.
pub(crate) fn at() -> i64 {
    environment::at().unwrap_or(AT)
}
