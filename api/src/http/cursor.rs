//! Cursors: where a page ended, opaque and signed, valid for the list and parameters that gave it.

use akoki_persistence::{Position, SortValue};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use uuid::Uuid;

#[derive(Serialize, Deserialize)]
struct Content {
    #[serde(skip_serializing_if = "Option::is_none")]
    t: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    n: Option<i64>,
    i: Uuid,
}

fn signature(key: &[u8], list: &str, content: &[u8]) -> Vec<u8> {
    match Hmac::<Sha256>::new_from_slice(key) {
        Ok(mut mac) => {
            mac.update(list.as_bytes());
            mac.update(&[0]);
            mac.update(content);
            mac.finalize()
                .into_bytes()
                .iter()
                .take(12)
                .copied()
                .collect()
        }
        Err(_) => Vec::new(),
    }
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
    let mut bytes = signature(key, list, &content);
    bytes.extend_from_slice(&content);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// The position of a cursor, when this list gave it.
pub fn read(key: &[u8], list: &str, cursor: &str) -> Option<Position> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    let (signed, content) = bytes.split_at_checked(12)?;
    if aws_lc_rs::constant_time::verify_slices_are_equal(signed, &signature(key, list, content))
        .is_err()
    {
        return None;
    }
    let content: Content = serde_json::from_slice(content).ok()?;
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
