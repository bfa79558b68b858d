//! The decision: what is decided about a goal in Act, with the lesson learned.

use time::Date;

use crate::check::{self, MAX_TEXT};
use crate::error::Reason;
use crate::id::{DecisionId, EvidenceId, GoalId, PersonId};
use crate::organisation::Period;
use crate::words::words;

words! {
    /// What happens with a goal after Check.
    DecisionKind {
        /// It worked: make it the normal way of working (borgen).
        Secure => "secure",
        /// Not there yet: it goes on in the next round.
        Adjust => "adjust",
        /// It ends here.
        Stop => "stop",
    }
}

/// What is decided about a goal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Its id.
    pub id: DecisionId,
    /// The goal that it is about; one decision for each.
    pub goal_id: GoalId,
    /// What was decided.
    pub taken: DecisionInput,
}

/// What was decided: what a caller gives to record a decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionInput {
    /// What happens with the goal.
    pub kind: DecisionKind,
    /// What was learned; required, whatever the decision.
    pub lesson: String,
    /// The day of the decision.
    pub taken_on: Date,
    /// Who decided.
    pub decided_by: Option<PersonId>,
    /// The pieces of evidence on which it rests.
    pub evidence_ids: Vec<EvidenceId>,
}

impl DecisionInput {
    /// Everything wrong with it on a day.
    pub fn check(&self, today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::required_text(&mut wrong, "/lesson", &self.lesson, MAX_TEXT);
        check::not_after(&mut wrong, "/takenOn", self.taken_on, today);
        check::distinct(&mut wrong, "/evidenceIds", &self.evidence_ids);
        wrong
    }

    /// The days that it judges: from the first one of Do, on which the round began to have effect, to the day
    /// of the decision.
    pub fn judged(&self, do_started_on: Option<Date>) -> Period {
        let first = do_started_on.map(|first| first.min(self.taken_on));
        Period::new(first, Some(self.taken_on))
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::error::Code;
    use crate::pdca::samples;
    use time::macros::date;

    #[test]
    fn it_judges_the_round_up_to_its_day() {
        let taken = samples::decision(1, 1, DecisionKind::Stop).taken;
        let started = date!(2025 - 11 - 01);
        let until = Some(taken.taken_on);
        assert_eq!(
            taken.judged(Some(started)),
            Period::new(Some(started), until)
        );
        assert_eq!(taken.judged(None), Period::new(None, until));
    }

    #[test]
    fn no_decision_without_a_lesson() {
        let mut taken = samples::decision(1, 1, DecisionKind::Stop).taken;
        assert_eq!(taken.check(taken.taken_on), []);
        taken.lesson = "\n".into();
        let reasons = taken.check(date!(2020 - 01 - 01));
        let found: Vec<_> = reasons
            .into_iter()
            .map(|r| (r.code, r.pointer.unwrap()))
            .collect();
        assert_eq!(
            found,
            [
                (Code::Required, "/lesson".to_owned()),
                (Code::DateInFuture, "/takenOn".to_owned())
            ]
        );
    }
}
