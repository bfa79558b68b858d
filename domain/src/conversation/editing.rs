//! What may be changed of a conversation in which state: the agenda until it is held, minutes and
//! agreements from then on, and nothing once it is closed.

use super::{ConversationInput, State};
use crate::error::{Code, Refusal};
use crate::id::QualityConversationId;
use crate::words::words;

words! {
    /// A change of a conversation.
    Edit {
        /// Another day or agenda.
        Plan => "plan",
        /// Other people.
        People => "people",
        /// What came of the agreements of the conversation before.
        Check => "check",
        /// What was said.
        Minutes => "minutes",
        /// What was agreed.
        Agreements => "agreements",
    }
}

/// What an input changes.
pub fn edits(before: &ConversationInput, after: &ConversationInput) -> Vec<Edit> {
    let changes = |edit: &Edit| match edit {
        Edit::Plan => before.planned_on != after.planned_on || before.agenda != after.agenda,
        Edit::People => {
            before.board_members != after.board_members || before.leaders != after.leaders
        }
        Edit::Check => before.checked != after.checked,
        Edit::Minutes => before.minutes != after.minutes,
        Edit::Agreements => before.agreements != after.agreements,
    };
    Edit::ALL.iter().copied().filter(changes).collect()
}

/// Whether the state allows a change.
///
/// # Errors
/// A conflict.
pub fn may_edit(id: QualityConversationId, state: State, edit: Edit) -> Result<(), Refusal> {
    let allowed = match (state, edit) {
        (State::Planned | State::Prepared, Edit::Plan | Edit::People | Edit::Check)
        | (State::Held, Edit::People | Edit::Check | Edit::Minutes | Edit::Agreements) => true,
        (State::Planned | State::Prepared, Edit::Minutes | Edit::Agreements)
        | (State::Held, Edit::Plan)
        | (State::Closed | State::Cancelled, _) => false,
    };
    match allowed {
        true => Ok(()),
        false => Err(refused(id, state)),
    }
}

/// Whether it may be deleted: only while nothing was done for it.
///
/// # Errors
/// A conflict.
pub fn may_remove(id: QualityConversationId, state: State) -> Result<(), Refusal> {
    match state {
        State::Planned => Ok(()),
        State::Prepared | State::Held | State::Closed | State::Cancelled => Err(refused(id, state)),
    }
}

fn refused(id: QualityConversationId, state: State) -> Refusal {
    let reason = super::machine::forbidden(id, state);
    Refusal::conflict(Code::ConversationStateForbids, vec![reason])
}
