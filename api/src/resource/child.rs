//! What belongs to another resource: it is made and listed under its parent, and every write to it
//! first locks the root of their aggregate, so that two writes to one aggregate never miss each other.
//!
//! Reading, changing and deleting go by its own path, and its ETag counts its own versions.

use actix_web::{HttpResponse, web};
use akoki_persistence::{Record, Stored, lock};
use std::{future::Future, marker::PhantomData};

use super::{
    Creating, Does, Resource, create::answer, describe, endpoints, list, missing, read::path_id,
};
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Call, Guard, Needs},
    http::{Body, Query},
    idempotency::{IdempotencyKey, fingerprint},
    reply::Reply,
    work::Work,
};
use akoki_openapi::operation::Access;

/// What a resource that belongs to another states besides.
pub trait Child: Resource {
    /// What it is made under.
    type Parent: Resource;

    /// The id of the operation that lists those of one parent.
    const LIST_UNDER: &'static str;
    /// The filter of its list that names the parent.
    const PARENT_FILTER: &'static str;

    /// Makes a record under a parent that is locked: checks references and lets the domain decide. What is
    /// made many at once leaves it out.
    fn create_under(
        _work: Work<'_>,
        _parent: &<Self::Parent as Resource>::Record,
        _input: Self::Input,
    ) -> impl Future<Output = Result<Self::Record, Failure>> + Send {
        async { Err(akoki_domain::Code::MethodNotAllowed.into()) }
    }
}

/// The endpoints of a resource that belongs to another: list and create under the parent, the rest by
/// its own path.
pub fn child_endpoints<R: Child>() -> Vec<Endpoint> {
    let mut all = vec![
        list_under_endpoint::<R>(),
        Endpoint::new(describe::create_under::<R>(), create_under::<R>),
    ];
    all.extend(endpoints::<R>(&[
        Does::List,
        Does::Read,
        Does::Change,
        Does::Remove,
    ]));
    all
}

/// The endpoint that lists those of one parent.
pub fn list_under_endpoint<R: Child>() -> Endpoint {
    Endpoint::new(describe::list_under::<R>(), list_under::<R>)
}

/// Listing those of one parent.
pub struct ListingUnder<R>(PhantomData<R>);
impl<R: Child> Needs for ListingUnder<R> {
    const OPERATION: &'static str = R::LIST_UNDER;
    const ACCESS: Access = Access::Needs(R::READ);
}

type ParentOf<R> = <<R as Child>::Parent as Resource>::Record;

async fn list_under<R: Child>(
    guard: Guard<ListingUnder<R>>,
    id: web::Path<String>,
    query: Query,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    guard.reached::<ParentOf<R>>(id).await?;
    let under = list::Under {
        path: format!(
            "/v1/{}/{id}/{}",
            ParentOf::<R>::NOUN.path(),
            R::Record::NOUN.path()
        ),
        filter: R::PARENT_FILTER,
        id,
    };
    list::page::<R>(&guard, &query, Some(under)).await
}

async fn create_under<R: Child>(
    guard: Guard<Creating<R>>,
    id: web::Path<String>,
    key: IdempotencyKey,
    body: Body<R::Input>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let mark = fingerprint(&[id.as_bytes(), &body.bytes]);
    let (outer, input) = (call.clone(), body.value);
    let reply = call
        .once(key, mark, move |tx| {
            let (call, input) = (outer.clone(), input.clone());
            Box::pin(async move { one::<R>(Work { tx, call: &call }, &call, id, input).await })
        })
        .await?;
    Ok(reply.into())
}

async fn one<R: Child>(
    work: Work<'_>,
    call: &Call,
    id: uuid::Uuid,
    input: R::Input,
) -> Result<Reply, Failure> {
    let parent = lock_with_root::<R::Parent>(work, call, id).await?;
    let record = R::create_under(work, &parent.record, input).await?;
    answer::<R>(work, call, record).await
}

/// Locks a record after the root of its aggregate: always in this order, so that two writes to one
/// aggregate wait for each other and never for ever.
///
/// # Errors
/// [`missing`] when it is not there for the caller to write.
pub async fn lock_with_root<R: Resource>(
    work: Work<'_>,
    call: &Call,
    id: uuid::Uuid,
) -> Result<Stored<R::Record>, Failure> {
    R::lock_root(work, id).await?;
    match lock::<R::Record>(work.tx, &call.scope(), id).await? {
        Some(stored) => Ok(stored),
        None => Err(missing::<R>(call, work.tx, id).await),
    }
}
