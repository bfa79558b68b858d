//! Setting up on the wire. What holds a secret has no `Debug`, so that none comes into a log.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

/// The first account, with the secret that allows it.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetUp {
    /// The set-up secret.
    #[schema(max_length = 200)]
    pub secret: String,
    /// E-mail address.
    pub email: String,
    /// How the person is called.
    pub display_name: String,
    /// Password.
    pub password: String,
}

/// The first account as it was made.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FirstAccount {
    /// Id.
    pub id: Uuid,
    /// E-mail address.
    pub email: String,
    /// How the person is called.
    pub display_name: String,
}
