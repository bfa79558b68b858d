//! What may be written at which moment: auditors write while the audit is in the field, the unit while the
//! audit is followed up, and after that nobody.

use uuid::Uuid;

use super::machine::{Course, State, forbidden};
use crate::error::{Code, Reason, Refusal};
use crate::id::{AuditId, FindingId};
use crate::noun::Noun;
use crate::words::words;

words! {
    /// How far the work in the field is.
    Fieldwork {
        /// It is planned; nothing is drawn up.
        Ahead => "ahead",
        /// The questions are drawn up.
        Questions => "questions",
        /// Auditors look, judge and find.
        Running => "running",
        /// The report went to the unit.
        Over => "over",
    }
}

impl Fieldwork {
    /// Whether questions may be drawn up or changed.
    pub const fn takes_questions(self) -> bool {
        match self {
            Fieldwork::Questions | Fieldwork::Running => true,
            Fieldwork::Ahead | Fieldwork::Over => false,
        }
    }

    /// Whether what was seen may be written down.
    pub const fn takes_findings(self) -> bool {
        match self {
            Fieldwork::Running => true,
            Fieldwork::Ahead | Fieldwork::Questions | Fieldwork::Over => false,
        }
    }
}

/// Refuses to write what belongs to the field while it may not be.
///
/// # Errors
/// A conflict that names the audit.
pub fn in_the_field(audit: AuditId, allowed: bool) -> Result<(), Refusal> {
    if allowed {
        return Ok(());
    }
    let reason = Reason::new(Code::FieldworkNotRunning).about(Noun::Audit, audit);
    Err(Refusal::conflict(Code::FieldworkNotRunning, vec![reason]))
}

/// Refuses to take away what was given to the units, also when the report was taken back since: they replied to
/// it, and what they said would be about nothing.
///
/// # Errors
/// A conflict that names it.
pub fn not_given(released: bool, noun: Noun, id: impl Into<Uuid>) -> Result<(), Refusal> {
    if !released {
        return Ok(());
    }
    let reason = Reason::new(Code::GivenToUnits).about(noun, id);
    Err(Refusal::conflict(Code::GivenToUnits, vec![reason]))
}

words! {
    /// A part of the follow-up of a finding.
    Part {
        /// The answer to a recommendation.
        Response => "response",
        /// What is done about a non-conformity.
        Correction => "correction",
        /// What was seen of the effect.
        Verification => "verification",
    }
}

impl Part {
    /// What the grade must ask for.
    const fn course(self) -> Course {
        match self {
            Part::Response => Course::Response,
            Part::Correction | Part::Verification => Course::Correction,
        }
    }

    /// The states in which it is written.
    const fn states(self) -> &'static [State] {
        match self {
            Part::Response => &[State::Open, State::Answered],
            Part::Correction => &[State::Open, State::InCorrection],
            Part::Verification => &[State::Verifying],
        }
    }
}

/// Whether a part of the follow-up may be written now.
///
/// # Errors
/// A conflict: [`Code::GradeAsksOtherwise`] when the grade asks for nothing of the kind,
/// [`Code::AuditNotFollowedUp`] when the audit is not there yet or is closed,
/// [`Code::FindingStateForbids`] with the states in which it may.
pub fn may_follow_up(
    (finding, audit): (FindingId, AuditId),
    (state, course): (State, Course),
    followed_up: bool,
    part: Part,
) -> Result<(), Refusal> {
    let refuse = |code, reason: Reason| Err(Refusal::conflict(code, vec![reason]));
    if course != part.course() {
        let reason = Reason::new(Code::GradeAsksOtherwise).about(Noun::Finding, finding);
        return refuse(
            Code::GradeAsksOtherwise,
            reason.with("part", part).with("course", course),
        );
    }
    if !followed_up {
        let reason = Reason::new(Code::AuditNotFollowedUp).about(Noun::Audit, audit);
        return refuse(Code::AuditNotFollowedUp, reason);
    }
    if !part.states().contains(&state) {
        let states: Vec<&str> = part.states().iter().map(|state| state.as_str()).collect();
        let reason = forbidden(finding, state).with("part", part);
        return refuse(
            Code::FindingStateForbids,
            reason.with("allowedIn", states.join(", ")),
        );
    }
    Ok(())
}
