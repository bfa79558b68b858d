//! The keys that sign tokens: RSA, published as JWKS, replaced with overlap.
//!
//! A key is published eight days before it signs, so that whoever keeps the key set for a week sees it in
//! time, and stays published until the longest-lived token it signed has ended.

use aws_lc_rs::{
    encoding::AsDer,
    rsa::{KeyPair, KeySize},
    signature::KeyPair as _,
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use jsonwebtoken::{DecodingKey, EncodingKey};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const DAY: i64 = 86_400_000;
/// A key signs for so long.
const SIGNS: i64 = 90 * DAY;
/// A key is published so long before it signs.
const AHEAD: i64 = 8 * DAY;
/// The longest life of a token.
pub const LONGEST_TOKEN: i64 = 366 * DAY;

/// A key as it is kept; the private part is sealed by the caller before it is stored.
#[derive(Debug, Clone, Serialize, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "camelCase")]
pub struct KeyRecord {
    /// Its id: the thumbprint of RFC 7638.
    pub kid: String,
    /// Modulus, base64url.
    pub n: String,
    /// Exponent, base64url.
    pub e: String,
    /// The private key, PKCS#8 in PEM.
    pub pem: String,
    /// From when it signs, in milliseconds since 1970.
    pub signs_from: i64,
}

/// A key that cannot be made or read.
#[derive(Debug, thiserror::Error)]
#[error("signing key: {0}")]
pub struct KeyError(String);

impl KeyRecord {
    /// A new key that signs from this moment on.
    ///
    /// # Errors
    /// When the library cannot make one.
    pub fn generate(signs_from: i64) -> Result<Self, KeyError> {
        let fail = |_| KeyError("cannot be made".into());
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(fail)?;
        let der = AsDer::<aws_lc_rs::encoding::Pkcs8V1Der<'_>>::as_der(&pair).map_err(fail)?;
        let public = pair.public_key();
        let n = URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero());
        let e = URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero());
        let thumb =
            Sha256::digest(format!("{{\"e\":\"{e}\",\"kty\":\"RSA\",\"n\":\"{n}\"}}").as_bytes());
        let body = STANDARD.encode(der.as_ref());
        let mut pem = String::from("-----BEGIN PRIVATE KEY-----\n");
        for line in body.as_bytes().chunks(64) {
            pem.push_str(&String::from_utf8_lossy(line));
            pem.push('\n');
        }
        pem.push_str("-----END PRIVATE KEY-----\n");
        Ok(Self {
            kid: URL_SAFE_NO_PAD.encode(thumb),
            n,
            e,
            pem,
            signs_from,
        })
    }
}

/// The keys in use.
#[derive(Clone)]
pub struct KeyRing {
    keys: Vec<Key>,
}

#[derive(Clone)]
struct Key {
    record: KeyRecord,
    signing: EncodingKey,
    checking: DecodingKey,
}

impl KeyRing {
    /// A ring without keys.
    pub fn empty() -> Self {
        Self { keys: Vec::new() }
    }

    /// A ring of these keys.
    ///
    /// # Errors
    /// When a key cannot be read.
    pub fn new(records: Vec<KeyRecord>) -> Result<Self, KeyError> {
        let read = |record: KeyRecord| -> Result<Key, jsonwebtoken::errors::Error> {
            Ok(Key {
                signing: EncodingKey::from_rsa_pem(record.pem.as_bytes())?,
                checking: DecodingKey::from_rsa_components(&record.n, &record.e)?,
                record,
            })
        };
        let keys = records.into_iter().map(read).collect::<Result<Vec<_>, _>>();
        Ok(Self {
            keys: keys.map_err(|error| KeyError(error.to_string()))?,
        })
    }

    /// The key that signs at this moment: the newest that may.
    pub fn signing(&self, at: i64) -> Option<(&str, &EncodingKey)> {
        self.keys
            .iter()
            .filter(|key| key.record.signs_from <= at)
            .max_by_key(|key| key.record.signs_from)
            .map(|key| (key.record.kid.as_str(), &key.signing))
    }

    /// The key with this id.
    pub fn checking(&self, kid: &str) -> Option<&DecodingKey> {
        self.keys
            .iter()
            .find(|key| key.record.kid == kid)
            .map(|key| &key.checking)
    }

    /// The public keys (RFC 7517).
    pub fn jwks(&self) -> Value {
        let keys: Vec<Value> = self
            .keys
            .iter()
            .map(|key| {
                json!({
                    "kty": "RSA", "use": "sig", "alg": "RS256",
                    "kid": key.record.kid, "n": key.record.n, "e": key.record.e,
                })
            })
            .collect();
        json!({"keys": keys})
    }
}

/// What is to be done with the keys at a moment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rotation {
    /// A new key is needed that signs from this moment on.
    pub make: Option<i64>,
    /// These keys have served.
    pub drop: Vec<String>,
}

/// Plans the replacement of keys.
pub fn plan(records: &[KeyRecord], at: i64) -> Rotation {
    let newest = records.iter().map(|record| record.signs_from).max();
    let make = match newest {
        None => Some(at),
        Some(from) if at >= from.saturating_add(SIGNS - AHEAD) => {
            Some(at.max(from.saturating_add(SIGNS)))
        }
        Some(_) => None,
    };
    // A key stopped signing when the next one began.
    let mut starts: Vec<i64> = records.iter().map(|record| record.signs_from).collect();
    starts.sort_unstable();
    let stopped = |record: &KeyRecord| {
        starts
            .iter()
            .find(|start| **start > record.signs_from)
            .copied()
    };
    let drop = records
        .iter()
        .filter(|record| stopped(record).is_some_and(|end| at > end.saturating_add(LONGEST_TOKEN)))
        .map(|record| record.kid.clone())
        .collect();
    Rotation { make, drop }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

    use super::*;

    fn record(kid: &str, signs_from: i64) -> KeyRecord {
        KeyRecord {
            kid: kid.into(),
            n: String::new(),
            e: String::new(),
            pem: String::new(),
            signs_from,
        }
    }

    #[test]
    fn a_key_is_made_a_week_before_it_signs_and_dropped_when_its_tokens_ended() {
        assert_eq!(
            plan(&[], 5),
            Rotation {
                make: Some(5),
                drop: vec![]
            }
        );
        let one = [record("a", 0)];
        assert_eq!(plan(&one, 82 * DAY - 1).make, None);
        assert_eq!(plan(&one, 82 * DAY).make, Some(90 * DAY));
        assert_eq!(
            plan(&one, 400 * DAY).make,
            Some(400 * DAY),
            "a service that slept"
        );
        let two = [record("a", 0), record("b", 90 * DAY)];
        assert!(plan(&two, 100 * DAY).drop.is_empty());
        assert_eq!(plan(&two, 90 * DAY + LONGEST_TOKEN + 1).drop, ["a"]);
    }

    #[test]
    fn the_newest_key_that_may_signs() {
        let first = KeyRecord::generate(0).unwrap();
        let second = KeyRecord::generate(10).unwrap();
        let ring = KeyRing::new(vec![first.clone(), second.clone()]).unwrap();
        assert_eq!(ring.signing(9).unwrap().0, first.kid);
        assert_eq!(ring.signing(10).unwrap().0, second.kid);
        assert!(ring.checking(&first.kid).is_some() && ring.checking("x").is_none());
        assert_eq!(ring.jwks()["keys"].as_array().unwrap().len(), 2);
        assert!(!ring.jwks().to_string().contains("PRIVATE"));
    }
}
