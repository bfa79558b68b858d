//! What the units say to the report: of each set as a whole, by those who follow the audit up there. All of
//! it is annexed.

use actix_web::{HttpResponse, web};
use akoki_domain::{
    access::Permission,
    audit::{Audit, Edit, Replier, Reply as Said, Who, may_edit},
    id::{PrincipalId, UnitId},
};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::audit::{AuditReply, AuditReplyInput},
};
use akoki_persistence::{
    Verb,
    repo::{audit::standings, grant::held_by_caller},
};
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

use super::{Audits, examples, references::known_units};
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
    let unit = audit.unit_replying(wanted.unit_id.map(UnitId));
    let at = unit.as_ref().ok().copied();
    replier(work, audit, at).await?.may_reply()?;
    let unit = unit.map_err(Failure::body)?;
    let actor = call.actor.as_ref();
    let said = Said {
        unit,
        text: wanted.text,
        dissent: wanted.dissent,
        by: actor.map(|actor| PrincipalId(actor.principal)),
        on: work.today_of(audit.board_id).await?,
    };
    let wrong = said.check();
    if !wrong.is_empty() {
        return Err(Failure::invalid("body", wrong));
    }
    let earlier = audit.reply_of(unit);
    if earlier.is_some_and(|earlier| earlier.says(&said)) {
        return Err(Failure::NothingChanged);
    }
    may_edit(audit, Edit::Reply)?;
    let after = audit.replied(said);
    let shown = |audit: &Audit| {
        let all: Vec<AuditReply> = audit.replies.iter().map(AuditReply::from).collect();
        json!({"replies": all})
    };
    let changes = difference(&shown(audit), &shown(&after));
    let stored = work.save(&before, after, Verb::Updated, changes).await?;
    let version = stored.meta.version;
    let view = view::<Audits>(call, work.tx, stored).await?;
    Ok(Reply::json(200, &view)?.tagged(version))
}

/// What the caller is to the unit for which they would reply, or to any of those audited when it is not
/// known which they mean.
async fn replier(work: Work<'_>, audit: &Audit, unit: Option<UnitId>) -> Result<Replier, Failure> {
    let caller = work.call.actor.as_ref();
    let caller = caller.map(|actor| Who::Account(PrincipalId(actor.principal)));
    let mut team = audit.stated.team.iter();
    // A guest was in the team also when the days are over.
    let guest = team.any(|member| Some(member.who) == caller);
    let scope = work.call.scope_of(Permission::WriteAudits);
    let mut found = standings(work.tx, &scope, &[audit.id]).await?;
    let standing = found.remove(&audit.id).unwrap_or_default();
    let units = unit.map_or_else(|| audit.stated.scope.clone(), |unit| vec![unit]);
    let mut roles = Vec::new();
    for unit in known_units(work, &units).await? {
        // Whoever follows up where the work of a unit hangs speaks for it as well.
        for at in BTreeSet::from([unit.id, unit.carrier_id]) {
            let held = held_by_caller(work.tx, &work.scope(), Some(at.0)).await?;
            roles.extend(held.into_iter().map(|grant| grant.input.role));
        }
    }
    Ok(Replier {
        in_team: guest || standing.role.is_some(),
        for_board: units.contains(&UnitId(audit.board_id.0)),
        roles,
    })
}
