//! What was found or agreed with others and is still to be followed up: findings of audits, orders of the
//! inspectorate, agreements of quality conversations.

use serde::{Deserialize, Serialize};
use time::Date;

use super::attention::{Attention, AttentionKind};
use super::facts::UnitFacts;
use super::figures::Figure;
use crate::error::{Code, Reason, Subject};
use crate::id::UnitId;
use crate::noun::Noun;

/// Something that is still to be followed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FollowUp {
    /// The unit that owes it.
    pub unit_id: UnitId,
    /// A finding or a recovery order; for an agreement the conversation in which it was made.
    pub subject: Subject,
    /// It holds something up: an order of the inspectorate, or a finding that keeps an audit open.
    pub pressing: bool,
    /// The day by which it must be done.
    pub due_on: Option<Date>,
}

impl FollowUp {
    fn is_late(&self, on: Date) -> bool {
        self.due_on.is_some_and(|due| due < on)
    }

    fn reason(&self, code: Code) -> Reason {
        let reason = Reason::new(code).about(self.subject.noun, self.subject.id);
        match self.due_on {
            Some(due) => reason.with("dueOn", due),
            None => reason.with("dueOn", "–"),
        }
    }
}

/// What is still to be followed up, and what among it is late.
pub(super) fn figures(unit: &UnitFacts<'_>, on: Date) -> (Figure, Figure) {
    let all = unit.follow_ups.iter();
    let late = all.clone().filter(|one| one.is_late(on));
    (
        Figure::of(all.map(|one| one.reason(Code::FollowUpOpen)).collect()),
        Figure::of(late.map(|one| one.reason(Code::FollowUpOverdue)).collect()),
    )
}

/// What is late needs attention.
pub(super) fn attention(unit: &UnitFacts<'_>, on: Date) -> Vec<Attention> {
    let late = unit.follow_ups.iter().filter(|one| one.is_late(on));
    late.filter_map(|one| {
        let due_on = one.due_on?;
        let kind = match one.subject.noun {
            Noun::RecoveryOrder => AttentionKind::OrderOverdue,
            Noun::QualityConversation => AttentionKind::AgreementOverdue,
            _ => AttentionKind::FindingOverdue,
        };
        let why = vec![one.reason(Code::FollowUpOverdue)];
        let mut item = Attention::about(kind, unit.unit_id, one.subject, why).late(due_on, on);
        item.core = one.pressing;
        Some(item)
    })
    .collect()
}
