//! Groups of pupils on the wire.

use akoki_domain::{
    calendar::SchoolYear,
    id::UnitId,
    organisation::{
        self, GroupDetails,
        group::{GroupKind, Stage},
    },
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{ToSchema, openapi::schema::Object};
use uuid::Uuid;
use validator::Validate;

use super::{
    organisation_unit::WireExternalId,
    words::{maybe_one_of, one_of},
};

fn kinds() -> Object {
    one_of([GroupKind::Class, GroupKind::TeachingGroup].map(GroupKind::as_str))
}

fn stages() -> Object {
    maybe_one_of([Stage::Lower, Stage::Middle, Stage::Upper].map(Stage::as_str))
}

/// What a caller may set of a group.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GroupInput {
    /// Name.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// Class or teaching group.
    #[schema(schema_with = kinds)]
    pub kind: GroupKind,
    /// School year, by the year in which it starts.
    #[schema(minimum = 1990, maximum = 2100)]
    pub school_year: i32,
    /// The unit it belongs to.
    pub unit_id: Uuid,
    /// Stage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = stages)]
    pub stage: Option<Stage>,
    /// Year levels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 8)]
    pub year_levels: Vec<u8>,
    /// Ids in other systems.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub external_ids: Vec<WireExternalId>,
}

/// A group as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Group {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit it belongs to.
    pub unit_id: Uuid,
    /// Name.
    pub name: String,
    /// Class or teaching group.
    #[schema(schema_with = kinds)]
    pub kind: GroupKind,
    /// School year, by the year in which it starts.
    pub school_year: i32,
    /// Stage.
    #[schema(schema_with = stages)]
    pub stage: Option<Stage>,
    /// Year levels.
    pub year_levels: Vec<u8>,
    /// Ids in other systems.
    pub external_ids: Vec<WireExternalId>,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

impl GroupInput {
    /// What is said about the group.
    pub fn details(&self) -> GroupDetails {
        GroupDetails {
            name: self.name.clone(),
            kind: self.kind,
            school_year: SchoolYear(self.school_year),
            unit_id: UnitId(self.unit_id),
            stage: self.stage,
            year_levels: self.year_levels.clone(),
            external_ids: self.external_ids.iter().cloned().map(Into::into).collect(),
        }
    }
}

impl From<&GroupDetails> for GroupInput {
    fn from(details: &GroupDetails) -> Self {
        Self {
            name: details.name.clone(),
            kind: details.kind,
            school_year: details.school_year.0,
            unit_id: details.unit_id.0,
            stage: details.stage,
            year_levels: details.year_levels.clone(),
            external_ids: details.external_ids.iter().map(Into::into).collect(),
        }
    }
}

impl Group {
    /// The group as it is shown.
    pub fn new(
        group: &organisation::Group,
        version: i64,
        (created_at, updated_at): (OffsetDateTime, OffsetDateTime),
    ) -> Self {
        let input = GroupInput::from(&group.details);
        Self {
            id: group.id.0,
            board_id: group.board_id.0,
            unit_id: input.unit_id,
            name: input.name,
            kind: input.kind,
            school_year: input.school_year,
            stage: input.stage,
            year_levels: input.year_levels,
            external_ids: input.external_ids,
            version,
            created_at,
            updated_at,
        }
    }
}
