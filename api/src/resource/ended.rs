//! `POST` on the endings of an item: of what is ended and never deleted.

use actix_web::{HttpResponse, web};
use akoki_openapi::operation::{Access, Operation};
use akoki_persistence::{Record, Verb};
use serde_json::{Map, Value, json};
use std::{future::Future, marker::PhantomData};

use super::{Resource, input_json, lock_with_root, path_id, view};
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Body, body::Input},
    idempotency::{IdempotencyKey, fingerprint},
    reply::Reply,
    work::{Work, difference},
};

/// What a resource that is ended and never deleted states besides.
pub trait Ended: Resource {
    /// The body: the last day, or nothing.
    type Ending: Input;

    /// The id of the operation.
    const END: &'static str;

    /// The record, ended, and what that changed of it beside what a caller may set.
    fn end(
        work: Work<'_>,
        before: &Self::Record,
        ending: &Self::Ending,
    ) -> impl Future<Output = Result<(Self::Record, Map<String, Value>), Failure>> + Send;
}

/// The endpoint.
pub fn ending_endpoint<R: Ended>() -> Endpoint {
    let path = format!("/{}/{{id}}/endings", R::Record::NOUN.path());
    let operation = Operation::new(R::END, "post", path, R::NAMES.tag, Ending::<R>::ACCESS)
        .id_parameter("id")
        .idempotent()
        .takes::<R::Ending>(json!({"endsOn": "2027-07-31"}))
        .answers::<R::View>(200, &["ETag"], R::examples().1)
        .problems(&[409, 422]);
    Endpoint::new(operation, endings::<R>)
}

/// Ending one.
pub struct Ending<R>(PhantomData<R>);
impl<R: Ended> Needs for Ending<R> {
    const OPERATION: &'static str = R::END;
    const ACCESS: Access = Access::Needs(R::WRITE);
}

async fn endings<R: Ended>(
    guard: Guard<Ending<R>>,
    id: web::Path<String>,
    key: IdempotencyKey,
    body: Body<R::Ending>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let mark = fingerprint(&[id.as_bytes(), &body.bytes]);
    let (outer, ending) = (call.clone(), body.value);
    let reply = call
        .once(key, mark, move |tx| {
            let (call, ending) = (outer.clone(), ending.clone());
            Box::pin(async move { end_one::<R>(Work { tx, call: &call }, id, &ending).await })
        })
        .await?;
    Ok(reply.into())
}

/// Ends the record with this id, and answers with it.
///
/// # Errors
/// [`missing`](super::missing) when it is not there for the caller to write; those of [`Ended::end`].
pub async fn end_one<R: Ended>(
    work: Work<'_>,
    id: uuid::Uuid,
    ending: &R::Ending,
) -> Result<Reply, Failure> {
    let before = lock_with_root::<R>(work, work.call, id).await?;
    let (after, beside) = R::end(work, &before.record, ending).await?;
    let mut changes = difference(&input_json::<R>(&before.record)?, &input_json::<R>(&after)?);
    if let Value::Object(changes) = &mut changes {
        changes.extend(beside);
    }
    let stored = work.save(&before, after, Verb::Updated, changes).await?;
    let version = stored.meta.version;
    let view = view::<R>(work.call, work.tx, stored).await?;
    Ok(Reply::json(200, &view)?.tagged(version))
}
