//! What may be changed of an audit in which state: what it looks at stands once it is prepared, and from
//! its adoption on nothing of it changes.

use time::Date;

use super::machine::led;
use super::record::Audit;
use super::state::State;
use super::stated::AuditInput;
use crate::error::{Code, Reason, Refusal};
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
        // What the units reply to stays what they were given. A reply can be a reason to put something right:
        // then the report is taken back, with what was said to it.
        Edit::Report => &[State::InProgress, State::DraftReport],
        Edit::Reply => &[State::RightOfReply],
    }
}

/// Whether a change may be made now.
///
/// # Errors
/// A conflict that names the state and the states in which it may be made: [`Code::ReportUnderReply`] for the
/// report while the units reply to it, [`Code::AuditStateForbids`] otherwise.
pub fn may_edit(audit: &Audit, edit: Edit) -> Result<(), Refusal> {
    let allowed = allowed_in(edit);
    if allowed.contains(&audit.state) {
        return Ok(());
    }
    let states: Vec<&str> = allowed.iter().map(|state| state.as_str()).collect();
    let code = if edit == Edit::Report && audit.state == State::RightOfReply {
        Code::ReportUnderReply
    } else {
        Code::AuditStateForbids
    };
    let reason = audit.forbids().with("edit", edit);
    let reason = reason.with("allowedIn", states.join(", "));
    let reason = Reason { code, ..reason };
    Err(Refusal::conflict(code, vec![reason]))
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

/// Everything wrong with what is stated now, by the day and by how far the audit is: it is planned for days
/// to come and of its school year, has a lead once it began, and once its report is given the units keep their
/// days to reply.
pub fn wrong_now(before: Option<&Audit>, now: &AuditInput, today: Date) -> Vec<Reason> {
    let mut wrong = Vec::new();
    let mut past = |day: Date, old: Option<Date>, at: &str| {
        if day < today && old != Some(day) {
            wrong.push(Reason::new(Code::DateInPast).at(at));
        }
    };
    let old = before.map(|audit| &audit.stated);
    past(
        now.planned_from,
        old.map(|one| one.planned_from),
        "/plannedFrom",
    );
    // A new one ends no earlier than it begins. Of one that runs, days on which somebody audited stay days
    // for which they are judged.
    if let Some(old) = old.filter(|_| now.planned_from <= now.planned_until) {
        past(now.planned_until, Some(old.planned_until), "/plannedUntil");
    }
    // It counts for the year in which it begins, or for the one that is being finished then.
    let counted = |one: &AuditInput| (one.planned_from, one.school_year);
    if old.map(counted) != Some(counted(now)) {
        let outside = now.school_year.outside(now.planned_from);
        wrong.extend(outside.map(|reason| reason.at("/plannedFrom")));
    }
    let Some(audit) = before else {
        return wrong;
    };
    if audit.state.is_running() && !led(&now.team) {
        wrong.push(Reason::new(Code::AuditLeadMissing).at("/team"));
    }
    let due = audit.stated.reply_due_on;
    let given = due.filter(|_| audit.state == State::RightOfReply);
    if let Some(due) = given.filter(|due| now.reply_due_on.is_none_or(|new| new < *due)) {
        let shorter = Reason::new(Code::ReplyTermOnlyLater).at("/replyDueOn");
        wrong.push(shorter.with("until", due));
    }
    wrong
}

/// Whether the lead of the team may make a change: what it asks and how it goes about, and not whom and
/// what it is about.
pub const fn is_of_lead(edit: Edit) -> bool {
    match edit {
        Edit::Conduct | Edit::Report => true,
        Edit::Frame | Edit::Plan | Edit::Team | Edit::Reply => false,
    }
}
