//! Sessions on the wire. What holds a secret has no `Debug`, so that none comes into a log.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// With what somebody signs in.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionInput {
    /// E-mail address.
    #[schema(max_length = 320)]
    pub email: String,
    /// Password.
    #[schema(max_length = 1024)]
    pub password: String,
    /// What the session is for; everything when absent.
    #[serde(default)]
    #[schema(max_length = 1024)]
    pub scope: Option<String>,
}

/// With what a session goes on.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SessionRefresh {
    /// The refresh token, used once.
    #[schema(max_length = 200)]
    pub refresh_token: String,
}

/// The tokens of a session.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionTokens {
    /// Id of the session.
    pub id: Uuid,
    /// Access token.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: &'static str,
    /// Seconds that the access token holds.
    pub expires_in: i64,
    /// Refresh token, used once.
    pub refresh_token: String,
    /// When the refresh token ends.
    #[serde(with = "crate::wire::instant")]
    pub refresh_expires_at: OffsetDateTime,
    /// What the session is for.
    pub scope: String,
}

/// A session as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Session {
    /// Id.
    pub id: Uuid,
    /// When it began.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it ends at last.
    #[serde(with = "crate::wire::instant")]
    pub expires_at: OffsetDateTime,
    /// When it ends unless it is refreshed.
    #[serde(with = "crate::wire::instant")]
    pub refresh_expires_at: OffsetDateTime,
    /// What it is for.
    pub scope: String,
    /// Whether it is the one that asks.
    pub current: bool,
}

/// The sessions of one account.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Sessions {
    /// The newest first.
    pub items: Vec<Session>,
}
