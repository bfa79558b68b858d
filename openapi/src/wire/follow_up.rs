//! The follow-up of findings on the wire.

use akoki_domain::{
    finding::{Answer, Attempt, Correction, CorrectiveAction, Response, Verification},
    id::{ActionId, CycleId, EvidenceId, PersonId},
};
use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::schema;

/// The answer of the unit to a recommendation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FindingResponse {
    /// What it does with it.
    #[schema(schema_with = schema::answer)]
    pub decision: Answer,
    /// Why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub reason: Option<String>,
    /// The improvement cycles in which it is done.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub cycle_ids: Vec<Uuid>,
    /// The actions in which it is done.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub action_ids: Vec<Uuid>,
    /// The pieces of evidence that show what was done with it, or why it is not done.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub evidence_ids: Vec<Uuid>,
}

/// What is done so that it does not happen again.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = CorrectiveAction)]
pub struct WireCorrectiveAction {
    /// What is done.
    #[schema(min_length = 1, max_length = 10000)]
    pub text: String,
    /// Who sees to it.
    pub owner_id: Uuid,
    /// The day by which it is done.
    pub due_on: Date,
}

/// What the unit states about a non-conformity.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FindingCorrection {
    /// How it could come to this.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub cause: Option<String>,
    /// What was put right at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub correction: Option<String>,
    /// What is done so that it does not happen again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrective_action: Option<WireCorrectiveAction>,
    /// The day on which that was carried out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub executed_on: Option<Date>,
    /// Who carried it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub executed_by_id: Option<Uuid>,
    /// The pieces of evidence that show what was done.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub evidence_ids: Vec<Uuid>,
}

/// What somebody else saw of the effect.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FindingVerification {
    /// The day.
    pub verified_on: Date,
    /// Who looked.
    pub verified_by_id: Uuid,
    /// Whether it had effect.
    pub effective: bool,
    /// What was seen.
    #[schema(min_length = 1, max_length = 10000)]
    pub text: String,
    /// The pieces of evidence that show the effect.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub evidence_ids: Vec<Uuid>,
}

/// What was done before, and what was seen of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FindingAttempt {
    /// What was done.
    pub correction: FindingCorrection,
    /// What was seen of the effect.
    pub verification: Option<FindingVerification>,
}

impl From<FindingResponse> for Response {
    fn from(from: FindingResponse) -> Self {
        Self {
            decision: from.decision,
            reason: from.reason,
            cycles: from.cycle_ids.into_iter().map(CycleId).collect(),
            actions: from.action_ids.into_iter().map(ActionId).collect(),
            evidence_ids: from.evidence_ids.into_iter().map(EvidenceId).collect(),
        }
    }
}

impl From<&Response> for FindingResponse {
    fn from(from: &Response) -> Self {
        Self {
            decision: from.decision,
            reason: from.reason.clone(),
            cycle_ids: from.cycles.iter().map(|id| id.0).collect(),
            action_ids: from.actions.iter().map(|id| id.0).collect(),
            evidence_ids: from.evidence_ids.iter().map(|id| id.0).collect(),
        }
    }
}

impl From<FindingCorrection> for Correction {
    fn from(from: FindingCorrection) -> Self {
        let action = from.corrective_action;
        Self {
            cause: from.cause,
            correction: from.correction,
            action: action.map(|action| CorrectiveAction {
                text: action.text,
                owner: PersonId(action.owner_id),
                due_on: action.due_on,
            }),
            executed_on: from.executed_on,
            executed_by: from.executed_by_id.map(PersonId),
            evidence_ids: from.evidence_ids.into_iter().map(EvidenceId).collect(),
        }
    }
}

impl From<&Correction> for FindingCorrection {
    fn from(from: &Correction) -> Self {
        let action = from.action.as_ref();
        Self {
            cause: from.cause.clone(),
            correction: from.correction.clone(),
            corrective_action: action.map(|action| WireCorrectiveAction {
                text: action.text.clone(),
                owner_id: action.owner.0,
                due_on: action.due_on,
            }),
            executed_on: from.executed_on,
            executed_by_id: from.executed_by.map(|id| id.0),
            evidence_ids: from.evidence_ids.iter().map(|id| id.0).collect(),
        }
    }
}

impl From<FindingVerification> for Verification {
    fn from(from: FindingVerification) -> Self {
        Self {
            verified_on: from.verified_on,
            verified_by: PersonId(from.verified_by_id),
            effective: from.effective,
            text: from.text,
            evidence_ids: from.evidence_ids.into_iter().map(EvidenceId).collect(),
        }
    }
}

impl From<&Verification> for FindingVerification {
    fn from(from: &Verification) -> Self {
        Self {
            verified_on: from.verified_on,
            verified_by_id: from.verified_by.0,
            effective: from.effective,
            text: from.text.clone(),
            evidence_ids: from.evidence_ids.iter().map(|id| id.0).collect(),
        }
    }
}

impl From<&Attempt> for FindingAttempt {
    fn from(from: &Attempt) -> Self {
        Self {
            correction: (&from.correction).into(),
            verification: from.verification.as_ref().map(Into::into),
        }
    }
}
