//! The one clock, and the one source of ids and randomness.
//!
//! The clock can be moved, for the sandbox: what the service takes for now is the time of the machine
//! plus an offset. It can also follow a [`Story`], while the demo is filled. A day is a civil date in the
//! board's time zone.

mod story;

use akoki_domain::organisation::{Days, TimeZone};
use akoki_persistence::Mint;
use aws_lc_rs::rand::SecureRandom;
use std::sync::{
    Arc, LazyLock, Mutex,
    atomic::{AtomicI64, Ordering},
};
use time::{Date, Month, OffsetDateTime};
use uuid::{ContextV7, Timestamp, Uuid};

pub use story::Story;

/// What the service takes for now.
#[derive(Debug, Clone, Default)]
pub struct Clock {
    offset: Arc<AtomicI64>,
    story: Option<Arc<Story>>,
}

impl Clock {
    /// A clock that stands where a story is.
    pub fn told(story: Arc<Story>) -> Self {
        Self {
            story: Some(story),
            ..Self::default()
        }
    }

    /// Where ids and salts come from at this clock.
    pub fn mint(&self) -> Mint {
        self.story.as_ref().map_or_else(mint, Story::mint)
    }

    /// Milliseconds since 1970.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the time of the machine"
    )]
    pub fn millis(&self) -> i64 {
        if let Some(story) = &self.story {
            return story.at();
        }
        let nanos = OffsetDateTime::now_utc().unix_timestamp_nanos();
        i64::try_from(nanos / 1_000_000)
            .unwrap_or(i64::MAX)
            .saturating_add(self.offset.load(Ordering::Relaxed))
    }

    /// Now, in UTC, to the millisecond.
    pub fn now(&self) -> OffsetDateTime {
        instant(self.millis())
    }

    /// Today in Amsterdam.
    pub fn today(&self) -> Date {
        day_of(self.millis())
    }

    /// Moves the clock, by milliseconds; only the sandbox does.
    pub fn advance(&self, millis: i64) {
        self.offset.fetch_add(millis, Ordering::Relaxed);
    }

    /// Back to the time of the machine.
    pub fn reset(&self) {
        self.offset.store(0, Ordering::Relaxed);
    }
}

/// A moment from milliseconds since 1970.
pub fn instant(millis: i64) -> OffsetDateTime {
    OffsetDateTime::from_unix_timestamp_nanos(i128::from(millis) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

/// The civil day of a moment in Amsterdam.
pub fn day_of(millis: i64) -> Date {
    day_in(millis, TimeZone::Amsterdam)
}

/// The civil days of a moment, in every zone in which a board can be.
pub fn days(millis: i64) -> Days {
    Days::new(|zone| day_in(millis, zone))
}

/// The civil day of a moment in a time zone.
pub fn day_in(millis: i64, zone: TimeZone) -> Date {
    let fallback = instant(millis).date();
    let Ok(moment) = jiff::Timestamp::from_millisecond(millis) else {
        return fallback;
    };
    let Ok(zone) = jiff::tz::TimeZone::get(zone.as_str()) else {
        return fallback;
    };
    let day = moment.to_zoned(zone).date();
    let month = u8::try_from(day.month())
        .ok()
        .and_then(|month| Month::try_from(month).ok());
    let number = u8::try_from(day.day()).ok();
    match (month, number) {
        (Some(month), Some(number)) => {
            Date::from_calendar_date(i32::from(day.year()), month, number).unwrap_or(fallback)
        }
        _ => fallback,
    }
}

/// The moment of a civil day in Amsterdam, so many minutes after its beginning by the clock on the wall.
pub fn moment_of(day: Date, minutes: u16) -> i64 {
    moment_in(day, minutes, TimeZone::Amsterdam)
}

/// The moment at which a civil day begins in a time zone.
pub fn beginning_of(day: Date, zone: TimeZone) -> i64 {
    moment_in(day, 0, zone)
}

fn moment_in(day: Date, minutes: u16, zone: TimeZone) -> i64 {
    let at = || {
        let date = jiff::civil::Date::new(
            i16::try_from(day.year()).ok()?,
            i8::try_from(u8::from(day.month())).ok()?,
            i8::try_from(day.day()).ok()?,
        );
        let (hour, minute) = (minutes / 60, minutes % 60);
        let (hour, minute) = (i8::try_from(hour).ok()?, i8::try_from(minute).ok()?);
        let time = jiff::civil::Time::new(hour, minute, 0, 0).ok()?;
        let zone = jiff::tz::TimeZone::get(zone.as_str()).ok()?;
        let zoned = date.ok()?.to_datetime(time).to_zoned(zone).ok()?;
        Some(zoned.timestamp().as_millisecond())
    };
    let midnight = || day.midnight().assume_utc().unix_timestamp() * 1000;
    at().unwrap_or_else(midnight)
}

static CONTEXT: Mutex<Option<ContextV7>> = Mutex::new(None);

static MINT: LazyLock<Mint> = LazyLock::new(|| Mint {
    id: Arc::new(new_id),
    fill: fill_random,
});

/// Where ids and salts come from.
pub fn mint() -> Mint {
    MINT.clone()
}

#[expect(clippy::disallowed_methods, reason = "the one place that makes ids")]
fn new_id(millis: i64) -> Uuid {
    let seconds = u64::try_from(millis.div_euclid(1000)).unwrap_or(0);
    let nanos = u32::try_from(millis.rem_euclid(1000)).unwrap_or(0) * 1_000_000;
    match CONTEXT.lock() {
        Ok(mut context) => {
            let context = context.get_or_insert_with(ContextV7::new);
            Uuid::new_v7(Timestamp::from_unix(&*context, seconds, nanos))
        }
        Err(_) => Uuid::new_v7(Timestamp::from_unix(ContextV7::new(), seconds, nanos)),
    }
}

/// Fills with bytes from the system's generator.
pub fn fill_random(bytes: &mut [u8]) {
    let random = aws_lc_rs::rand::SystemRandom::new();
    if random.fill(bytes).is_err() {
        // Without randomness no secret can be made; going on would be worse than stopping.
        tracing::error!("the system has no randomness");
        std::process::abort();
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;
    use time::macros::{date, datetime};

    #[test]
    fn a_day_is_a_day_in_amsterdam() {
        let millis = |moment: OffsetDateTime| moment.unix_timestamp() * 1000;
        assert_eq!(
            day_of(millis(datetime!(2026-07-31 21:59:59 UTC))),
            date!(2026 - 07 - 31)
        );
        assert_eq!(
            day_of(millis(datetime!(2026-07-31 22:00:00 UTC))),
            date!(2026 - 08 - 01)
        );
        assert_eq!(
            day_of(millis(datetime!(2026-12-31 22:59:59 UTC))),
            date!(2026 - 12 - 31)
        );
        assert_eq!(
            day_of(millis(datetime!(2026-12-31 23:00:00 UTC))),
            date!(2027 - 01 - 01)
        );
    }

    /// The last Sunday of a month of 31 days, at 01:00 UTC: when the clocks of the Union change.
    fn change(year: i32, month: Month) -> i64 {
        let last = Date::from_calendar_date(year, month, 31).unwrap();
        let back = i64::from(last.weekday().number_days_from_sunday());
        let day = last - time::Duration::days(back);
        day.midnight().assume_utc().unix_timestamp() * 1000 + 3_600_000
    }

    /// The day by the rule of the Union, without any table of zones.
    fn by_rule(millis: i64) -> Date {
        let year = instant(millis).year();
        let summer = change(year, Month::March) <= millis && millis < change(year, Month::October);
        instant(millis + if summer { 7_200_000 } else { 3_600_000 }).date()
    }

    proptest! {
        #[test]
        fn days_hold_around_the_changes_of_the_clocks(
            year in 2000_i32..2100, spring in any::<bool>(), offset in -172_800_000_i64..172_800_000,
        ) {
            let month = if spring { Month::March } else { Month::October };
            let millis = change(year, month) + offset;
            let days = days(millis);
            prop_assert_eq!(days.of(TimeZone::Amsterdam), by_rule(millis));
            // On the islands the clocks stand still, four hours behind.
            let there = instant(millis - 4 * 3_600_000).date();
            for zone in TimeZone::ALL.into_iter().filter(|zone| *zone != TimeZone::Amsterdam) {
                prop_assert_eq!(days.of(zone), there);
            }
            prop_assert_eq!(days.latest(), days.of(TimeZone::Amsterdam));
            for zone in TimeZone::ALL {
                let (day, next) = (day_in(millis, zone), day_in(millis + 60_000, zone));
                prop_assert!(next == day || Some(next) == day.next_day());
            }
        }
    }

    #[test]
    fn a_moment_is_one_by_the_clock_on_the_wall() {
        let millis = |moment: OffsetDateTime| moment.unix_timestamp() * 1000;
        assert_eq!(
            moment_of(date!(2026 - 07 - 31), 510),
            millis(datetime!(2026-07-31 06:30 UTC))
        );
        assert_eq!(
            moment_of(date!(2026 - 01 - 31), 0),
            millis(datetime!(2026-01-30 23:00 UTC))
        );
    }

    #[test]
    fn later_ids_are_greater() {
        let ids: Vec<Uuid> = (0..1000).map(|_| new_id(1_700_000_000_000)).collect();
        assert!(ids.is_sorted());
        let before = new_id(1_700_000_000_000);
        assert!(new_id(1_700_000_000_001) > before);
    }

    #[test]
    fn the_clock_moves_and_comes_back() {
        let clock = Clock::default();
        let before = clock.millis();
        clock.advance(86_400_000);
        assert!(clock.millis() >= before + 86_400_000);
        clock.reset();
        assert!(clock.millis() < before + 86_400_000);
    }
}
