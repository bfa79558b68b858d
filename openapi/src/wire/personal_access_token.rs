//! Personal access tokens on the wire.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// What can be said about a new personal access token.
#[derive(Debug, Clone, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PersonalAccessTokenInput {
    /// What it is called.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// What it is for; what the asking token is for when absent.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 50)]
    pub scopes: Option<Vec<String>>,
    /// When it ends.
    #[serde(with = "crate::wire::instant")]
    pub expires_at: OffsetDateTime,
}

/// A personal access token as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonalAccessToken {
    /// Id.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub scopes: Vec<String>,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it ends.
    #[serde(with = "crate::wire::instant")]
    pub expires_at: OffsetDateTime,
}

/// A personal access token with the token itself: shown once.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewPersonalAccessToken {
    /// Id.
    pub id: Uuid,
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub scopes: Vec<String>,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it ends.
    #[serde(with = "crate::wire::instant")]
    pub expires_at: OffsetDateTime,
    /// The token.
    pub token: String,
}

/// The personal access tokens of one account.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PersonalAccessTokens {
    /// The oldest first.
    pub items: Vec<PersonalAccessToken>,
}

impl NewPersonalAccessToken {
    /// What is shown with the token itself.
    pub fn new(shown: PersonalAccessToken, token: String) -> Self {
        Self {
            id: shown.id,
            name: shown.name,
            scopes: shown.scopes,
            created_at: shown.created_at,
            expires_at: shown.expires_at,
            token,
        }
    }
}
