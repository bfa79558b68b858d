//! Escalation: who is told of what is late. It goes one level up the tree on the first day that it is late,
//! and one more after each thirty days.

use time::Date;

use crate::id::UnitId;

/// How many days something stays with one level before the next one up is told.
pub const DAYS_A_LEVEL: i64 = 30;

/// How many days late something is that was due on this day; 0 while it is in time.
pub fn days_late(due_on: Option<Date>, today: Date) -> i64 {
    due_on.map_or(0, |due| (today - due).whole_days().max(0))
}

/// How many levels above its unit something stands that is so many days late: none while it is in time, one
/// from the first day, one more after each [`DAYS_A_LEVEL`] days.
pub fn levels_up(days_late: i64) -> usize {
    if days_late <= 0 {
        return 0;
    }
    let whole = days_late.saturating_sub(1) / DAYS_A_LEVEL;
    usize::try_from(whole)
        .unwrap_or(usize::MAX)
        .saturating_add(1)
}

/// The fewest days late with which something stands so many levels up: the reverse of [`levels_up`].
pub fn late_from(levels: i64) -> i64 {
    match levels {
        ..=0 => 0,
        levels => (levels - 1).saturating_mul(DAYS_A_LEVEL).saturating_add(1),
    }
}

/// The unit to which something of a unit escalates: `above` are the units above it, the nearest first. What
/// has no level left stays with the top one; what hangs at the top has nobody above to be told.
pub fn escalates_to(above: &[UnitId], days_late: i64) -> Option<UnitId> {
    match levels_up(days_late) {
        0 => None,
        levels => above
            .get(levels.saturating_sub(1))
            .or(above.last())
            .copied(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use time::{Duration, macros::date};
    use uuid::Uuid;

    #[test]
    fn what_is_late_goes_up_at_once_and_again_after_each_thirty_days() {
        for (days, levels) in [
            (i64::MIN, 0),
            (-1, 0),
            (0, 0),
            (1, 1),
            (30, 1),
            (31, 2),
            (60, 2),
            (61, 3),
        ] {
            assert_eq!(levels_up(days), levels, "{days}");
        }
    }

    #[test]
    fn it_goes_to_the_nearest_first_and_stays_at_the_top() {
        let [school, board] = [1, 2].map(|id| UnitId(Uuid::from_u128(id)));
        let above = [school, board];
        assert_eq!(escalates_to(&above, 0), None);
        assert_eq!(escalates_to(&above, 1), Some(school));
        assert_eq!(escalates_to(&above, 31), Some(board));
        assert_eq!(escalates_to(&above, 900), Some(board));
        assert_eq!(escalates_to(&[], 900), None);
    }

    proptest! {
        #[test]
        fn a_later_day_is_never_a_lower_level(days in -100_i64..5000) {
            let (now, later) = (levels_up(days), levels_up(days + 1));
            prop_assert!(now <= later && later <= now + 1);
            if days > 0 {
                prop_assert_eq!(levels_up(days + DAYS_A_LEVEL), now + 1);
            }
        }

        #[test]
        fn how_late_and_how_high_are_each_others_reverse(late in 1_i64..5_000) {
            let levels = i64::try_from(levels_up(late)).unwrap_or_default();
            prop_assert!(late_from(levels) <= late && late < late_from(levels + 1));
        }
    }

    #[test]
    fn nothing_is_late_on_the_day_itself() {
        let due = date!(2026 - 03 - 01);
        let late = |days: i64| days_late(Some(due), due + Duration::days(days));
        assert_eq!([-3, 0, 1, 30].map(late), [0, 0, 1, 30]);
        assert_eq!(days_late(None, due), 0);
    }
}
