//! The time of a story: it stands still until it is turned on, and its ids are the same wherever and
//! whenever the story is told.

use akoki_persistence::Mint;
use std::sync::{
    Arc,
    atomic::{AtomicI64, AtomicU64, Ordering},
};
use time::{Date, Duration};
use uuid::{Builder, Uuid};

use super::{fill_random, moment_of};

/// What the ids of the last day of a story say of its time, in milliseconds since 1970: a day before all
/// days on which a story is told, so that what is made afterwards has greater ids.
const LAST_DAY: i64 = 1_756_684_800_000;
const MINUTE: i64 = 60_000;
const DAY: i64 = 1440 * MINUTE;

/// A story that ends on a day. Its days are counted from that day: the day before is -1.
#[derive(Debug)]
pub struct Story {
    ends: Date,
    at: AtomicI64,
    stamp: AtomicI64,
    made: AtomicU64,
}

impl Story {
    /// A story that ends on this day, at its last moment so far.
    pub fn ending(ends: Date) -> Self {
        Self {
            ends,
            at: AtomicI64::new(moment_of(ends, 0)),
            stamp: AtomicI64::new(LAST_DAY),
            made: AtomicU64::new(0),
        }
    }

    /// The civil day of a day of the story.
    pub fn day(&self, day: i64) -> Date {
        self.ends.saturating_add(Duration::days(day))
    }

    /// Goes to a moment: so many minutes into a day of the story.
    pub fn turn(&self, day: i64, minutes: u16) {
        let at = moment_of(self.day(day), minutes);
        let stamp = LAST_DAY
            .saturating_add(day.saturating_mul(DAY))
            .saturating_add(i64::from(minutes) * MINUTE);
        self.at.store(at, Ordering::Relaxed);
        self.stamp.store(stamp, Ordering::Relaxed);
        self.made.store(0, Ordering::Relaxed);
    }

    /// Where the story is, in milliseconds since 1970.
    pub(super) fn at(&self) -> i64 {
        self.at.load(Ordering::Relaxed)
    }

    /// Ids that rest on where the story is and on how many were made there, and on nothing else: not on
    /// the day on which it ends, nor on what happens at other moments of it.
    pub(super) fn mint(self: &Arc<Self>) -> Mint {
        let story = self.clone();
        Mint {
            id: Arc::new(move |_| story.next()),
            fill: fill_random,
        }
    }

    #[expect(clippy::disallowed_methods, reason = "the ids of a story")]
    fn next(&self) -> Uuid {
        let number = self.made.fetch_add(1, Ordering::Relaxed);
        let [a, b, c, d, e, f, g, h] = number.to_be_bytes();
        let stamp = u64::try_from(self.stamp.load(Ordering::Relaxed)).unwrap_or(0);
        Builder::from_unix_timestamp_millis(stamp, &[0, 0, a, b, c, d, e, f, g, h]).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use time::macros::date;

    fn told(ends: Date) -> Vec<Uuid> {
        let story = Arc::new(Story::ending(ends));
        let mint = story.mint();
        let moments = [(-400, 510), (-400, 513), (-210, 0), (-1, 1080)];
        let at = |(day, minutes)| {
            story.turn(day, minutes);
            [(mint.id)(story.at()), (mint.id)(0), (mint.id)(7)]
        };
        moments.into_iter().flat_map(at).collect()
    }

    #[test]
    fn ids_do_not_depend_on_when_a_story_is_told() {
        let ids = told(date!(2026 - 11 - 25));
        assert_eq!(ids, told(date!(2031 - 03 - 30)));
        assert!(ids.is_sorted());
        for id in &ids {
            assert_eq!(id.get_version_num(), 7);
            assert_eq!(id.get_variant(), uuid::Variant::RFC4122);
            assert!(*id < super::super::mint().id.as_ref()(1_784_000_000_000));
        }
        let seconds = ids.last().unwrap().get_timestamp().unwrap().to_unix().0;
        assert_eq!(
            i64::try_from(seconds).unwrap() * 1000,
            LAST_DAY - 6 * 60 * MINUTE
        );
    }

    #[test]
    fn days_are_counted_from_the_end() {
        let story = Story::ending(date!(2026 - 11 - 25));
        assert_eq!(story.day(-1), date!(2026 - 11 - 24));
        story.turn(-1, 510);
        assert_eq!(super::super::day_of(story.at()), date!(2026 - 11 - 24));
    }
}
