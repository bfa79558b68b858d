//! Evaluations to test with.

#![expect(clippy::unwrap_used, reason = "tests")]
use time::macros::date;
use uuid::Uuid;

use super::{Meeting, Mode, Plan, Said, SelfEvaluation, State};
use crate::calendar::SchoolYear;
use crate::framework::{EditionContent, tests::fixture};
use crate::id::{BoardId, PersonId, SelfEvaluationId, UnitId};
use crate::verdict::{EvaluationLevel, PinRequest, pin};

/// Standards A to C on the levels low, mid and high.
pub(crate) fn edition() -> EditionContent {
    fixture::edition(&["A", "B", "C"])
}

pub(crate) fn said(standard: &str, value: Option<&str>) -> Said {
    Said {
        standard: standard.into(),
        value: value.map(Into::into),
        reason: Some("Gezien in de lessen".into()),
        evidence_ids: vec![],
    }
}

pub(crate) fn meeting() -> Meeting {
    Meeting {
        held_on: date!(2026 - 03 - 12),
        attendees: vec![PersonId(Uuid::from_u128(7))],
        note: None,
    }
}

/// One on everything, of this mode in this state.
pub(crate) fn sample(mode: Mode, state: State) -> SelfEvaluation {
    let edition = edition();
    let pinned = pin(&edition, &[], date!(2026 - 01 - 10), &PinRequest::default()).unwrap();
    SelfEvaluation {
        id: SelfEvaluationId(Uuid::from_u128(1)),
        board_id: BoardId(Uuid::from_u128(2)),
        unit_id: UnitId(Uuid::from_u128(3)),
        plan: Plan {
            covers: Vec::new(),
            level: EvaluationLevel::Leadership,
            school_year: SchoolYear(2025),
            title: "Zelfevaluatie".into(),
            mode,
            edition: edition.edition,
            request: super::record::asked(&pinned),
            leader: None,
            closes_on: None,
            meeting: None,
        },
        pinned,
        state,
        verdicts: Vec::new(),
        concluded_on: None,
        round: 0,
    }
}
