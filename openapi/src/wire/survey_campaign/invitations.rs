//! Inviting to a survey: codes that work once.

use serde::{Deserialize, Serialize};
use utoipa::{
    ToSchema,
    openapi::{ArrayBuilder, ObjectBuilder, RefOr, Schema, schema::Type},
};
use uuid::Uuid;
use validator::Validate;

/// What a sending system calls them.
fn recipients() -> RefOr<Schema> {
    let one = ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(100));
    ArrayBuilder::new()
        .items(one)
        .max_items(Some(10_000))
        .into()
}

/// Whom to invite.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyInvitationsInput {
    /// Those invited, by group.
    #[schema(min_items = 1, max_items = 2000)]
    #[validate(nested)]
    pub invitations: Vec<InvitedGroup>,
}

/// Those invited of one group: so many, or each by what the sending system calls them.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InvitedGroup {
    /// Key of the group.
    #[schema(min_length = 1, max_length = 40)]
    pub group_key: String,
    /// How many.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 10000)]
    pub count: Option<u32>,
    /// Each one, as the system that sends the codes calls them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(schema_with = recipients)]
    pub recipients: Vec<String>,
}

/// Codes, shown this once.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyCodes {
    /// One for each who is invited.
    pub codes: Vec<SurveyCode>,
}

/// The code of one who is invited.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyCode {
    /// Id of the invitation.
    pub id: Uuid,
    /// Key of the group.
    pub group_key: String,
    /// What the sending system calls them.
    pub recipient: Option<String>,
    /// The code, which works once.
    pub code: String,
}

/// One who is invited. Whether they answered is not told, and who came in with a class code or a link is not here.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyInvitation {
    /// Id.
    pub id: Uuid,
    /// Key of the group.
    pub group_key: String,
    /// What the sending system calls them.
    pub recipient: Option<String>,
}
