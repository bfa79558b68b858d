//! Conditional requests: `If-Match` guards writes, `If-None-Match` saves reads.

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header};
use akoki_domain::{Code, Reason};
use std::future::{Ready, ready};

use crate::{failure::Failure, http::coding::plain_tag};

/// The header `If-Match` of a write; required.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum IfMatch {
    /// Any version (`*`).
    Any,
    /// One of these versions.
    Versions(Vec<i64>),
}

impl FromRequest for IfMatch {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request
            .headers()
            .get(header::IF_MATCH)
            .and_then(|value| value.to_str().ok());
        ready(match header {
            None => Err(Code::PreconditionRequired.into()),
            Some(text) => Self::read(text),
        })
    }
}

impl IfMatch {
    fn read(text: &str) -> Result<Self, Failure> {
        if text.trim() == "*" {
            return Ok(Self::Any);
        }
        let bad = || {
            Failure::invalid(
                "header",
                [Reason::new(Code::InvalidFormat)
                    .at("If-Match")
                    .with("expected", "\"<ETag>\"")],
            )
        };
        let mut versions = Vec::new();
        for tag in text.split(',') {
            // Weak tags never match a write.
            let tag = tag
                .trim()
                .strip_prefix('"')
                .and_then(|tag| tag.strip_suffix('"'))
                .ok_or_else(bad)?;
            let version = tag.split('.').next().unwrap_or(tag);
            // A tag that we did not make matches nothing.
            versions.push(version.parse().unwrap_or(-1));
        }
        Ok(Self::Versions(versions))
    }

    /// Whether this is the version in force.
    ///
    /// # Errors
    /// [`Code::PreconditionFailed`] when it is not.
    pub fn check(&self, version: i64) -> Result<(), Failure> {
        match self {
            IfMatch::Any => Ok(()),
            IfMatch::Versions(versions) if versions.contains(&version) => Ok(()),
            IfMatch::Versions(_) => Err(Code::PreconditionFailed.into()),
        }
    }
}

/// The conditions of a PUT, which makes or replaces: both may be left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutCondition {
    /// `If-Match`: only replace, and only this version.
    pub if_match: Option<IfMatch>,
    /// `If-None-Match: *`: only make.
    pub only_create: bool,
}

impl FromRequest for PutCondition {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = |name| {
            let value = request.headers().get(name);
            value.and_then(|value| value.to_str().ok())
        };
        let if_match = header(header::IF_MATCH).map(IfMatch::read).transpose();
        ready(if_match.map(|if_match| Self {
            if_match,
            only_create: header(header::IF_NONE_MATCH).is_some_and(|text| text.trim() == "*"),
        }))
    }
}

/// Whether the caller has this representation already.
pub fn unchanged(request: &HttpRequest, etag: &str) -> bool {
    request
        .headers()
        .get(header::IF_NONE_MATCH)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|text| {
            text.split(',').map(str::trim).any(|tag| {
                let tag = tag.trim_start_matches("W/");
                tag == "*" || plain_tag(tag) == etag
            })
        })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    #[test]
    fn if_match_compares_versions() {
        assert_eq!(IfMatch::read("*").unwrap(), IfMatch::Any);
        let tag = IfMatch::read("\"3.abcd\", \"5.ef\"").unwrap();
        assert!(tag.check(3).is_ok() && tag.check(5).is_ok() && tag.check(4).is_err());
    }

    #[test]
    fn weak_and_foreign_tags_do_not_match() {
        assert!(IfMatch::read("W/\"3.abcd\"").is_err());
        assert!(IfMatch::read("\"something\"").unwrap().check(0).is_err());
    }
}
