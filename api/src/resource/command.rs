//! What every resource with a state machine has: a command is a sub-resource, and the steps that were taken
//! can be read at the same place. What a command does is decided in the domain.

use actix_web::{HttpResponse, web};
use akoki_domain::{
    Subject,
    access::Permission,
    id::{BoardId, PrincipalId, UnitId},
};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::transition::Transition,
};
use akoki_persistence::{
    Page, Record, Stored, Verb, insert_many, repo::transition::Step, save_many,
};
use serde_json::{Map, Value, json};
use std::{future::Future, marker::PhantomData};
use time::Date;
use uuid::Uuid;

use super::{ListShape, Resource, list_parameters, lock_with_root, page_reply, path_id, view};
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Call, Guard, Needs},
    http::{Body, MayMatch, Query, body::Input},
    idempotency::{IdempotencyKey, fingerprint},
    reply::Reply,
    work::Work,
};

/// What a command came to.
pub struct Taken<R> {
    /// The resource after the step.
    pub after: R,
    /// What was asked.
    pub command: &'static str,
    /// The state before.
    pub from: &'static str,
    /// The state after.
    pub to: &'static str,
    /// What else is told with the step, in the trail and in the event.
    pub told: Map<String, Value>,
}

impl<R> Taken<R> {
    /// What the trail and the event tell of it.
    fn values(&self) -> Value {
        let mut told = self.told.clone();
        for (name, word) in [
            ("command", self.command),
            ("from", self.from),
            ("to", self.to),
        ] {
            told.insert(name.to_owned(), word.into());
        }
        Value::Object(told)
    }
}

/// A resource with a state machine.
pub trait Commanded: Resource {
    /// A command with what goes with it.
    type Order: Input;

    /// The id of the operation that gives a command.
    const TRANSITION: &'static str;
    /// The id of the operation that lists the steps.
    const LIST_TRANSITIONS: &'static str;
    /// What giving a command needs. Who may give which is for [`Commanded::take`] to tell further.
    const COMMAND: Permission;

    /// Lets the domain decide about a command to a resource that is locked, and does what goes with it in
    /// other resources; the resource itself and the step are written by the mechanics.
    fn take(
        work: Work<'_>,
        before: &Self::Record,
        order: Self::Order,
    ) -> impl Future<Output = Result<Taken<Self::Record>, Failure>> + Send;

    /// An example of a command.
    fn order_example() -> Value;
}

/// Giving a command.
pub struct Transitioning<R>(PhantomData<R>);
impl<R: Commanded> Needs for Transitioning<R> {
    const OPERATION: &'static str = R::TRANSITION;
    const ACCESS: Access = Access::Needs(R::COMMAND);
}

/// Reading the steps.
pub struct ListingSteps<R>(PhantomData<R>);
impl<R: Commanded> Needs for ListingSteps<R> {
    const OPERATION: &'static str = R::LIST_TRANSITIONS;
    const ACCESS: Access = Access::Needs(R::READ);
}

fn path<R: Commanded>() -> String {
    format!("/{}/{{id}}/transitions", R::Record::NOUN.path())
}

/// The endpoints of the commands of a resource.
pub fn command_endpoints<R: Commanded>() -> Vec<Endpoint> {
    vec![
        Endpoint::new(describe::<R>(), transition::<R>),
        Endpoint::new(describe_steps::<R>(), steps::<R>),
    ]
}

fn describe<R: Commanded>() -> Operation {
    let (tag, access) = (R::NAMES.tag, Transitioning::<R>::ACCESS);
    Operation::new(R::TRANSITION, "post", path::<R>(), tag, access)
        .id_parameter("id")
        .parameter("If-Match", "header", false, json!({"type": "string"}))
        .idempotent()
        .takes::<R::Order>(R::order_example())
        .answers::<R::View>(200, &["ETag"], R::examples().1)
        .problems(&[409, 412, 422])
}

fn describe_steps<R: Commanded>() -> Operation {
    let step = json!({
        "id": "0199c2f6-7d5a-7000-8000-000000000303", "command": "startDo", "from": "plan", "to": "do",
        "takenOn": "2025-09-01", "at": "2025-09-01T08:15:00Z", "principalId": null,
    });
    let example = json!({"items": [step], "nextCursor": null});
    let (tag, access) = (R::NAMES.tag, ListingSteps::<R>::ACCESS);
    let operation = Operation::new(R::LIST_TRANSITIONS, "get", path::<R>(), tag, access)
        .id_parameter("id")
        .answers_page::<Transition>(&["Link"], example);
    list_parameters(operation, &[], Step::SORTS)
}

async fn transition<R: Commanded>(
    guard: Guard<Transitioning<R>>,
    id: web::Path<String>,
    key: IdempotencyKey,
    condition: MayMatch,
    body: Body<R::Order>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let mark = fingerprint(&[id.as_bytes(), &body.bytes]);
    let (outer, order) = (call.clone(), body.value);
    let reply = call
        .once(key, mark, move |tx| {
            let (call, condition, order) = (outer.clone(), condition.clone(), order.clone());
            Box::pin(async move {
                let work = Work { tx, call: &call };
                step::<R>(work, &call, id, (order, &condition)).await
            })
        })
        .await?;
    Ok(reply.into())
}

/// One step: everything that belongs to the resource stands still while it is decided and taken.
async fn step<R: Commanded>(
    work: Work<'_>,
    call: &Call,
    id: Uuid,
    (order, condition): (R::Order, &MayMatch),
) -> Result<Reply, Failure> {
    let before = lock_with_root::<R>(work, call, id).await?;
    condition.check(before.meta.version.saturating_sub(1))?;
    let taken = R::take(work, &before.record, order).await?;
    let stored = take_step(work, &before, taken).await?;
    let version = stored.meta.version;
    let view = view::<R>(call, work.tx, stored).await?;
    Ok(Reply::json(200, &view)?.tagged(version))
}

/// Writes a step that was decided, with what became of the resource, which is locked.
///
/// # Errors
/// When the store fails.
async fn take_step<R: Record>(
    work: Work<'_>,
    before: &Stored<R>,
    taken: Taken<R>,
) -> Result<Stored<R>, Failure> {
    let taken_on = work.today_of(BoardId(taken.after.board())).await?;
    akoki_persistence::insert(work.tx, kept(work, &taken, taken_on)).await?;
    let values = taken.values();
    work.save(before, taken.after, Verb::Transitioned, values)
        .await
}

/// As [`take_step`], of many resources of one board at once.
///
/// # Errors
/// When the store fails.
pub async fn take_steps<R: Record>(
    work: Work<'_>,
    all: Vec<(Stored<R>, Taken<R>)>,
) -> Result<(), Failure> {
    let Some((first, _)) = all.first() else {
        return Ok(());
    };
    let taken_on = work.today_of(BoardId(first.record.board())).await?;
    let steps = all.iter().map(|(_, taken)| kept(work, taken, taken_on));
    insert_many(work.tx, steps.collect()).await?;
    let (mut changed, mut told) = (Vec::new(), Vec::new());
    for (before, taken) in all {
        told.push(taken.values());
        changed.push((before, taken.after));
    }
    save_many(work.tx, &changed).await?;
    for ((before, after), values) in changed.iter().zip(told) {
        let (verb, data) = (Verb::Transitioned, Some(values.clone()));
        work.record(after, before.meta.version, verb, values, data);
    }
    Ok(())
}

fn kept<R: Record>(work: Work<'_>, taken: &Taken<R>, taken_on: Date) -> Step {
    let board_id = BoardId(taken.after.board());
    let actor = work.call.actor.as_ref();
    Step {
        id: work.id(),
        board_id,
        unit_id: UnitId(taken.after.unit()),
        of: Subject::new(R::NOUN, taken.after.id()),
        command: taken.command.to_owned(),
        from: taken.from.to_owned(),
        to: taken.to.to_owned(),
        taken_on,
        principal: actor.map(|actor| PrincipalId(actor.principal)),
    }
}

async fn steps<R: Commanded>(
    guard: Guard<ListingSteps<R>>,
    id: web::Path<String>,
    query: Query,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    guard.reached::<R::Record>(id).await?;
    let path = format!("/v1/{}/{id}/transitions", R::Record::NOUN.path());
    let shape = ListShape {
        name: &path,
        filters: &[],
        sorts: Step::SORTS,
        fields: guard.shared.schemas.properties("Transition"),
    };
    let mut asked = shape.read(&guard, &query)?;
    let of = ("resourceId", vec![id.to_string()]);
    asked.query.filters.push(of);
    // Whoever reaches the resource reaches its steps, by whatever way.
    let everything = guard.everything();
    let Page { items, next } =
        akoki_persistence::list::<Step>(guard.store(), &everything, &asked.query).await?;
    let items = items.into_iter().map(shown).collect();
    Ok(page_reply(&guard, &path, &query, &asked, items, next.as_ref())?.into())
}

fn shown(stored: Stored<Step>) -> Transition {
    let Stored { record: step, meta } = stored;
    Transition {
        id: step.id,
        command: step.command,
        from: step.from,
        to: step.to,
        taken_on: step.taken_on,
        at: meta.created_at,
        principal_id: step.principal.map(|id| id.0),
    }
}
