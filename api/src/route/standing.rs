//! `/v1/organisation-units/{id}/standing` and `/v1/organisation-units/{id}/baseline`.

use actix_web::{HttpRequest, HttpResponse, web};
use akoki_domain::{access::Permission, organisation::Unit};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::{
        baseline::{Baseline, BaselineInput},
        standing::Standing,
    },
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Call, Guard, Needs},
    http::{Body, Query, query::refuse},
    idempotency::{IdempotencyKey, fingerprint},
    reply::Reply,
    resource::{path_id, read_reply},
    usecase::{
        baseline::{last, take},
        examples,
        standing::{Asked, edition_of, stand},
    },
    work::Work,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(describe_standing(), standing),
        Endpoint::new(describe_take(), take_baseline),
        Endpoint::new(describe_baseline(), baseline),
    ]
}

struct ReadStanding;
impl Needs for ReadStanding {
    const OPERATION: &'static str = "readStanding";
    const ACCESS: Access = Access::Needs(Permission::ReadStanding);
}

struct TakeBaseline;
impl Needs for TakeBaseline {
    const OPERATION: &'static str = "takeBaseline";
    const ACCESS: Access = Access::Needs(Permission::WriteDossiers);
}

struct ReadBaseline;
impl Needs for ReadBaseline {
    const OPERATION: &'static str = "readBaseline";
    const ACCESS: Access = Access::Needs(Permission::ReadDossiers);
}

fn operation(
    id: &'static str,
    method: &'static str,
    tail: &str,
    tag: &'static str,
    access: Access,
) -> Operation {
    let path = format!("/organisation-units/{{id}}/{tail}");
    Operation::new(id, method, path, tag, access).id_parameter("id")
}

fn with_version(operation: Operation) -> Operation {
    operation
        .query(
            "frameworkVersion",
            json!({"type": "string", "maxLength": 130}),
        )
        .parameter("If-None-Match", "header", false, json!({"type": "string"}))
}

fn describe_standing() -> Operation {
    let needs = (ReadStanding::OPERATION, ReadStanding::ACCESS);
    with_version(operation(needs.0, "get", "standing", "standing", needs.1))
        .query("on", json!({"type": "string", "format": "date"}))
        .answers::<Standing>(200, &["ETag"], examples::standing())
        .answers_empty(304, &["ETag"])
}

fn describe_take() -> Operation {
    let needs = (TakeBaseline::OPERATION, TakeBaseline::ACCESS);
    operation(needs.0, "post", "baseline", "standing", needs.1)
        .parameter(
            "Idempotency-Key",
            "header",
            false,
            json!({"type": "string", "maxLength": 130}),
        )
        .takes::<BaselineInput>(examples::baseline_input())
        .answers::<Baseline>(201, &["Location"], examples::baseline())
        .problems(&[409, 422])
}

fn describe_baseline() -> Operation {
    let needs = (ReadBaseline::OPERATION, ReadBaseline::ACCESS);
    with_version(operation(needs.0, "get", "baseline", "standing", needs.1))
        .answers::<Baseline>(200, &["ETag"], examples::baseline())
        .answers_empty(304, &["ETag"])
}

/// The unit of the path, when it is in reach.
async fn unit(call: &Call, id: &str) -> Result<Unit, Failure> {
    let id = path_id(id)?;
    let unit = call.reached::<Unit>(id).await?;
    Ok(unit.record)
}

async fn standing(
    guard: Guard<ReadStanding>,
    id: web::Path<String>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let unit = unit(&guard, &id).await?;
    let known = guard.frameworks().await?;
    let mut reasons = query.wrong(&["frameworkVersion", "on"], &[]);
    let asked = Asked {
        edition: edition_of(&known, query.one("frameworkVersion"), &mut reasons),
        on: query.day("on", &mut reasons),
    };
    refuse(reasons)?;
    let standing = stand(&guard, guard.store(), &unit, &asked).await?;
    Ok(read_reply(&request, 1, &standing, None)?.into())
}

async fn take_baseline(
    guard: Guard<TakeBaseline>,
    id: web::Path<String>,
    key: IdempotencyKey,
    body: Body<BaselineInput>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let mark = fingerprint(&[id.as_bytes(), &body.bytes]);
    let (outer, input) = (call.clone(), body.value);
    let reply = call
        .once(key, mark, move |tx| {
            let (call, input) = (outer.clone(), input.clone());
            Box::pin(async move {
                let baseline = take(Work { tx, call: &call }, id, &input).await?;
                let path = format!("/v1/organisation-units/{}/baseline", baseline.unit_id);
                Ok(Reply::json(201, &baseline)?.header("location", path))
            })
        })
        .await?;
    Ok(reply.into())
}

async fn baseline(
    guard: Guard<ReadBaseline>,
    id: web::Path<String>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let unit = unit(&guard, &id).await?;
    let known = guard.frameworks().await?;
    let mut reasons = query.wrong(&["frameworkVersion"], &[]);
    let edition = edition_of(&known, query.one("frameworkVersion"), &mut reasons);
    refuse(reasons)?;
    let found = last(&guard, &unit, edition.as_ref()).await?;
    let baseline = found.ok_or_else(Failure::not_found)?;
    Ok(read_reply(&request, 1, &baseline, None)?.into())
}
