//! The verdicts of a self-evaluation while it is held: set some at once, each in the place of an earlier one.

use actix_web::{HttpResponse, web};
use akoki_domain::{
    Code, Reason, Refusal,
    access::Permission,
    evaluation::{Said, SelfEvaluation},
    id::{BoardId, EvidenceId},
};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::self_evaluation::{EvaluationVerdict, EvaluationVerdictsInput},
};
use akoki_persistence::{Verb, repo::organisation_unit::reaches};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

use super::{SelfEvaluations, examples};
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Call, Guard, Needs},
    http::{Body, IfMatch},
    reply::Reply,
    resource::{Resource, lock_with_root, or_unchanged, path_id, view},
    usecase::{
        evidence::uses::{Resting, named, unusable},
        participant::person_here,
    },
    work::{Work, difference},
};

/// Setting them.
pub struct Judging;
impl Needs for Judging {
    const OPERATION: &'static str = "judgeSelfEvaluation";
    const ACCESS: Access = Access::Needs(Permission::WriteEvaluations);
}

/// The endpoint of this file.
pub fn endpoint() -> Endpoint {
    let operation = Operation::new(
        Judging::OPERATION,
        "put",
        "/self-evaluations/{id}/verdicts",
        SelfEvaluations::NAMES.tag,
        Judging::ACCESS,
    )
    .id_parameter("id")
    .parameter("If-Match", "header", true, json!({"type": "string"}))
    .takes::<EvaluationVerdictsInput>(examples::verdicts())
    .answers::<<SelfEvaluations as Resource>::View>(200, &["ETag"], examples::evaluation().1)
    .problems(&[409, 412, 428]);
    Endpoint::new(operation, judge)
}

async fn judge(
    guard: Guard<Judging>,
    id: web::Path<String>,
    condition: IfMatch,
    body: Body<EvaluationVerdictsInput>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let items: Vec<Said> = body.value.items.into_iter().map(Into::into).collect();
    let outer = call.clone();
    let result = call
        .unit(move |tx| {
            let (call, condition, items) = (outer.clone(), condition.clone(), items.clone());
            Box::pin(async move {
                let work = Work { tx, call: &call };
                set(work, &call, id, (items, &condition)).await
            })
        })
        .await;
    or_unchanged::<SelfEvaluations>(&call, id, result).await
}

/// What is wrong with the evidence on which verdicts or scores rest.
///
/// # Errors
/// When the store fails.
pub async fn evidence(
    work: Work<'_>,
    evaluation: &SelfEvaluation,
    items: &[Said],
    before: &BTreeSet<EvidenceId>,
) -> Result<Vec<Reason>, Failure> {
    let items = items.iter().enumerate();
    let all: Vec<_> = items
        .map(|(n, said)| named(format!("/items/{n}/evidenceIds"), &said.evidence_ids))
        .collect();
    unusable(work, resting(evaluation, before), &all).await
}

/// What in an evaluation is to rest on evidence; what it rests on already may stay.
pub fn resting<'a>(evaluation: &SelfEvaluation, before: &'a BTreeSet<EvidenceId>) -> Resting<'a> {
    Resting {
        place: Some((evaluation.board_id, evaluation.unit_id)),
        before,
        judged: Some(evaluation.judged()),
    }
}

/// Refuses to fix what is agreed to whoever neither leads the evaluation nor runs evaluations at the board,
/// where a leader is named.
pub(super) async fn may_fix(work: Work<'_>, evaluation: &SelfEvaluation) -> Result<(), Failure> {
    let Some(leader) = evaluation.fixed_by() else {
        return Ok(());
    };
    let board = evaluation.board_id;
    if runs_at_board(work, board).await? {
        return Ok(());
    }
    match person_here(work, board).await? {
        Some(person) if person == leader => Ok(()),
        _ => Err(Code::LeaderFixes.into()),
    }
}

/// Whether the caller runs evaluations at the board.
pub(super) async fn runs_at_board(work: Work<'_>, board: BoardId) -> Result<bool, Failure> {
    let scope = work.call.scope_of(Permission::WriteEvaluations);
    Ok(reaches(work.tx, &scope, board.0).await?)
}

async fn set(
    work: Work<'_>,
    call: &Call,
    id: Uuid,
    (items, condition): (Vec<Said>, &IfMatch),
) -> Result<Reply, Failure> {
    let before = lock_with_root::<SelfEvaluations>(work, call, id).await?;
    condition.check(before.meta.version.saturating_sub(1))?;
    let evaluation = &before.record;
    let known = call.frameworks().await?;
    let edition = known.library.edition(&evaluation.pinned.edition);
    let edition = edition.ok_or_else(|| Failure::from(Code::InternalError))?;
    let mut wrong = Said::check_all(&items, &evaluation.pinned, edition);
    wrong.extend(evidence(work, evaluation, &items, &evaluation.rests_on()).await?);
    Refusal::unless_empty(wrong)?;
    evaluation.may_judge()?;
    may_fix(work, evaluation).await?;
    let mut after = evaluation.clone();
    after.judge(items);
    let shown = |verdicts: &[Said]| {
        let all: Vec<EvaluationVerdict> = verdicts.iter().map(Into::into).collect();
        json!({"verdicts": all})
    };
    if after == *evaluation {
        return Err(Failure::NothingChanged);
    }
    let changes = difference(&shown(&evaluation.verdicts), &shown(&after.verdicts));
    let stored = work.save(&before, after, Verb::Updated, changes).await?;
    let version = stored.meta.version;
    let view = view::<SelfEvaluations>(call, work.tx, stored).await?;
    Ok(Reply::json(200, &view)?.tagged(version))
}
