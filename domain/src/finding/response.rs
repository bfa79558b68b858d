//! How the unit answers a recommendation. A development point is the unit's to take or leave: what the
//! auditors want an answer to, they recommend.

use serde::{Deserialize, Serialize};
use time::Date;

use crate::check::{self, MAX_TEXT};
use crate::error::{Code, Reason};
use crate::id::{ActionId, CycleId, EvidenceId};
use crate::words::words;

words! {
    /// What the unit does with it.
    Answer {
        /// It does what was recommended.
        Adopted => "adopted",
        /// It does something else to the same end.
        Adapted => "adapted",
        /// It does not do it.
        Declined => "declined",
    }
}

impl Answer {
    /// Something is done, so there must be a place where it is done.
    pub const fn leads_to_work(self) -> bool {
        match self {
            Answer::Adopted | Answer::Adapted => true,
            Answer::Declined => false,
        }
    }

    /// Others must be able to follow why.
    pub const fn wants_reason(self) -> bool {
        match self {
            Answer::Adopted => false,
            Answer::Adapted | Answer::Declined => true,
        }
    }
}

/// The answer of the unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    /// What it does with it.
    pub decision: Answer,
    /// Why; asked for whatever is not simply adopted.
    pub reason: Option<String>,
    /// The improvement cycles in which it is done.
    pub cycles: Vec<CycleId>,
    /// The actions in which it is done.
    pub actions: Vec<ActionId>,
    /// The pieces of evidence that show what was done with it, or why it is not done.
    #[serde(default)]
    pub evidence_ids: Vec<EvidenceId>,
}

impl Response {
    /// Everything wrong with it. That the cycles and actions are known is for the caller to see to.
    pub fn check(&self) -> Vec<Reason> {
        let mut wrong = Vec::new();
        match &self.reason {
            None if self.decision.wants_reason() => {
                wrong.push(Reason::new(Code::Required).at("/reason"));
            }
            reason => check::optional_text(&mut wrong, "/reason", reason.as_ref(), MAX_TEXT),
        }
        check::distinct(&mut wrong, "/cycleIds", &self.cycles);
        check::distinct(&mut wrong, "/actionIds", &self.actions);
        check::distinct(&mut wrong, "/evidenceIds", &self.evidence_ids);
        wrong
    }

    /// Something is to be done and the answer itself does not say where.
    pub fn names_no_work(&self) -> bool {
        self.decision.leads_to_work() && self.cycles.is_empty() && self.actions.is_empty()
    }

    /// Something is to be done and nothing says where: the answer names neither cycle nor action, and no
    /// cycle arises from what is answered.
    pub fn lacks_work(&self, arising: &[CycleId]) -> bool {
        self.names_no_work() && arising.is_empty()
    }
}

/// A response with the day on which it was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Responded {
    /// What the unit answers.
    pub response: Response,
    /// The day.
    pub on: Date,
}
