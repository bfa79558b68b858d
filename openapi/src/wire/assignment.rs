//! Assignments on the wire.

use akoki_domain::{
    id::{PersonId, UnitId},
    organisation::{self, Function},
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::{ToSchema, openapi::schema::Object};
use uuid::Uuid;
use validator::Validate;

use super::words::one_of;

fn functions() -> Object {
    one_of(Function::ALL.iter().map(|function| function.as_str()))
}

/// What a caller may set of an assignment; afterwards only its days.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssignmentInput {
    /// Who.
    pub person_id: Uuid,
    /// Where.
    pub unit_id: Uuid,
    /// As what.
    #[schema(schema_with = functions)]
    pub function: Function,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Date>,
}

/// The end of an assignment.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AssignmentEnding {
    /// The last day; today when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Date>,
}

/// An assignment as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Assignment {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// Who.
    pub person_id: Uuid,
    /// Where.
    pub unit_id: Uuid,
    /// As what.
    #[schema(schema_with = functions)]
    pub function: Function,
    /// First day.
    pub starts_on: Date,
    /// Last day.
    pub ends_on: Option<Date>,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

impl From<AssignmentInput> for organisation::AssignmentInput {
    fn from(from: AssignmentInput) -> Self {
        Self {
            person_id: PersonId(from.person_id),
            unit_id: UnitId(from.unit_id),
            function: from.function,
            starts_on: from.starts_on,
            ends_on: from.ends_on,
        }
    }
}

impl From<&organisation::AssignmentInput> for AssignmentInput {
    fn from(from: &organisation::AssignmentInput) -> Self {
        Self {
            person_id: from.person_id.0,
            unit_id: from.unit_id.0,
            function: from.function,
            starts_on: from.starts_on,
            ends_on: from.ends_on,
        }
    }
}

impl Assignment {
    /// The assignment as it is shown.
    pub fn new(
        assignment: &organisation::Assignment,
        version: i64,
        (created_at, updated_at): (OffsetDateTime, OffsetDateTime),
    ) -> Self {
        let input = &assignment.input;
        Self {
            id: assignment.id.0,
            board_id: assignment.board_id.0,
            person_id: input.person_id.0,
            unit_id: input.unit_id.0,
            function: input.function,
            starts_on: input.starts_on,
            ends_on: input.ends_on,
            version,
            created_at,
            updated_at,
        }
    }
}
