//! Reviews on the wire.

use akoki_domain::{id::PersonId, pdca::ReviewInput as Held};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::schema::{self, Links};

/// What a caller may set of a review.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReviewInput {
    /// The day.
    pub held_on: Date,
    /// What was found.
    #[schema(min_length = 1, max_length = 10000)]
    pub finding: String,
    /// What happens next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub next_action: Option<String>,
    /// Who looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub held_by_id: Option<Uuid>,
}

/// A review as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Review {
    /// Id.
    pub id: Uuid,
    /// The goal that it is about.
    pub goal_id: Uuid,
    /// The cycle of that goal.
    pub cycle_id: Uuid,
    /// The unit of that cycle.
    pub unit_id: Uuid,
    /// The day.
    pub held_on: Date,
    /// What was found.
    pub finding: String,
    /// What happens next.
    pub next_action: Option<String>,
    /// Who looked.
    pub held_by_id: Option<Uuid>,
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

impl From<ReviewInput> for Held {
    fn from(from: ReviewInput) -> Self {
        Self {
            held_on: from.held_on,
            held_by: from.held_by_id.map(PersonId),
            finding: from.finding,
            next_action: from.next_action,
        }
    }
}

impl From<&Held> for ReviewInput {
    fn from(held: &Held) -> Self {
        Self {
            held_on: held.held_on,
            finding: held.finding.clone(),
            next_action: held.next_action.clone(),
            held_by_id: held.held_by.map(|id| id.0),
        }
    }
}
