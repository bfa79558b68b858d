//! The finding itself: what an audit found at a unit, and what became of it.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::correction::{Attempt, Correction, Verification};
use super::gathered::{self, Gathered};
use super::machine::{Course, Facts, State, Transition};
use super::response::{Responded, Response};
use crate::audit::FindingGrade;
use crate::check::{self, MAX_TEXT};
use crate::error::{Code, Reason};
use crate::id::{AuditId, BoardId, FindingId, UnitId};
use crate::verdict::Pinned;

/// What an audit found. Its state changes through [`super::machine::decide`], and with the adoption of the
/// audit through [`Finding::adopted`], alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its id.
    pub id: FindingId,
    /// The tenant.
    pub board_id: BoardId,
    /// The audit.
    pub audit_id: AuditId,
    /// The unit at which it was found.
    pub unit_id: UnitId,
    /// The people of the unit may see it.
    pub released: bool,
    /// What it says.
    pub stated: FindingInput,
    /// Where it is.
    pub state: State,
    /// The last day for the answer of the unit; known from the adoption on.
    pub answer_due_on: Option<Date>,
    /// The last day that its grade allows for what is done about it; known from the adoption on.
    pub action_due_on: Option<Date>,
    /// The answer to a recommendation.
    pub response: Option<Responded>,
    /// What is done about a non-conformity.
    pub correction: Correction,
    /// What was seen of the effect.
    pub verification: Option<Verification>,
    /// What was carried out before without effect, or before it was taken up again.
    pub earlier: Vec<Attempt>,
}

/// What the auditors write down.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FindingInput {
    /// How it weighs, in the vocabulary of the kind of audit.
    pub grade: String,
    /// The standard that it is about, by its name among those of the audit.
    pub standard: Option<String>,
    /// What was found.
    pub statement: String,
    /// What that rests on.
    pub evidence: Vec<Gathered>,
    /// What the auditors recommend.
    pub recommendation: Option<String>,
}

impl FindingInput {
    /// Everything wrong with it; `grades` is the vocabulary of the kind of audit.
    pub fn check(&self, grades: &[FindingGrade], pinned: &Pinned) -> Vec<Reason> {
        let mut wrong = Vec::new();
        if !grades.iter().any(|grade| grade.code == self.grade) {
            let known: Vec<&str> = grades.iter().map(|grade| grade.code.as_str()).collect();
            let reason = Reason::new(Code::GradeNotOfKind).at("/grade");
            let reason = reason.with("grade", &self.grade);
            wrong.push(reason.with("grades", known.join(", ")));
        }
        if let Some(name) = &self.standard
            && pinned.standard(name).is_none()
        {
            let reason = Reason::new(Code::StandardNotSelected).at("/standard");
            wrong.push(reason.with("standard", name));
        }
        check::required_text(&mut wrong, "/statement", &self.statement, MAX_TEXT);
        gathered::check(&mut wrong, &self.evidence);
        let recommended = self.recommendation.as_ref();
        check::optional_text(&mut wrong, "/recommendation", recommended, MAX_TEXT);
        wrong
    }
}

impl Finding {
    /// What its state machine looks at.
    pub fn facts(&self, course: Course, followed_up: bool) -> Facts {
        Facts {
            finding_id: self.id,
            audit_id: self.audit_id,
            course,
            followed_up,
            response: self.response.as_ref().map(|one| one.response.clone()),
            correction: self.correction.clone(),
            verification: self.verification.clone(),
        }
    }

    /// As it is once its audit is adopted on this day: it waits for what its grade asks, within the days
    /// that the grade allows.
    #[must_use]
    pub fn adopted(&self, grade: &FindingGrade, on: Date) -> Self {
        let state = Course::of(grade).first_state();
        let due = grade.due_in_days.filter(|_| state.is_open());
        let after = |days: u32| on.checked_add(Duration::days(i64::from(days)));
        Self {
            state,
            answer_due_on: due.and_then(|due| after(due.answer)),
            action_due_on: due.and_then(|due| after(due.action)),
            ..self.clone()
        }
    }

    /// Carries a decision out.
    pub fn apply(&mut self, transition: &Transition) {
        self.state = transition.to;
        if transition.starts_anew {
            self.earlier.push(Attempt {
                correction: self.correction.clone(),
                verification: self.verification.take(),
            });
            self.correction.executed_on = None;
            self.correction.executed_by = None;
        }
    }

    /// Takes over an answer of the unit, given on this day.
    pub fn respond(&mut self, response: Response, today: Date) {
        let same = |one: &Responded| one.response == response;
        if !self.response.as_ref().is_some_and(same) {
            self.response = Some(Responded {
                response,
                on: today,
            });
        }
    }

    /// The day on which the unit should be done with what it is to do now.
    pub fn awaited_on(&self) -> Option<Date> {
        match self.state {
            State::Open => self.answer_due_on,
            State::InCorrection => self.correction.action.as_ref().map(|one| one.due_on),
            State::Draft | State::Noted | State::Answered | State::Verifying | State::Closed => {
                None
            }
        }
    }
}
