//! `/oauth`: tokens for machine clients.

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use akoki_openapi::operation::Access;
use serde_json::Value;
use std::sync::LazyLock;

use super::well_known::document;
use crate::{
    guard::{Call, Guard, Needs},
    http::Network,
    oauth::{
        DOCUMENT, INTROSPECT, REVOKE, TOKEN,
        client::{Proven, prove},
        error::Refused,
        form::Form,
        token::{asked, give, look_into, take_back},
    },
};

/// Registers the paths. A wrong method is answered 405 with `Allow`.
pub fn register(config: &mut web::ServiceConfig) {
    config
        .service(web::resource(TOKEN).route(web::post().to(issue)))
        .service(web::resource(REVOKE).route(web::post().to(revoke)))
        .service(web::resource(INTROSPECT).route(web::post().to(introspect)))
        .service(
            web::resource("/oauth/openapi.json")
                .route(web::get().to(describe))
                .route(web::head().to(describe)),
        );
}

/// An operation of the issuer; the client says in the request itself who it is.
struct Issuing;
impl Needs for Issuing {
    const OPERATION: &'static str = "issueToken";
    const ACCESS: Access = Access::Public;
}

struct Revoking;
impl Needs for Revoking {
    const OPERATION: &'static str = "revokeToken";
    const ACCESS: Access = Access::Public;
}

struct Introspecting;
impl Needs for Introspecting {
    const OPERATION: &'static str = "introspectToken";
    const ACCESS: Access = Access::Public;
}

async fn issue(
    guard: Guard<Issuing>,
    request: HttpRequest,
    network: Network,
    body: web::Bytes,
) -> HttpResponse {
    answer(&guard, token(&guard, &request, &network, &body).await)
}

async fn token(
    call: &Call,
    request: &HttpRequest,
    network: &Network,
    body: &[u8],
) -> Result<Option<Value>, Refused> {
    let mut form = Form::read(request, body);
    let asked = asked(&mut form);
    let proven = prove(call, request.headers(), network, &mut form).await?;
    if let Some(proven) = &proven {
        asked.check(&proven.client, &mut form);
    }
    Ok(Some(give(call, sound(proven, form)?, asked).await?))
}

async fn revoke(
    guard: Guard<Revoking>,
    request: HttpRequest,
    network: Network,
    body: web::Bytes,
) -> HttpResponse {
    let done = async {
        let (proven, token) = about(&guard, &request, &network, &body).await?;
        take_back(&guard, proven, &token).await?;
        Ok(None)
    };
    answer(&guard, done.await)
}

async fn introspect(
    guard: Guard<Introspecting>,
    request: HttpRequest,
    network: Network,
    body: web::Bytes,
) -> HttpResponse {
    let done = async {
        let (proven, token) = about(&guard, &request, &network, &body).await?;
        Ok(Some(look_into(&guard, proven, &token).await?))
    };
    answer(&guard, done.await)
}

/// Who asks about which token.
async fn about(
    call: &Call,
    request: &HttpRequest,
    network: &Network,
    body: &[u8],
) -> Result<(Proven, String), Refused> {
    let mut form = Form::read(request, body);
    let token = form.needed("token").unwrap_or_default();
    let proven = prove(call, request.headers(), network, &mut form).await?;
    Ok((sound(proven, form)?, token))
}

/// The client, when nothing is wrong.
fn sound(proven: Option<Proven>, form: Form) -> Result<Proven, Refused> {
    match proven {
        Some(proven) if form.wrong.is_empty() => Ok(proven),
        _ => Err(Refused::Wrong(form.wrong)),
    }
}

fn answer(call: &Call, done: Result<Option<Value>, Refused>) -> HttpResponse {
    let value = match done {
        Ok(value) => value,
        Err(refused) => return refused.answer(call.language),
    };
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::PRAGMA, "no-cache"));
    match value {
        Some(value) => response.json(value),
        None => response.finish(),
    }
}

static PUBLISHED: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(DOCUMENT).unwrap_or(Value::Null));

async fn describe(request: HttpRequest) -> HttpResponse {
    document(&request, &PUBLISHED, "application/json", "no-cache")
}
