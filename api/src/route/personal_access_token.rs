//! `/v1/personal-access-tokens`. Nothing here takes an idempotency key: an answer with a token in it is
//! never kept.

use actix_web::{HttpResponse, web};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::personal_access_token::{
        NewPersonalAccessToken, PersonalAccessToken, PersonalAccessTokenInput, PersonalAccessTokens,
    },
};
use serde_json::json;

use super::session::TAG;
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Body, Query},
    reply::Reply,
    resource::path_id,
    usecase::personal_access_token as tokens,
};

macro_rules! needs {
    ($($name:ident: $operation:literal;)+) => {$(
        struct $name;
        impl Needs for $name {
            const OPERATION: &'static str = $operation;
            const ACCESS: Access = Access::SignedIn;
        }
    )+};
}

needs! {
    CreateToken: "createPersonalAccessToken";
    ListTokens: "listPersonalAccessTokens";
    ReadToken: "readPersonalAccessToken";
    RevokeToken: "revokePersonalAccessToken";
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let (name, scopes) = ("Weekrapport", json!(["cycles.read", "standing.read"]));
    let input = json!({"name": name, "scopes": scopes, "expiresAt": "2026-09-01T12:00:00Z"});
    let mut shown = json!({
        "id": "0199c2f6-7d5a-7000-8000-000000000062", "name": name, "scopes": scopes,
        "createdAt": "2026-08-24T09:30:00Z", "expiresAt": "2026-09-01T12:00:00Z",
    });
    let one = shown.clone();
    let all = json!({"items": [one.clone()]});
    if let Some(fields) = shown.as_object_mut() {
        let token = json!("eyJhbGciOiJSUzI1NiIsInR5cCI6ImF0K2p3dCJ9.…");
        fields.insert("token".to_owned(), token);
    }
    let path = "/personal-access-tokens";
    let one_path = "/personal-access-tokens/{id}";
    let of = |id, method, path: &str, access| Operation::new(id, method, path, TAG, access);
    vec![
        Endpoint::new(
            of(CreateToken::OPERATION, "post", path, CreateToken::ACCESS)
                .takes::<PersonalAccessTokenInput>(input)
                .answers::<NewPersonalAccessToken>(201, &["Location"], shown)
                .problems(&[409]),
            create,
        ),
        Endpoint::new(
            of(ListTokens::OPERATION, "get", path, ListTokens::ACCESS)
                .answers::<PersonalAccessTokens>(200, &[], all),
            list,
        ),
        Endpoint::new(
            of(ReadToken::OPERATION, "get", one_path, ReadToken::ACCESS)
                .id_parameter("id")
                .answers::<PersonalAccessToken>(200, &[], one),
            read,
        ),
        Endpoint::new(
            of(
                RevokeToken::OPERATION,
                "delete",
                one_path,
                RevokeToken::ACCESS,
            )
            .id_parameter("id")
            .answers_empty(204, &[]),
            revoke,
        ),
    ]
}

async fn create(
    guard: Guard<CreateToken>,
    body: Body<PersonalAccessTokenInput>,
) -> Result<HttpResponse, Failure> {
    Ok(tokens::create(&guard, body.value).await?.into())
}

async fn list(guard: Guard<ListTokens>, query: Query) -> Result<HttpResponse, Failure> {
    query.only(&[])?;
    Ok(Reply::json(200, &tokens::list(&guard).await?)?.into())
}

async fn read(guard: Guard<ReadToken>, id: web::Path<String>) -> Result<HttpResponse, Failure> {
    let found = tokens::read(&guard, path_id(&id)?).await?;
    Ok(Reply::json(200, &found)?.into())
}

async fn revoke(guard: Guard<RevokeToken>, id: web::Path<String>) -> Result<HttpResponse, Failure> {
    tokens::revoke(&guard, path_id(&id)?).await?;
    Ok(Reply::empty(204).into())
}
