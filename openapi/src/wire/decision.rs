//! Decisions and the lessons that they hold, on the wire.

use akoki_domain::{
    akoki::Theme,
    framework::RequirementRef,
    id::{EvidenceId, PersonId},
    pdca::{DecisionInput as Taken, DecisionKind},
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::schema::{self, Links};

/// What a caller may set of a decision.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionInput {
    /// What happens with the goal.
    #[schema(schema_with = schema::decision_kind)]
    pub kind: DecisionKind,
    /// What was learned.
    #[schema(min_length = 1, max_length = 10000)]
    pub lesson: String,
    /// The day.
    pub taken_on: Date,
    /// Who decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decided_by_id: Option<Uuid>,
    /// The pieces of evidence on which it rests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub evidence_ids: Vec<Uuid>,
}

/// A decision as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Decision {
    /// Id.
    pub id: Uuid,
    /// The goal that it is about.
    pub goal_id: Uuid,
    /// The cycle of that goal.
    pub cycle_id: Uuid,
    /// The unit of that cycle.
    pub unit_id: Uuid,
    /// What happens with the goal.
    #[schema(schema_with = schema::decision_kind)]
    pub kind: DecisionKind,
    /// What was learned.
    pub lesson: String,
    /// The day.
    pub taken_on: Date,
    /// Who decided.
    pub decided_by_id: Option<Uuid>,
    /// The pieces of evidence on which it rests.
    pub evidence_ids: Vec<Uuid>,
    /// Related resources.
    #[schema(schema_with = schema::links)]
    pub links: Links,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

/// A lesson as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Lesson {
    /// The decision that holds it.
    pub decision_id: Uuid,
    /// The goal that taught it.
    pub goal_id: Uuid,
    /// What that goal is called.
    pub goal_title: String,
    /// The cycle of that goal.
    pub cycle_id: Uuid,
    /// The unit that learned it.
    pub unit_id: Uuid,
    /// The theme of the cycle.
    #[schema(schema_with = schema::theme)]
    pub theme: Theme,
    /// The requirements of the cycle.
    #[schema(value_type = Vec<String>)]
    pub requirements: Vec<RequirementRef>,
    /// What was learned.
    pub text: String,
    /// What was decided.
    #[schema(schema_with = schema::decision_kind)]
    pub kind: DecisionKind,
    /// The day.
    pub learned_on: Date,
    /// Related resources.
    #[schema(schema_with = schema::links)]
    pub links: Links,
}

impl From<DecisionInput> for Taken {
    fn from(from: DecisionInput) -> Self {
        Self {
            kind: from.kind,
            lesson: from.lesson,
            taken_on: from.taken_on,
            decided_by: from.decided_by_id.map(PersonId),
            evidence_ids: from.evidence_ids.into_iter().map(EvidenceId).collect(),
        }
    }
}

impl From<&Taken> for DecisionInput {
    fn from(taken: &Taken) -> Self {
        Self {
            kind: taken.kind,
            lesson: taken.lesson.clone(),
            taken_on: taken.taken_on,
            decided_by_id: taken.decided_by.map(|id| id.0),
            evidence_ids: taken.evidence_ids.iter().map(|id| id.0).collect(),
        }
    }
}
