//! Actions on the wire.

use akoki_domain::{
    id::{EvidenceId, GoalId, PersonId},
    pdca::{ActionPlan, ActionStatus},
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::schema::{self, Links};

const fn planned() -> ActionStatus {
    ActionStatus::Planned
}

/// What a caller may set of an action.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ActionInput {
    /// What is to be done.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// The goal that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub goal_id: Option<Uuid>,
    /// More about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub description: Option<String>,
    /// Who does it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
    /// The day by which it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Date>,
    /// How far it is.
    #[serde(default = "planned")]
    #[schema(schema_with = schema::action_status)]
    pub status: ActionStatus,
    /// The day on which it was done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done_on: Option<Date>,
    /// The pieces of evidence that show that it was done.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub evidence_ids: Vec<Uuid>,
}

/// An action as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Action {
    /// Id.
    pub id: Uuid,
    /// Its cycle.
    pub cycle_id: Uuid,
    /// The goal that it serves.
    pub goal_id: Option<Uuid>,
    /// The unit of its cycle.
    pub unit_id: Uuid,
    /// What is to be done.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
    /// Who does it.
    pub owner_id: Option<Uuid>,
    /// The day by which it is done.
    pub due_on: Option<Date>,
    /// How far it is.
    #[schema(schema_with = schema::action_status)]
    pub status: ActionStatus,
    /// The day on which it was done.
    pub done_on: Option<Date>,
    /// The pieces of evidence that show that it was done.
    pub evidence_ids: Vec<Uuid>,
    /// Whether its due date has passed while it is still to be done.
    pub overdue: bool,
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

impl From<ActionInput> for ActionPlan {
    fn from(from: ActionInput) -> Self {
        Self {
            goal_id: from.goal_id.map(GoalId),
            title: from.title,
            description: from.description,
            owner: from.owner_id.map(PersonId),
            due_on: from.due_on,
            status: from.status,
            done_on: from.done_on,
            evidence_ids: from.evidence_ids.into_iter().map(EvidenceId).collect(),
        }
    }
}

impl From<&ActionPlan> for ActionInput {
    fn from(plan: &ActionPlan) -> Self {
        Self {
            title: plan.title.clone(),
            goal_id: plan.goal_id.map(|id| id.0),
            description: plan.description.clone(),
            owner_id: plan.owner.map(|id| id.0),
            due_on: plan.due_on,
            status: plan.status,
            done_on: plan.done_on,
            evidence_ids: plan.evidence_ids.iter().map(|id| id.0).collect(),
        }
    }
}
