//! The parts of the follow-up, each set as a whole: the answer of the unit, what it does about a
//! non-conformity, what somebody else saw of the effect.

use actix_web::{HttpResponse, web};
use akoki_domain::{
    Code, Reason,
    access::Permission,
    finding::{Correction, Course, Finding, Part, Response, Verification, may_follow_up},
    id::{BoardId, EvidenceId, PersonId},
    pdca::{Action, Cycle},
};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::follow_up::{FindingCorrection, FindingResponse, FindingVerification},
};
use akoki_persistence::{Record, Verb, find_many, repo::cycle::OfCycle};
use serde::Serialize;
use serde_json::{Value, json};
use std::{future::Future, marker::PhantomData};
use uuid::Uuid;

use super::{
    Findings, examples,
    field::{Field, followed_up},
    who::is_of_unit,
};
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Call, Guard, Needs},
    http::{Body, IfMatch, body::Input},
    reply::Reply,
    resource::{Resource, lock_with_root, or_unchanged, path_id, view},
    usecase::{
        evidence::uses::{Resting, named, unusable},
        improvement_cycle::references::unknown_person,
        participant::person_here,
    },
    work::{Work, difference},
};

/// A part of the follow-up.
trait Written: Send + Sync + 'static {
    /// The body.
    type Wire: Input + Serialize;

    const OPERATION: &'static str;
    const PERMISSION: Permission;
    const PART: Part;

    fn example() -> Value;

    /// The finding with what was sent, and everything wrong with that.
    fn write(
        work: Work<'_>,
        before: &Finding,
        sent: Self::Wire,
    ) -> impl Future<Output = Result<(Finding, Vec<Reason>), Failure>> + Send;

    /// The part as it is.
    fn shown(finding: &Finding) -> Option<Self::Wire>;
}

/// Setting a part.
struct Writing<P>(PhantomData<P>);
impl<P: Written> Needs for Writing<P> {
    const OPERATION: &'static str = P::OPERATION;
    const ACCESS: Access = Access::Needs(P::PERMISSION);
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        endpoint::<OfResponse>(),
        endpoint::<OfCorrection>(),
        endpoint::<OfVerification>(),
    ]
}

fn endpoint<P: Written>() -> Endpoint {
    let path = format!("/findings/{{id}}/{}", P::PART);
    let operation = Operation::new(
        P::OPERATION,
        "put",
        path,
        Findings::NAMES.tag,
        Writing::<P>::ACCESS,
    )
    .id_parameter("id")
    .parameter("If-Match", "header", true, json!({"type": "string"}))
    .takes::<P::Wire>(P::example())
    .answers::<<Findings as Resource>::View>(200, &["ETag"], examples::finding().1)
    .problems(&[409, 412, 428]);
    Endpoint::new(operation, put::<P>)
}

async fn put<P: Written>(
    guard: Guard<Writing<P>>,
    id: web::Path<String>,
    condition: IfMatch,
    body: Body<P::Wire>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let (outer, sent) = (call.clone(), body.value);
    let result = call
        .unit(move |tx| {
            let (call, condition, sent) = (outer.clone(), condition.clone(), sent.clone());
            Box::pin(async move {
                let work = Work { tx, call: &call };
                set::<P>(work, &call, id, (&condition, sent)).await
            })
        })
        .await;
    or_unchanged::<Findings>(&call, id, result).await
}

async fn set<P: Written>(
    work: Work<'_>,
    call: &Call,
    id: Uuid,
    (condition, sent): (&IfMatch, P::Wire),
) -> Result<Reply, Failure> {
    let before = lock_with_root::<Findings>(work, call, id).await?;
    condition.check(before.meta.version.saturating_sub(1))?;
    let finding = &before.record;
    // Who is in the team comes this far as well, and does not answer for the unit.
    if P::PERMISSION == Permission::FollowUpAudits && !is_of_unit(work, finding.unit_id).await? {
        return Err(Code::Forbidden.into());
    }
    let (after, wrong) = P::write(work, finding, sent).await?;
    if !wrong.is_empty() {
        return Err(Failure::invalid("body", wrong));
    }
    if after == *finding {
        return Err(Failure::NothingChanged);
    }
    let field = Field::locked(work, finding.audit_id).await?;
    let grade = field.kind.grade(&finding.stated.grade);
    let course = grade.map_or(Course::Nothing, Course::of);
    let ids = (finding.id, finding.audit_id);
    let running = followed_up(field.audit.state);
    may_follow_up(ids, (finding.state, course), running, P::PART)?;
    let shown = |finding: &Finding| json!({P::PART.as_str(): P::shown(finding)});
    let changes = difference(&shown(finding), &shown(&after));
    let stored = work.save(&before, after, Verb::Updated, changes).await?;
    let version = stored.meta.version;
    let view = view::<Findings>(call, work.tx, stored).await?;
    Ok(Reply::json(200, &view)?.tagged(version))
}

/// The answer to a recommendation.
struct OfResponse;

impl Written for OfResponse {
    type Wire = FindingResponse;

    const OPERATION: &'static str = "respondToFinding";
    const PERMISSION: Permission = Permission::FollowUpAudits;
    const PART: Part = Part::Response;

    fn example() -> Value {
        examples::response()
    }

    async fn write(
        work: Work<'_>,
        before: &Finding,
        sent: FindingResponse,
    ) -> Result<(Finding, Vec<Reason>), Failure> {
        let response = Response::from(sent);
        let mut wrong = response.check();
        let earlier = before.response.as_ref().map(|one| &one.response);
        let board = before.board_id;
        let cycles = response.cycles.iter().map(|id| id.0);
        let known = earlier.map(|one| one.cycles.iter().map(|id| id.0).collect());
        let sought = ("/cycleIds", cycles.collect(), known.unwrap_or_default());
        wrong.extend(unknown::<Cycle>(work, board, sought).await?);
        let actions = response.actions.iter().map(|id| id.0);
        let known = earlier.map(|one| one.actions.iter().map(|id| id.0).collect());
        let sought = ("/actionIds", actions.collect(), known.unwrap_or_default());
        wrong.extend(unknown::<OfCycle<Action>>(work, board, sought).await?);
        wrong.extend(evidence(work, before, &response.evidence_ids).await?);
        let mut after = before.clone();
        after.respond(response, work.today_of(board).await?);
        Ok((after, wrong))
    }

    fn shown(finding: &Finding) -> Option<FindingResponse> {
        let responded = finding.response.as_ref();
        responded.map(|one| (&one.response).into())
    }
}

/// What of this board is unknown or out of reach; what stood there before may stay.
async fn unknown<R: Record>(
    work: Work<'_>,
    board: BoardId,
    (at, ids, before): (&str, Vec<Uuid>, Vec<Uuid>),
) -> Result<Vec<Reason>, Failure> {
    let scope = work.call.scope_of(Permission::ReadCycles);
    let found = find_many::<R>(work.tx, &scope, &ids).await?;
    let known = |id: &Uuid| {
        let mut of_board = found.iter().filter(|one| one.record.board() == board.0);
        before.contains(id) || of_board.any(|one| one.record.id() == *id)
    };
    let missing = ids.iter().enumerate().filter(|(_, id)| !known(id));
    Ok(missing
        .map(|(index, _)| Reason::new(Code::UnknownReference).at(format!("{at}/{index}")))
        .collect())
}

/// What is wrong with the evidence that shows what was answered or done, or its effect: it says something of days from
/// the first one of the audit on.
async fn evidence(
    work: Work<'_>,
    finding: &Finding,
    ids: &[EvidenceId],
) -> Result<Vec<Reason>, Failure> {
    let field = Field::locked(work, finding.audit_id).await?;
    let before = finding.rests_on();
    let resting = Resting {
        judged: Some(field.audit.followed_up()),
        ..field.resting(finding.unit_id, &before)
    };
    unusable(work, resting, &[named("/evidenceIds", ids)]).await
}

/// What is done about a non-conformity.
struct OfCorrection;

impl Written for OfCorrection {
    type Wire = FindingCorrection;

    const OPERATION: &'static str = "correctFinding";
    const PERMISSION: Permission = Permission::FollowUpAudits;
    const PART: Part = Part::Correction;

    fn example() -> Value {
        examples::correction()
    }

    async fn write(
        work: Work<'_>,
        before: &Finding,
        sent: FindingCorrection,
    ) -> Result<(Finding, Vec<Reason>), Failure> {
        let correction = Correction::from(sent);
        let today = work.today_of(before.board_id).await?;
        let mut wrong = correction.check(before.state, before.action_due_on, today);
        let owner = |one: &Correction| one.action.as_ref().map(|action| action.owner);
        let now = &before.correction;
        for (at, person, earlier) in [
            ("/correctiveAction/ownerId", owner(&correction), owner(now)),
            ("/executedById", correction.executed_by, now.executed_by),
        ] {
            wrong.extend(
                unknown_person(work, (before.board_id, before.unit_id), at, person, earlier)
                    .await?,
            );
        }
        wrong.extend(evidence(work, before, &correction.evidence_ids).await?);
        let after = Finding {
            correction,
            ..before.clone()
        };
        Ok((after, wrong))
    }

    fn shown(finding: &Finding) -> Option<FindingCorrection> {
        Some((&finding.correction).into())
    }
}

/// What somebody else saw of the effect.
struct OfVerification;

impl Written for OfVerification {
    type Wire = FindingVerification;

    const OPERATION: &'static str = "verifyFinding";
    const PERMISSION: Permission = Permission::WriteAudits;
    const PART: Part = Part::Verification;

    fn example() -> Value {
        examples::verification()
    }

    async fn write(
        work: Work<'_>,
        before: &Finding,
        sent: FindingVerification,
    ) -> Result<(Finding, Vec<Reason>), Failure> {
        let seen = Verification::from(sent);
        let today = work.today_of(before.board_id).await?;
        let mut wrong = seen.check(before.work(), today);
        let caller = person_here(work, before.board_id).await?;
        // Nor does whoever did the work record what somebody else is said to have seen.
        if caller != Some(seen.verified_by)
            && caller.is_some_and(|person| before.work().is_of(person))
        {
            wrong.push(Reason::new(Code::VerifierCarriedOut).at(""));
        }
        let known: Option<PersonId> = before.verification.as_ref().map(|one| one.verified_by);
        let known = known.or(caller);
        let by = Some(seen.verified_by);
        wrong.extend(
            unknown_person(
                work,
                (before.board_id, before.unit_id),
                "/verifiedById",
                by,
                known,
            )
            .await?,
        );
        wrong.extend(evidence(work, before, &seen.evidence_ids).await?);
        let after = Finding {
            verification: Some(seen),
            ..before.clone()
        };
        Ok((after, wrong))
    }

    fn shown(finding: &Finding) -> Option<FindingVerification> {
        finding.verification.as_ref().map(Into::into)
    }
}
