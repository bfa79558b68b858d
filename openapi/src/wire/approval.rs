//! Approvals of machine clients on the wire.

use akoki_domain::{
    access::{Grant, GrantInput, Role},
    id::{PrincipalId, UnitId},
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::grant::{roles, scopes};

/// What a caller may set.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApiClientApprovalInput {
    /// The board or unit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<Uuid>,
    /// Role.
    #[serde(default = "integrator")]
    #[schema(schema_with = roles)]
    pub role: Role,
    /// Token scopes.
    #[schema(schema_with = scopes)]
    pub scopes: Vec<String>,
}

const fn integrator() -> Role {
    Role::Integrator
}

impl ApiClientApprovalInput {
    /// The approval of this client, from today on.
    pub fn of(self, client: PrincipalId, today: Date) -> GrantInput {
        GrantInput {
            principal_id: client,
            unit_id: self.unit_id.map(UnitId),
            role: self.role,
            scopes: Some(self.scopes),
            starts_on: Some(today),
            ends_on: None,
        }
    }
}

/// An approval as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApiClientApproval {
    /// Id.
    pub id: Uuid,
    /// The client.
    pub client_id: Uuid,
    /// The board or unit; null for the platform.
    pub unit_id: Option<Uuid>,
    /// Role.
    #[schema(schema_with = roles)]
    pub role: Role,
    /// Token scopes.
    pub scopes: Option<Vec<String>>,
    /// When it was given.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was taken back.
    #[serde(with = "crate::wire::instant::option")]
    pub ended_at: Option<OffsetDateTime>,
}

impl ApiClientApproval {
    /// The approval as it is shown.
    pub fn new(kept: &Grant, created_at: OffsetDateTime) -> Self {
        let input = &kept.input;
        Self {
            id: kept.id.0,
            client_id: input.principal_id.0,
            unit_id: input.unit_id.map(|unit| unit.0),
            role: input.role,
            scopes: input.scopes.clone(),
            created_at,
            ended_at: kept.ended_at,
        }
    }
}
