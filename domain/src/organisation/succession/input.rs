//! A succession as it is proposed.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::id::{BoardId, UnitId};

/// What happens to the schools.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SuccessionKind {
    /// Several become one, which may be one of them.
    Merge,
    /// One becomes several, of which it may be one.
    Split,
    /// Each goes over to another board as it is.
    Transfer,
}

impl SuccessionKind {
    /// Every kind.
    pub const ALL: [SuccessionKind; 3] = [
        SuccessionKind::Merge,
        SuccessionKind::Split,
        SuccessionKind::Transfer,
    ];

    /// The kind as it stands on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            SuccessionKind::Merge => "merge",
            SuccessionKind::Split => "split",
            SuccessionKind::Transfer => "transfer",
        }
    }
}

impl std::str::FromStr for SuccessionKind {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        SuccessionKind::ALL
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or(())
    }
}

/// What comes after: a unit that is there, or one that is made on the day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged, rename_all_fields = "camelCase")]
pub enum SuccessorInput {
    /// A unit that is there and goes on.
    Existing {
        /// The unit.
        unit_id: UnitId,
    },
    /// A unit to be made.
    New {
        /// Its board.
        board_id: BoardId,
        /// What it will stand under; the board itself when absent.
        parent_id: Option<UnitId>,
        /// Its name.
        name: String,
    },
}

/// A succession as it is proposed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SuccessionInput {
    /// What happens.
    pub kind: SuccessionKind,
    /// The first day of what comes after.
    pub effective_on: Date,
    /// The schools or establishments it happens to.
    pub from: Vec<UnitId>,
    /// What comes after; for a transfer in the order of `from`.
    pub to: Vec<SuccessorInput>,
    /// Why.
    pub reason: Option<String>,
}

impl SuccessionInput {
    /// The unit that the successor at this place took over from: a transfer pairs each with its own, a
    /// merge or split has one on the other side.
    pub fn predecessor(&self, index: usize) -> Option<UnitId> {
        let paired = match self.kind {
            SuccessionKind::Transfer => self.from.get(index),
            SuccessionKind::Merge | SuccessionKind::Split => self.from.first(),
        };
        paired.or(self.from.first()).copied()
    }

    /// Whether a unit is among the successors: it goes on, and does not end.
    pub fn goes_on(&self, unit: UnitId) -> bool {
        self.to.iter().any(|to| match to {
            SuccessorInput::Existing { unit_id } => *unit_id == unit,
            SuccessorInput::New { .. } => false,
        })
    }

    /// Every unit that it names, each once.
    pub fn named(&self) -> Vec<UnitId> {
        let to = self.to.iter().filter_map(|to| match to {
            SuccessorInput::Existing { unit_id } => Some(*unit_id),
            SuccessorInput::New { parent_id, .. } => *parent_id,
        });
        let mut named: Vec<UnitId> = self.from.iter().copied().chain(to).collect();
        named.sort_unstable();
        named.dedup();
        named
    }
}
