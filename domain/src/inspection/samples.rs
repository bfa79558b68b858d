//! A visit and an order that lack nothing, to test with.

use time::{Date, macros::date};
use uuid::Uuid;

use super::{
    BoardVerification, Measure, Order, OrderInput, OrderState, Visit, VisitInput, VisitKind,
    VisitState, VisitVerdict,
};
use crate::framework::{EditionRef, RequirementRef};
use crate::id::{BoardId, InspectionVisitId, PersonId, RecoveryOrderId, UnitId};

fn edition() -> EditionRef {
    EditionRef {
        framework: "inspectorate".into(),
        version: "2025".into(),
        sector: "po".into(),
    }
}

pub(super) fn visit() -> Visit {
    let verdict = |standard: &str, value: Option<&str>| VisitVerdict {
        standard: standard.into(),
        value: value.map(Into::into),
        reason: "Gezien in de lessen".into(),
        evidence_ids: vec![],
    };
    Visit {
        id: InspectionVisitId(Uuid::from_u128(1)),
        board_id: BoardId(Uuid::from_u128(2)),
        unit_id: UnitId(Uuid::from_u128(3)),
        state: VisitState::Recorded,
        edition: edition(),
        stated: VisitInput {
            kind: VisitKind::Risk,
            supervised_object: None,
            started_on: date!(2025 - 11 - 03),
            ended_on: Some(date!(2025 - 11 - 05)),
            edition: None,
            reference: Some("12345".into()),
            report_adopted_on: Some(date!(2026 - 01 - 12)),
            report_published_on: None,
            dissent: None,
            outcome: Some("unsatisfactory".into()),
            verdicts: vec![verdict("OP2", Some("unsatisfactory")), verdict("VS1", None)],
            previous: None,
        },
    }
}

/// With two measures that are done, and verified.
pub(super) fn order(due_on: Date) -> Order {
    let measure = |owner: u128| Measure {
        text: "Scholing".into(),
        owner: PersonId(Uuid::from_u128(owner)),
        due_on: None,
        done_on: Some(date!(2026 - 05 - 01)),
        evidence_ids: vec![],
    };
    Order {
        id: RecoveryOrderId(Uuid::from_u128(4)),
        board_id: BoardId(Uuid::from_u128(2)),
        unit_id: UnitId(Uuid::from_u128(3)),
        visit_id: InspectionVisitId(Uuid::from_u128(1)),
        state: OrderState::Open,
        requirement: RequirementRef::Shipped {
            edition: edition(),
            code: "OP2".into(),
        },
        stated: OrderInput {
            standard: "OP2".into(),
            requirement_text: "De school stemt het onderwijs af op de voortgang.".into(),
            legal_basis: Some("WPO art. 8 lid 1".into()),
            basis_disputed: false,
            due_on,
            measures: vec![measure(10), measure(11)],
        },
        verification: Some(BoardVerification {
            verified_on: date!(2026 - 05 - 20),
            verified_by: PersonId(Uuid::from_u128(12)),
            met: true,
            text: "Gezien in de lessen".into(),
            evidence_ids: vec![],
        }),
        outcome: None,
        earlier_verifications: Vec::new(),
        earlier_outcomes: Vec::new(),
        earlier_terms: Vec::new(),
        former_owners: Vec::new(),
        stepped: false,
    }
}
