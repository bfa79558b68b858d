//! Passwords on the wire. What holds a secret has no `Debug`, so that none comes into a log.

use serde::Deserialize;
use utoipa::ToSchema;
use validator::Validate;

/// A password set with an activation code.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Activation {
    /// The code.
    #[schema(max_length = 200)]
    pub code: String,
    /// The password.
    pub password: String,
}

/// A password changed by its owner.
#[derive(Clone, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PasswordChange {
    /// The password as it is.
    #[schema(max_length = 1024)]
    pub current_password: String,
    /// The password as it will be.
    pub password: String,
}
