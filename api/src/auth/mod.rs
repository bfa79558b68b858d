//! Who calls: keys, tokens and the actor behind a request.

use actix_web::HttpRequest;
use uuid::Uuid;

use crate::failure::Failure;

/// Whoever calls, as their token says.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The account, machine client or script.
    pub principal: Uuid,
    /// What they identified themselves with.
    pub credential: Uuid,
    /// What the token may be used for.
    pub scopes: Scopes,
}

/// placeholder
#[derive(Debug, Clone)]
pub struct Scopes;
impl Scopes {
    /// placeholder
    pub fn contains(&self, _scope: &str) -> bool {
        true
    }
}

/// placeholder
pub struct Auth;
impl Auth {
    /// placeholder
    pub fn authenticate(&self, _request: &HttpRequest, _at: i64) -> Result<Actor, Failure> {
        Err(akoki_domain::Code::Unauthenticated.into())
    }
}
