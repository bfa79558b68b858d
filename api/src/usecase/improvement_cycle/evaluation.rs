//! The evaluation of a round: a part of its cycle that is set as a whole.

use actix_web::{HttpResponse, web};
use akoki_domain::{
    access::Permission,
    pdca::{
        Evaluation,
        editing::{Edit, may_edit},
    },
};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::improvement_cycle::WireEvaluation,
};
use akoki_persistence::Verb;
use serde_json::json;
use uuid::Uuid;

use super::{Cycles, evaluated, examples, references::unknown_person};
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Call, Guard, Needs},
    http::{Body, IfMatch},
    reply::Reply,
    resource::{Resource, lock_with_root, or_unchanged, path_id, view},
    work::{Work, difference},
};

/// Setting it.
pub struct Evaluating;
impl Needs for Evaluating {
    const OPERATION: &'static str = "evaluateImprovementCycle";
    const ACCESS: Access = Access::Needs(Permission::WriteCycles);
}

/// The endpoint of this file.
pub fn endpoint() -> Endpoint {
    let operation = Operation::new(
        Evaluating::OPERATION,
        "put",
        "/improvement-cycles/{id}/evaluation",
        Cycles::NAMES.tag,
        Evaluating::ACCESS,
    )
    .id_parameter("id")
    .parameter("If-Match", "header", true, json!({"type": "string"}))
    .takes::<WireEvaluation>(examples::evaluation())
    .answers::<<Cycles as Resource>::View>(200, &["ETag"], examples::cycle().1)
    .problems(&[409, 412, 428]);
    Endpoint::new(operation, evaluate)
}

async fn evaluate(
    guard: Guard<Evaluating>,
    id: web::Path<String>,
    condition: IfMatch,
    body: Body<WireEvaluation>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let (outer, wanted) = (call.clone(), Evaluation::from(body.value));
    let result = call
        .unit(move |tx| {
            let (call, condition, wanted) = (outer.clone(), condition.clone(), wanted.clone());
            Box::pin(
                async move { set(Work { tx, call: &call }, &call, id, &condition, wanted).await },
            )
        })
        .await;
    or_unchanged::<Cycles>(&call, id, result).await
}

async fn set(
    work: Work<'_>,
    call: &Call,
    id: Uuid,
    condition: &IfMatch,
    wanted: Evaluation,
) -> Result<Reply, Failure> {
    let before = lock_with_root::<Cycles>(work, call, id).await?;
    condition.check(before.meta.version.saturating_sub(1))?;
    let cycle = &before.record;
    let mut wrong = wanted.check(work.today_of(cycle.board_id).await?);
    let earlier = cycle.evaluation.as_ref().and_then(|one| one.evaluated_by);
    let by = wanted.evaluated_by;
    wrong.extend(
        unknown_person(
            work,
            (cycle.board_id, cycle.unit_id),
            "/evaluatedById",
            by,
            earlier,
        )
        .await?,
    );
    if !wrong.is_empty() {
        return Err(Failure::invalid("body", wrong));
    }
    if cycle.evaluation.as_ref() == Some(&wanted) {
        return Err(Failure::NothingChanged);
    }
    may_edit(cycle.id, cycle.state, Edit::Evaluate)?;
    let shown = |evaluation: Option<&Evaluation>| json!({"evaluation": evaluation.map(WireEvaluation::from)});
    let after = evaluated(cycle, wanted);
    let changes = difference(
        &shown(cycle.evaluation.as_ref()),
        &shown(after.evaluation.as_ref()),
    );
    let stored = work.save(&before, after, Verb::Updated, changes).await?;
    let version = stored.meta.version;
    let view = view::<Cycles>(call, work.tx, stored).await?;
    Ok(Reply::json(200, &view)?.tagged(version))
}
