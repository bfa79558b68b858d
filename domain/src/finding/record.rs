//! The finding itself: what an audit found at a unit, and what became of it.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::correction::{Attempt, Correction, Verification, Work};
use super::editing::{Part, not_given};
use super::gathered::{self, Gathered};
use super::machine::{Course, Facts, State, Transition};
use super::response::{Answer, Responded, Response};
use crate::audit::FindingGrade;
use crate::check::{self, MAX_TEXT};
use crate::error::{Code, Reason, Refusal};
use crate::escalation::escalates;
use crate::evidence::Claim;
use crate::id::{AuditId, BoardId, CycleId, EvidenceId, FindingId, UnitId};
use crate::noun::Noun;
use crate::verdict::Pinned;

/// So often it is put right anew at most: what then still has no effect is a matter for another audit, and
/// every attempt is kept and shown.
pub const MAX_ATTEMPTS: usize = 20;

/// So long after the unit said that its action was carried out, somebody looks whether that had effect: an
/// effect must have had time to show, and the unit must not be kept waiting over a change of school year. A
/// number of our own, as those of the grades are.
pub const VERIFIED_WITHIN: Duration = Duration::days(90);

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
    /// The day on which the unit said that its action was carried out.
    pub reported_on: Option<Date>,
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
    /// The pieces of evidence on which it rests.
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
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
        check::distinct(&mut wrong, "/evidenceIds", &self.evidence_ids);
        let recommended = self.recommendation.as_ref();
        check::optional_text(&mut wrong, "/recommendation", recommended, MAX_TEXT);
        wrong
    }
}

impl Finding {
    /// Whether it may be taken away: not once the units were given it.
    ///
    /// # Errors
    /// [`Code::GivenToUnits`].
    pub fn may_be_removed(&self) -> Result<(), Refusal> {
        not_given(self.released, Noun::Finding, self.id)
    }

    /// The pieces of evidence on which it and its follow-up rest, also those of earlier attempts.
    pub fn rests_on(&self) -> BTreeSet<EvidenceId> {
        let earlier = self.earlier.iter();
        let earlier = earlier.map(|one| (&one.correction, one.verification.as_ref()));
        let now = (&self.correction, self.verification.as_ref());
        let followed_up = earlier.chain([now]).flat_map(|(correction, seen)| {
            let seen = seen.map(|seen| &seen.evidence_ids[..]).unwrap_or_default();
            correction.evidence_ids.iter().chain(seen)
        });
        let answered = self.response.iter();
        let answered = answered.flat_map(|one| &one.response.evidence_ids);
        let stated = self.stated.evidence_ids.iter();
        stated.chain(answered).chain(followed_up).copied().collect()
    }

    /// What is said to be done about it, and seen of that. A corrective action that was carried out must be
    /// shown; an answer and a verification say themselves what they rest on. What the auditors found is no
    /// such claim: it shows what is not in order.
    pub fn claims(&self) -> Vec<Claim> {
        let claim = |part: Part, asked, evidence: &[EvidenceId]| Claim {
            at: format!("/{part}/evidenceIds"),
            asked,
            evidence: evidence.to_vec(),
        };
        let answered = self.response.as_ref();
        let answered = answered.map(|one| claim(Part::Response, false, &one.response.evidence_ids));
        let (done, of) = (self.correction.executed_on, &self.correction.evidence_ids);
        let done = done.map(|_| claim(Part::Correction, true, of));
        let seen = self.verification.as_ref();
        let seen = seen.map(|one| claim(Part::Verification, false, &one.evidence_ids));
        answered.into_iter().chain(done).chain(seen).collect()
    }

    /// Whether it matters which cycles arise from it: they say where something is done with a recommendation
    /// of which the answer does not.
    pub fn asks_what_arises(&self, course: Course) -> bool {
        let response = self.response.as_ref().map(|one| &one.response);
        course == Course::Response && response.is_some_and(Response::names_no_work)
    }

    /// What its state machine looks at; `arising` are the cycles that arise from it.
    pub fn facts(&self, course: Course, followed_up: bool, arising: Vec<CycleId>) -> Facts {
        Facts {
            finding_id: self.id,
            audit_id: self.audit_id,
            course,
            followed_up,
            response: self.response.as_ref().map(|one| one.response.clone()),
            arising,
            correction: self.correction.clone(),
            verification: self.verification.clone(),
            earlier: self.earlier.clone(),
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

    /// All that was ever done about it.
    pub fn work(&self) -> Work<'_> {
        Work {
            now: &self.correction,
            earlier: &self.earlier,
        }
    }

    /// Carries a decision out on a day.
    pub fn apply(&mut self, transition: &Transition, today: Date) {
        self.state = transition.to;
        self.reported_on = (transition.to == State::Verifying).then_some(today);
        if let Some(responded) = &mut self.response {
            let cycles = &mut responded.response.cycles;
            cycles.extend(transition.linked.iter().copied());
        }
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

    /// The day on which what is to be done now should be done: by the unit, or, where somebody is to see the
    /// effect, by those who audit.
    pub fn awaited_on(&self) -> Option<Date> {
        match self.state {
            State::Open => self.answer_due_on,
            State::Answered => self.action_due_on.filter(|_| self.leads_to_work()),
            State::InCorrection => {
                let action = self.correction.action.as_ref();
                action.map(|one| one.due_on).or(self.action_due_on)
            }
            State::Verifying => {
                let since = self.reported_on.or(self.correction.executed_on);
                since.and_then(|day| day.checked_add(VERIFIED_WITHIN))
            }
            State::Draft | State::Noted | State::Closed => None,
        }
    }

    /// The day on which the unit should be done with what it is to do now.
    pub fn owed_on(&self) -> Option<Date> {
        self.awaited_on().filter(|_| self.state != State::Verifying)
    }

    /// Who is told that it is so many days late, of the units above its own, the nearest first. What those
    /// who audit are to do is told to the board at once.
    pub fn escalates_to(&self, above: &[UnitId], days_late: i64) -> Option<UnitId> {
        let at_once = self.state.is_told_at_once().then_some(self.board_id);
        escalates(at_once, above, days_late)
    }

    fn leads_to_work(&self) -> bool {
        let answer = self.response.as_ref().map(|one| one.response.decision);
        answer.is_some_and(Answer::leads_to_work)
    }
}
