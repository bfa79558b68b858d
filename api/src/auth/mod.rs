//! Who calls: keys, tokens and the actor behind a request.
//!
//! Only tokens of our own are taken. An external issuer would be one more entry beside the key ring:
//! its own algorithms, key set and claims, mapped to the same [`Actor`] by [`Auth::authenticate`].

pub mod keys;
pub mod password;
pub mod scope;
pub mod secret;
pub mod token;
pub mod vault;

use actix_web::{HttpRequest, http::header};
use akoki_domain::{
    Code, Reason,
    id::{CredentialId, PrincipalId},
};
use std::sync::{
    RwLock,
    atomic::{AtomicBool, Ordering},
};
use uuid::Uuid;

use crate::failure::Failure;
use keys::KeyRing;
use scope::Scopes;

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

/// What a token is made for.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    /// The account, machine client or script.
    pub principal: Uuid,
    /// The client that asked for it; the principal itself when none.
    pub client: Option<Uuid>,
    /// The credential that can be revoked.
    pub credential: Uuid,
    /// What it may be used for.
    pub scopes: &'a Scopes,
}

/// The issuer and its keys.
pub struct Auth {
    issuer: String,
    ring: RwLock<KeyRing>,
    wanted: AtomicBool,
}

impl Auth {
    /// An issuer with this address.
    pub fn new(issuer: String, ring: KeyRing) -> Self {
        Self {
            issuer,
            ring: RwLock::new(ring),
            wanted: AtomicBool::new(false),
        }
    }

    /// Whether a token named a key that is not known here, since this was last asked. The keys are then
    /// fetched by a worker, because a guard waits for nothing.
    pub fn take_wanted(&self) -> bool {
        self.wanted.swap(false, Ordering::Relaxed)
    }

    /// The address of the issuer, also the audience of its tokens.
    pub fn issuer(&self) -> &str {
        &self.issuer
    }

    /// The keys, to sign or publish with.
    pub fn ring(&self) -> KeyRing {
        self.ring
            .read()
            .map(|ring| ring.clone())
            .unwrap_or_else(|poisoned| poisoned.into_inner().clone())
    }

    /// Takes the keys over after a rotation.
    pub fn replace(&self, ring: KeyRing) {
        match self.ring.write() {
            Ok(mut now) => *now = ring,
            Err(poisoned) => *poisoned.into_inner() = ring,
        }
    }

    /// A signed access token for a credential. `client` is the client that asked for it, where there is
    /// one beside the principal; both moments are in milliseconds since 1970.
    ///
    /// # Errors
    /// When there is no key to sign with.
    pub fn token(&self, held: &Held<'_>, jti: Uuid, at: i64, ends: i64) -> Result<String, Failure> {
        let client = held.client.unwrap_or(held.principal).to_string();
        let claims = token::Claims {
            iss: self.issuer.clone(),
            aud: self.issuer.clone(),
            sub: PrincipalId(held.principal),
            client_id: client.clone(),
            azp: client,
            iat: at.div_euclid(1000),
            exp: ends.div_euclid(1000),
            jti: jti.to_string(),
            sid: CredentialId(held.credential),
            scope: held.scopes.to_string(),
        };
        token::issue(&self.ring(), &claims, at)
            .map_err(|error| Failure::Internal(error.to_string()))
    }

    /// The actor behind a request.
    ///
    /// # Errors
    /// [`Code::Unauthenticated`] without a token that holds.
    pub fn authenticate(&self, request: &HttpRequest, at: i64) -> Result<Actor, Failure> {
        let header = request.headers().get(header::AUTHORIZATION);
        let Some(header) = header else {
            return Err(Code::Unauthenticated.into());
        };
        let invalid = || Failure::Plain(Reason::new(Code::Unauthenticated).with("sent", "yes"));
        let text = header.to_str().map_err(|_| invalid())?;
        let (scheme, token) = text.split_once(' ').ok_or_else(invalid)?;
        if !scheme.eq_ignore_ascii_case("bearer") {
            return Err(invalid());
        }
        let ring = self
            .ring
            .read()
            .map_err(|_| Failure::Internal("the key ring is poisoned".into()))?;
        let claims = token::verify(&ring, &self.issuer, token.trim(), at).map_err(|error| {
            if error == token::TokenError::UnknownKey {
                self.wanted.store(true, Ordering::Relaxed);
            }
            invalid()
        })?;
        let scopes = Scopes::parse(&claims.scope).map_err(|_| invalid())?;
        Ok(Actor {
            principal: claims.sub.0,
            credential: claims.sid.0,
            scopes,
        })
    }
}
