//! What units were before: those that went over into them, and those that went over into these.

use std::collections::BTreeMap;

use time::Date;

use super::input::{SuccessionInput, SuccessionKind, SuccessorInput};
use crate::id::UnitId;

/// A unit that a succession made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Made {
    /// The unit.
    pub unit_id: UnitId,
    /// What it names as its predecessor.
    pub predecessor_id: UnitId,
    /// Its first day.
    pub starts_on: Option<Date>,
}

/// What these units were before, each with its last day as that, by the successions that were executed and
/// the units that these made.
pub fn came_before(
    units: &[UnitId],
    made: &[Made],
    executed: &[SuccessionInput],
) -> BTreeMap<UnitId, Date> {
    let mut before: BTreeMap<UnitId, Date> = BTreeMap::new();
    let mut next: Vec<UnitId> = units.to_vec();
    while let Some(unit) = next.pop() {
        for succession in executed {
            let last = succession.effective_on.previous_day().unwrap_or(Date::MIN);
            for old in went_over(unit, made, succession) {
                if units.contains(&old) || before.contains_key(&old) {
                    continue;
                }
                before.insert(old, last);
                next.push(old);
            }
        }
    }
    before
}

/// The units that went over into this one by a succession.
fn went_over(unit: UnitId, made: &[Made], succession: &SuccessionInput) -> Vec<UnitId> {
    let named = |to: &SuccessorInput| matches!(to, SuccessorInput::Existing { unit_id } if *unit_id == unit);
    let by_it = |one: &&Made| {
        one.unit_id == unit
            && one.starts_on == Some(succession.effective_on)
            && succession.from.contains(&one.predecessor_id)
    };
    let made = made.iter().find(by_it);
    let others = succession.from.iter().copied().filter(|old| *old != unit);
    match (succession.to.iter().any(named), made, succession.kind) {
        (false, None, _) => Vec::new(),
        (false, Some(made), SuccessionKind::Transfer) => vec![made.predecessor_id],
        (true, _, SuccessionKind::Transfer)
        | (_, _, SuccessionKind::Merge | SuccessionKind::Split) => others.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::succession::tests::{board, unit};
    use time::macros::date;

    fn merge(from: &[u128], to: SuccessorInput, effective_on: Date) -> SuccessionInput {
        SuccessionInput {
            kind: SuccessionKind::Merge,
            effective_on,
            from: from.iter().map(|n| unit(*n)).collect(),
            to: vec![to],
            reason: None,
        }
    }

    #[test]
    fn all_that_merged_came_before_and_what_came_before_that() {
        let new = SuccessorInput::New {
            board_id: board(10),
            parent_id: None,
            name: "De Brug".into(),
        };
        let first = merge(&[1, 2], new, date!(2024 - 08 - 01));
        let goes_on = SuccessorInput::Existing { unit_id: unit(4) };
        let second = merge(&[3, 4], goes_on, date!(2026 - 08 - 01));
        let made = [Made {
            unit_id: unit(3),
            predecessor_id: unit(1),
            starts_on: Some(date!(2024 - 08 - 01)),
        }];
        let found = came_before(&[unit(4)], &made, &[first, second]);
        let expected = [
            (unit(1), date!(2024 - 07 - 31)),
            (unit(2), date!(2024 - 07 - 31)),
            (unit(3), date!(2026 - 07 - 31)),
        ];
        assert_eq!(found, expected.into());
        assert_eq!(came_before(&[unit(9)], &made, &[]), BTreeMap::new());
    }

    #[test]
    fn of_a_transfer_each_comes_from_its_own() {
        let input = crate::organisation::succession::tests::transfer().input;
        let made = |n, predecessor| Made {
            unit_id: unit(n),
            predecessor_id: unit(predecessor),
            starts_on: Some(input.effective_on),
        };
        let found = came_before(
            &[unit(21)],
            &[made(21, 1), made(22, 2)],
            std::slice::from_ref(&input),
        );
        assert_eq!(found, [(unit(1), date!(2026 - 07 - 31))].into());
    }
}
