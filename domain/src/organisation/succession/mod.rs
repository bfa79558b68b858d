//! Merge, split and transfer: how schools go over into others, dated and agreed by every board involved.
//! No row changes tenant: a school that moves gets a new unit with the old one as its predecessor.

mod before;
mod effect;
mod input;
mod machine;
mod proposal;
mod state;
mod takeover;

pub use before::{Made, came_before};
pub use effect::{Effect, effects};
pub use input::{SuccessionInput, SuccessionKind, SuccessorInput};
pub use machine::{Decision, Facts, available_commands, decide};
pub use proposal::UnitFacts;
pub use state::{Command, State, Step, Succession};
pub use takeover::{carried_over, ended, taken_over};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{BoardId, SuccessionId, UnitId};
    use time::{Date, macros::date};
    use uuid::Uuid;

    pub(super) const DAY: Date = date!(2026 - 08 - 01);

    pub(super) fn board(n: u128) -> BoardId {
        BoardId(Uuid::from_u128(n))
    }

    pub(super) fn unit(n: u128) -> UnitId {
        UnitId(Uuid::from_u128(n))
    }

    /// Two schools of board 10 that go over to board 20.
    pub(super) fn transfer() -> Succession {
        let new = |name: &str| SuccessorInput::New {
            board_id: board(20),
            parent_id: None,
            name: name.into(),
        };
        Succession {
            id: SuccessionId(Uuid::from_u128(1)),
            proposed_by: board(10),
            boards: vec![board(10), board(20)],
            accepted_by: vec![board(10)],
            state: State::Proposed,
            steps: vec![],
            input: SuccessionInput {
                kind: SuccessionKind::Transfer,
                effective_on: DAY,
                from: vec![unit(1), unit(2)],
                to: vec![new("De Brug"), new("De Poort")],
                reason: None,
            },
        }
    }
}
