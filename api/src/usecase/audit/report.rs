//! The report of an audit: a part of it that is set as a whole, by those who write it.

use actix_web::{HttpResponse, web};
use akoki_domain::{
    Code,
    access::Permission,
    audit::{Audit, Edit, Report, may_edit},
};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::audit::AuditReportInput,
};
use akoki_persistence::Verb;
use serde_json::json;
use uuid::Uuid;

use super::{Audits, examples, standing};
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Call, Guard, Needs},
    http::{Body, IfMatch},
    reply::Reply,
    resource::{Resource, lock_with_root, or_unchanged, path_id, view},
    work::Work,
};

/// Setting it.
pub struct Reporting;
impl Needs for Reporting {
    const OPERATION: &'static str = "reportAudit";
    const ACCESS: Access = Access::Needs(Permission::WriteAudits);
}

/// The endpoint of this file.
pub fn endpoint() -> Endpoint {
    let (name, tag) = (Reporting::OPERATION, Audits::NAMES.tag);
    let operation = Operation::new(name, "put", "/audits/{id}/report", tag, Reporting::ACCESS)
        .id_parameter("id")
        .parameter("If-Match", "header", true, json!({"type": "string"}))
        .takes::<AuditReportInput>(examples::report())
        .answers::<<Audits as Resource>::View>(200, &["ETag"], examples::audit().1)
        .problems(&[409, 412, 428]);
    Endpoint::new(operation, report)
}

async fn report(
    guard: Guard<Reporting>,
    id: web::Path<String>,
    condition: IfMatch,
    body: Body<AuditReportInput>,
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
    wanted: AuditReportInput,
) -> Result<Reply, Failure> {
    let before = lock_with_root::<Audits>(work, call, id).await?;
    condition.check(before.meta.version.saturating_sub(1))?;
    let audit = &before.record;
    if !standing(work, audit).await?.writes() {
        return Err(Code::Forbidden.into());
    }
    let today = work.today_of(audit.board_id).await?;
    let report = Report {
        summary: wanted.summary,
        text: wanted.text,
        drafted_on: wanted.drafted_on.unwrap_or(today),
    };
    let wrong = report.check(today);
    if !wrong.is_empty() {
        return Err(Failure::invalid("body", wrong));
    }
    if audit.report.as_ref() == Some(&report) {
        return Err(Failure::NothingChanged);
    }
    may_edit(audit, Edit::Report)?;
    // What it says is read in the audit; the trail is for those who run the board, and not for all of it.
    let changes = json!({"report": {"draftedOn": report.drafted_on}});
    let after = Audit {
        report: Some(report),
        ..audit.clone()
    };
    let stored = work.save(&before, after, Verb::Updated, changes).await?;
    let version = stored.meta.version;
    let view = view::<Audits>(call, work.tx, stored).await?;
    Ok(Reply::json(200, &view)?.tagged(version))
}
