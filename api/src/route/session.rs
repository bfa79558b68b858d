//! `/v1/sessions`. Nothing here takes an idempotency key: an answer with tokens in it is never kept.

use actix_web::{HttpResponse, web};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::session::{Session, SessionInput, SessionRefresh, SessionTokens, Sessions},
};
use serde_json::{Value, json};

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Body, Network, Query},
    reply::Reply,
    resource::path_id,
    usecase::session,
};

macro_rules! needs {
    ($($name:ident: $operation:literal, $access:ident;)+) => {$(
        struct $name;
        impl Needs for $name {
            const OPERATION: &'static str = $operation;
            const ACCESS: Access = Access::$access;
        }
    )+};
}

needs! {
    SignIn: "createSession", Public;
    RefreshSession: "refreshSession", Public;
    ListSessions: "listSessions", SignedIn;
    ReadSession: "readSession", SignedIn;
    EndOtherSessions: "endOtherSessions", SignedIn;
    EndSession: "endSession", SignedIn;
}

/// The group of everything about signing in.
pub(super) const TAG: &str = "sessions";

const ID: &str = "0199c2f6-7d5a-7000-8000-000000000061";

fn operation<N: Needs>(method: &'static str, path: &str) -> Operation {
    Operation::new(N::OPERATION, method, path, TAG, N::ACCESS)
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let who = json!({
        "email": "a.vandermeer@deverwondering.example", "password": "vier paarden in de wei",
    });
    let token =
        json!({"refreshToken": "akoki_refresh_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4"});
    let one = json!({
        "id": ID, "createdAt": "2026-08-24T09:30:00Z", "expiresAt": "2026-09-23T09:30:00Z",
        "refreshExpiresAt": "2026-08-25T09:30:00Z", "scope": "all", "current": true,
    });
    let all = json!({"items": [one.clone()]});
    vec![
        Endpoint::new(
            operation::<SignIn>("post", "/sessions")
                .takes::<SessionInput>(who)
                .answers::<SessionTokens>(201, &["Location"], tokens())
                .problems(&[401, 503]),
            sign_in,
        ),
        Endpoint::new(
            operation::<RefreshSession>("post", "/sessions/refreshes")
                .takes::<SessionRefresh>(token)
                .answers::<SessionTokens>(201, &["Location"], tokens())
                .problems(&[401]),
            refresh,
        ),
        Endpoint::new(
            operation::<ListSessions>("get", "/sessions").answers::<Sessions>(200, &[], all),
            list,
        ),
        Endpoint::new(
            operation::<ReadSession>("get", "/sessions/{id}")
                .id_parameter("id")
                .answers::<Session>(200, &[], one),
            read,
        ),
        Endpoint::new(
            operation::<EndOtherSessions>("delete", "/sessions").answers_empty(204, &[]),
            end_others,
        ),
        Endpoint::new(
            operation::<EndSession>("delete", "/sessions/{id}")
                .id_parameter("id")
                .answers_empty(204, &[]),
            end,
        ),
    ]
}

fn tokens() -> Value {
    json!({
        "id": ID, "accessToken": "eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCJ9.…", "tokenType": "Bearer",
        "expiresIn": 900,
        "refreshToken": "akoki_refresh_Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4Zm9vYmFyYmF6cXV4",
        "refreshExpiresAt": "2026-08-25T09:30:00Z", "scope": "all",
    })
}

async fn sign_in(
    guard: Guard<SignIn>,
    network: Network,
    body: Body<SessionInput>,
) -> Result<HttpResponse, Failure> {
    Ok(session::sign_in(&guard, &network, body.value).await?.into())
}

async fn refresh(
    guard: Guard<RefreshSession>,
    body: Body<SessionRefresh>,
) -> Result<HttpResponse, Failure> {
    let token = &body.value.refresh_token;
    Ok(session::refresh(&guard, token).await?.into())
}

async fn list(guard: Guard<ListSessions>, query: Query) -> Result<HttpResponse, Failure> {
    query.only(&[])?;
    Ok(Reply::json(200, &session::list(&guard).await?)?.into())
}

async fn read(guard: Guard<ReadSession>, id: web::Path<String>) -> Result<HttpResponse, Failure> {
    let found = session::read(&guard, path_id(&id)?).await?;
    Ok(Reply::json(200, &found)?.into())
}

async fn end_others(guard: Guard<EndOtherSessions>) -> Result<HttpResponse, Failure> {
    session::end_others(&guard).await?;
    Ok(Reply::empty(204).into())
}

async fn end(guard: Guard<EndSession>, id: web::Path<String>) -> Result<HttpResponse, Failure> {
    session::end(&guard, path_id(&id)?).await?;
    Ok(Reply::empty(204).into())
}
