//! Machine clients and their secrets on the wire.

use akoki_domain::access::{ApiClient as Kept, ApiClientDetails, ClientSecret, PublicKey};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::grant::scopes;

/// What a caller may set.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ApiClientInput {
    /// Name.
    #[schema(min_length = 1, max_length = 100)]
    pub name: String,
    /// Vendor.
    #[schema(min_length = 1, max_length = 100)]
    pub vendor: String,
    /// Whom to reach.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 254)]
    pub contact_email: Option<String>,
    /// The most it may ever ask for.
    #[schema(schema_with = scopes)]
    pub scopes: Vec<String>,
    /// Its public keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwks: Option<JsonWebKeySet>,
    /// Whether it is stopped.
    #[serde(default)]
    pub disabled: bool,
}

/// Public keys (RFC 7517).
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct JsonWebKeySet {
    /// The keys.
    #[schema(max_items = 10)]
    pub keys: Vec<JsonWebKey>,
}

/// A public key (RFC 7517). What is not known is not kept.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
pub struct JsonWebKey {
    /// Id.
    #[schema(min_length = 1, max_length = 200)]
    pub kid: String,
    /// Kind.
    #[schema(example = "EC")]
    pub kty: String,
    /// Algorithm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
    /// What it is for.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// Curve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crv: Option<String>,
    /// Modulus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 1400)]
    pub n: Option<String>,
    /// Exponent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 20)]
    pub e: Option<String>,
    /// First coordinate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub x: Option<String>,
    /// Second coordinate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 100)]
    pub y: Option<String>,
    /// What else was sent.
    #[serde(flatten)]
    #[schema(ignore)]
    pub besides: Map<String, Value>,
}

impl From<JsonWebKey> for PublicKey {
    fn from(key: JsonWebKey) -> Self {
        Self {
            kid: key.kid,
            kty: key.kty,
            alg: key.alg,
            usage: key.usage,
            crv: key.crv,
            n: key.n,
            e: key.e,
            x: key.x,
            y: key.y,
            besides: key.besides.keys().cloned().collect(),
        }
    }
}

impl From<PublicKey> for JsonWebKey {
    fn from(key: PublicKey) -> Self {
        Self {
            kid: key.kid,
            kty: key.kty,
            alg: key.alg,
            usage: key.usage,
            crv: key.crv,
            n: key.n,
            e: key.e,
            x: key.x,
            y: key.y,
            besides: Map::new(),
        }
    }
}

impl From<ApiClientInput> for ApiClientDetails {
    fn from(input: ApiClientInput) -> Self {
        let keys = input.jwks.map(|set| set.keys).unwrap_or_default();
        Self {
            name: input.name,
            vendor: input.vendor,
            contact_email: input.contact_email,
            scopes: input.scopes,
            keys: keys.into_iter().map(Into::into).collect(),
            disabled: input.disabled,
        }
    }
}

impl From<&ApiClientDetails> for ApiClientInput {
    fn from(details: &ApiClientDetails) -> Self {
        let details = details.clone();
        let keys: Vec<_> = details.keys.into_iter().map(Into::into).collect();
        Self {
            name: details.name,
            vendor: details.vendor,
            contact_email: details.contact_email,
            scopes: details.scopes,
            jwks: (!keys.is_empty()).then_some(JsonWebKeySet { keys }),
            disabled: details.disabled,
        }
    }
}

/// A machine client as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApiClient {
    /// Id.
    pub id: Uuid,
    /// Name.
    pub name: String,
    /// Vendor.
    pub vendor: String,
    /// Whom to reach.
    pub contact_email: Option<String>,
    /// The most it may ever ask for.
    #[schema(schema_with = scopes)]
    pub scopes: Vec<String>,
    /// Its public keys.
    pub jwks: Option<JsonWebKeySet>,
    /// Whether it is stopped.
    pub disabled: bool,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

impl ApiClient {
    /// The client as it is shown.
    pub fn new(
        kept: &Kept,
        version: i64,
        created_at: OffsetDateTime,
        updated_at: OffsetDateTime,
    ) -> Self {
        let said = ApiClientInput::from(&kept.details);
        Self {
            id: kept.id.0,
            name: said.name,
            vendor: said.vendor,
            contact_email: said.contact_email,
            scopes: said.scopes,
            jwks: said.jwks,
            disabled: said.disabled,
            version,
            created_at,
            updated_at,
        }
    }
}

/// What is asked for a new secret.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClientSecretRequest {
    /// How long the secret that there is holds on.
    #[serde(default = "week")]
    #[schema(minimum = 0, maximum = 90, default = 7)]
    pub overlap_days: u16,
}

const fn week() -> u16 {
    7
}

/// A secret as it is shown ever after: without itself.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApiClientSecret {
    /// Id.
    pub id: Uuid,
    /// The client.
    pub client_id: Uuid,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it ends.
    #[serde(with = "crate::wire::instant::option")]
    pub expires_at: Option<OffsetDateTime>,
}

/// The secrets of a client.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ApiClientSecrets {
    /// The oldest first.
    pub items: Vec<ApiClientSecret>,
}

/// A secret as it is shown once.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewApiClientSecret {
    /// Id.
    pub id: Uuid,
    /// The client.
    pub client_id: Uuid,
    /// The secret itself.
    pub secret: String,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it ends.
    #[serde(with = "crate::wire::instant::option")]
    pub expires_at: Option<OffsetDateTime>,
}

impl ApiClientSecret {
    /// The secret of this client as it is shown.
    pub fn new(client: Uuid, kept: &ClientSecret) -> Self {
        Self {
            id: kept.id.0,
            client_id: client,
            created_at: kept.created_at,
            expires_at: kept.expires_at,
        }
    }

    /// With the secret itself.
    pub fn with(self, secret: String) -> NewApiClientSecret {
        NewApiClientSecret {
            id: self.id,
            client_id: self.client_id,
            secret,
            created_at: self.created_at,
            expires_at: self.expires_at,
        }
    }
}
