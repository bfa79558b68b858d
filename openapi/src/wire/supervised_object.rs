//! Supervised objects on the wire.

use akoki_domain::{
    id::UnitId,
    organisation::{self, SupervisedObjectDetails},
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// What a caller may set of a supervised object.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SupervisedObjectInput {
    /// The inspectorate's key.
    #[schema(min_length = 7, max_length = 8, example = "32JK|C1")]
    pub key: String,
    /// The establishments that it covers.
    #[schema(min_items = 1, max_items = 50)]
    pub covers: Vec<Uuid>,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<Date>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Date>,
}

/// A supervised object as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SupervisedObject {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// Where it hangs.
    pub unit_id: Uuid,
    /// The inspectorate's key.
    pub key: String,
    /// The establishments that it covers.
    pub covers: Vec<Uuid>,
    /// First day.
    pub valid_from: Option<Date>,
    /// Last day.
    pub valid_until: Option<Date>,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

impl SupervisedObjectInput {
    /// What is said about the object.
    pub fn details(&self) -> SupervisedObjectDetails {
        SupervisedObjectDetails {
            key: self.key.clone(),
            covers: self.covers.iter().copied().map(UnitId).collect(),
            valid_from: self.valid_from,
            valid_until: self.valid_until,
        }
    }
}

impl From<&SupervisedObjectDetails> for SupervisedObjectInput {
    fn from(details: &SupervisedObjectDetails) -> Self {
        Self {
            key: details.key.clone(),
            covers: details.covers.iter().map(|id| id.0).collect(),
            valid_from: details.valid_from,
            valid_until: details.valid_until,
        }
    }
}

impl SupervisedObject {
    /// The object as it is shown.
    pub fn new(
        object: &organisation::SupervisedObject,
        unit_id: UnitId,
        version: i64,
        (created_at, updated_at): (OffsetDateTime, OffsetDateTime),
    ) -> Self {
        let input = SupervisedObjectInput::from(&object.details);
        Self {
            id: object.id.0,
            board_id: object.board_id.0,
            unit_id: unit_id.0,
            key: input.key,
            covers: input.covers,
            valid_from: input.valid_from,
            valid_until: input.valid_until,
            version,
            created_at,
            updated_at,
        }
    }
}
