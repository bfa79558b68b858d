//! Who the caller is and what they may do where, on the wire.

use akoki_domain::{
    access::{
        self, Covering, CredentialKind, Explanation, Needed, Permission, PrincipalKind, Role,
    },
    text::Language,
};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::{ToSchema, openapi::schema::Object};
use uuid::Uuid;

use super::{
    grant::{principal_kinds, roles, scope},
    words::{maybe_one_of, one_of},
};
use crate::problem::WireReason;

fn permissions() -> Object {
    one_of(Permission::ALL.iter().map(|one| one.as_str()))
}

fn credential_kinds() -> Object {
    one_of(CredentialKind::ALL.iter().map(|kind| kind.as_str()))
}

fn maybe_language() -> Object {
    maybe_one_of([Language::Nl, Language::En].map(Language::tag))
}

/// Who the caller is.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// The account, machine client or script.
    pub id: Uuid,
    /// Which of these.
    #[schema(schema_with = principal_kinds)]
    pub kind: PrincipalKind,
    /// What it is called.
    pub name: Option<String>,
    /// With which the person signs in.
    pub email: Option<String>,
    /// In which the service writes to them.
    #[schema(schema_with = maybe_language)]
    pub language: Option<Language>,
    /// What they identified themselves with.
    pub credential: MyCredential,
    /// What the token may be used for.
    pub scopes: Vec<String>,
    /// What they may do where.
    pub grants: Vec<MyGrant>,
}

/// What the caller identified themselves with.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyCredential {
    /// Id.
    pub id: Uuid,
    /// Session, personal access token, client or script.
    #[schema(schema_with = credential_kinds)]
    pub kind: CredentialKind,
    /// When it ends.
    #[serde(with = "time::serde::rfc3339")]
    pub expires_at: OffsetDateTime,
}

/// A grant of the caller that is in force.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyGrant {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Option<Uuid>,
    /// Where; the platform when null.
    pub unit_id: Option<Uuid>,
    /// The kind of the unit.
    pub unit_kind: Option<String>,
    /// The name of the unit.
    pub unit_name: Option<String>,
    /// As what.
    #[schema(schema_with = roles)]
    pub role: Role,
    /// Narrowed to these token scopes.
    pub scopes: Option<Vec<String>>,
    /// What it allows with this token.
    pub allows: Vec<Allowed>,
}

/// A permission that the caller has somewhere.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Allowed {
    /// The permission that operations name.
    #[schema(schema_with = permissions)]
    pub permission: String,
    /// The token scope that goes with it.
    #[schema(schema_with = scope)]
    pub scope: String,
}

/// Whether the caller may do something, and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MyAccess {
    /// Whether they may.
    pub allowed: bool,
    /// The operation.
    pub operation: String,
    /// Where; anywhere at all when null.
    pub unit_id: Option<Uuid>,
    /// The permission it needs.
    pub permission: Option<String>,
    /// The token scope it needs.
    pub scope: Option<String>,
    /// Whether the token carries it.
    pub token_has_scope: bool,
    /// The roles that have the permission.
    pub roles: Vec<String>,
    /// What each grant there does for it.
    pub grants: Vec<CoveringGrant>,
    /// The reasons.
    pub why: Vec<WireReason>,
}

/// What one grant of the caller does for the question.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CoveringGrant {
    /// The grant.
    pub href: String,
    /// Whether its role has the permission.
    pub has_role: bool,
    /// Whether it is narrowed to other scopes.
    pub narrowed: bool,
    /// Whether it gives the right.
    pub gives: bool,
}

impl Allowed {
    /// What a grant allows with a token that carries these scopes.
    pub fn by(grant: &access::Grant, carries: impl Fn(&str) -> bool) -> Vec<Self> {
        Permission::ALL
            .iter()
            .filter(|one| one.roles().contains(&grant.input.role))
            .filter(|one| carries(one.scope()) && !grant.leaves_out(one.scope()))
            .map(|one| Self {
                permission: one.as_str().to_owned(),
                scope: one.scope().to_owned(),
            })
            .collect()
    }
}

impl MyAccess {
    /// The answer in words.
    pub fn new(
        operation: &str,
        unit_id: Option<Uuid>,
        needed: Needed,
        found: &Explanation,
        language: Language,
    ) -> Self {
        let permission = match needed {
            Needed::Permission(permission) => Some(permission),
            Needed::Nothing | Needed::SignedIn => None,
        };
        let roles = permission.map_or(&[][..], |one| one.roles());
        Self {
            allowed: found.allowed,
            operation: operation.to_owned(),
            unit_id,
            permission: permission.map(|one| one.as_str().to_owned()),
            scope: permission.map(|one| one.scope().to_owned()),
            token_has_scope: found.token_has_scope,
            roles: roles.iter().map(|role| role.as_str().to_owned()).collect(),
            grants: found.covering.iter().map(covering).collect(),
            why: found
                .why
                .iter()
                .map(|reason| WireReason::new(reason, language))
                .collect(),
        }
    }
}

fn covering(one: &Covering) -> CoveringGrant {
    CoveringGrant {
        href: format!("/v1/grants/{}", one.grant_id),
        has_role: one.has_role,
        narrowed: one.narrowed,
        gives: one.gives(),
    }
}
