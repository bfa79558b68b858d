//! Small conversations for the tests of this noun. Numbers become ids.

use time::{Date, macros::date};
use uuid::Uuid;

use super::*;

pub(super) const TODAY: Date = date!(2026 - 02 - 10);

pub(super) fn conversation(id: u128) -> QualityConversation {
    QualityConversation::planned(
        QualityConversationId(Uuid::from_u128(id)),
        BoardId(Uuid::from_u128(1)),
        UnitId(Uuid::from_u128(2)),
        TODAY,
    )
}

pub(super) fn agreement(id: u128) -> Agreement {
    Agreement {
        id: AgreementId(Uuid::from_u128(id)),
        text: format!("Afspraak {id}"),
        owner: Some(PersonId(Uuid::from_u128(9))),
        due_on: Some(date!(2026 - 01 - 15)),
        done_on: None,
        outcome: None,
        evidence_ids: vec![],
        continues: None,
    }
}

pub(super) fn previous(id: u128, open: &[u128]) -> Previous {
    Previous {
        id: QualityConversationId(Uuid::from_u128(id)),
        number: 1,
        held_on: date!(2025 - 10 - 01),
        closed: true,
        open: open.iter().map(|id| agreement(*id)).collect(),
    }
}

pub(super) fn check(agreement: u128, status: AgreementStatus) -> AgreementCheck {
    AgreementCheck {
        agreement_id: AgreementId(Uuid::from_u128(agreement)),
        status,
        note: (status == AgreementStatus::Dropped).then(|| "Niet meer nodig".to_owned()),
        evidence_ids: vec![],
    }
}
