//! Secrets that the service makes itself: 256 random bits, of which only the digest is kept.
//!
//! A plain digest suffices: nobody can try 2^256 values. Passwords, which people choose, are another
//! matter.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use sha2::{Digest, Sha256};

use crate::clock::fill_random;

/// A new secret that says by its first word what it is: `akoki_refresh_…`. To be shown once.
pub fn fresh(prefix: &str) -> String {
    let mut bytes = [0; 32];
    fill_random(&mut bytes);
    format!("akoki_{prefix}_{}", URL_SAFE_NO_PAD.encode(bytes))
}

/// What is kept of a secret, and by which it is found again.
pub fn digest(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_secrets_are_the_same_and_each_has_its_digest() {
        let (one, other) = (fresh("refresh"), fresh("refresh"));
        assert_ne!(one, other);
        assert!(one.starts_with("akoki_refresh_") && one.len() == 14 + 43);
        assert_ne!(digest(&one), digest(&other));
        assert_eq!(digest(&one).len(), 32);
    }
}
