//! Scores of participants on the wire.

use akoki_domain::evaluation::Score as Kept;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    schema::{self, Links},
    self_evaluation::EvaluationItem,
};

/// The scores that a participant gives at once.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScoresInput {
    /// One for each standard.
    #[schema(min_items = 1, max_items = 200)]
    pub items: Vec<EvaluationItem>,
    /// The group for which the participant scores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group_unit_id: Option<Uuid>,
}

/// A score as its participant sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Score {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit of the evaluation.
    pub unit_id: Uuid,
    /// The evaluation.
    pub evaluation_id: Uuid,
    /// The participant.
    pub person_id: Uuid,
    /// The group for which the participant scored.
    pub group_unit_id: Option<Uuid>,
    /// The standard.
    pub standard: String,
    /// A level of the scale.
    pub value: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The pieces of evidence on which that rests.
    pub evidence_ids: Vec<Uuid>,
    /// Related resources.
    #[schema(schema_with = schema::links)]
    pub links: Links,
    /// Version.
    pub version: i64,
    /// When it was given.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

/// The scores that were given.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScoresGiven {
    /// In the order in which they were given.
    pub scores: Vec<Score>,
}

impl From<&Kept> for EvaluationItem {
    fn from(kept: &Kept) -> Self {
        Self {
            standard: kept.said.standard.clone(),
            value: kept.said.value.clone(),
            reason: kept.said.reason.clone(),
            evidence_ids: kept.said.evidence_ids.iter().map(|id| id.0).collect(),
        }
    }
}
