//! Compressed answers: which coding a caller takes, and the answer in it.
//!
//! Tokens are sent in a header of their own and never by a browser of its own accord, so nobody can make
//! a victim repeat a request to learn from its length what a compressed answer holds.

use actix_web::{
    body::{BodySize, BoxBody, MessageBody},
    dev::ServiceResponse,
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
    web::Bytes,
};
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

use crate::aside::aside;

/// Fewer bytes than this are sent as they are: they fit in a packet either way.
const SMALL: u64 = 1024;
/// More bytes than this are compressed beside the worker, so that no other request waits for it.
const LONG: usize = 64 * 1024;
/// Half the time of the usual level, for a tenth more bytes.
const LEVEL: Compression = Compression::new(4);
/// What the tag of a compressed answer ends in: another representation has another strong tag.
const SUFFIX: &str = ".gzip\"";

/// Whether the caller takes gzip, and not rather the plain answer.
pub fn takes_gzip(headers: &HeaderMap) -> bool {
    let said = headers
        .get_all(header::ACCEPT_ENCODING)
        .filter_map(|value| value.to_str().ok());
    let (mut gzip, mut other, mut plain) = (None, None, None);
    for part in said.flat_map(|text| text.split(',')) {
        let mut parts = part.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(|one| one.strip_prefix("q=").or(one.strip_prefix("Q=")));
        let weight = weight.map_or(1.0, |weight| weight.parse::<f32>().unwrap_or(0.0));
        match name.as_str() {
            "gzip" | "x-gzip" => gzip = Some(weight),
            "identity" => plain = Some(weight),
            "*" => other = Some(weight),
            _ => {}
        }
    }
    let gzip = gzip.or(other).unwrap_or(0.0);
    gzip > 0.0 && gzip >= plain.unwrap_or(0.0)
}

/// These bytes as gzip; none when that fails.
pub fn gzip(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), LEVEL);
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

/// A tag as its plain answer has it.
pub fn plain_tag(tag: &str) -> String {
    tag.strip_suffix(SUFFIX)
        .map_or_else(|| tag.to_owned(), |tag| format!("{tag}\""))
}

/// The answer for a caller who takes gzip. What is short, is a stream or does not shrink stays plain.
pub async fn compressed(
    mut response: ServiceResponse<BoxBody>,
    known: Option<HeaderValue>,
) -> ServiceResponse<BoxBody> {
    if response.status() == 304 {
        // The tag of the answer that the caller has.
        if known.is_some_and(|known| known.to_str().is_ok_and(|tags| tags.contains(SUFFIX))) {
            mark(response.headers_mut());
        }
        return response;
    }
    if response.headers().contains_key(header::CONTENT_ENCODING) {
        mark(response.headers_mut());
        return response;
    }
    let sized = response.response().body().size();
    if !matches!(sized, BodySize::Sized(size) if size >= SMALL) || !shrinks(response.headers()) {
        return response;
    }
    let (request, response) = response.into_parts();
    let (mut response, body) = response.into_parts();
    let body = match body.try_into_bytes() {
        Ok(plain) => match squeeze(plain.clone()).await {
            Some(short) => {
                let headers = response.headers_mut();
                let coding = HeaderValue::from_static("gzip");
                headers.insert(header::CONTENT_ENCODING, coding);
                headers.remove(header::CONTENT_LENGTH);
                mark(headers);
                BoxBody::new(short)
            }
            None => BoxBody::new(plain),
        },
        Err(body) => body,
    };
    ServiceResponse::new(request, response.set_body(body))
}

async fn squeeze(plain: Bytes) -> Option<Vec<u8>> {
    if plain.len() > LONG {
        aside(move || gzip(&plain)).await.ok().flatten()
    } else {
        gzip(&plain)
    }
}

/// Images are compressed already.
fn shrinks(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/") || kind.contains("json") || kind.contains("javascript")
}

/// Gives the tag of an answer that of its compressed form. The version still leads, for `If-Match`.
fn mark(headers: &mut HeaderMap) {
    let tag = headers.get(HeaderName::from_static("etag"));
    let tag = tag.and_then(|tag| tag.to_str().ok());
    let tag = tag.and_then(|tag| tag.strip_suffix('"'));
    let tag = tag.map(|tag| HeaderValue::from_str(&format!("{tag}{SUFFIX}")));
    if let Some(Ok(tag)) = tag {
        headers.insert(header::ETAG, tag);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn taken(said: &[&'static str]) -> bool {
        let mut headers = HeaderMap::new();
        for one in said {
            headers.append(header::ACCEPT_ENCODING, HeaderValue::from_static(one));
        }
        takes_gzip(&headers)
    }

    #[test]
    fn gzip_is_for_who_takes_it() {
        for yes in [
            "gzip",
            "deflate, GZIP, br",
            "*",
            "gzip;q=0.2",
            "br;q=1, gzip;q=0.5, *;q=0",
            "gzip, identity",
            "gzip ; q=0.5, identity;q=0.1",
        ] {
            assert!(taken(&[yes]), "{yes}");
        }
        for no in [
            "",
            "identity",
            "br",
            "gzip;q=0",
            "*;q=0",
            "gzip;q=0, *",
            "gzip;q=x",
            "gzip;q=0.5, identity",
            "gzipped",
        ] {
            assert!(!taken(&[no]), "{no}");
        }
        assert!(!taken(&[]));
        assert!(taken(&["br", "gzip"]));
    }

    #[test]
    fn the_tag_of_a_compressed_answer_is_known_as_that_of_the_plain_one() {
        let mut headers = HeaderMap::new();
        headers.insert(header::ETAG, HeaderValue::from_static("\"3.abcd\""));
        mark(&mut headers);
        let marked = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok());
        assert_eq!(marked, Some("\"3.abcd.gzip\""));
        assert_eq!(plain_tag("\"3.abcd.gzip\""), "\"3.abcd\"");
        assert_eq!(plain_tag("\"3.abcd\""), "\"3.abcd\"");
    }
}
