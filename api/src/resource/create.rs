//! `POST` on a collection.

use actix_web::HttpResponse;

use super::{Creating, Resource, href, told_json, view};
use crate::{
    failure::Failure,
    guard::{Call, Guard},
    http::Body,
    idempotency::{IdempotencyKey, fingerprint},
    reply::Reply,
    work::Work,
};

/// The handler.
pub async fn create<R: Resource>(
    guard: Guard<Creating<R>>,
    key: IdempotencyKey,
    body: Body<R::Input>,
) -> Result<HttpResponse, Failure> {
    let call = guard.into_call();
    let mark = fingerprint(&[&body.bytes]);
    let (outer, input) = (call.clone(), body.value);
    let reply = call
        .once(key, mark, move |tx| {
            let (call, input) = (outer.clone(), input.clone());
            Box::pin(async move {
                let work = Work { tx, call: &call };
                one::<R>(work, &call, input).await
            })
        })
        .await?;
    Ok(reply.into())
}

async fn one<R: Resource>(work: Work<'_>, call: &Call, input: R::Input) -> Result<Reply, Failure> {
    let record = R::create(work, input).await?;
    answer::<R>(work, call, record).await
}

/// Writes a new record and answers with it.
///
/// # Errors
/// A conflict when a unique constraint is broken.
pub async fn answer<R: Resource>(
    work: Work<'_>,
    call: &Call,
    record: R::Record,
) -> Result<Reply, Failure> {
    let values = told_json::<R>(&record)?;
    let stored = work.insert(record, values).await?;
    let version = stored.meta.version;
    let location = href(&stored.record);
    let view = view::<R>(call, work.tx, stored).await?;
    Ok(Reply::json(201, &view)?
        .tagged(version)
        .header("location", location))
}
