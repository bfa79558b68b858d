//! The score of one participant on one standard: nobody's but theirs.

use std::collections::BTreeSet;

use time::Date;

use super::machine::{State, forbidden};
use super::record::{Mode, SelfEvaluation};
use super::said::Said;
use crate::error::{Code, Reason, Refusal};
use crate::id::{BoardId, EvidenceId, PersonId, ScoreId, SelfEvaluationId, UnitId};
use crate::noun::Noun;

/// What one participant says of one standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Score {
    /// Its id.
    pub id: ScoreId,
    /// The tenant.
    pub board_id: BoardId,
    /// The unit of the evaluation.
    pub unit_id: UnitId,
    /// The evaluation.
    pub evaluation_id: SelfEvaluationId,
    /// The participant.
    pub person_id: PersonId,
    /// The group for which the participant scores.
    pub group: Option<UnitId>,
    /// What they say.
    pub said: Said,
    /// How often results were shown before they said it: see [`SelfEvaluation::round`].
    pub round: i64,
}

impl Score {
    /// The pieces of evidence on which it rests.
    pub fn rests_on(&self) -> BTreeSet<EvidenceId> {
        self.said.evidence_ids.iter().copied().collect()
    }
}

/// Refuses scores where nobody scores.
///
/// # Errors
/// A conflict: the evaluation is held together ([`Code::EvaluationIsJoint`]), is not open
/// ([`Code::EvaluationStateForbids`]), or its last day for scoring lies behind ([`Code::ScoringEnded`]).
pub fn may_score(evaluation: &SelfEvaluation, today: Date) -> Result<(), Refusal> {
    let about = |code| Reason::new(code).about(Noun::SelfEvaluation, evaluation.id);
    let ended = evaluation.plan.closes_on.filter(|last| *last < today);
    let (code, blocker) = if evaluation.plan.mode == Mode::Joint {
        (Code::EvaluationIsJoint, about(Code::EvaluationIsJoint))
    } else if evaluation.state != State::Open {
        let blocker = forbidden(evaluation.id, evaluation.state);
        (Code::EvaluationStateForbids, blocker)
    } else if let Some(last) = ended {
        (
            Code::ScoringEnded,
            about(Code::ScoringEnded).with("on", last),
        )
    } else {
        return Ok(());
    };
    Err(Refusal::conflict(code, vec![blocker]))
}

/// Refuses second scores of the participant who has scored these standards.
///
/// # Errors
/// [`Code::AlreadyScored`] with each item that is one.
pub fn already_scored(items: &[Said], scored: &BTreeSet<String>) -> Result<(), Refusal> {
    let blockers: Vec<Reason> = items
        .iter()
        .enumerate()
        .filter(|(_, item)| scored.contains(&item.standard))
        .map(|(n, item)| {
            let reason = Reason::new(Code::AlreadyScored).at(format!("/items/{n}"));
            reason.with("standard", &item.standard)
        })
        .collect();
    match blockers.is_empty() {
        true => Ok(()),
        false => Err(Refusal::conflict(Code::AlreadyScored, blockers)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::samples::{said, sample};
    use time::macros::date;

    fn code(result: Result<(), Refusal>) -> Option<Code> {
        match result {
            Err(Refusal::Conflict { code, .. }) => Some(code),
            _ => None,
        }
    }

    #[test]
    fn scores_are_given_while_an_individual_one_is_open() {
        let today = date!(2026 - 03 - 20);
        for &state in State::ALL {
            let expected = (state != State::Open).then_some(Code::EvaluationStateForbids);
            assert_eq!(
                code(may_score(&sample(Mode::Individual, state), today)),
                expected
            );
        }
        let joint = sample(Mode::Joint, State::Open);
        assert_eq!(
            code(may_score(&joint, today)),
            Some(Code::EvaluationIsJoint)
        );
        let mut over = sample(Mode::Individual, State::Open);
        over.plan.closes_on = Some(today);
        assert_eq!(code(may_score(&over, today)), None);
        let next = date!(2026 - 03 - 21);
        assert_eq!(code(may_score(&over, next)), Some(Code::ScoringEnded));
    }

    #[test]
    fn a_second_score_is_named() {
        let items = [said("A", None), said("B", Some("mid"))];
        let scored = BTreeSet::from(["B".to_owned()]);
        let Err(Refusal::Conflict { blockers, .. }) = already_scored(&items, &scored) else {
            unreachable!("B was scored")
        };
        let at: Vec<_> = blockers
            .iter()
            .filter_map(|one| one.pointer.as_deref())
            .collect();
        assert_eq!(at, ["/items/1"]);
        assert_eq!(already_scored(&items, &BTreeSet::new()), Ok(()));
    }
}
