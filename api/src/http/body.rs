//! Bodies: JSON, checked against the published schema, then read, then checked across its fields.

use actix_web::{FromRequest, HttpRequest, dev::Payload, http::header, web};
use akoki_domain::{Code, Reason};
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::{future::Future, pin::Pin};
use utoipa::ToSchema;
use validator::{Validate, ValidationErrors, ValidationErrorsKind};

use super::json;
use crate::{failure::Failure, schemas::Schemas, state::AppState};

/// The largest JSON body taken, in bytes.
pub const LIMIT: usize = 2 * 1024 * 1024;

/// What a body is read into: its published schema, its fields, and what holds across them.
pub trait Input: DeserializeOwned + ToSchema + Validate + Send + Sync + Clone + 'static {}
impl<T: DeserializeOwned + ToSchema + Validate + Send + Sync + Clone + 'static> Input for T {}

/// A body of this type, with its bytes for the fingerprint of the request.
pub struct Body<T> {
    /// What was read.
    pub value: T,
    /// The body as it came.
    pub bytes: web::Bytes,
}

impl<T: Input> FromRequest for Body<T> {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let bytes = read_json(&request, payload);
        Box::pin(async move {
            let bytes = bytes.await?;
            let value = parse(&bytes)?;
            let value = check::<T>(&state(&request)?.shared.schemas, value)?;
            Ok(Self { value, bytes })
        })
    }
}

/// The media type of a merge patch (RFC 7396), the only one that `PATCH` takes.
pub const MERGE_PATCH: &str = "application/merge-patch+json";

/// A merge patch as it came.
pub struct Patch(pub Value);

impl FromRequest for Patch {
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Failure>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let bytes = read(&request, payload, MERGE_PATCH);
        Box::pin(async move {
            let value = parse(&bytes.await?)?;
            if value.is_object() {
                Ok(Self(value))
            } else {
                Err(Failure::body(
                    Reason::new(Code::InvalidType)
                        .at("")
                        .with("expected", "object"),
                ))
            }
        })
    }
}

pub(super) fn state(request: &HttpRequest) -> Result<web::Data<AppState>, Failure> {
    request
        .app_data::<web::Data<AppState>>()
        .cloned()
        .ok_or_else(|| Failure::Internal("the worker has no state".into()))
}

/// Reads a JSON body, up to the limit.
pub(super) fn read_json(
    request: &HttpRequest,
    payload: &mut Payload,
) -> impl Future<Output = Result<web::Bytes, Failure>> + use<> {
    read(request, payload, "application/json")
}

/// Reads a body of this media type, up to the limit.
fn read(
    request: &HttpRequest,
    payload: &mut Payload,
    media: &'static str,
) -> impl Future<Output = Result<web::Bytes, Failure>> + use<> {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let kind = kind
        .split(';')
        .next()
        .unwrap_or("")
        .trim()
        .to_ascii_lowercase();
    let fits = kind == media;
    let payload = payload.take();
    let patience = state(request).map(|state| state.shared.config.patience());
    async move {
        if !fits {
            return Err(Failure::Plain(
                Reason::new(Code::UnsupportedMediaType).with("expected", media),
            ));
        }
        let too_large = || Failure::Plain(Reason::new(Code::PayloadTooLarge).with("max", LIMIT));
        let patience = patience?;
        let stream = actix_web::body::BodyStream::new(payload);
        let body = actix_web::body::to_bytes_limited(stream, LIMIT);
        // A body so small is there within the time in which a file may pause, or it does not come.
        let body = tokio::time::timeout(patience, body).await;
        let stalled = || Reason::new(Code::UploadStalled).with("seconds", patience.as_secs());
        let body = body.map_err(|_| Failure::Plain(stalled()))?;
        body.map_err(|_| too_large())?.map_err(|error| {
            Failure::body(Reason::new(Code::InvalidJson).at("").with("reason", error))
        })
    }
}

/// The value that is written here, in which no object has a key twice: which of the two is meant, nobody
/// can say.
///
/// # Errors
/// "invalid-json"; "duplicate-key" at each key that stands there again.
pub fn parse(bytes: &[u8]) -> Result<Value, Failure> {
    let (value, doubled) = written(bytes)?;
    match doubled.is_empty() {
        true => Ok(value),
        false => Err(Failure::invalid("body", doubled)),
    }
}

/// The value that is written here, and each key that stands there again.
///
/// # Errors
/// "invalid-json".
pub(super) fn written(bytes: &[u8]) -> Result<(Value, Vec<Reason>), Failure> {
    let (value, doubled) = json::read(bytes).map_err(|error| {
        Failure::body(Reason::new(Code::InvalidJson).at("").with("reason", error))
    })?;
    let at = |pointer| Reason::new(Code::DuplicateKey).at(pointer);
    Ok((value, doubled.into_iter().map(at).collect()))
}

/// Checks a value against the schema of the type, then reads it, then checks it across its fields.
///
/// # Errors
/// Everything that is wrong, with pointers.
pub fn check<T: Input>(schemas: &Schemas, value: Value) -> Result<T, Failure> {
    let reasons = schemas.check(&T::name(), &value)?;
    if !reasons.is_empty() {
        return Err(Failure::invalid("body", reasons));
    }
    typed(value).map_err(|reasons| Failure::invalid("body", reasons))
}

/// Reads a value that fits its schema, and checks it across its fields.
///
/// # Errors
/// Everything that is wrong, with pointers.
pub(super) fn typed<T: Input>(value: Value) -> Result<T, Vec<Reason>> {
    let read: T = serde_json::from_value(value).map_err(|error| {
        let reason = Reason::new(Code::InvalidFormat).at("");
        vec![reason.with("expected", error)]
    })?;
    match read.validate() {
        Ok(()) => Ok(read),
        Err(errors) => {
            let mut reasons = Vec::new();
            collect(&errors, "", &mut reasons);
            Err(reasons)
        }
    }
}

fn collect(errors: &ValidationErrors, at: &str, reasons: &mut Vec<Reason>) {
    for (field, kind) in errors.errors() {
        let pointer = format!("{at}/{}", camel(field));
        match kind {
            ValidationErrorsKind::Field(found) => {
                for error in found {
                    let code = error.code.parse().unwrap_or(Code::InvalidValue);
                    let pointer = if field == "__all__" {
                        at.to_owned()
                    } else {
                        pointer.clone()
                    };
                    let mut reason = Reason::new(code).at(pointer);
                    for (name, value) in &error.params {
                        if name != "value" {
                            reason = reason.with(
                                name,
                                value
                                    .as_str()
                                    .map_or_else(|| value.to_string(), str::to_owned),
                            );
                        }
                    }
                    reasons.push(reason);
                }
            }
            ValidationErrorsKind::Struct(inner) => collect(inner, &pointer, reasons),
            ValidationErrorsKind::List(items) => {
                for (index, inner) in items {
                    collect(inner, &format!("{pointer}/{index}"), reasons);
                }
            }
        }
    }
}

fn camel(field: &str) -> String {
    let mut out = String::new();
    let mut upper = false;
    for c in field.chars() {
        if c == '_' {
            upper = true;
        } else if upper {
            out.extend(c.to_uppercase());
            upper = false;
        } else {
            out.push(c);
        }
    }
    out
}
