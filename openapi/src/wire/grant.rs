//! Grants on the wire.

use akoki_domain::{
    access::{self, Permission, PrincipalKind, Role},
    id::{PrincipalId, UnitId},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use time::{Date, OffsetDateTime};
use utoipa::{
    ToSchema,
    openapi::schema::{Array, ArrayBuilder, Object},
};
use uuid::Uuid;
use validator::Validate;

use super::words::one_of;

pub(super) fn roles() -> Object {
    one_of(Role::ALL.iter().map(|role| role.as_str()))
}

/// Every token scope, once.
pub(super) fn scope() -> Object {
    let words: BTreeSet<&str> = Permission::ALL.iter().map(|one| one.scope()).collect();
    one_of(words)
}

pub(super) fn scopes() -> Array {
    ArrayBuilder::new()
        .items(scope())
        .min_items(Some(1))
        .max_items(Some(100))
        .build()
}

pub(super) fn principal_kinds() -> Object {
    one_of(PrincipalKind::ALL.iter().map(|kind| kind.as_str()))
}

/// What a caller may set of a grant; afterwards only its days.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantInput {
    /// To whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal_id: Option<Uuid>,
    /// To the account with this address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 254)]
    pub email: Option<String>,
    /// The board that keeps the account with this address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_board_id: Option<Uuid>,
    /// Where; the platform when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit_id: Option<Uuid>,
    /// As what.
    #[schema(schema_with = roles)]
    pub role: Role,
    /// Narrowed to these token scopes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = scopes)]
    pub scopes: Option<Vec<String>>,
    /// First day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<Date>,
    /// Last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Date>,
}

/// The end of a grant.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantEnding {
    /// The last day; at once when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<Date>,
}

/// Whoever has a grant.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Grantee {
    /// Id.
    pub id: Uuid,
    /// Account, client or script.
    #[schema(schema_with = principal_kinds)]
    pub kind: PrincipalKind,
    /// What it is called.
    pub name: Option<String>,
}

/// A grant as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Option<Uuid>,
    /// To whom.
    pub principal: Grantee,
    /// Where; the platform when null.
    pub unit_id: Option<Uuid>,
    /// The name of the unit.
    pub unit_name: Option<String>,
    /// As what.
    #[schema(schema_with = roles)]
    pub role: Role,
    /// Narrowed to these token scopes.
    pub scopes: Option<Vec<String>>,
    /// First day.
    pub starts_on: Option<Date>,
    /// Last day.
    pub ends_on: Option<Date>,
    /// When it was taken back.
    #[serde(with = "time::serde::rfc3339::option")]
    pub ended_at: Option<OffsetDateTime>,
    /// Whether it gives the right today.
    pub in_force: bool,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
}

impl GrantInput {
    /// The grant to this principal; it holds from today on when no first day is given.
    pub fn to(&self, principal: PrincipalId, today: Date) -> access::GrantInput {
        let words = |words: &Vec<String>| {
            let sorted: BTreeSet<String> = words.iter().cloned().collect();
            sorted.into_iter().collect()
        };
        access::GrantInput {
            principal_id: principal,
            unit_id: self.unit_id.map(UnitId),
            role: self.role,
            scopes: self.scopes.as_ref().map(words),
            starts_on: Some(self.starts_on.unwrap_or(today)),
            ends_on: self.ends_on,
        }
    }
}

impl From<&access::GrantInput> for GrantInput {
    fn from(from: &access::GrantInput) -> Self {
        Self {
            principal_id: Some(from.principal_id.0),
            email: None,
            account_board_id: None,
            unit_id: from.unit_id.map(|unit| unit.0),
            role: from.role,
            scopes: from.scopes.clone(),
            starts_on: from.starts_on,
            ends_on: from.ends_on,
        }
    }
}

impl Grant {
    /// The grant as it is shown on a day.
    pub fn new(
        grant: &access::Grant,
        principal: Grantee,
        unit_name: Option<String>,
        today: Date,
        version: i64,
        (created_at, updated_at): (OffsetDateTime, OffsetDateTime),
    ) -> Self {
        let input = &grant.input;
        Self {
            id: grant.id.0,
            board_id: input.unit_id.map(|_| grant.board_id.0),
            principal,
            unit_id: input.unit_id.map(|unit| unit.0),
            unit_name,
            role: input.role,
            scopes: input.scopes.clone(),
            starts_on: input.starts_on,
            ends_on: input.ends_on,
            ended_at: grant.ended_at,
            in_force: grant.in_force(today),
            version,
            created_at,
            updated_at,
        }
    }
}
