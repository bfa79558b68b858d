//! Escalation: who is told of what is late. It goes one level up the tree on the first day that it is late,
//! and one more after each thirty days.

use time::{Date, Duration};
use uuid::Uuid;

use crate::error::Subject;
use crate::id::{BoardId, UnitId};

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

/// As [`escalates_to`]; what is told to the board at once goes there on the first day, and nowhere else.
pub fn escalates(at_once: Option<BoardId>, above: &[UnitId], days_late: i64) -> Option<UnitId> {
    match at_once {
        Some(board) => (days_late > 0).then(|| board.into()),
        None => escalates_to(above, days_late),
    }
}

/// Something that is late, as far as it matters to whom that is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    /// The resource.
    pub subject: Subject,
    /// The part of it that is late, such as one agreement of a conversation; the resource itself otherwise.
    pub part: Uuid,
    /// Its board.
    pub board_id: BoardId,
    /// The unit on which it hangs.
    pub unit_id: UnitId,
    /// The day by which it should have been done.
    pub due_on: Date,
    /// Whether it is told to the board at once.
    pub at_once: bool,
}

impl Late {
    /// What is told of it on this day; `above` are the units above its own, the nearest first.
    pub fn told(&self, above: &[UnitId], today: Date) -> Told {
        let at_once = self.at_once.then_some(self.board_id);
        Told {
            due_on: self.due_on,
            to: escalates(at_once, above, days_late(Some(self.due_on), today)),
        }
    }
}

/// What is told of something that is late: the feed tells it once, and once more when it is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Told {
    /// The day by which it should have been done.
    pub due_on: Date,
    /// The unit at which it is told; none for what has nobody above.
    pub to: Option<UnitId>,
}

impl Told {
    /// Whether this is still to be told, after what was told last: the first time, when it has gone a level
    /// further, and when another day has come instead and has passed as well.
    pub fn is_new(&self, last: Option<&Self>) -> bool {
        last != Some(self)
    }

    /// The last day on which it goes no level further, as seen on this day: until then there is nothing to look at
    /// again while the day by which it should have been done stays the same.
    pub fn holds_until(&self, today: Date) -> Date {
        let levels = i64::try_from(levels_up(days_late(Some(self.due_on), today)));
        let next = late_from(levels.unwrap_or(i64::MAX).saturating_add(1));
        let last = Duration::days(next.saturating_sub(1).min(MOST_DAYS));
        self.due_on.checked_add(last).unwrap_or(Date::MAX)
    }
}

/// More days than there are.
const MOST_DAYS: i64 = 4_000_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::noun::Noun;
    use proptest::prelude::*;
    use time::macros::date;

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
    fn what_is_told_at_once_goes_to_the_board_and_nowhere_else() {
        let [unit, school, board] = [1, 2, 3].map(|id| UnitId(Uuid::from_u128(id)));
        let late = Late {
            subject: Subject::new(Noun::Finding, Uuid::from_u128(9)),
            part: Uuid::from_u128(9),
            board_id: BoardId(board.0),
            unit_id: unit,
            due_on: date!(2026 - 03 - 01),
            at_once: false,
        };
        let at_once = Late {
            at_once: true,
            ..late
        };
        let told = |late: &Late, days| {
            let today = late.due_on + Duration::days(days);
            late.told(&[school, board], today).to
        };
        assert_eq!(
            [0, 1, 31].map(|days| told(&late, days)),
            [None, Some(school), Some(board)]
        );
        assert_eq!(
            [0, 1, 31].map(|days| told(&at_once, days)),
            [None, Some(board), Some(board)]
        );
    }

    #[test]
    fn each_step_is_told_once_and_another_day_begins_anew() {
        let due_on = date!(2026 - 03 - 01);
        let [school, board] = [1, 2].map(|id| Some(UnitId(Uuid::from_u128(id))));
        let at_school = Told { due_on, to: school };
        assert!(at_school.is_new(None));
        assert!(!at_school.is_new(Some(&at_school)));
        let at_board = Told { due_on, to: board };
        assert!(at_board.is_new(Some(&at_school)));
        let moved = Told {
            due_on: date!(2026 - 05 - 01),
            to: school,
        };
        assert!(moved.is_new(Some(&at_school)) && moved.is_new(Some(&at_board)));
        // The board's own work has nobody above: that it is late is told all the same, once.
        let nobody = Told { due_on, to: None };
        assert!(nobody.is_new(None) && !nobody.is_new(Some(&nobody)));
    }

    #[test]
    fn nothing_is_looked_at_again_before_it_can_go_further() {
        let due_on = date!(2026 - 03 - 01);
        let told = Told { due_on, to: None };
        let until = |late: i64| told.holds_until(due_on + Duration::days(late)) - due_on;
        for (late, days) in [(1, 30), (30, 30), (31, 60), (60, 60), (61, 90)] {
            assert_eq!(until(late), Duration::days(days), "{late}");
        }
        let last = Told {
            due_on: Date::MAX,
            to: None,
        };
        assert_eq!(last.holds_until(Date::MAX), Date::MAX);
    }

    proptest! {
        #[test]
        fn the_day_after_that_is_the_first_of_another_level(late in 1_i64..5_000) {
            let due_on = date!(2026 - 03 - 01);
            let told = Told { due_on, to: None };
            let until = told.holds_until(due_on + Duration::days(late));
            let levels = |day: Date| levels_up(days_late(Some(due_on), day));
            let now = levels(due_on + Duration::days(late));
            prop_assert_eq!(levels(until), now);
            prop_assert_eq!(levels(until + Duration::days(1)), now + 1);
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
