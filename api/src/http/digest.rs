//! The digests that are sent with a file: `Repr-Digest` and `Content-Digest` (RFC 9530). Both are dictionaries of
//! structured fields (RFC 9651) whose values are bytes; of the algorithms SHA-256 is looked at and all others are
//! left alone. What cannot be read is refused: whoever sends a digest relies on its being looked at.

use actix_web::http::header::HeaderMap;
use akoki_domain::{Code, Reason};
use base64::{Engine, prelude::BASE64_STANDARD};

use crate::failure::Failure;

/// The headers. A file comes as it is, so both are about the same bytes.
const HEADERS: [&str; 2] = ["Repr-Digest", "Content-Digest"];
/// The one algorithm that is looked at, and how many bytes it gives.
const ALGORITHM: &str = "sha-256";
const LENGTH: usize = 32;
const EXPECTED: &str = "sha-256=:<base64>:";

/// A SHA-256 that was sent, with the header in which it stood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SentDigest {
    /// The header.
    pub header: &'static str,
    /// The digest.
    pub sha256: Vec<u8>,
}

/// The SHA-256 digests that were sent.
///
/// # Errors
/// "invalid-format" for every header that cannot be read.
pub fn sent(headers: &HeaderMap) -> Result<Vec<SentDigest>, Failure> {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    for header in HEADERS {
        // Lines of the same header are one dictionary.
        let lines: Option<Vec<&str>> = headers
            .get_all(header)
            .map(|line| line.to_str().ok())
            .collect();
        match lines.and_then(|lines| read(&lines.join(","))) {
            Some(digest) => found.extend(digest.map(|sha256| SentDigest { header, sha256 })),
            None => wrong.push(
                Reason::new(Code::InvalidFormat)
                    .at(header)
                    .with("expected", EXPECTED),
            ),
        }
    }
    match wrong.is_empty() {
        true => Ok(found),
        false => Err(Failure::invalid("header", wrong)),
    }
}

/// The SHA-256 in a dictionary, if there is one; none where it cannot be read.
fn read(text: &str) -> Option<Option<Vec<u8>>> {
    let text = text.trim_matches([' ', '\t']);
    if text.is_empty() {
        return Some(None);
    }
    let mut found = None;
    for member in text.split(',') {
        let (key, value) = member.trim_matches([' ', '\t']).split_once('=')?;
        // Nothing is said of a digest by parameters.
        let value = value.split(';').next()?;
        let bytes = value.strip_prefix(':')?.strip_suffix(':')?;
        if !is_key(key) {
            return None;
        }
        if key == ALGORITHM {
            // The last of one key counts.
            found = Some(bytes);
        }
    }
    let Some(bytes) = found else {
        return Some(None);
    };
    let bytes = BASE64_STANDARD.decode(bytes).ok()?;
    (bytes.len() == LENGTH).then_some(Some(bytes))
}

fn is_key(text: &str) -> bool {
    let first = |c: char| c.is_ascii_lowercase() || c == '*';
    let rest = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-.*".contains(c);
    text.starts_with(first) && text.chars().all(rest)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use actix_web::http::header::{HeaderName, HeaderValue};

    /// The SHA-256 of no bytes at all.
    const NOTHING: &str = "sha-256=:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=:";

    fn of(lines: &[(&'static str, &[u8])]) -> Result<Vec<&'static str>, Vec<Option<String>>> {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            let value = HeaderValue::from_bytes(value).unwrap();
            headers.append(HeaderName::from_static(name), value);
        }
        match sent(&headers) {
            Ok(found) => Ok(found.iter().map(|one| one.header).collect()),
            Err(Failure::Invalid(all)) => {
                let at = all.iter().map(|wrong| wrong.reason.pointer.clone());
                Err(at.collect())
            }
            Err(other) => Err(vec![Some(other.to_string())]),
        }
    }

    #[test]
    fn what_can_be_read_is_read() {
        let empty = BASE64_STANDARD
            .decode("47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=")
            .unwrap();
        assert_eq!(read(NOTHING), Some(Some(empty.clone())));
        for text in [
            format!("{NOTHING};x=1"),
            format!("sha-512=:AAAA:,\t{NOTHING}"),
            format!("sha-256=:AAAA: , {NOTHING}"),
        ] {
            assert_eq!(read(&text), Some(Some(empty.clone())), "{text}");
        }
        for text in ["", "  ", "md5=:A:", "sha-512=:AAAA:, unixsum=:AA==:"] {
            assert_eq!(read(text), Some(None), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for text in [
            "abc",
            "sha-256",
            "sha-256=abc",
            "sha-256=:x:",
            "sha-256=:AAAA:",
            "sha-256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            "SHA-256=:AAAA:",
            "sha-256 =:AAAA:",
            "md5=:AAAA:,",
            "md5=1",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn both_headers_are_looked_at_and_all_of_their_lines() {
        let good = NOTHING.as_bytes();
        assert_eq!(of(&[]), Ok(vec![]));
        let both = [("content-digest", good), ("repr-digest", good)];
        assert_eq!(of(&both), Ok(HEADERS.to_vec()));
        let lines: [(_, &[u8]); 2] = [("repr-digest", b"md5=:AAAA:"), ("repr-digest", good)];
        assert_eq!(of(&lines), Ok(vec!["Repr-Digest"]));
        let wrong: [(_, &[u8]); 2] = [("repr-digest", b"x"), ("content-digest", b"\xff")];
        let at = HEADERS.map(|header| Some(header.to_owned()));
        assert_eq!(of(&wrong), Err(at.to_vec()));
    }
}
