//! What may be changed of an audit in which state: what it looks at stands once it is prepared, and from
//! its adoption on nothing of it changes.

use super::machine::State;
use super::record::Audit;
use crate::error::{Code, Refusal};
use crate::words::words;

words! {
    /// A change to an audit.
    Edit {
        /// Its kind, programme or school year, its units, its edition and standards.
        Frame => "frame",
        /// Its title, research questions, first day or body.
        Plan => "plan",
        /// Its agenda, last day or the last day for the reply.
        Conduct => "conduct",
        /// Its team.
        Team => "team",
        /// Its report.
        Report => "report",
        /// The reply of the units.
        Reply => "reply",
    }
}

/// The states in which a change may be made.
pub const fn allowed_in(edit: Edit) -> &'static [State] {
    match edit {
        Edit::Frame => &[State::Planned],
        Edit::Plan => &[State::Planned, State::Preparing],
        Edit::Conduct | Edit::Team => &[
            State::Planned,
            State::Preparing,
            State::InProgress,
            State::DraftReport,
            State::RightOfReply,
        ],
        // The reply can be a reason to put something right in the report.
        Edit::Report => &[State::InProgress, State::DraftReport, State::RightOfReply],
        Edit::Reply => &[State::RightOfReply],
    }
}

/// Whether a change may be made now.
///
/// # Errors
/// A conflict that names the state and the states in which it may be made.
pub fn may_edit(audit: &Audit, edit: Edit) -> Result<(), Refusal> {
    let allowed = allowed_in(edit);
    if allowed.contains(&audit.state) {
        return Ok(());
    }
    let states: Vec<&str> = allowed.iter().map(|state| state.as_str()).collect();
    let reason = audit.forbids().with("edit", edit);
    let reason = reason.with("allowedIn", states.join(", "));
    Err(Refusal::conflict(Code::AuditStateForbids, vec![reason]))
}

/// Which kinds of change lie between two versions of what is stated; none when they are the same.
pub fn edits(before: &Audit, after: &Audit) -> Vec<Edit> {
    let (old, new) = (&before.stated, &after.stated);
    let changes = [
        (
            Edit::Frame,
            old.kind != new.kind
                || old.programme != new.programme
                || old.school_year != new.school_year
                || old.scope != new.scope
                || before.pinned != after.pinned,
        ),
        (
            Edit::Plan,
            old.title != new.title
                || old.research_questions != new.research_questions
                || old.planned_from != new.planned_from
                || old.body != new.body,
        ),
        (
            Edit::Conduct,
            old.agenda != new.agenda
                || old.planned_until != new.planned_until
                || old.reply_due_on != new.reply_due_on,
        ),
        (Edit::Team, old.team != new.team),
    ];
    let changed = changes.into_iter().filter(|(_, changed)| *changed);
    changed.map(|(edit, _)| edit).collect()
}

/// Whether the lead of the team may make a change: what it asks and how it goes about, and not whom and
/// what it is about.
pub const fn is_of_lead(edit: Edit) -> bool {
    match edit {
        Edit::Conduct | Edit::Report => true,
        Edit::Frame | Edit::Plan | Edit::Team | Edit::Reply => false,
    }
}
