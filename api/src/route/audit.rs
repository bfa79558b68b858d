//! `/v1/audits`, with their transitions, report and reply, and their kinds.

use actix_web::{HttpRequest, HttpResponse};
use akoki_domain::access::Permission;
use akoki_openapi::{
    operation::{Access, Operation},
    wire::audit_kind::AuditKinds,
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    resource::{ALL, command_endpoints, endpoints as resource, read_reply},
    usecase::audit::{Audits, reply_endpoint, report_endpoint},
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Audits>(ALL);
    all.extend(command_endpoints::<Audits>());
    all.extend([report_endpoint(), reply_endpoint()]);
    let example = json!({"items": [{
        "code": "internal-system",
        "title": {"nl": "Interne systeemaudit", "en": "Internal system audit"},
        "recordedIn": "audits", "voice": "internalAudit",
        "grades": [{
            "code": "major",
            "title": {"nl": "Grote afwijking (major)", "en": "Major non-conformity"},
            "nonConformity": true, "recommendation": false,
            "dueInDays": {"answer": 30, "action": 90}, "blocksClosing": true,
        }],
        "verdict": "required", "researchQuestionRequired": false, "needsAccreditation": false,
        "independenceMonths": 12, "rightOfReplyDays": 14, "verified": false,
    }]});
    let (name, access) = (ListingKinds::OPERATION, ListingKinds::ACCESS);
    let operation = Operation::new(name, "get", "/audit-kinds", "audits", access)
        .parameter("If-None-Match", "header", false, json!({"type": "string"}))
        .answers::<AuditKinds>(200, &["ETag"], example)
        .answers_empty(304, &["ETag"]);
    all.push(Endpoint::new(operation, kinds));
    all
}

struct ListingKinds;
impl Needs for ListingKinds {
    const OPERATION: &'static str = "listAuditKinds";
    const ACCESS: Access = Access::Needs(Permission::ReadFrameworks);
}

async fn kinds(guard: Guard<ListingKinds>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    guard.still_valid().await?;
    let items = guard.shared.shipped.audit_kinds.all();
    let view = AuditKinds {
        items: items.iter().map(Into::into).collect(),
    };
    Ok(read_reply(&request, 1, &view, None)?.into())
}
