//! The outermost layer: request id, language, `API-Version` and the security headers on every answer,
//! one shape for every problem, whoever raised it, and compression.

use actix_web::{
    Error, HttpMessage, HttpResponse, ResponseError,
    body::{BoxBody, EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::{
        Method, StatusCode,
        header::{self, HeaderMap, HeaderName, HeaderValue},
    },
    middleware::Next,
};
use akoki_domain::{Code, Reason, text::Language};
use akoki_openapi::{API_VERSION, problem};
use std::time::Instant;

use crate::{
    clock,
    failure::Failure,
    http::{Accepted, body::MERGE_PATCH, coding},
    state::AppState,
};

/// The id of the request: the caller's `X-Request-Id` when it is a short plain word, else a new one.
#[derive(Debug, Clone)]
pub struct RequestId(pub String);

/// Wraps every request.
///
/// # Errors
/// Only what a layer within raises instead of answering; handlers never do.
pub async fn envelope(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<EitherBody<BoxBody>>, Error> {
    let started = Instant::now();
    let id = request_id(&request);
    let language = language(&request);
    request.extensions_mut().insert(RequestId(id.clone()));
    request.extensions_mut().insert(language);
    let method = request.method().clone();
    let path = request.path().to_owned();
    let origin = request.headers().get(header::ORIGIN).cloned();
    let origins = request
        .app_data::<actix_web::web::Data<AppState>>()
        .map(|state| state.shared.config.cors_origins.clone())
        .unwrap_or_default();
    let gzip = coding::takes_gzip(request.headers());
    let known = gzip.then(|| request.headers().get(header::IF_NONE_MATCH).cloned());
    let response = if is_preflight(&request) {
        request.into_response(HttpResponse::NoContent().finish())
    } else if acceptable(&request) {
        next.call(request).await?.map_into_boxed_body()
    } else {
        let refused = Failure::from(Code::NotAcceptable).error_response();
        request.into_response(refused)
    };
    let mut response = render(response, &method, &path, &id, language);
    dress(
        &mut response,
        &path,
        &id,
        language,
        origin.as_ref(),
        &origins,
    );
    if let Some(known) = known {
        response = coding::compressed(response, known).await;
    }
    let status = response.status().as_u16();
    let millis = started.elapsed().as_millis();
    // Paths carry ids only; queries may carry names and are never logged.
    if path != "/livez" && path != "/readyz" {
        tracing::info!(request.id = %id, %method, %path, status, duration_ms = millis, "served {id}");
    }
    Ok(response.map_into_left_body())
}

/// A browser that asks beforehand whether a page of another origin may send a request. What that may be is said in the
/// headers, and a browser reads those of no answer but a successful one.
fn is_preflight(request: &ServiceRequest) -> bool {
    let has = |name| request.headers().contains_key(name);
    request.method() == Method::OPTIONS
        && has(header::ORIGIN)
        && has(header::ACCESS_CONTROL_REQUEST_METHOD)
}

fn request_id(request: &ServiceRequest) -> String {
    let given = request
        .headers()
        .get("x-request-id")
        .and_then(|value| value.to_str().ok());
    let plain = |text: &&str| {
        !text.is_empty()
            && text.len() <= 64
            && text
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    let traced = || {
        let parent = request.headers().get("traceparent")?.to_str().ok()?;
        let id = parent.split('-').nth(1)?;
        (id.len() == 32 && id.chars().all(|c| c.is_ascii_hexdigit())).then(|| id.to_owned())
    };
    given
        .filter(plain)
        .map(str::to_owned)
        .or_else(traced)
        .unwrap_or_else(|| {
            let mut bytes = [0; 16];
            clock::fill_random(&mut bytes);
            hex::encode(bytes)
        })
}

/// The first of our languages in `Accept-Language` by weight; Dutch otherwise.
fn language(request: &ServiceRequest) -> Language {
    let header = request
        .headers()
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or("");
    let mut best = (0.0_f32, Language::Nl);
    for part in header.split(',') {
        let (tag, weight) = part.split_once(";q=").unwrap_or((part, "1"));
        let weight: f32 = weight.trim().parse().unwrap_or(0.0);
        let tag = tag.trim().to_ascii_lowercase();
        let language = match tag.split('-').next() {
            Some("en") => Language::En,
            Some("nl") => Language::Nl,
            _ => continue,
        };
        if weight > best.0 {
            best = (weight, language);
        }
    }
    best.1
}

/// Whether what the caller accepts can be answered with: JSON, and CSV for templates. What stands
/// outside `/v1` answers as it does.
fn acceptable(request: &ServiceRequest) -> bool {
    let kinds: &[&str] = match request.path() {
        path if !path.starts_with("/v1/") => return true,
        // A file is what it is.
        path if path.contains("/files/") => return true,
        path if path.ends_with("/template") => &["text/csv"],
        path if path.ends_with("/results/export") => &[
            "application/json",
            "application/problem+json",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "text/csv",
        ],
        _ => &["application/json", "application/problem+json"],
    };
    Accepted::of(request).best(kinds).is_some()
}

/// Writes the problem where an answer is an error without one.
fn render(
    response: ServiceResponse<BoxBody>,
    method: &Method,
    path: &str,
    id: &str,
    language: Language,
) -> ServiceResponse<BoxBody> {
    let status = response.status();
    let raised = response.response().extensions().get::<Failure>().cloned();
    let is_problem = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| {
            kind.as_bytes().starts_with(b"application/problem+json") || own_errors(path)
        });
    if raised.is_none() && (status.as_u16() < 400 || is_problem) {
        return response;
    }
    let failure = raised.unwrap_or_else(|| from_status(status));
    match &failure {
        Failure::Internal(message) => {
            tracing::error!(request.id = %id, %method, %path, error = %message, "failed {id}")
        }
        Failure::Busy(message) => {
            tracing::warn!(request.id = %id, %method, %path, error = %message, "busy {id}")
        }
        Failure::Plain(_)
        | Failure::Invalid(_)
        | Failure::Conflict { .. }
        | Failure::Outdated(_)
        | Failure::NotUnique(_)
        | Failure::NothingChanged => {}
    }
    let said = failure.problem(language, path, id);
    let body = serde_json::to_vec(&said).unwrap_or_default();
    let status = failure.status();
    let mut response = response.map_body(|head, _| {
        head.status = status;
        BoxBody::new(body)
    });
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    headers.remove(header::CONTENT_LENGTH);
    hint(headers, &failure);
    response
}

/// The headers that tell a client what to do about a failure.
fn hint(headers: &mut HeaderMap, failure: &Failure) {
    match &failure {
        Failure::Plain(reason) if problem::status(reason.code) == 401 => {
            let sent = reason.params.iter().any(|(name, _)| name == "sent");
            let value = if sent {
                "Bearer error=\"invalid_token\""
            } else {
                "Bearer"
            };
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static(value));
        }
        Failure::Plain(reason) if reason.code == Code::InsufficientScope => {
            let scope = reason
                .params
                .iter()
                .find(|(name, _)| name == "scope")
                .map_or("", |(_, scope)| scope);
            let value = format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
            if let Ok(value) = HeaderValue::from_str(&value) {
                headers.insert(header::WWW_AUTHENTICATE, value);
            }
        }
        Failure::Plain(reason) if reason.code == Code::TooManyRequests => {
            let seconds = reason
                .params
                .iter()
                .find(|(name, _)| name == "seconds")
                .map_or("1", |(_, value)| value);
            if let Ok(value) = HeaderValue::from_str(seconds) {
                headers.insert(header::RETRY_AFTER, value);
            }
        }
        // RFC 5789: which kinds of patch are taken.
        Failure::Plain(reason)
            if reason.code == Code::UnsupportedMediaType
                && reason.params.iter().any(|(_, value)| value == MERGE_PATCH) =>
        {
            let name = HeaderName::from_static("accept-patch");
            headers.insert(name, HeaderValue::from_static(MERGE_PATCH));
        }
        Failure::Busy(_) => {
            headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
        }
        _ => {}
    }
}

/// Paths whose errors have a shape of their own (RFC 6749).
fn own_errors(path: &str) -> bool {
    path.starts_with("/oauth/")
}

fn from_status(status: StatusCode) -> Failure {
    let code = match status.as_u16() {
        404 => Code::NotFound,
        405 => Code::MethodNotAllowed,
        406 => Code::NotAcceptable,
        413 => {
            return Failure::Plain(
                Reason::new(Code::PayloadTooLarge).with("max", super::body::LIMIT),
            );
        }
        415 => {
            return Failure::Plain(
                Reason::new(Code::UnsupportedMediaType).with("expected", "application/json"),
            );
        }
        429 => Code::TooManyRequests,
        400 => Code::InvalidInput,
        _ => return Failure::Internal(format!("status {status}")),
    };
    code.into()
}

fn dress(
    response: &mut ServiceResponse<BoxBody>,
    path: &str,
    id: &str,
    language: Language,
    origin: Option<&HeaderValue>,
    origins: &[String],
) {
    let headers = response.headers_mut();
    let mut set = |name: &'static str, value: &'static str| {
        headers.insert(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    };
    set("api-version", API_VERSION);
    set("x-content-type-options", "nosniff");
    set("x-frame-options", "DENY");
    set(
        "strict-transport-security",
        "max-age=31536000; includeSubDomains",
    );
    set("referrer-policy", "no-referrer");
    let policy = if path.starts_with("/docs/") {
        crate::route::docs::POLICY
    } else {
        "default-src 'none'; frame-ancestors 'none'"
    };
    set("content-security-policy", policy);
    set("content-language", language.tag());
    let open = matches!(path, "/v1/openapi.json" | "/oauth/openapi.json")
        || path.starts_with("/.well-known/");
    let allowed = origin.filter(|origin| {
        origins
            .iter()
            .any(|allowed| allowed.as_bytes() == origin.as_bytes())
    });
    if open || allowed.is_some() {
        set(
            "access-control-expose-headers",
            "API-Version, Accept-Patch, Content-Disposition, ETag, Link, Location, Retry-After, X-Request-Id",
        );
        set(
            "access-control-allow-methods",
            "GET, HEAD, POST, PUT, PATCH, DELETE",
        );
        set(
            "access-control-allow-headers",
            "Authorization, Content-Type, If-Match, If-None-Match, Idempotency-Key, Accept-Language, Content-Digest, Repr-Digest, X-Request-Id",
        );
    }
    if open {
        set("access-control-allow-origin", "*");
    } else if let Some(origin) = allowed {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
    }
    if let Ok(id) = HeaderValue::from_str(id) {
        headers.insert(HeaderName::from_static("x-request-id"), id);
    }
    headers.append(
        header::VARY,
        HeaderValue::from_static("Accept-Encoding, Accept-Language, Authorization, Origin"),
    );
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}
