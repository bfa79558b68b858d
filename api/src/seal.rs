//! Bytes that only the holder of a key reads (AES-256-GCM, with a nonce made at random in front).

use aws_lc_rs::aead::{AES_256_GCM, Aad, NONCE_LEN, Nonce, RandomizedNonceKey};

/// How many bytes the nonce takes in front.
pub const NONCE: usize = NONCE_LEN;

/// Seals bytes; `about` is what they belong to, without which they do not open.
pub fn seal(key: &[u8], about: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let cipher = RandomizedNonceKey::new(&AES_256_GCM, key).ok()?;
    let mut bytes = plain.to_vec();
    let nonce = cipher
        .seal_in_place_append_tag(Aad::from(about), &mut bytes)
        .ok()?;
    let mut sealed = nonce.as_ref().to_vec();
    sealed.append(&mut bytes);
    Some(sealed)
}

/// The bytes again; none when the key or what they belong to is another.
pub fn open(key: &[u8], about: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, rest) = sealed.split_first_chunk::<NONCE_LEN>()?;
    let cipher = RandomizedNonceKey::new(&AES_256_GCM, key).ok()?;
    let mut bytes = rest.to_vec();
    let nonce = Nonce::assume_unique_for_key(*nonce);
    let plain = cipher
        .open_in_place(nonce, Aad::from(about), &mut bytes)
        .ok()?;
    let length = plain.len();
    bytes.truncate(length);
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_sealed_opens_with_its_key_and_for_what_it_belongs_to_alone() {
        let sealed = seal(&[7; 32], b"one", b"answer").unwrap_or_default();
        assert_eq!(sealed.len(), 12 + 6 + 16);
        assert_eq!(
            open(&[7; 32], b"one", &sealed).as_deref(),
            Some(&b"answer"[..])
        );
        assert_eq!(open(&[8; 32], b"one", &sealed), None);
        assert_eq!(open(&[7; 32], b"other", &sealed), None);
        assert_eq!(open(&[7; 32], b"one", b"short"), None);
        assert_ne!(
            seal(&[7; 32], b"one", b"answer").unwrap_or_default(),
            sealed
        );
    }
}
