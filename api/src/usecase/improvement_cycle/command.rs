//! Commands to a cycle, and the steps that it took.

use actix_web::{HttpResponse, web};
use akoki_domain::{
    Noun,
    access::Permission,
    id::PrincipalId,
    pdca::{Command, Cycle, Transition, decide, next_round},
};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::improvement_cycle::{CycleCommand, CycleTransition},
};
use akoki_persistence::{
    Page, Record, Stored, Verb, find,
    repo::cycle::{Belongings, OfCycle, Step, belongings},
};
use serde_json::json;
use time::Date;
use uuid::Uuid;

use super::{Cycles, examples, view::facts};
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Call, Guard, Needs},
    http::{Body, MayMatch, Query},
    idempotency::{IdempotencyKey, fingerprint},
    reply::Reply,
    resource::{
        ListShape, Resource, input_json, list_parameters, lock_with_root, page_reply, path_id, view,
    },
    work::Work,
};

/// Giving a command.
pub struct Transitioning;
impl Needs for Transitioning {
    const OPERATION: &'static str = "transitionImprovementCycle";
    const ACCESS: Access = Access::Needs(Permission::WriteCycles);
}

/// Reading the steps.
pub struct ListingSteps;
impl Needs for ListingSteps {
    const OPERATION: &'static str = "listImprovementCycleTransitions";
    const ACCESS: Access = Access::Needs(Permission::ReadCycles);
}

const PATH: &str = "/improvement-cycles/{id}/transitions";

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let command = Operation::new(
        Transitioning::OPERATION,
        "post",
        PATH,
        Cycles::NAMES.tag,
        Transitioning::ACCESS,
    )
    .id_parameter("id")
    .parameter("If-Match", "header", false, json!({"type": "string"}))
    .idempotent()
    .takes::<CycleCommand>(json!({"command": "startDo"}))
    .answers::<<Cycles as Resource>::View>(200, &["ETag"], examples::cycle().1)
    .problems(&[409, 412, 422]);
    vec![
        Endpoint::new(command, transition),
        Endpoint::new(describe_steps(), steps),
    ]
}

fn describe_steps() -> Operation {
    let example = json!({"items": [examples::step()], "nextCursor": null});
    let operation = Operation::new(
        ListingSteps::OPERATION,
        "get",
        PATH,
        Cycles::NAMES.tag,
        ListingSteps::ACCESS,
    )
    .id_parameter("id")
    .answers_page::<CycleTransition>(&["Link"], example);
    list_parameters(operation, &[], <OfCycle<Step> as Record>::SORTS)
}

async fn transition(
    guard: Guard<Transitioning>,
    id: web::Path<String>,
    key: IdempotencyKey,
    condition: MayMatch,
    body: Body<CycleCommand>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let mark = fingerprint(&[id.as_bytes(), &body.bytes]);
    let (outer, command) = (call.clone(), body.value.command);
    let reply = call
        .once(key, mark, move |tx| {
            let (call, condition) = (outer.clone(), condition.clone());
            Box::pin(async move {
                step(Work { tx, call: &call }, &call, id, (command, &condition)).await
            })
        })
        .await?;
    Ok(reply.into())
}

/// One step: everything that belongs to the cycle stands still while it is decided and taken.
async fn step(
    work: Work<'_>,
    call: &Call,
    id: Uuid,
    (command, condition): (Command, &MayMatch),
) -> Result<Reply, Failure> {
    let before = lock_with_root::<Cycles>(work, call, id).await?;
    condition.check(before.meta.version.saturating_sub(1))?;
    let mut all = belongings(work.tx, &work.scope(), &[&before.record]).await?;
    let belonging = all.remove(&before.record.id).unwrap_or_default();
    let today = work.today_of(before.record.board_id).await?;
    let facts = facts(&before.record, belonging.clone(), today);
    let transition = decide(before.record.state, command, &facts)?;
    let mut after = before.record.clone();
    after.apply(&transition);
    if transition.opens_next_round {
        open_next(work, &mut after, &belonging).await?;
    }
    akoki_persistence::insert(work.tx, taken(work, &after, &transition, today)).await?;
    let values = json!({
        "command": command, "from": transition.from, "to": transition.to, "nextId": after.next,
    });
    let stored = work
        .save(&before, after, Verb::Transitioned, values)
        .await?;
    let version = stored.meta.version;
    let view = view::<Cycles>(call, work.tx, stored).await?;
    Ok(Reply::json(200, &view)?.tagged(version))
}

/// Makes the next round with the goals that are adjusted, and links the round that ends to it.
async fn open_next(
    work: Work<'_>,
    cycle: &mut Cycle,
    belonging: &Belongings,
) -> Result<(), Failure> {
    let (next, goals) = next_round(
        cycle,
        &belonging.goals,
        &belonging.decisions,
        &belonging.measurements,
        || work.id(),
    );
    let values = input_json::<Cycles>(&next)?;
    work.insert(next.clone(), values).await?;
    for goal in goals {
        let goal = OfCycle::new(&next, goal);
        let values = input_json::<crate::usecase::goal::Goals>(&goal)?;
        work.insert(goal, values).await?;
    }
    Ok(())
}

fn taken(work: Work<'_>, cycle: &Cycle, transition: &Transition, today: Date) -> OfCycle<Step> {
    let step = Step {
        id: work.id(),
        command: transition.command,
        from: transition.from,
        to: transition.to,
        taken_on: today,
        principal: work
            .call
            .actor
            .as_ref()
            .map(|actor| PrincipalId(actor.principal)),
    };
    OfCycle::new(cycle, step)
}

async fn steps(
    guard: Guard<ListingSteps>,
    id: web::Path<String>,
    query: Query,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    if find::<Cycle>(guard.store(), &guard.scope(), id)
        .await?
        .is_none()
    {
        guard.still_valid().await?;
        return Err(Failure::not_found());
    }
    let path = format!("/v1/{}/{id}/transitions", Noun::ImprovementCycle.path());
    let shape = ListShape {
        name: &path,
        filters: &[],
        sorts: <OfCycle<Step> as Record>::SORTS,
        fields: guard.shared.schemas.properties("CycleTransition"),
    };
    let mut asked = shape.read(&guard, &query)?;
    asked.query.filters.push(("cycleId", vec![id.to_string()]));
    let Page { items, next } =
        akoki_persistence::list::<OfCycle<Step>>(guard.store(), &guard.scope(), &asked.query)
            .await?;
    let items = items.into_iter().map(shown).collect();
    Ok(page_reply(&guard, &path, &query, &asked, items, next.as_ref())?.into())
}

fn shown(stored: Stored<OfCycle<Step>>) -> CycleTransition {
    let step = stored.record.item;
    CycleTransition {
        id: step.id,
        command: step.command,
        from: step.from,
        to: step.to,
        taken_on: step.taken_on,
        at: stored.meta.created_at,
        principal_id: step.principal.map(|id| id.0),
    }
}
