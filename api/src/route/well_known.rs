//! `/.well-known`: what is found without knowing more than the address of the service.

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use akoki_openapi::operation::Access;
use serde_json::Value;

use crate::{
    guard::{Guard, Needs},
    http::conditions::unchanged,
    oauth::discovery,
    reply::etag,
};

/// A key is published eight days before it signs, so that the set may be kept for a week.
const KEYS: &str = "public, max-age=604800";
const METADATA: &str = "public, max-age=3600";

/// Registers the paths. A wrong method is answered 405 with `Allow`.
pub fn register(config: &mut web::ServiceConfig) {
    macro_rules! serve {
        ($($path:expr => $handler:ident),+ $(,)?) => {
            $(config.service(
                web::resource($path)
                    .route(web::get().to($handler))
                    .route(web::head().to($handler)),
            );)+
        };
    }
    serve! {
        "/.well-known/oauth-authorization-server" => issuer,
        "/.well-known/openid-configuration" => openid,
        "/.well-known/oauth-protected-resource" => resource,
        discovery::JWKS => keys,
    }
}

struct Discovering;
impl Needs for Discovering {
    const OPERATION: &'static str = "discover";
    const ACCESS: Access = Access::Public;
}

async fn issuer(guard: Guard<Discovering>, request: HttpRequest) -> HttpResponse {
    let value = discovery::issuer(guard.shared.auth.issuer());
    document(&request, &value, "application/json", METADATA)
}

async fn openid(guard: Guard<Discovering>, request: HttpRequest) -> HttpResponse {
    let value = discovery::openid(guard.shared.auth.issuer());
    document(&request, &value, "application/json", METADATA)
}

async fn resource(guard: Guard<Discovering>, request: HttpRequest) -> HttpResponse {
    let value = discovery::resource(guard.shared.auth.issuer());
    document(&request, &value, "application/json", METADATA)
}

async fn keys(guard: Guard<Discovering>, request: HttpRequest) -> HttpResponse {
    let value = guard.shared.auth.ring().jwks();
    document(&request, &value, "application/jwk-set+json", KEYS)
}

/// A document that may be kept, or 304 for whoever has it.
pub(super) fn document(
    request: &HttpRequest,
    value: &Value,
    media: &'static str,
    keeping: &'static str,
) -> HttpResponse {
    let body = value.to_string();
    let tag = etag(1, body.as_bytes());
    let known = unchanged(request, &tag);
    let mut response = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, keeping));
    if known {
        response.finish()
    } else {
        response.content_type(media).body(body)
    }
}
