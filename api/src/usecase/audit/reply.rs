//! What the units say to the report: set as a whole, by those who follow the audit up there. Where they
//! dissent, that is annexed.

use actix_web::{HttpResponse, web};
use akoki_domain::{
    Code,
    access::Permission,
    audit::{Audit, Edit, Reply as Said, may_edit},
    id::PrincipalId,
};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::audit::{AuditReply, AuditReplyInput},
};
use akoki_persistence::{Verb, repo::audit::covered};
use serde_json::json;
use uuid::Uuid;

use super::{Audits, examples};
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
pub struct Replying;
impl Needs for Replying {
    const OPERATION: &'static str = "replyToAudit";
    const ACCESS: Access = Access::Needs(Permission::FollowUpAudits);
}

/// The endpoint of this file.
pub fn endpoint() -> Endpoint {
    let (name, tag) = (Replying::OPERATION, Audits::NAMES.tag);
    let operation = Operation::new(name, "put", "/audits/{id}/reply", tag, Replying::ACCESS)
        .id_parameter("id")
        .parameter("If-Match", "header", true, json!({"type": "string"}))
        .takes::<AuditReplyInput>(examples::reply())
        .answers::<<Audits as Resource>::View>(200, &["ETag"], examples::audit().1)
        .problems(&[409, 412, 428]);
    Endpoint::new(operation, reply)
}

async fn reply(
    guard: Guard<Replying>,
    id: web::Path<String>,
    condition: IfMatch,
    body: Body<AuditReplyInput>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let (outer, wanted) = (call.clone(), body.value);
    let result = call
        .unit(move |tx| {
            let (call, condition, wanted) = (outer.clone(), condition.clone(), wanted.clone());
            Box::pin(
                async move { set(Work { tx, call: &call }, &call, id, &condition, wanted).await },
            )
        })
        .await;
    or_unchanged::<Audits>(&call, id, result).await
}

async fn set(
    work: Work<'_>,
    call: &Call,
    id: Uuid,
    condition: &IfMatch,
    wanted: AuditReplyInput,
) -> Result<Reply, Failure> {
    let before = lock_with_root::<Audits>(work, call, id).await?;
    condition.check(before.meta.version.saturating_sub(1))?;
    let audit = &before.record;
    // Who audits does not reply to themselves: being in the team is no way to this.
    if !covered(work.tx, &work.scope(), &[audit.id])
        .await?
        .contains(&audit.id)
    {
        return Err(Code::Forbidden.into());
    }
    let actor = call.actor.as_ref();
    let said = Said {
        text: wanted.text,
        dissent: wanted.dissent,
        by: actor.map(|actor| PrincipalId(actor.principal)),
        on: work.today_of(audit.board_id).await?,
    };
    let wrong = said.check();
    if !wrong.is_empty() {
        return Err(Failure::invalid("body", wrong));
    }
    let same = |earlier: &Said| (&earlier.text, earlier.dissent) == (&said.text, said.dissent);
    if audit.reply.as_ref().is_some_and(same) {
        return Err(Failure::NothingChanged);
    }
    may_edit(audit, Edit::Reply)?;
    let shown = |said: Option<&Said>| json!({"reply": said.map(AuditReply::from)});
    let changes = difference(&shown(audit.reply.as_ref()), &shown(Some(&said)));
    let after = Audit {
        reply: Some(said),
        ..audit.clone()
    };
    let stored = work.save(&before, after, Verb::Updated, changes).await?;
    let version = stored.meta.version;
    let view = view::<Audits>(call, work.tx, stored).await?;
    Ok(Reply::json(200, &view)?.tagged(version))
}
