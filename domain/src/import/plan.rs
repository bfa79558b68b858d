//! What a row means for what is there: an outcome, and the records as they will be.

use crate::error::Reason;
use crate::id::BoardId;
use serde::{Deserialize, Serialize};

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// What the row is about was not there and is made.
    Created,
    /// It was there and changes.
    Updated,
    /// It was there and stays as it is.
    Unchanged,
    /// The row cannot be read, or contradicts itself.
    Rejected,
    /// The row is about another board than the caller's.
    OutOfScope,
    /// The list places it with another board than where it stands: nothing is done until a transfer is
    /// recorded.
    TransferPending,
}

impl Outcome {
    /// The outcome as it stands on the wire and in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Outcome::Created => "created",
            Outcome::Updated => "updated",
            Outcome::Unchanged => "unchanged",
            Outcome::Rejected => "rejected",
            Outcome::OutOfScope => "outOfScope",
            Outcome::TransferPending => "transferPending",
        }
    }
}

/// What is done to one record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change<T> {
    /// It is made.
    Created(T),
    /// It changes.
    Updated {
        /// As it was.
        before: T,
        /// As it will be.
        after: T,
        /// The fields that differ, as they stand on the wire.
        fields: Vec<&'static str>,
    },
}

impl<T> Change<T> {
    /// The record as it will be.
    pub fn after(&self) -> &T {
        match self {
            Change::Created(after) | Change::Updated { after, .. } => after,
        }
    }
}

/// What a row about one record means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordPlan<T> {
    /// What becomes of the row.
    pub outcome: Outcome,
    /// Why, or what is worth knowing; the names of columns stand as pointers.
    pub reasons: Vec<Reason>,
    /// What is done.
    pub change: Option<Change<T>>,
}

impl<T: Clone + PartialEq> RecordPlan<T> {
    /// A row that does nothing, for a reason.
    pub(crate) fn nothing(outcome: Outcome, reasons: Vec<Reason>) -> Self {
        Self {
            outcome,
            reasons,
            change: None,
        }
    }

    /// A row that makes a record.
    pub(crate) fn created(record: T) -> Self {
        Self {
            outcome: Outcome::Created,
            reasons: Vec::new(),
            change: Some(Change::Created(record)),
        }
    }

    /// A row that brings a record from one state to another, which may be the same.
    pub(crate) fn updated(before: T, after: T, fields: Vec<&'static str>) -> Self {
        if fields.is_empty() {
            return Self::nothing(Outcome::Unchanged, Vec::new());
        }
        Self {
            outcome: Outcome::Updated,
            reasons: Vec::new(),
            change: Some(Change::Updated {
                before,
                after,
                fields,
            }),
        }
    }
}

/// For which boards the caller takes in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// The platform: all of them, also those that are not there yet.
    Everything,
    /// These boards.
    Boards(Vec<BoardId>),
}

impl Reach {
    /// Whether the board is among them.
    pub fn covers(&self, board: BoardId) -> bool {
        match self {
            Reach::Everything => true,
            Reach::Boards(boards) => boards.contains(&board),
        }
    }
}
