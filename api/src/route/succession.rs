//! `/v1/successions` and the steps taken with them.

use actix_web::{HttpResponse, web};
use akoki_domain::organisation::succession::Succession as Record;
use akoki_openapi::{
    operation::{Access, Operation},
    wire::succession::{Succession, SuccessionCommand, SuccessionStep, SuccessionSteps},
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::Body,
    idempotency::{IdempotencyKey, fingerprint},
    resource::{Does, Resource, endpoints as resource, path_id},
    usecase::succession::{Successions, step},
    work::Work,
};

const STEPS: &str = "/successions/{id}/transitions";

/// The endpoints of this file. What boards agreed to is not changed, but withdrawn and proposed again.
pub fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = resource::<Successions>(&[Does::List, Does::Create, Does::Read]);
    let tag = Successions::NAMES.tag;
    let (_, example) = Successions::examples();
    endpoints.push(Endpoint::new(
        Operation::new(Stepping::OPERATION, "post", STEPS, tag, Stepping::ACCESS)
            .id_parameter("id")
            .idempotent()
            .takes::<SuccessionCommand>(json!({"command": "accept"}))
            .answers::<Succession>(200, &["ETag"], example)
            .problems(&[409, 422]),
        transition,
    ));
    let steps = json!({"items": [{
        "command": "accept", "boardId": "0199c2f6-7d5a-7000-8000-000000000009", "from": "proposed",
        "to": "accepted", "at": "2026-11-25T10:00:00Z", "by": "0199c2f6-7d5a-7000-8000-000000000061",
    }]});
    endpoints.push(Endpoint::new(
        Operation::new(Steps::OPERATION, "get", STEPS, tag, Steps::ACCESS)
            .id_parameter("id")
            .answers::<SuccessionSteps>(200, &[], steps),
        transitions,
    ));
    endpoints
}

struct Stepping;
impl Needs for Stepping {
    const OPERATION: &'static str = "transitionSuccession";
    const ACCESS: Access = Access::Needs(Successions::WRITE);
}

struct Steps;
impl Needs for Steps {
    const OPERATION: &'static str = "listSuccessionTransitions";
    const ACCESS: Access = Access::Needs(Successions::READ);
}

async fn transition(
    guard: Guard<Stepping>,
    id: web::Path<String>,
    key: IdempotencyKey,
    body: Body<SuccessionCommand>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let mark = fingerprint(&[id.as_bytes(), &body.bytes]);
    let (outer, asked) = (call.clone(), body.value);
    let reply = call
        .once(key, mark, move |tx| {
            let (call, asked) = (outer.clone(), asked.clone());
            Box::pin(async move { step(Work { tx, call: &call }, id, &asked).await })
        })
        .await?;
    Ok(reply.into())
}

async fn transitions(
    guard: Guard<Steps>,
    id: web::Path<String>,
) -> Result<web::Json<SuccessionSteps>, Failure> {
    let stored = guard.reached::<Record>(path_id(&id)?).await?;
    let items = stored.record.steps.iter().map(SuccessionStep::from);
    Ok(web::Json(SuccessionSteps {
        items: items.collect(),
    }))
}
