//! `/v1/grants`.

use actix_web::{HttpResponse, web};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::grant::{Grant, GrantEnding},
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::Body,
    idempotency::{IdempotencyKey, fingerprint},
    resource::{Does, Resource, endpoints as resource, path_id},
    usecase::grant::{Grants, end},
    work::Work,
};

/// The endpoints of this file. Nothing is deleted: who could do what when is asked later.
pub fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = resource::<Grants>(&[Does::List, Does::Create, Does::Read, Does::Change]);
    endpoints.push(Endpoint::new(
        Operation::new(
            Ending::OPERATION,
            "post",
            "/grants/{id}/endings",
            Grants::NAMES.tag,
            Ending::ACCESS,
        )
        .id_parameter("id")
        .idempotent()
        .takes::<GrantEnding>(json!({"endsOn": "2027-07-31"}))
        .answers::<Grant>(200, &["ETag"], Grants::examples().1)
        .problems(&[409, 422]),
        endings,
    ));
    endpoints
}

struct Ending;
impl Needs for Ending {
    const OPERATION: &'static str = "endGrant";
    const ACCESS: Access = Access::Needs(Grants::WRITE);
}

async fn endings(
    guard: Guard<Ending>,
    id: web::Path<String>,
    key: IdempotencyKey,
    body: Body<GrantEnding>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let mark = fingerprint(&[id.as_bytes(), &body.bytes]);
    let (outer, ending) = (call.clone(), body.value);
    let reply = call
        .once(key, mark, move |tx| {
            let (call, ending) = (outer.clone(), ending.clone());
            Box::pin(async move { end(Work { tx, call: &call }, id, &ending).await })
        })
        .await?;
    Ok(reply.into())
}
