//! Programmes of audits on the wire.

use akoki_domain::{
    audit::{AuditProgramme as Kept, AuditProgrammeInput as Stated},
    calendar::SchoolYear,
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::schema::{self, Links};

/// What a caller may set of a programme.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditProgrammeInput {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// The board.
    pub board_id: Uuid,
    /// The school year.
    #[schema(minimum = 1990, maximum = 2100)]
    pub school_year: i32,
    /// What the board wants to know or reach with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub objectives: Vec<String>,
}

/// A programme as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditProgramme {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// What it is called.
    pub title: String,
    /// The school year.
    pub school_year: i32,
    /// What the board wants to know or reach with it.
    pub objectives: Vec<String>,
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

impl From<AuditProgrammeInput> for Stated {
    fn from(from: AuditProgrammeInput) -> Self {
        Self {
            school_year: SchoolYear(from.school_year),
            title: from.title,
            objectives: from.objectives,
        }
    }
}

impl From<&Kept> for AuditProgrammeInput {
    fn from(kept: &Kept) -> Self {
        Self {
            title: kept.stated.title.clone(),
            board_id: kept.board_id.0,
            school_year: kept.stated.school_year.0,
            objectives: kept.stated.objectives.clone(),
        }
    }
}
