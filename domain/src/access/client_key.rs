//! Public keys of machine clients (RFC 7517), with which they sign who they are (RFC 7523).

use serde::{Deserialize, Serialize};

use crate::error::{Code, Reason};

/// Most keys that a client has at a time.
const MOST: usize = 10;
/// Sizes of an RSA modulus that are taken, in bits.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;
/// Members that hold the private part of a key.
const PRIVATE: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k"];

/// A public key, with the members of a JSON Web Key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PublicKey {
    /// Its id, which the header of what it signs names.
    pub kid: String,
    /// `RSA`, `EC` or `OKP`.
    pub kty: String,
    /// The algorithm it is for, when only one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alg: Option<String>,
    /// `sig`.
    #[serde(default, rename = "use", skip_serializing_if = "Option::is_none")]
    pub usage: Option<String>,
    /// The curve.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crv: Option<String>,
    /// RSA: the modulus.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<String>,
    /// RSA: the exponent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub e: Option<String>,
    /// On a curve: the first coordinate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub x: Option<String>,
    /// On a curve: the second coordinate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub y: Option<String>,
    /// Names of what else was sent; never kept.
    #[serde(skip)]
    pub besides: Vec<String>,
}

/// The kinds of key that are taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyType {
    /// RSA of 2048 bits or more.
    Rsa,
    /// The curve P-256.
    P256,
    /// Ed25519.
    Ed25519,
}

impl KeyType {
    /// The algorithms that such a key signs with.
    pub const fn algorithms(self) -> &'static [&'static str] {
        match self {
            KeyType::Rsa => &["RS256", "PS256"],
            KeyType::P256 => &["ES256"],
            KeyType::Ed25519 => &["EdDSA"],
        }
    }
}

impl PublicKey {
    /// What kind of key it is; none when it is of a kind or size that is not taken.
    pub fn key_type(&self) -> Option<KeyType> {
        let coordinate = |text: &Option<String>| size(text.as_deref()) == Some(32);
        match (self.kty.as_str(), self.crv.as_deref()) {
            ("RSA", None) => {
                let exponent = decoded(self.e.as_deref()?)?;
                let odd = exponent.last().is_some_and(|byte| byte % 2 == 1);
                let bits = bits(&decoded(self.n.as_deref()?)?);
                let sound = odd && exponent != [1] && exponent.len() <= 8;
                (sound && RSA_BITS.contains(&bits)).then_some(KeyType::Rsa)
            }
            ("EC", Some("P-256")) => {
                (coordinate(&self.x) && coordinate(&self.y)).then_some(KeyType::P256)
            }
            ("OKP", Some("Ed25519")) => coordinate(&self.x).then_some(KeyType::Ed25519),
            _ => None,
        }
    }

    /// Whether it may have signed with this algorithm.
    pub fn signs_with(&self, algorithm: &str) -> bool {
        let named = self.alg.as_deref().is_none_or(|alg| alg == algorithm);
        let kind = self.key_type();
        named && kind.is_some_and(|kind| kind.algorithms().contains(&algorithm))
    }

    fn check(&self, at: &str, reasons: &mut Vec<Reason>) {
        for name in self
            .besides
            .iter()
            .filter(|name| PRIVATE.contains(&name.as_str()))
        {
            reasons.push(Reason::new(Code::PrivateKeySent).at(format!("{at}/{name}")));
        }
        if self.kid.trim().is_empty() {
            reasons.push(Reason::new(Code::Required).at(format!("{at}/kid")));
        }
        match self.key_type() {
            None => reasons.push(Reason::new(Code::KeyNotSupported).at(at)),
            Some(kind) => {
                let alg = self.alg.as_deref();
                if alg.is_some_and(|alg| !kind.algorithms().contains(&alg)) {
                    reasons.push(not_one_of(&format!("{at}/alg"), kind.algorithms()));
                }
            }
        }
        if self.usage.as_deref().is_some_and(|usage| usage != "sig") {
            reasons.push(not_one_of(&format!("{at}/use"), &["sig"]));
        }
    }
}

fn not_one_of(pointer: &str, allowed: &[&str]) -> Reason {
    Reason::new(Code::InvalidValue)
        .at(pointer)
        .with("allowed", allowed.join(", "))
}

/// Everything that is wrong with a set of keys.
pub(super) fn check_all(keys: &[PublicKey], pointer: &str, reasons: &mut Vec<Reason>) {
    crate::organisation::check::list(keys, pointer, MOST, reasons);
    for (index, key) in keys.iter().enumerate() {
        let at = format!("{pointer}/{index}");
        key.check(&at, reasons);
        if keys.iter().take(index).any(|other| other.kid == key.kid) {
            reasons.push(Reason::new(Code::Duplicate).at(format!("{at}/kid")));
        }
    }
}

fn size(text: Option<&str>) -> Option<usize> {
    decoded(text?).map(|bytes| bytes.len())
}

fn bits(bytes: &[u8]) -> usize {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    let first = bytes
        .get(zeros)
        .map_or(0, |byte| byte.leading_zeros() as usize);
    (bytes.len() - zeros)
        .saturating_mul(8)
        .saturating_sub(first)
}

/// Base64url without padding (RFC 7515); none when it is something else.
fn decoded(text: &str) -> Option<Vec<u8>> {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = Vec::with_capacity(text.len());
    let (mut held, mut count) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = LETTERS.iter().position(|known| *known == letter)?;
        held = (held << 6) | u32::try_from(value).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from((held >> count) & 0xff).ok()?);
            held &= (1 << count) - 1;
        }
    }
    (!out.is_empty() && count < 6 && held == 0).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rsa(bytes: usize) -> PublicKey {
        // A modulus whose first bit is set.
        let n = format!("_{}", "A".repeat((bytes * 4).div_ceil(3) - 1));
        PublicKey {
            kid: "a".into(),
            kty: "RSA".into(),
            n: Some(n),
            e: Some("AQAB".into()),
            ..PublicKey::default()
        }
    }

    fn curve(kty: &str, crv: &str, y: bool) -> PublicKey {
        let coordinate = || Some("A".repeat(43));
        PublicKey {
            kid: "b".into(),
            kty: kty.into(),
            crv: Some(crv.into()),
            x: coordinate(),
            y: if y { coordinate() } else { None },
            ..PublicKey::default()
        }
    }

    fn wrong(keys: &[PublicKey]) -> Vec<(Code, String)> {
        let mut reasons = Vec::new();
        check_all(keys, "", &mut reasons);
        let found = reasons.into_iter();
        found
            .map(|reason| (reason.code, reason.pointer.unwrap_or_default()))
            .collect()
    }

    #[test]
    fn keys_of_three_kinds_are_taken() {
        for (key, kind) in [
            (rsa(256), KeyType::Rsa),
            (rsa(512), KeyType::Rsa),
            (curve("EC", "P-256", true), KeyType::P256),
            (curve("OKP", "Ed25519", false), KeyType::Ed25519),
        ] {
            assert_eq!(key.key_type(), Some(kind));
            for alg in kind.algorithms() {
                assert!(key.signs_with(alg));
            }
            assert!(!key.signs_with("none") && !key.signs_with("HS256"));
            assert_eq!(wrong(&[key]), []);
        }
        let only = PublicKey {
            alg: Some("PS256".into()),
            ..rsa(256)
        };
        assert!(only.signs_with("PS256") && !only.signs_with("RS256"));
    }

    #[test]
    fn other_keys_are_not() {
        for key in [
            rsa(128),
            rsa(2048),
            curve("EC", "P-384", true),
            curve("EC", "P-256", false),
            curve("OKP", "X25519", false),
            curve("oct", "", false),
            PublicKey {
                n: Some("not base64!".into()),
                ..rsa(256)
            },
            PublicKey {
                e: Some("AQ".into()),
                ..rsa(256)
            },
        ] {
            assert_eq!(wrong(&[key]), [(Code::KeyNotSupported, "/0".to_owned())]);
        }
    }

    #[test]
    fn everything_wrong_with_keys_is_said() {
        let private = PublicKey {
            besides: vec!["d".into(), "key_ops".into(), "qi".into()],
            ..rsa(256)
        };
        let other = PublicKey {
            alg: Some("HS256".into()),
            usage: Some("enc".into()),
            ..rsa(256)
        };
        let nameless = PublicKey {
            kid: " ".into(),
            ..rsa(256)
        };
        assert_eq!(
            wrong(&[private, other, nameless]),
            [
                (Code::PrivateKeySent, "/0/d".to_owned()),
                (Code::PrivateKeySent, "/0/qi".to_owned()),
                (Code::InvalidValue, "/1/alg".to_owned()),
                (Code::InvalidValue, "/1/use".to_owned()),
                (Code::Duplicate, "/1/kid".to_owned()),
                (Code::Required, "/2/kid".to_owned()),
            ]
        );
    }

    #[test]
    fn bits_are_counted_without_what_leads() {
        assert_eq!(bits(&[0, 0, 1]), 1);
        assert_eq!(bits(&[0x80, 0]), 16);
        assert_eq!(bits(&[]), 0);
        assert_eq!(decoded("AQAB"), Some(vec![1, 0, 1]));
        assert_eq!(decoded("AQ=="), None);
    }
}
