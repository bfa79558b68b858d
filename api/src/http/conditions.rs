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
        let header = request.headers().get(header::IF_MATCH);
        ready(match header {
            None => Err(Code::PreconditionRequired.into()),
            Some(value) => Self::of(value),
        })
    }
}

fn wrong(header: &str, expected: &str) -> Failure {
    let reason = Reason::new(Code::InvalidFormat).at(header);
    Failure::invalid("header", [reason.with("expected", expected)])
}

impl IfMatch {
    /// What is no text is no tag either.
    fn of(value: &header::HeaderValue) -> Result<Self, Failure> {
        Self::read(value.to_str().unwrap_or_default())
    }

    fn read(text: &str) -> Result<Self, Failure> {
        if text.trim() == "*" {
            return Ok(Self::Any);
        }
        let bad = || wrong("If-Match", "\"<ETag>\"");
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

/// The header `If-Match` of a write to what has no versions, as its content never changes; required.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IfTag(String);

impl FromRequest for IfTag {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(header::IF_MATCH);
        ready(match header {
            None => Err(Code::PreconditionRequired.into()),
            Some(value) => Ok(Self(value.to_str().unwrap_or_default().to_owned())),
        })
    }
}

impl IfTag {
    /// Whether this is the tag of what is there.
    ///
    /// # Errors
    /// [`Code::PreconditionFailed`] when it is not.
    pub fn check(&self, tag: &str) -> Result<(), Failure> {
        let mut named = self.0.split(',').map(str::trim);
        if named.any(|one| one == "*" || plain_tag(one) == tag) {
            return Ok(());
        }
        Err(Code::PreconditionFailed.into())
    }
}

/// The header `If-Match` of a command, which may be left out: what it goes by is not the version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MayMatch(Option<IfMatch>);

impl MayMatch {
    /// Whether this is the version in force, when one was named.
    ///
    /// # Errors
    /// [`Code::PreconditionFailed`] when it is not.
    pub fn check(&self, version: i64) -> Result<(), Failure> {
        self.0
            .as_ref()
            .map_or(Ok(()), |wanted| wanted.check(version))
    }
}

impl FromRequest for MayMatch {
    type Error = Failure;
    type Future = Ready<Result<Self, Failure>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let header = request.headers().get(header::IF_MATCH);
        ready(header.map(IfMatch::of).transpose().map(Self))
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
        let header = |name| request.headers().get(name);
        let if_match = header(header::IF_MATCH).map(IfMatch::of).transpose();
        let only_create = match header(header::IF_NONE_MATCH) {
            None => Ok(false),
            Some(value) if value.as_bytes().trim_ascii() == b"*" => Ok(true),
            Some(_) => Err(wrong("If-None-Match", "*")),
        };
        ready(match (if_match, only_create) {
            (Ok(if_match), Ok(only_create)) => Ok(Self {
                if_match,
                only_create,
            }),
            (Err(one), Err(other)) => Err(one.and(other)),
            (Err(one), Ok(_)) | (Ok(_), Err(one)) => Err(one),
        })
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
    fn a_condition_that_cannot_be_read_is_refused_and_not_left_out() {
        let read = |headers: &[(&'static str, &'static [u8])]| {
            let mut request = actix_web::test::TestRequest::default();
            for (name, value) in headers {
                let value = header::HeaderValue::from_bytes(value).unwrap();
                request = request.insert_header((*name, value));
            }
            let request = request.to_http_request();
            PutCondition::from_request(&request, &mut Payload::None).into_inner()
        };
        let both = read(&[("if-match", b"\"\xe9\""), ("if-none-match", b"\"5\"")]);
        let Err(Failure::Invalid(wrong)) = both else {
            unreachable!("{both:?}")
        };
        let named: Vec<_> = wrong
            .iter()
            .map(|one| one.reason.pointer.as_deref())
            .collect();
        assert_eq!(named, [Some("If-Match"), Some("If-None-Match")]);
        assert!(read(&[("if-none-match", b" * ")]).unwrap().only_create);
        let none = read(&[]).unwrap();
        assert_eq!((none.if_match, none.only_create), (None, false));
    }

    #[test]
    fn weak_and_foreign_tags_do_not_match() {
        assert!(IfMatch::read("W/\"3.abcd\"").is_err());
        assert!(IfMatch::read("\"something\"").unwrap().check(0).is_err());
    }
}
