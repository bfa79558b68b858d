//! `/v1/api-clients/{id}/approvals`.

use actix_web::{HttpRequest, HttpResponse, web};
use akoki_domain::access::{Grant, Permission};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::approval::{ApiClientApproval, ApiClientApprovalInput},
};
use akoki_persistence::{Record, Sort};
use serde_json::{Value, json};

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Body, Query},
    idempotency::{IdempotencyKey, fingerprint},
    resource::{ListShape, Resource, list_parameters, page_reply, path_id, read_reply},
    usecase::{
        api_client::{ApiClients, EXAMPLE},
        approval,
    },
    work::Work,
};

/// In the order of the grants that they are.
const SORTS: &[Sort] = <Grant as Record>::SORTS;
const PATH: &str = "/api-clients/{id}/approvals";
const ITEM: &str = "/api-clients/{id}/approvals/{approvalId}";

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let page = json!({"items": [example()], "nextCursor": null});
    let listing =
        operation::<Listing>("get", PATH).answers_page::<ApiClientApproval>(&["Link"], page);
    vec![
        Endpoint::new(list_parameters(listing, &[], SORTS), list),
        Endpoint::new(
            operation::<Approving>("post", PATH)
                .idempotent()
                .takes::<ApiClientApprovalInput>(json!({
                    "unitId": "0199c2f6-7d5a-7000-8000-000000000001",
                    "scopes": ["organisation.read", "people.read"],
                }))
                .answers::<ApiClientApproval>(201, &["Location"], example())
                .problems(&[409, 422]),
            approve,
        ),
        Endpoint::new(
            operation::<Reading>("get", ITEM)
                .id_parameter("approvalId")
                .parameter("If-None-Match", "header", false, json!({"type": "string"}))
                .answers::<ApiClientApproval>(200, &["ETag"], example())
                .answers_empty(304, &["ETag"]),
            read,
        ),
        Endpoint::new(
            operation::<Withdrawing>("delete", ITEM)
                .id_parameter("approvalId")
                .answers_empty(204, &[])
                .problems(&[409]),
            withdraw,
        ),
    ]
}

fn example() -> Value {
    json!({
        "id": "0199c2f6-7d5a-7000-8000-000000000072", "clientId": EXAMPLE,
        "unitId": "0199c2f6-7d5a-7000-8000-000000000001", "role": "integrator",
        "scopes": ["organisation.read", "people.read"],
        "createdAt": "2026-11-25T10:00:00Z", "endedAt": null,
    })
}

fn operation<N: Needs>(method: &'static str, path: &str) -> Operation {
    let tag = ApiClients::NAMES.tag;
    Operation::new(N::OPERATION, method, path, tag, N::ACCESS).id_parameter("id")
}

struct Listing;
impl Needs for Listing {
    const OPERATION: &'static str = "listApiClientApprovals";
    const ACCESS: Access = Access::Needs(ApiClients::READ);
}

struct Approving;
impl Needs for Approving {
    const OPERATION: &'static str = "approveApiClient";
    const ACCESS: Access = Access::Needs(Permission::ApproveClients);
}

struct Reading;
impl Needs for Reading {
    const OPERATION: &'static str = "readApiClientApproval";
    const ACCESS: Access = Access::Needs(ApiClients::READ);
}

struct Withdrawing;
impl Needs for Withdrawing {
    const OPERATION: &'static str = "withdrawApiClientApproval";
    const ACCESS: Access = Access::Needs(Permission::ApproveClients);
}

async fn list(
    guard: Guard<Listing>,
    id: web::Path<String>,
    query: Query,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let path = format!("/v1/api-clients/{id}/approvals");
    let shape = ListShape {
        name: &path,
        filters: &[],
        sorts: SORTS,
        fields: guard.shared.schemas.properties("ApiClientApproval"),
    };
    let asked = shape.read(&guard, &query)?;
    let page = approval::list(&guard, id, asked.query.clone()).await?;
    let next = page.next.as_ref();
    Ok(page_reply(&guard, &path, &query, &asked, page.items, next)?.into())
}

async fn approve(
    guard: Guard<Approving>,
    id: web::Path<String>,
    key: IdempotencyKey,
    body: Body<ApiClientApprovalInput>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let mark = fingerprint(&[id.as_bytes(), &body.bytes]);
    let (outer, input) = (call.clone(), body.value);
    let reply = call
        .once(key, mark, move |tx| {
            let (call, input) = (outer.clone(), input.clone());
            Box::pin(async move { approval::approve(Work { tx, call: &call }, id, input).await })
        })
        .await?;
    Ok(reply.into())
}

async fn read(
    guard: Guard<Reading>,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let (id, approval) = (path_id(&path.0)?, path_id(&path.1)?);
    let stored = approval::read(&guard, id, approval).await?;
    let view = ApiClientApproval::new(&stored.record, stored.meta.created_at);
    Ok(read_reply(&request, stored.meta.version, &view, None)?.into())
}

/// An approval ends once, so there is no version to name.
async fn withdraw(
    guard: Guard<Withdrawing>,
    path: web::Path<(String, String)>,
) -> Result<HttpResponse, Failure> {
    let (id, approval) = (path_id(&path.0)?, path_id(&path.1)?);
    let call = guard.into_call();
    let outer = call.clone();
    call.unit(move |tx| {
        let call = outer.clone();
        Box::pin(async move { approval::withdraw(Work { tx, call: &call }, id, approval).await })
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}
