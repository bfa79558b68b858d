//! `DELETE` on an item.

use actix_web::{HttpResponse, web};
use akoki_domain::{Code, Reason, Subject, access::read_permission};
use akoki_persistence::{Verb, delete, find, users};

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
    let done = call.unit(move |tx| {
        let (call, condition) = (outer.clone(), condition.clone());
        Box::pin(async move { one::<R>(Work { tx, call: &call }, &call, id, &condition).await })
    });
    match done.await {
        Ok(()) => Ok(HttpResponse::NoContent().finish()),
        // The store refuses without naming who refers to it; the unit is over by then.
        Err(Failure::Plain(reason)) if reason.code == Code::InUse => {
            Err(in_use::<R>(&call, id).await?)
        }
        Err(failure) => Err(failure),
    }
}

/// That something rests on it, with what does as far as the caller may read that.
async fn in_use<R: Resource>(call: &Call, id: uuid::Uuid) -> Result<Failure, Failure> {
    let found = find::<R::Record>(call.store(), &call.scope(), id).await?;
    let mut blockers = Vec::new();
    if let Some(stored) = found {
        let scope_of = |noun| call.besides(read_permission(noun));
        let by = users(call.store(), &stored.record, scope_of).await?;
        let about = |by: Subject| Reason::new(Code::InUse).about(by.noun, by.id);
        blockers = by.into_iter().map(about).collect();
    }
    Ok(match blockers.is_empty() {
        true => Code::InUse.into(),
        false => Failure::Conflict {
            code: Code::InUse,
            blockers,
        },
    })
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
