//! An answer as data, so that it can be kept for a repeated request.

use actix_web::{HttpResponse, http::StatusCode};
use serde::Serialize;
use sha2::{Digest, Sha256};

use crate::failure::Failure;

/// Status, headers and body of an answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status, 2xx.
    pub status: u16,
    /// Headers beside those of every answer.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

/// A strong ETag: the version, for If-Match, and a digest of the bytes, for If-None-Match.
pub fn etag(version: i64, body: &[u8]) -> String {
    let digest = Sha256::digest(body);
    let short = digest.first_chunk::<8>().map(hex::encode);
    format!("\"{version}.{}\"", short.unwrap_or_default())
}

impl Reply {
    /// A JSON answer.
    ///
    /// # Errors
    /// When the value cannot be written as JSON, which is a fault of ours.
    pub fn json(status: u16, value: &impl Serialize) -> Result<Self, Failure> {
        let body =
            serde_json::to_vec(value).map_err(|error| Failure::Internal(error.to_string()))?;
        Ok(Self {
            status,
            headers: vec![("content-type".into(), "application/json".into())],
            body,
        })
    }

    /// An answer without a body.
    pub fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }
    }

    /// Adds the ETag of this version.
    #[must_use]
    pub fn tagged(self, version: i64) -> Self {
        let tag = etag(version, &self.body);
        self.header("etag", tag)
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

impl From<Reply> for HttpResponse {
    fn from(reply: Reply) -> Self {
        let status =
            StatusCode::from_u16(reply.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let mut response = HttpResponse::build(status);
        for (name, value) in &reply.headers {
            response.insert_header((name.as_str(), value.as_str()));
        }
        if reply.body.is_empty() {
            response.finish()
        } else {
            response.body(reply.body)
        }
    }
}
