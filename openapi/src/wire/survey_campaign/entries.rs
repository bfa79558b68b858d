//! Class codes and links, with which many come in.

use akoki_domain::survey::entry::EntryKind;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};
use uuid::Uuid;
use validator::Validate;

use crate::wire::words::one_of;

fn kinds() -> RefOr<Schema> {
    one_of(EntryKind::ALL.iter().map(|word| word.as_str())).into()
}

/// A class code or a link to be made.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyEntryInput {
    /// What it is.
    #[schema(schema_with = kinds)]
    pub kind: EntryKind,
    /// Key of the group.
    #[schema(min_length = 1, max_length = 40)]
    pub group_key: String,
    /// For how many minutes a class code is open, from now on; it is made while the survey is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 120)]
    pub minutes: Option<u32>,
    /// How many are let in at most. With a class code a few more are, as whoever reloads the page comes in once more;
    /// of a link these are twice the people of the group unless something else is said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 100000)]
    pub at_most: Option<u32>,
}

/// A class code or a link.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyEntry {
    /// Id.
    pub id: Uuid,
    /// What it is.
    #[schema(schema_with = kinds)]
    pub kind: EntryKind,
    /// Key of the group.
    pub group_key: String,
    /// From then on it lets in; a link does so in the windows of the survey, as these are now.
    #[serde(with = "crate::wire::instant")]
    pub opens_at: OffsetDateTime,
    /// Until before then.
    #[serde(with = "crate::wire::instant")]
    pub closes_at: OffsetDateTime,
    /// So many at most.
    pub at_most: u32,
    /// The code, when it is made and never again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

/// All class codes and links.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyEntries {
    /// Each one.
    pub entries: Vec<SurveyEntry>,
}
