//! What a succession is, where it can be in its life, and what can be asked of it.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::input::SuccessionInput;
use crate::id::{BoardId, PrincipalId, SuccessionId};

/// Where a succession is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Waits for boards to accept.
    Proposed,
    /// Every board involved has accepted; waits for its day.
    Accepted,
    /// Done.
    Executed,
    /// Taken back by the board that proposed it.
    Withdrawn,
    /// Refused by a board involved.
    Declined,
}

impl State {
    /// Every state.
    pub const ALL: [State; 5] = [
        State::Proposed,
        State::Accepted,
        State::Executed,
        State::Withdrawn,
        State::Declined,
    ];

    /// The state as it stands on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            State::Proposed => "proposed",
            State::Accepted => "accepted",
            State::Executed => "executed",
            State::Withdrawn => "withdrawn",
            State::Declined => "declined",
        }
    }
}

impl std::str::FromStr for State {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        State::ALL
            .into_iter()
            .find(|state| state.as_str() == text)
            .ok_or(())
    }
}

/// What can be asked of a succession, on behalf of which board.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Command {
    /// The board agrees. The board that proposes agrees by proposing.
    Accept(BoardId),
    /// The board refuses; also one that had agreed may, until it is executed.
    Decline(BoardId),
    /// The board takes its proposal back.
    Withdraw(BoardId),
    /// It takes effect.
    Execute,
}

impl Command {
    /// The command as it stands on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Command::Accept(_) => "accept",
            Command::Decline(_) => "decline",
            Command::Withdraw(_) => "withdraw",
            Command::Execute => "execute",
        }
    }
}

impl Command {
    /// The command with this word, on behalf of this board.
    pub fn read(word: &str, board: BoardId) -> Option<Self> {
        [
            Command::Accept(board),
            Command::Decline(board),
            Command::Withdraw(board),
            Command::Execute,
        ]
        .into_iter()
        .find(|command| command.as_str() == word)
    }

    /// The board on whose behalf it is asked; execution is nobody's alone.
    pub const fn board(self) -> Option<BoardId> {
        match self {
            Command::Accept(board) | Command::Decline(board) | Command::Withdraw(board) => {
                Some(board)
            }
            Command::Execute => None,
        }
    }
}

impl State {
    /// Whether nothing happens to it any more.
    pub const fn is_closed(self) -> bool {
        match self {
            State::Proposed | State::Accepted => false,
            State::Executed | State::Withdrawn | State::Declined => true,
        }
    }
}

/// A step that was taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// What was asked.
    pub command: Command,
    /// Where the succession was.
    pub from: State,
    /// Where it is since.
    pub to: State,
    /// When.
    #[serde(with = "time::serde::timestamp::milliseconds")]
    pub at: OffsetDateTime,
    /// By whom; none when the service did it on the day.
    pub by: Option<PrincipalId>,
}

/// A succession.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Succession {
    /// Its id.
    pub id: SuccessionId,
    /// The board that proposed it.
    pub proposed_by: BoardId,
    /// Every board that must accept.
    pub boards: Vec<BoardId>,
    /// The boards that have accepted, the proposing one from the start.
    pub accepted_by: Vec<BoardId>,
    /// Where it is.
    pub state: State,
    /// What happened to it, oldest first.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// What is proposed.
    #[serde(flatten)]
    pub input: SuccessionInput,
}
