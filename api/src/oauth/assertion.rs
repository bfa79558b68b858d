//! Assertions with which machine clients say who they are (RFC 7523): a JWT signed with a key whose public
//! half was registered. A key or an address of one in the assertion itself is never looked at.

use akoki_domain::{
    access::{ApiClient, KeyType, PublicKey},
    id::PrincipalId,
};
use jsonwebtoken::{Algorithm, DecodingKey, Header, Validation};
use serde::Deserialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::error::{Word, Wrong, wrong};

/// An assertion holds so long at most, in seconds.
const LONGEST: i64 = 300;
/// So much may the clock of the client be ahead of ours, in seconds.
const SKEW: i64 = 30;

/// What is claimed; each is looked at.
#[derive(Debug, Default, Deserialize)]
struct Claims {
    #[serde(default)]
    iss: Value,
    #[serde(default)]
    sub: Value,
    #[serde(default)]
    aud: Value,
    #[serde(default)]
    exp: Value,
    #[serde(default)]
    nbf: Value,
    #[serde(default)]
    iat: Value,
    #[serde(default)]
    jti: Value,
}

/// An assertion whose claims are right; the signature is still to be looked at.
#[derive(Debug, Clone)]
pub struct Read {
    /// Who it says it is.
    pub client: PrincipalId,
    algorithm: Algorithm,
    kid: String,
    jti: String,
    expires_at: i64,
}

/// What is kept of an assertion that was taken, so that it is not taken again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Used {
    /// Names it.
    pub digest: Vec<u8>,
    /// Until when it would be taken, in milliseconds since 1970.
    pub expires_at: i64,
}

/// The algorithms that are taken.
pub const ALGORITHMS: &[&str] = &["RS256", "PS256", "ES256", "EdDSA"];

const fn name(algorithm: Algorithm) -> Option<&'static str> {
    match algorithm {
        Algorithm::RS256 => Some("RS256"),
        Algorithm::PS256 => Some("PS256"),
        Algorithm::ES256 => Some("ES256"),
        Algorithm::EdDSA => Some("EdDSA"),
        _ => None,
    }
}

/// Reads an assertion meant for one of these audiences, at a moment in milliseconds since 1970.
///
/// # Errors
/// Everything that is wrong with its header and claims.
pub fn read(text: &str, audiences: &[String], at: i64) -> Result<Read, Vec<Wrong>> {
    let say = |text, value: &str| wrong(Word::InvalidClient, text, value);
    let header = jsonwebtoken::decode_header(text);
    let claims = jsonwebtoken::dangerous::insecure_decode_claims::<Claims>(text);
    let (Ok(header), Ok(claims)) = (header, claims) else {
        // What is no algorithm at all, such as "none", ends here too.
        return Err(vec![say("assertion-form", &ALGORITHMS.join(", "))]);
    };
    let mut found = Vec::new();
    if name(header.alg).is_none() {
        found.push(say("assertion-alg", &ALGORITHMS.join(", ")));
    }
    let kid = header_kid(&header).unwrap_or_else(|| {
        found.push(say("assertion-kid", ""));
        String::new()
    });
    let client = claims.client().unwrap_or_else(|| {
        found.push(say("assertion-client", ""));
        PrincipalId(Uuid::nil())
    });
    if !claims.is_for(audiences) {
        found.push(say("assertion-aud", &audiences.join(", ")));
    }
    let now = at.div_euclid(1000);
    let exp = seconds(&claims.exp).unwrap_or(0);
    if exp <= now || exp > now + LONGEST + SKEW {
        found.push(say("assertion-exp", &LONGEST.to_string()));
    }
    let ahead = |value: &Value| !value.is_null() && seconds(value).is_none_or(|s| s > now + SKEW);
    if ahead(&claims.nbf) || ahead(&claims.iat) {
        found.push(say("assertion-early", ""));
    }
    let jti = claims.jti.as_str().unwrap_or_default().to_owned();
    if jti.is_empty() || jti.len() > 255 {
        found.push(say("assertion-jti", ""));
    }
    if found.is_empty() {
        Ok(Read {
            client,
            algorithm: header.alg,
            kid,
            jti,
            expires_at: exp.saturating_mul(1000),
        })
    } else {
        Err(found)
    }
}

/// The id of the key, when the header has one and asks for nothing that must be understood.
fn header_kid(header: &Header) -> Option<String> {
    header.kid.clone().filter(|_| header.crit.is_none())
}

/// Whole seconds since 1970, also where they were written with a fraction.
fn seconds(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| {
        let text = value.as_f64()?.floor().to_string();
        text.parse().ok()
    })
}

impl Claims {
    fn client(&self) -> Option<PrincipalId> {
        let (iss, sub) = (self.iss.as_str()?, self.sub.as_str()?);
        let id = Uuid::try_parse(sub).ok()?;
        (iss == sub).then_some(PrincipalId(id))
    }

    fn is_for(&self, audiences: &[String]) -> bool {
        let ours = |value: &Value| audiences.iter().any(|known| value.as_str() == Some(known));
        match &self.aud {
            Value::Array(all) => all.iter().any(ours),
            one => ours(one),
        }
    }
}

impl Read {
    /// The registered key of the client that signed it.
    pub fn signer<'a>(&self, client: &'a ApiClient, text: &str) -> Option<&'a PublicKey> {
        let alg = name(self.algorithm)?;
        let mut keys = client.details.keys.iter();
        let key = keys.find(|key| key.kid == self.kid && key.signs_with(alg))?;
        let mut validation = Validation::new(self.algorithm);
        // The claims were looked at, by the clock of the service.
        validation.required_spec_claims.clear();
        validation.validate_exp = false;
        validation.validate_aud = false;
        let signed = jsonwebtoken::decode::<Value>(text, &decoding(key)?, &validation);
        signed.is_ok().then_some(key)
    }

    /// What is kept of it.
    pub fn used(&self) -> Used {
        let digest = Sha256::new()
            .chain_update(self.client.0.as_bytes())
            .chain_update(self.jti.as_bytes());
        Used {
            digest: digest.finalize().to_vec(),
            expires_at: self.expires_at,
        }
    }
}

fn decoding(key: &PublicKey) -> Option<DecodingKey> {
    let read = match key.key_type()? {
        KeyType::Rsa => DecodingKey::from_rsa_components(key.n.as_deref()?, key.e.as_deref()?),
        KeyType::P256 => DecodingKey::from_ec_components(key.x.as_deref()?, key.y.as_deref()?),
        KeyType::Ed25519 => DecodingKey::from_ed_components(key.x.as_deref()?),
    };
    read.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn seconds_are_read_as_they_are_written() {
        assert_eq!(seconds(&json!(12)), Some(12));
        assert_eq!(seconds(&json!(12.9)), Some(12));
        assert_eq!(seconds(&json!("12")), None);
    }

    #[test]
    fn an_audience_is_one_or_among_many() {
        let ours = ["https://a".to_owned()];
        let of = |aud: Value| {
            Claims {
                aud,
                ..Claims::default()
            }
            .is_for(&ours)
        };
        assert!(of(json!("https://a")) && of(json!(["x", "https://a"])));
        assert!(!of(json!("https://a/")) && !of(json!([])) && !of(Value::Null));
    }
}
