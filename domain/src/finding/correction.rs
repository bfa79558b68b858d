//! How the unit puts a non-conformity right, and how somebody else sees whether that had effect.

use serde::{Deserialize, Serialize};
use time::Date;

use super::machine::State;
use crate::check::{self, MAX_TEXT};
use crate::error::{Code, Reason};
use crate::id::{EvidenceId, PersonId};

/// What is done so that it does not happen again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CorrectiveAction {
    /// What is done.
    pub text: String,
    /// Who sees to it.
    pub owner: PersonId,
    /// The day by which it is done.
    pub due_on: Date,
}

/// What the unit states about a non-conformity, piece by piece.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Correction {
    /// How it could come to this.
    pub cause: Option<String>,
    /// What was put right at once.
    pub correction: Option<String>,
    /// What is done so that it does not happen again.
    pub action: Option<CorrectiveAction>,
    /// The day on which that was carried out.
    pub executed_on: Option<Date>,
    /// Who carried it out.
    pub executed_by: Option<PersonId>,
    /// The pieces of evidence that show what was done.
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
}

/// What somebody else saw of the effect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Verification {
    /// The day.
    pub verified_on: Date,
    /// Who looked.
    pub verified_by: PersonId,
    /// Whether it had effect.
    pub effective: bool,
    /// What was seen.
    pub text: String,
    /// The pieces of evidence that show the effect.
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
}

/// What was carried out before, and what was seen of its effect: kept when it starts anew.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Attempt {
    /// What was carried out.
    pub correction: Correction,
    /// What was seen of its effect.
    pub verification: Option<Verification>,
}

impl Correction {
    /// Everything wrong with it. `latest` is the last day that the grade allows for the action; once a plan
    /// was answered with, it stays whole.
    pub fn check(&self, state: State, latest: Option<Date>, today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        if state == State::InCorrection {
            wrong.extend(self.lacks(""));
        }
        check::optional_text(&mut wrong, "/cause", self.cause.as_ref(), MAX_TEXT);
        check::optional_text(
            &mut wrong,
            "/correction",
            self.correction.as_ref(),
            MAX_TEXT,
        );
        if let Some(action) = &self.action {
            let at = "/correctiveAction/text";
            check::required_text(&mut wrong, at, &action.text, MAX_TEXT);
            if let Some(latest) = latest.filter(|latest| action.due_on > *latest) {
                let reason = Reason::new(Code::DueLaterThanGradeAllows);
                wrong.push(reason.at("/correctiveAction/dueOn").with("latest", latest));
            }
        }
        if let Some(day) = self.executed_on {
            check::not_after(&mut wrong, "/executedOn", day, today);
        }
        // A day without somebody, or somebody without a day, says nothing that can be checked.
        if self.executed_on.is_some() != self.executed_by.is_some() {
            let at = match self.executed_on {
                Some(_) => "/executedById",
                None => "/executedOn",
            };
            wrong.push(Reason::new(Code::Required).at(at));
        }
        check::distinct(&mut wrong, "/evidenceIds", &self.evidence_ids);
        wrong
    }

    /// Whether this person owned the action or carried it out.
    fn is_work_of(&self, person: PersonId) -> bool {
        let owner = self.action.as_ref().map(|action| action.owner);
        owner == Some(person) || self.executed_by == Some(person)
    }

    /// What the unit owes before it can carry anything out, at the places where it is stated.
    pub(super) fn plan_lacks(&self) -> Vec<Reason> {
        self.lacks("/correction")
    }

    fn lacks(&self, at: &str) -> Vec<Reason> {
        let lacking = [
            (self.cause.is_none(), Code::CauseMissing, "cause"),
            (
                self.correction.is_none(),
                Code::CorrectionMissing,
                "correction",
            ),
            (
                self.action.is_none(),
                Code::CorrectiveActionMissing,
                "correctiveAction",
            ),
        ];
        let lacking = lacking.into_iter().filter(|(lacks, ..)| *lacks);
        lacking
            .map(|(_, code, field)| Reason::new(code).at(format!("{at}/{field}")))
            .collect()
    }

    /// Nothing says that the action was carried out.
    pub(super) fn not_executed(&self) -> Option<Reason> {
        let reason = || Reason::new(Code::ActionNotExecuted).at("/correction/executedOn");
        self.executed_on.is_none().then(reason)
    }
}

/// All that was ever done about one finding: what is done now, and what was done before.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// What is done now.
    pub now: &'a Correction,
    /// What was done before.
    pub earlier: &'a [Attempt],
}

impl Work<'_> {
    /// Whether this person owned an action or carried one out, now or before: whoever failed at it does not
    /// judge what another made of it either.
    pub fn is_of(&self, person: PersonId) -> bool {
        let mut earlier = self.earlier.iter();
        self.now.is_work_of(person) || earlier.any(|one| one.correction.is_work_of(person))
    }
}

impl Verification {
    /// Everything wrong with it: who looks has not done the work.
    pub fn check(&self, work: Work<'_>, today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::required_text(&mut wrong, "/text", &self.text, MAX_TEXT);
        check::not_after(&mut wrong, "/verifiedOn", self.verified_on, today);
        if let Some(executed) = work.now.executed_on.filter(|on| *on > self.verified_on) {
            let reason = Reason::new(Code::VerifiedBeforeExecuted).at("/verifiedOn");
            wrong.push(reason.with("executedOn", executed));
        }
        wrong.extend(self.own_work(work).map(|one| one.at("/verifiedById")));
        check::distinct(&mut wrong, "/evidenceIds", &self.evidence_ids);
        wrong
    }

    /// Whoever verified did the work themselves.
    pub(super) fn own_work(&self, work: Work<'_>) -> Option<Reason> {
        let own = work.is_of(self.verified_by);
        own.then(|| Reason::new(Code::VerifierCarriedOut))
    }
}
