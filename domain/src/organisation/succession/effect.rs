//! What executing a succession does to the units.

use time::Date;

use super::input::{SuccessionInput, SuccessorInput};
use crate::id::{BoardId, UnitId};

/// What executing a succession does to one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// The unit exists until this day, the last.
    End {
        /// The unit.
        unit_id: UnitId,
        /// Its last day: the one before the succession.
        ends_on: Date,
    },
    /// A unit is made.
    Make {
        /// Its place among the successors.
        index: usize,
        /// Its board.
        board_id: BoardId,
        /// What it stands under.
        parent_id: UnitId,
        /// Its name.
        name: String,
        /// Its first day.
        starts_on: Date,
        /// The unit it took over from: for a merge the first; the succession itself knows them all.
        predecessor_id: UnitId,
    },
}

/// Everything that executing a succession does: who is not among the successors ends, who is new is made.
pub fn effects(input: &SuccessionInput) -> Vec<Effect> {
    let last_day = input.effective_on.previous_day().unwrap_or(Date::MIN);
    let ends = input.from.iter().filter(|unit| !input.goes_on(**unit));
    let ends = ends.map(|unit| Effect::End {
        unit_id: *unit,
        ends_on: last_day,
    });
    let makes = input
        .to
        .iter()
        .enumerate()
        .filter_map(|(index, to)| match to {
            SuccessorInput::Existing { .. } => None,
            SuccessorInput::New {
                board_id,
                parent_id,
                name,
            } => Some(Effect::Make {
                index,
                board_id: *board_id,
                parent_id: parent_id.unwrap_or((*board_id).into()),
                name: name.trim().to_owned(),
                starts_on: input.effective_on,
                predecessor_id: input.predecessor(index)?,
            }),
        });
    ends.chain(makes).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::succession::SuccessionKind;
    use crate::organisation::succession::tests::{DAY, board, transfer, unit};
    use time::macros::date;

    #[test]
    fn executing_a_transfer_pairs_old_and_new() {
        let last = date!(2026 - 07 - 31);
        let make = |index, name: &str, predecessor| Effect::Make {
            index,
            board_id: board(20),
            parent_id: unit(20),
            name: name.into(),
            starts_on: DAY,
            predecessor_id: unit(predecessor),
        };
        let end = |n| Effect::End {
            unit_id: unit(n),
            ends_on: last,
        };
        assert_eq!(
            effects(&transfer().input),
            [
                end(1),
                end(2),
                make(0, "De Brug", 1),
                make(1, "De Poort", 2)
            ]
        );
    }

    #[test]
    fn a_school_that_absorbs_another_goes_on() {
        let mut input = transfer().input;
        input.kind = SuccessionKind::Merge;
        input.to = vec![SuccessorInput::Existing { unit_id: unit(1) }];
        let ends_on = date!(2026 - 07 - 31);
        let unit_id = unit(2);
        assert_eq!(effects(&input), [Effect::End { unit_id, ends_on }]);
    }
}
