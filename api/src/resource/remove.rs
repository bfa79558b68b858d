//! `DELETE` on an item.

use actix_web::{HttpResponse, web};
use akoki_persistence::{Verb, delete};

use super::{Removing, Resource, lock_with_root, read::path_id, told_json};
use crate::{
    failure::Failure,
    guard::{Call, Guard},
    http::IfMatch,
    work::Work,
};

/// The handler.
pub async fn remove<R: Resource>(
    guard: Guard<Removing<R>>,
    id: web::Path<String>,
    condition: IfMatch,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let outer = call.clone();
    call.unit(move |tx| {
        let (call, condition) = (outer.clone(), condition.clone());
        Box::pin(async move { one::<R>(Work { tx, call: &call }, &call, id, &condition).await })
    })
    .await?;
    Ok(HttpResponse::NoContent().finish())
}

async fn one<R: Resource>(
    work: Work<'_>,
    call: &Call,
    id: uuid::Uuid,
    condition: &IfMatch,
) -> Result<(), Failure> {
    let stored = lock_with_root::<R>(work, call, id).await?;
    condition.check(stored.meta.version.saturating_sub(1))?;
    R::remove(work, &stored.record).await?;
    delete(work.tx, &stored.record).await?;
    work.record(
        &stored.record,
        stored.meta.version,
        Verb::Deleted,
        told_json::<R>(&stored.record)?,
        None,
    );
    Ok(())
}
