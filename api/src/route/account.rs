//! `/v1/accounts`, with the search by name or e-mail address, which takes a body because neither
//! belongs in an address, and the code with which a password is set.

use actix_web::{HttpResponse, web};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::account::{Account, AccountSearch, ActivationCode},
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Body, Query},
    resource::{Does, Resource, endpoints as resource, path_id, search as found},
    usecase::account::{Accounts, activate},
    work::Work,
};

/// The endpoints of this file. Nothing is deleted: the trail keeps saying who did what.
pub fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = resource::<Accounts>(&[Does::List, Does::Create, Does::Read, Does::Change]);
    let example = json!({"items": [Accounts::examples().1], "nextCursor": null});
    endpoints.push(Endpoint::new(
        Operation::new(
            Searching::OPERATION,
            "post",
            "/accounts/_search",
            Accounts::NAMES.tag,
            Searching::ACCESS,
        )
        .takes::<AccountSearch>(json!({"q": "noor jansen"}))
        .answers_page::<Account>(&[], example),
        search,
    ));
    let code = json!({
        "code": "akoki_activation_kX3bJ0cM1nq7d2sWb4uZr8yT5vF6gHhLpQeRtYuIoPa", "expiresAt": "2026-08-31T09:30:00Z",
    });
    endpoints.push(Endpoint::new(
        Operation::new(
            Activating::OPERATION,
            "post",
            "/accounts/{id}/activations",
            Accounts::NAMES.tag,
            Activating::ACCESS,
        )
        .id_parameter("id")
        .answers::<ActivationCode>(201, &["Location"], code),
        activations,
    ));
    endpoints
}

struct Searching;
impl Needs for Searching {
    const OPERATION: &'static str = "searchAccounts";
    const ACCESS: Access = Access::Needs(Accounts::READ);
}

async fn search(
    guard: Guard<Searching>,
    body: Body<AccountSearch>,
) -> Result<HttpResponse, Failure> {
    let AccountSearch {
        q,
        unit_id,
        limit,
        cursor,
    } = body.value;
    let query = Query::of([
        ("q", Some(q)),
        ("unitId", unit_id.map(|id| id.to_string())),
        ("limit", limit.map(|limit| limit.to_string())),
        ("cursor", cursor),
    ]);
    found::<Accounts>(&guard, &query).await
}

struct Activating;
impl Needs for Activating {
    const OPERATION: &'static str = "createAccountActivation";
    const ACCESS: Access = Access::Needs(Accounts::WRITE);
}

/// Not to be repeated with a key: the code would have to be kept for the repetition.
async fn activations(
    guard: Guard<Activating>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let outer = call.clone();
    let reply = call
        .unit(move |tx| {
            let call = outer.clone();
            Box::pin(async move { activate(Work { tx, call: &call }, id).await })
        })
        .await?;
    Ok(reply.into())
}
