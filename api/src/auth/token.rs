//! Access tokens: short JWTs (RFC 9068), signed with RS256.

use akoki_domain::id::{CredentialId, PrincipalId};
use jsonwebtoken::{Algorithm, Header, Validation};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{cell::RefCell, collections::HashMap, rc::Rc};

use super::keys::KeyRing;

/// The claims of an access token.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
pub struct Claims {
    /// Who made it.
    pub iss: String,
    /// For whom it was made.
    pub aud: String,
    /// The account, machine client or script.
    pub sub: PrincipalId,
    /// The client that asked for it, for both profiles under two names.
    pub client_id: String,
    /// The same.
    pub azp: String,
    /// When it was made, in seconds since 1970.
    pub iat: i64,
    /// When it ends, in seconds since 1970.
    pub exp: i64,
    /// Its own id, never used again.
    pub jti: String,
    /// The credential that can be revoked.
    pub sid: CredentialId,
    /// What it may be used for.
    pub scope: String,
}

/// A token that is not taken; the reason is for the log, the caller hears only that.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// Not a token of this kind, or not signed by a key of ours.
    #[error("not valid")]
    Invalid,
    /// It has ended.
    #[error("expired")]
    Expired,
    /// It names a key that is not among ours: perhaps one that another process made.
    #[error("unknown key")]
    UnknownKey,
}

/// Signs the claims with the key in force.
///
/// # Errors
/// When there is no key, or it does not sign.
pub fn issue(ring: &KeyRing, claims: &Claims, at: i64) -> Result<String, TokenError> {
    let (kid, key) = ring.signing(at).ok_or(TokenError::Invalid)?;
    let mut header = Header::new(Algorithm::RS256);
    header.typ = Some("at+jwt".into());
    header.kid = Some(kid.to_owned());
    jsonwebtoken::encode(&header, claims, key).map_err(|_| TokenError::Invalid)
}

thread_local! {
    // Checking an RSA signature costs more than most reads of the store. What is remembered is only
    // that these bytes carry a valid signature; expiry is looked at each time, and revocation by the
    // statement that uses the credential.
    static CHECKED: RefCell<HashMap<[u8; 32], Rc<Claims>>> = RefCell::new(HashMap::new());
}

/// A worker remembers so many tokens, then starts again.
const REMEMBERED: usize = 10_000;

/// The claims of a token that holds at this moment (milliseconds since 1970).
///
/// # Errors
/// When it is not one of ours, or has ended.
pub fn verify(
    ring: &KeyRing,
    issuer: &str,
    token: &str,
    at: i64,
) -> Result<Rc<Claims>, TokenError> {
    let digest: [u8; 32] = Sha256::digest(token.as_bytes()).into();
    let known = CHECKED.with_borrow(|checked| checked.get(&digest).cloned());
    let claims = match known {
        Some(claims) => claims,
        None => {
            let claims = Rc::new(check_signature(ring, issuer, token)?);
            CHECKED.with_borrow_mut(|checked| {
                if checked.len() >= REMEMBERED {
                    checked.clear();
                }
                checked.insert(digest, claims.clone());
            });
            claims
        }
    };
    if claims.iss != issuer || claims.aud != issuer {
        return Err(TokenError::Invalid);
    }
    let now = at.div_euclid(1000);
    if claims.exp <= now {
        Err(TokenError::Expired)
    } else {
        Ok(claims)
    }
}

fn check_signature(ring: &KeyRing, issuer: &str, token: &str) -> Result<Claims, TokenError> {
    let invalid = |_| TokenError::Invalid;
    let header = jsonwebtoken::decode_header(token).map_err(invalid)?;
    if header.typ.as_deref() != Some("at+jwt") || header.alg != Algorithm::RS256 {
        return Err(TokenError::Invalid);
    }
    let kid = header.kid.ok_or(TokenError::Invalid)?;
    let key = ring.checking(&kid).ok_or(TokenError::UnknownKey)?;
    let mut validation = Validation::new(Algorithm::RS256);
    validation.set_issuer(&[issuer]);
    validation.set_audience(&[issuer]);
    validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
    validation.leeway = 0;
    // The service's clock can be moved; expiry is compared with that one, by the caller.
    validation.validate_exp = false;
    jsonwebtoken::decode::<Claims>(token, key, &validation)
        .map(|data| data.claims)
        .map_err(invalid)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;
    use crate::auth::keys::KeyRecord;
    use jsonwebtoken::EncodingKey;
    use uuid::Uuid;

    const ISSUER: &str = "https://akoki.example";

    fn claims() -> Claims {
        Claims {
            iss: ISSUER.into(),
            aud: ISSUER.into(),
            sub: PrincipalId(Uuid::from_u128(1)),
            client_id: "c".into(),
            azp: "c".into(),
            iat: 100,
            exp: 200,
            jti: "j".into(),
            sid: CredentialId(Uuid::from_u128(2)),
            scope: "all".into(),
        }
    }

    fn ring() -> (KeyRecord, KeyRing) {
        let record = KeyRecord::generate(0).unwrap();
        (record.clone(), KeyRing::new(vec![record]).unwrap())
    }

    fn sign(record: &KeyRecord, change: impl FnOnce(&mut Header), claims: &Claims) -> String {
        let mut header = Header::new(Algorithm::RS256);
        header.typ = Some("at+jwt".into());
        header.kid = Some(record.kid.clone());
        change(&mut header);
        jsonwebtoken::encode(
            &header,
            claims,
            &EncodingKey::from_rsa_pem(record.pem.as_bytes()).unwrap(),
        )
        .unwrap()
    }

    #[test]
    fn a_token_holds_until_it_ends() {
        let (_, ring) = ring();
        let token = issue(&ring, &claims(), 150_000).unwrap();
        assert_eq!(
            verify(&ring, ISSUER, &token, 150_000),
            Ok(Rc::new(claims()))
        );
        assert_eq!(
            verify(&ring, ISSUER, &token, 199_999),
            Ok(Rc::new(claims()))
        );
        assert_eq!(
            verify(&ring, ISSUER, &token, 200_000),
            Err(TokenError::Expired)
        );
    }

    #[test]
    fn nothing_else_is_taken() {
        let (record, ring) = ring();
        let good = issue(&ring, &claims(), 150_000).unwrap();
        let mut tampered = good.clone();
        tampered.pop();
        tampered.push(if good.ends_with('A') { 'B' } else { 'A' });
        let public = EncodingKey::from_secret(record.n.as_bytes());
        let mut symmetric = Header::new(Algorithm::HS256);
        symmetric.typ = Some("at+jwt".into());
        symmetric.kid = Some(record.kid.clone());
        let none = {
            use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as B64};
            let head = B64.encode(format!(
                "{{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"{}\"}}",
                record.kid
            ));
            format!(
                "{head}.{}.",
                B64.encode(serde_json::to_vec(&claims()).unwrap())
            )
        };
        let stranger = KeyRecord::generate(0).unwrap();
        for (what, token) in [
            ("tampered", tampered),
            ("none", none),
            (
                "symmetric",
                jsonwebtoken::encode(&symmetric, &claims(), &public).unwrap(),
            ),
            (
                "typ",
                sign(&record, |header| header.typ = Some("JWT".into()), &claims()),
            ),
            (
                "no kid",
                sign(&record, |header| header.kid = None, &claims()),
            ),
            (
                "our kid, foreign key",
                sign(
                    &stranger,
                    |header| header.kid = Some(record.kid.clone()),
                    &claims(),
                ),
            ),
            (
                "issuer",
                sign(
                    &record,
                    |_| {},
                    &Claims {
                        iss: "https://x.example".into(),
                        ..claims()
                    },
                ),
            ),
            (
                "audience",
                sign(
                    &record,
                    |_| {},
                    &Claims {
                        aud: "https://x.example".into(),
                        ..claims()
                    },
                ),
            ),
            ("nonsense", "a.b.c".into()),
        ] {
            assert_eq!(
                verify(&ring, ISSUER, &token, 150_000),
                Err(TokenError::Invalid),
                "{what}"
            );
        }
        let foreign = sign(&stranger, |_| {}, &claims());
        let refused = verify(&ring, ISSUER, &foreign, 150_000);
        assert_eq!(refused, Err(TokenError::UnknownKey));
    }
}
