//! What was found or agreed with others and is still to be followed up: findings of audits, orders of the
//! inspectorate, agreements of quality conversations, results of surveys.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::attention::{Attention, AttentionKind};
use super::facts::UnitFacts;
use super::figures::Figure;
use crate::error::{Code, Reason, Subject};
use crate::id::UnitId;
use crate::noun::Noun;

/// So many days before its day something is near.
const NEAR: Duration = Duration::days(30);
/// So many days before its day it goes before what is near as well.
const PRESSING: Duration = Duration::days(7);

/// Something that is still to be followed up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FollowUp {
    /// The unit that owes it.
    pub unit_id: UnitId,
    /// A finding, a recovery order, the follow-up of a survey or a delivery to the inspectorate; for an agreement
    /// the conversation in which it was made.
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

/// What is late needs attention; so does what is soon to be done for the inspectorate or with the results of a
/// survey, and more so in its last days.
pub(super) fn attention(unit: &UnitFacts<'_>, on: Date) -> Vec<Attention> {
    let all = unit.follow_ups.iter();
    all.filter_map(|one| {
        let due_on = one.due_on?;
        if one.is_late(on) {
            let kind = match one.subject.noun {
                Noun::RecoveryOrder => AttentionKind::OrderOverdue,
                Noun::QualityConversation => AttentionKind::AgreementOverdue,
                Noun::SafetyDelivery => AttentionKind::DeliveryOverdue,
                Noun::SurveyFollowUp => AttentionKind::SurveyFollowUpOverdue,
                _ => AttentionKind::FindingOverdue,
            };
            let why = vec![one.reason(Code::FollowUpOverdue)];
            let item = Attention::about(kind, unit.unit_id, one.subject, why);
            let mut item = item.late(due_on, on);
            item.core = one.pressing;
            return Some(item);
        }
        let kind = match one.subject.noun {
            Noun::SafetyDelivery => AttentionKind::DeliveryNear,
            Noun::SurveyFollowUp => AttentionKind::SurveyFollowUpNear,
            _ => return None,
        };
        let left = due_on - on;
        if left > NEAR {
            return None;
        }
        let why = vec![one.reason(Code::FollowUpNear)];
        let mut item = Attention::about(kind, unit.unit_id, one.subject, why);
        item.core = left <= PRESSING;
        Some(item)
    })
    .collect()
}
