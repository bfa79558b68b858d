//! `/v1/api-clients` and their secrets. A client is stopped, never deleted: the trail names it.

use actix_web::{HttpResponse, web};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::api_client::{ApiClientSecrets, ClientSecretRequest, NewApiClientSecret},
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::Body,
    resource::{Does, Resource, endpoints as resource, path_id},
    usecase::{
        api_client::{ApiClients, EXAMPLE},
        client_secret,
    },
    work::Work,
};

const SECRETS: &str = "/api-clients/{id}/secrets";

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut endpoints =
        resource::<ApiClients>(&[Does::List, Does::Create, Does::Read, Does::Change]);
    let made = json!({
        "id": "0199c2f6-7d5a-7000-8000-000000000071", "clientId": EXAMPLE,
        "secret": "akoki_client_3q2-7wEjRWeJq83vASNFZ4mrze8BI0VniavN7wEjRWc",
        "createdAt": "2026-11-25T09:31:00Z", "expiresAt": null,
    });
    let listed = json!({"items": [{
        "id": "0199c2f6-7d5a-7000-8000-000000000071", "clientId": EXAMPLE,
        "createdAt": "2026-11-25T09:31:00Z", "expiresAt": null,
    }]});
    endpoints.push(Endpoint::new(
        operation::<MakingSecret>("post", SECRETS)
            .takes::<ClientSecretRequest>(json!({"overlapDays": 7}))
            .answers::<NewApiClientSecret>(201, &["Location"], made)
            .problems(&[409]),
        make_secret,
    ));
    endpoints.push(Endpoint::new(
        operation::<ListingSecrets>("get", SECRETS).answers::<ApiClientSecrets>(200, &[], listed),
        list_secrets,
    ));
    endpoints.push(Endpoint::new(
        operation::<EndingSecret>("delete", "/api-clients/{id}/secrets/{secretId}")
            .id_parameter("secretId")
            .answers_empty(204, &[]),
        end_secret,
    ));
    endpoints
}

fn operation<N: Needs>(method: &'static str, path: &str) -> Operation {
    let tag = ApiClients::NAMES.tag;
    Operation::new(N::OPERATION, method, path, tag, N::ACCESS).id_parameter("id")
}

struct MakingSecret;
impl Needs for MakingSecret {
    const OPERATION: &'static str = "createApiClientSecret";
    const ACCESS: Access = Access::Needs(ApiClients::WRITE);
}

struct ListingSecrets;
impl Needs for ListingSecrets {
    const OPERATION: &'static str = "listApiClientSecrets";
    const ACCESS: Access = Access::Needs(ApiClients::WRITE);
}

struct EndingSecret;
impl Needs for EndingSecret {
    const OPERATION: &'static str = "endApiClientSecret";
    const ACCESS: Access = Access::Needs(ApiClients::WRITE);
}

/// No key makes this repeatable: the answer would have to be kept with the secret in it.
async fn make_secret(
    guard: Guard<MakingSecret>,
    id: web::Path<String>,
    body: Body<ClientSecretRequest>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let (outer, days) = (call.clone(), body.value.overlap_days);
    let reply = call
        .unit(move |tx| {
            let call = outer.clone();
            Box::pin(async move { client_secret::make(Work { tx, call: &call }, id, days).await })
        })
        .await?;
    Ok(reply.into())
}

async fn list_secrets(
    guard: Guard<ListingSecrets>,
    id: web::Path<String>,
) -> Result<web::Json<ApiClientSecrets>, Failure> {
    Ok(web::Json(client_secret::list(&guard, path_id(&id)?).await?))
}

async fn end_secret(
    guard: Guard<EndingSecret>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (id, secret) = (path_id(&path.0)?, path_id(&path.1)?);
    let call = guard.into_call();
    let outer = call.clone();
    let done = call
        .unit(move |tx| {
            let call = outer.clone();
            Box::pin(async move { client_secret::end(Work { tx, call: &call }, id, secret).await })
        })
        .await;
    match done {
        Ok(()) | Err(Failure::NothingChanged) => Ok(HttpResponse::NoContent().finish()),
        Err(failure) => Err(failure),
    }
}
