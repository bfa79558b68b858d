//! `/v1/framework-upgrades`.

use actix_web::HttpResponse;
use akoki_openapi::operation::{Access, Operation};

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::Body,
    idempotency::{IdempotencyKey, fingerprint},
    resource::{Creating, Does, Resource, endpoints as resource},
    usecase::framework_upgrade::{Upgrades, upgrade},
    work::Work,
};

type Input = <Upgrades as Resource>::Input;
type View = <Upgrades as Resource>::View;
type Asking = Creating<Upgrades>;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Upgrades>(&[Does::List, Does::Read]);
    all.push(Endpoint::new(describe(), post));
    all
}

fn describe() -> Operation {
    let (input, view) = Upgrades::examples();
    let access: Access = Asking::ACCESS;
    Operation::new(
        Asking::OPERATION,
        "post",
        "/framework-upgrades",
        Upgrades::NAMES.tag,
        access,
    )
    .idempotent()
    .takes::<Input>(input)
    .answers::<View>(200, &["ETag", "Location"], view.clone())
    .answers::<View>(201, &["ETag", "Location"], view)
    .problems(&[409, 422])
}

async fn post(
    guard: Guard<Asking>,
    key: IdempotencyKey,
    body: Body<Input>,
) -> Result<HttpResponse, Failure> {
    let call = guard.into_call();
    let mark = fingerprint(&[&body.bytes]);
    let (outer, input) = (call.clone(), body.value);
    let reply = call
        .once(key, mark, move |tx| {
            let (call, input) = (outer.clone(), input.clone());
            Box::pin(async move { upgrade(Work { tx, call: &call }, input).await })
        })
        .await?;
    Ok(reply.into())
}
