//! The mechanics of a resource, once: list, read, create, merge patch, delete. A resource states only
//! what is its own.

mod change;
mod child;
mod command;
mod create;
mod describe;
mod ended;
mod known;
mod list;
mod placed;
mod read;
mod remove;

use akoki_domain::access::Permission;
use akoki_openapi::operation::Access;
use akoki_persistence::{Record, Source, Stored};
use serde::Serialize;
use serde_json::{Map, Value};
use std::{future::Future, marker::PhantomData};
use utoipa::ToSchema;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Call, Needs},
    http::body::Input,
    work::Work,
};

pub use change::or_unchanged;
pub use child::{Child, child_endpoints, list_under_endpoint, lock_with_root};
pub use command::{Commanded, Taken, command_endpoints, take_steps};
pub use describe::list_parameters;
pub use ended::{Ended, end_one, ending_endpoint};
pub use known::{Known, endpoints as known_endpoints};
pub use list::{ListShape, page_reply, search};
pub use placed::{Placed, made_at_random, outdated, placed_endpoint, taken};
pub use read::{path_id, reply as read_reply};

/// The operation ids of a resource, and the tag it stands under.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    /// The tag.
    pub tag: &'static str,
    /// `list…`.
    pub list: &'static str,
    /// `create…`.
    pub create: &'static str,
    /// `read…`.
    pub read: &'static str,
    /// `change…`.
    pub change: &'static str,
    /// `delete…`.
    pub remove: &'static str,
    /// `read…ByExternalId`.
    pub read_known: &'static str,
    /// `put…ByExternalId`.
    pub put_known: &'static str,
}

/// `names!("Goal", "Goals", "pdca")`.
macro_rules! names {
    ($single:literal, $plural:literal, $tag:literal) => {
        $crate::resource::Names {
            tag: $tag,
            list: concat!("list", $plural),
            create: concat!("create", $single),
            read: concat!("read", $single),
            change: concat!("change", $single),
            remove: concat!("delete", $single),
            read_known: concat!("read", $single, "ByExternalId"),
            put_known: concat!("put", $single, "ByExternalId"),
        }
    };
}
pub(crate) use names;

/// What a resource states of itself.
pub trait Resource: Sized + Send + Sync + 'static {
    /// How it is kept.
    type Record: Record;
    /// What a caller may set: the body of a POST, and what a merge patch is applied to.
    type Input: Input + Serialize;
    /// What a caller sees.
    type View: Serialize + ToSchema + Send;

    /// Its operation ids.
    const NAMES: Names;
    /// What reading needs.
    const READ: Permission;
    /// What writing needs.
    const WRITE: Permission;
    /// What creating needs, where that is not what changing needs.
    const CREATE: Permission = Self::WRITE;
    /// Fields of the input whose values the trail does not hold: it says that they changed, and no more.
    const UNTOLD: &'static [&'static str] = &[];
    /// Fields of the view that a list leaves out unless it is asked for them with `fields`.
    const APART: &'static [&'static str] = &[];

    /// Makes a record: checks references and lets the domain decide. What is made under a parent only
    /// ([`Child`]) leaves it out.
    fn create(
        _work: Work<'_>,
        _input: Self::Input,
    ) -> impl Future<Output = Result<Self::Record, Failure>> + Send {
        async { Err(akoki_domain::Code::MethodNotAllowed.into()) }
    }

    /// Locks the root of the aggregate that a record belongs to, before the record itself is locked for
    /// a change or a deletion. Nothing to do for a record that is its own root.
    fn lock_root(
        _work: Work<'_>,
        _id: uuid::Uuid,
    ) -> impl Future<Output = Result<(), Failure>> + Send {
        async { Ok(()) }
    }

    /// Changes a record: checks references and lets the domain decide.
    fn change(
        work: Work<'_>,
        before: &Self::Record,
        input: Self::Input,
    ) -> impl Future<Output = Result<Self::Record, Failure>> + Send;

    /// Refuses a deletion, or deletes what belongs to the record first. Allowed unless stated.
    fn remove(
        _work: Work<'_>,
        _record: &Self::Record,
    ) -> impl Future<Output = Result<(), Failure>> + Send {
        async { Ok(()) }
    }

    /// What a caller may set, as it is now.
    fn input(record: &Self::Record) -> Self::Input;

    /// What a caller sees, for a whole page at once.
    fn views<S: Source>(
        call: &Call,
        source: &S,
        items: Vec<Stored<Self::Record>>,
    ) -> impl Future<Output = Result<Vec<Self::View>, Failure>> + Send;

    /// Examples for the document: of the input and of the view.
    fn examples() -> (Value, Value);

    /// An example of a patch: the first field of the input, unless that one cannot be changed.
    fn patch_example() -> Value {
        let (input, _) = Self::examples();
        let first = input.as_object().and_then(|map| map.iter().next());
        let first = first.map(|(key, value)| (key.clone(), value.clone()));
        Value::Object(first.into_iter().collect())
    }
}

/// The operations of a resource: a resource that lacks one leaves it out of the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Does {
    /// `GET` on the collection.
    List,
    /// `POST` on the collection.
    Create,
    /// `GET` on the item.
    Read,
    /// `PATCH` on the item.
    Change,
    /// `DELETE` on the item.
    Remove,
}

/// All five.
pub const ALL: &[Does] = &[
    Does::List,
    Does::Create,
    Does::Read,
    Does::Change,
    Does::Remove,
];

/// The endpoints of a resource.
pub fn endpoints<R: Resource>(does: &[Does]) -> Vec<Endpoint> {
    does.iter()
        .map(|what| match what {
            Does::List => Endpoint::new(describe::list::<R>(), list::list::<R>),
            Does::Create => Endpoint::new(describe::create::<R>(), create::create::<R>),
            Does::Read => Endpoint::new(describe::read::<R>(), read::read::<R>),
            Does::Change => Endpoint::new(describe::change::<R>(), change::change::<R>),
            Does::Remove => Endpoint::new(describe::remove::<R>(), remove::remove::<R>),
        })
        .collect()
}

macro_rules! needs {
    ($($(#[$doc:meta])* $name:ident: $operation:ident, $permission:ident;)+) => {$(
        $(#[$doc])*
        pub struct $name<R>(PhantomData<R>);
        impl<R: Resource> Needs for $name<R> {
            const OPERATION: &'static str = R::NAMES.$operation;
            const ACCESS: Access = Access::Needs(R::$permission);
        }
    )+};
}

needs! {
    /// Listing.
    Listing: list, READ;
    /// Reading one.
    Reading: read, READ;
    /// Creating.
    Creating: create, CREATE;
    /// Changing.
    Changing: change, WRITE;
    /// Deleting.
    Removing: remove, WRITE;
    /// Reading one by the id of another system.
    ReadingKnown: read_known, READ;
    /// Making or replacing one by the id of another system.
    Putting: put_known, WRITE;
}

/// The view of one record.
pub async fn view<R: Resource>(
    call: &Call,
    source: &impl Source,
    stored: Stored<R::Record>,
) -> Result<R::View, Failure> {
    R::views(call, source, vec![stored])
        .await?
        .pop()
        .ok_or_else(|| Failure::Internal("no view".into()))
}

/// The path of a record.
pub fn href<R: Record>(record: &R) -> String {
    format!("/v1/{}/{}", R::NOUN.path(), record.id())
}

/// What a caller may set, as JSON.
pub fn input_json<R: Resource>(record: &R::Record) -> Result<Value, Failure> {
    serde_json::to_value(R::input(record)).map_err(|error| Failure::Internal(error.to_string()))
}

/// What a caller may set, as the trail holds it.
pub fn told_json<R: Resource>(record: &R::Record) -> Result<Value, Failure> {
    let mut values = input_json::<R>(record)?;
    if let Value::Object(fields) = &mut values {
        fields.retain(|name, _| !R::UNTOLD.contains(&name.as_str()));
    }
    Ok(values)
}

/// What changed, as the trail holds it.
pub fn told_changes<R: Resource>(mut changes: Value) -> Value {
    if let Value::Object(fields) = &mut changes {
        for (name, change) in fields {
            if R::UNTOLD.contains(&name.as_str()) {
                *change = serde_json::json!({});
            }
        }
    }
    changes
}

/// Only these keys of an object.
pub fn choose(value: Value, fields: Option<&[String]>) -> Value {
    match (value, fields) {
        (Value::Object(map), Some(fields)) => {
            let kept: Map<String, Value> = map
                .into_iter()
                .filter(|(key, _)| fields.contains(key))
                .collect();
            Value::Object(kept)
        }
        (value, _) => value,
    }
}

/// When nothing was found for a write: not found, not allowed, or no longer signed in.
pub async fn missing<R: Resource>(call: &Call, source: &impl Source, id: uuid::Uuid) -> Failure {
    if let Err(failure) = call.still_valid().await {
        return failure;
    }
    match akoki_persistence::find::<R::Record>(source, &call.scope_of(R::READ), id).await {
        Ok(Some(_)) => akoki_domain::Code::Forbidden.into(),
        Ok(None) => Failure::not_found(),
        Err(error) => error.into(),
    }
}
