//! Cursors: where a page ended, sealed, valid for the list and parameters that gave it. Sealed rather
//! than signed, because a position can be a name and cursors stand in addresses.

use akoki_persistence::{Position, SortValue};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

use crate::{seal::open, state::derive};

#[derive(Serialize, Deserialize)]
struct Content {
    #[serde(skip_serializing_if = "Option::is_none")]
    t: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<i64>,
    i: Uuid,
}

/// The nonce follows from list and content: the same position gives the same cursor, and no nonce
/// serves two contents.
fn nonce(key: &[u8], list: &str, content: &[u8]) -> [u8; NONCE_LEN] {
    let mut nonce = [0; NONCE_LEN];
    if let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) {
        mac.update(list.as_bytes());
        mac.update(&[0]);
        mac.update(content);
        for (to, from) in nonce.iter_mut().zip(mac.finalize().into_bytes()) {
            *to = from;
        }
    }
    nonce
}

fn sealed_with(key: &[u8]) -> Vec<u8> {
    derive(key, "sealed")
}

/// As [`crate::seal::seal`] does, with a nonce that is not made at random.
fn seal(key: &[u8], list: &str, mut content: Vec<u8>) -> Option<Vec<u8>> {
    let nonce = nonce(key, list, &content);
    let cipher = UnboundKey::new(&AES_256_GCM, &sealed_with(key)).ok()?;
    LessSafeKey::new(cipher)
        .seal_in_place_append_tag(
            Nonce::assume_unique_for_key(nonce),
            Aad::from(list.as_bytes()),
            &mut content,
        )
        .ok()?;
    let mut sealed = nonce.to_vec();
    sealed.append(&mut content);
    Some(sealed)
}

/// A cursor for this position. `list` names the list with its parameters.
pub fn write(key: &[u8], list: &str, position: &Position) -> String {
    let (t, n) = match &position.value {
        SortValue::Text(text) => (Some(text.clone()), None),
        SortValue::Number(number) => (None, Some(*number)),
    };
    let content = serde_json::to_vec(&Content {
        t,
        n,
        i: position.id,
    })
    .unwrap_or_default();
    URL_SAFE_NO_PAD.encode(seal(key, list, content).unwrap_or_default())
}

/// The position of a cursor, when this list gave it.
pub fn read(key: &[u8], list: &str, cursor: &str) -> Option<Position> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let content = open(&sealed_with(key), list.as_bytes(), &bytes)?;
    let content: Content = serde_json::from_slice(&content).ok()?;
    let value = match (content.t, content.n) {
        (Some(text), None) => SortValue::Text(text),
        (None, Some(number)) => SortValue::Number(number),
        _ => return None,
    };
    Some(Position {
        value,
        id: content.i,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_by_the_list_that_wrote_it() {
        let position = Position {
            value: SortValue::Text("élan".into()),
            id: Uuid::from_u128(7),
        };
        let cursor = write(b"key", "units?kind=school", &position);
        assert_eq!(read(b"key", "units?kind=school", &cursor), Some(position));
    }

    #[test]
    fn a_cursor_shows_no_name_and_is_the_same_again() {
        let position = Position {
            value: SortValue::Text("jansen".into()),
            id: Uuid::from_u128(7),
        };
        let cursor = write(b"key", "people", &position);
        let bytes = URL_SAFE_NO_PAD.decode(&cursor).unwrap_or_default();
        assert!(!bytes.windows(6).any(|part| part == b"jansen"));
        assert_eq!(write(b"key", "people", &position), cursor);
    }

    #[test]
    fn no_other_cursor_is_read() {
        let position = Position {
            value: SortValue::Number(-3),
            id: Uuid::from_u128(7),
        };
        let cursor = write(b"key", "units", &position);
        assert_eq!(read(b"key", "people", &cursor), None);
        assert_eq!(read(b"other", "units", &cursor), None);
        let mut broken = cursor.clone();
        broken.insert(20, 'A');
        assert_eq!(read(b"key", "units", &broken), None);
        assert_eq!(read(b"key", "units", "?"), None);
        assert_eq!(read(b"key", "units", ""), None);
    }
}
