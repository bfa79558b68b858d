//! The token issuer for machine clients (RFC 6749): what it takes, checks and answers. These paths have
//! names and errors of their own, and a document of their own.

pub mod assertion;
pub mod client;
pub mod discovery;
pub mod error;
pub mod form;
pub mod token;

/// Where tokens are asked for.
pub const TOKEN: &str = "/oauth/token";
/// Where tokens are given back.
pub const REVOKE: &str = "/oauth/revoke";
/// Where tokens are asked about.
pub const INTROSPECT: &str = "/oauth/introspect";
/// The document of these paths.
pub const DOCUMENT: &str = include_str!("../../../openapi/oauth.json");

/// The address of a path of the service.
pub fn address(issuer: &str, path: &str) -> String {
    format!("{}{path}", issuer.trim_end_matches('/'))
}
