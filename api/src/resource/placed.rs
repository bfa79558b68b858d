//! `PUT` on an item by its id, which the caller may have made: whoever works without a connection knows
//! what they made before the service does.
//!
//! It makes the resource or replaces what a caller may set of it. What is there already is answered as it
//! is, so that a caller who heard nothing can send it again.

use actix_web::{HttpResponse, web};
use akoki_domain::{Code, Reason};
use akoki_openapi::operation::{Access, Operation};
use akoki_persistence::{Record, Stored, Verb, find};
use serde_json::json;
use std::{future::Future, marker::PhantomData};
use uuid::Uuid;

use super::{
    Resource, create::answer, input_json, known::both, lock_with_root, or_unchanged, path_id, view,
};
use crate::{
    endpoint::Endpoint,
    failure::{Failure, Outdated},
    guard::{Call, Guard, Needs},
    http::{Body, PutCondition},
    reply::Reply,
    work::{Work, difference},
};

/// A resource that is made under an id of the caller's.
pub trait Placed: Resource {
    /// The id of the operation.
    const PUT: &'static str;

    /// As [`Resource::create`], with this id.
    fn create_as(
        work: Work<'_>,
        id: Uuid,
        input: Self::Input,
    ) -> impl Future<Output = Result<Self::Record, Failure>> + Send;

    /// Whether the input is about where the record is: what has the id elsewhere is something else.
    fn is_there(record: &Self::Record, input: &Self::Input) -> bool;
}

/// Making or replacing one by its id.
pub struct Placing<R>(PhantomData<R>);
impl<R: Placed> Needs for Placing<R> {
    const OPERATION: &'static str = R::PUT;
    const ACCESS: Access = Access::Needs(R::WRITE);
}

/// The endpoint.
pub fn placed_endpoint<R: Placed>() -> Endpoint {
    let (input, view) = R::examples();
    let path = format!("/{}/{{id}}", R::Record::NOUN.path());
    let operation = Operation::new(R::PUT, "put", path, R::NAMES.tag, Placing::<R>::ACCESS)
        .id_parameter("id")
        .parameter("If-Match", "header", false, json!({"type": "string"}))
        .parameter("If-None-Match", "header", false, json!({"type": "string"}))
        .takes::<R::Input>(input)
        .answers::<R::View>(200, &["ETag"], view.clone())
        .answers::<R::View>(201, &["ETag", "Location"], view)
        .problems(&[409, 412, 428]);
    Endpoint::new(operation, put::<R>)
}

/// The id belongs to something else; what, is nobody's concern here.
pub fn taken() -> Failure {
    Failure::Conflict {
        code: Code::IdTaken,
        blockers: vec![Reason::new(Code::IdTaken)],
    }
}

/// An id that a caller makes is one that nobody else makes.
///
/// # Errors
/// "invalid-format" at the pointer when it is of another version.
pub fn made_at_random(id: Uuid, part: &'static str, pointer: &str) -> Result<(), Failure> {
    if matches!(id.get_version_num(), 4 | 7) {
        return Ok(());
    }
    let reason = Reason::new(Code::InvalidFormat).at(pointer);
    let reason = reason.with("expected", "id (UUID, version 4 or 7)");
    Err(Failure::invalid(part, [reason]))
}

async fn put<R: Placed>(
    guard: Guard<Placing<R>>,
    id: web::Path<String>,
    condition: Result<PutCondition, Failure>,
    body: Result<Body<R::Input>, Failure>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let (condition, body) = both(condition, body)?;
    let call = guard.into_call();
    let input = body.value;
    let mut tries = 0;
    loop {
        tries += 1;
        let (outer, input, condition) = (call.clone(), input.clone(), condition.clone());
        let result = call
            .unit(move |tx| {
                let (call, input) = (outer.clone(), input.clone());
                let condition = condition.clone();
                Box::pin(async move {
                    write::<R>(Work { tx, call: &call }, id, &condition, input).await
                })
            })
            .await;
        match result {
            // Somebody else made it at the same moment: now it is there to be replaced.
            Err(Failure::Conflict {
                code: Code::IdTaken,
                ..
            }) if tries == 1 => {}
            result => return or_unchanged::<R>(&call, id, result).await,
        }
    }
}

async fn write<R: Placed>(
    work: Work<'_>,
    id: Uuid,
    condition: &PutCondition,
    input: R::Input,
) -> Result<Reply, Failure> {
    let call: &Call = work.call;
    let Some(found) = find::<R::Record>(work.tx, &call.scope_of(R::READ), id).await? else {
        return make::<R>(work, id, condition, input).await;
    };
    if condition.only_create {
        return Err(Code::PreconditionFailed.into());
    }
    if !R::is_there(&found.record, &input) {
        return Err(taken());
    }
    let before = lock_with_root::<R>(work, call, id).await?;
    let version = before.meta.version.saturating_sub(1);
    let sent = serde_json::to_value(&input).map_err(|error| Failure::Internal(error.to_string()));
    if let Some(Err(_)) = condition
        .if_match
        .as_ref()
        .map(|wanted| wanted.check(version))
    {
        return Err(outdated::<R>(work, found, sent?, Code::PreconditionFailed).await);
    }
    let after = R::change(work, &before.record, input).await?;
    let changes = difference(&input_json::<R>(&before.record)?, &input_json::<R>(&after)?);
    if changes.as_object().is_none_or(serde_json::Map::is_empty) {
        return Err(Failure::NothingChanged);
    }
    if condition.if_match.is_none() {
        return Err(outdated::<R>(work, found, sent?, Code::PreconditionRequired).await);
    }
    let stored = work.save(&before, after, Verb::Updated, changes).await?;
    let version = stored.meta.version;
    let view = view::<R>(call, work.tx, stored).await?;
    Ok(Reply::json(200, &view)?.tagged(version))
}

/// Both versions, for whoever wrote without a connection and has to choose.
pub async fn outdated<R: Placed>(
    work: Work<'_>,
    found: Stored<R::Record>,
    sent: serde_json::Value,
    code: Code,
) -> Failure {
    let shown = view::<R>(work.call, work.tx, found).await;
    let current = shown.and_then(|shown| {
        serde_json::to_value(&shown).map_err(|error| Failure::Internal(error.to_string()))
    });
    match current {
        Ok(current) => Failure::Outdated(Box::new(Outdated {
            code,
            current,
            sent,
        })),
        Err(failure) => failure,
    }
}

async fn make<R: Placed>(
    work: Work<'_>,
    id: Uuid,
    condition: &PutCondition,
    input: R::Input,
) -> Result<Reply, Failure> {
    made_at_random(id, "path", "id")?;
    let record = R::create_as(work, id, input).await?;
    // Said only now, so that who may not make it learns that first.
    if condition.if_match.is_some() {
        return Err(Code::PreconditionFailed.into());
    }
    let everywhere = work.call.everything();
    if find::<R::Record>(work.tx, &everywhere, id).await?.is_some() {
        return Err(taken());
    }
    answer::<R>(work, work.call, record).await
}
