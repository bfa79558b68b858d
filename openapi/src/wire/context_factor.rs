//! Context factors on the wire.

use akoki_domain::pdca::{ContextFactor as Kept, ContextFactorInput as Stated, ContextKind};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::schema::{self, Links};

/// What a caller may set of a context factor.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ContextFactorInput {
    /// The unit whose context it is.
    pub unit_id: Uuid,
    /// What it is about.
    #[schema(schema_with = schema::context_kind)]
    pub kind: ContextKind,
    /// What it is called.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// How things are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub description: Option<String>,
}

/// A context factor as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ContextFactor {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit whose context it is: the carrier.
    pub unit_id: Uuid,
    /// What it is about.
    #[schema(schema_with = schema::context_kind)]
    pub kind: ContextKind,
    /// What it is called.
    pub title: String,
    /// How things are.
    pub description: Option<String>,
    /// The day on which it last changed in substance.
    pub changed_on: Date,
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

impl From<ContextFactorInput> for Stated {
    fn from(from: ContextFactorInput) -> Self {
        Self {
            title: from.title,
            kind: from.kind,
            description: from.description,
        }
    }
}

impl From<&Kept> for ContextFactorInput {
    fn from(kept: &Kept) -> Self {
        Self {
            unit_id: kept.unit_id.0,
            kind: kept.stated.kind,
            title: kept.stated.title.clone(),
            description: kept.stated.description.clone(),
        }
    }
}
