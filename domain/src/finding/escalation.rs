//! What is late is told higher up: one level when it is overdue, one more after every further thirty days,
//! at most to the board.

use time::Date;

use crate::id::UnitId;

/// After so many days more, one level more.
pub const EVERY_DAYS: i64 = 30;

/// How many days late something is that was due on this day; 0 while it is in time.
pub fn days_late(due_on: Option<Date>, today: Date) -> i64 {
    due_on.map_or(0, |due| (today - due).whole_days().max(0))
}

/// How many levels up something goes that is so many days late.
pub fn levels_up(days_late: i64) -> i64 {
    match days_late {
        ..=0 => 0,
        late => (late - 1) / EVERY_DAYS + 1,
    }
}

/// The fewest days late with which something goes so many levels up: the reverse of [`levels_up`].
pub fn late_from(levels: i64) -> i64 {
    match levels {
        ..=0 => 0,
        levels => (levels - 1) * EVERY_DAYS + 1,
    }
}

/// The unit that is told: nobody while it is in time. `above` are the units above the one where it hangs,
/// the nearest first, the board last; a board that is late itself has nobody above it but itself.
pub fn escalated_to(unit: UnitId, above: &[UnitId], days_late: i64) -> Option<UnitId> {
    let levels = usize::try_from(levels_up(days_late)).unwrap_or(usize::MAX);
    let place = levels.checked_sub(1)?;
    Some(above.get(place).or(above.last()).copied().unwrap_or(unit))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;
    use time::{Duration, macros::date};
    use uuid::Uuid;

    fn units(count: u128) -> Vec<UnitId> {
        (1..=count).map(|n| UnitId(Uuid::from_u128(n))).collect()
    }

    #[test]
    fn it_goes_up_a_level_when_overdue_and_one_more_after_thirty_days() {
        let due = date!(2026 - 03 - 01);
        let late = |days: i64| days_late(Some(due), due + Duration::days(days));
        assert_eq!([-3, 0, 1, 30].map(late), [0, 0, 1, 30]);
        assert_eq!(days_late(None, due), 0);
        assert_eq!([0, 1, 30, 31, 60, 61].map(levels_up), [0, 1, 1, 2, 2, 3]);
        let (team, above) = (UnitId(Uuid::from_u128(9)), units(2));
        let told = |late| escalated_to(team, &above, late);
        assert_eq!(told(0), None);
        assert_eq!(
            (told(30), told(31), told(400)),
            (Some(above[0]), Some(above[1]), Some(above[1]))
        );
        assert_eq!(
            escalated_to(team, &[], 1),
            Some(team),
            "a board has nobody above it"
        );
    }

    proptest! {
        #[test]
        fn it_never_comes_down_and_never_passes_the_board(
            late in 0_i64..5_000, more in 0_i64..500, depth in 0_u128..8,
        ) {
            let (unit, above) = (UnitId(Uuid::from_u128(99)), units(depth));
            let place = |late| escalated_to(unit, &above, late)
                .map(|told| above.iter().position(|one| *one == told));
            prop_assert!(place(late) <= place(late + more));
            prop_assert_eq!(place(late).is_some(), late > 0);
            if late > 0 && depth > 0 {
                prop_assert!(place(late).unwrap().is_some());
            }
        }

        #[test]
        fn how_late_and_how_high_are_each_others_reverse(late in 1_i64..5_000) {
            let levels = levels_up(late);
            prop_assert!(late_from(levels) <= late && late < late_from(levels + 1));
            prop_assert_eq!(levels_up(late_from(levels)), levels);
        }
    }
}
