//! What the issuer says of itself to whoever builds against it (RFC 8414, RFC 9728).

use akoki_domain::access::Permission;
use serde_json::{Value, json};

use super::{INTROSPECT, REVOKE, TOKEN, address, assertion::ALGORITHMS, token::GRANT_TYPE};

/// How a client says who it is.
const METHODS: &[&str] = &["client_secret_basic", "private_key_jwt"];

/// Where the public keys are.
pub const JWKS: &str = "/.well-known/jwks.json";

fn scopes() -> Vec<&'static str> {
    let mut all: Vec<_> = Permission::ALL
        .iter()
        .map(|permission| permission.scope())
        .collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// The issuer (RFC 8414). It knows no people, so there is no authorization endpoint and no response type.
pub fn issuer(issuer: &str) -> Value {
    json!({
        "issuer": issuer,
        "token_endpoint": address(issuer, TOKEN),
        "revocation_endpoint": address(issuer, REVOKE),
        "introspection_endpoint": address(issuer, INTROSPECT),
        "jwks_uri": address(issuer, JWKS),
        "scopes_supported": scopes(),
        "response_types_supported": [],
        "grant_types_supported": [GRANT_TYPE],
        "token_endpoint_auth_methods_supported": METHODS,
        "token_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "revocation_endpoint_auth_methods_supported": METHODS,
        "revocation_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "introspection_endpoint_auth_methods_supported": METHODS,
        "introspection_endpoint_auth_signing_alg_values_supported": ALGORITHMS,
        "ui_locales_supported": ["nl", "en"],
        "service_documentation": address(issuer, "/docs/"),
        "protected_resources": [issuer],
    })
}

/// The same for those who look for OpenID Connect, as far as an issuer for machines can say it.
pub fn openid(issuer_address: &str) -> Value {
    let mut document = issuer(issuer_address);
    if let Value::Object(members) = &mut document {
        members.insert("subject_types_supported".into(), json!(["public"]));
        let algorithms = json!(["RS256"]);
        members.insert("id_token_signing_alg_values_supported".into(), algorithms);
    }
    document
}

/// The API that takes the tokens (RFC 9728).
pub fn resource(issuer: &str) -> Value {
    json!({
        "resource": issuer,
        "authorization_servers": [issuer],
        "scopes_supported": scopes(),
        "bearer_methods_supported": ["header"],
        "resource_name": "akoki",
        "resource_documentation": address(issuer, "/docs/"),
    })
}
