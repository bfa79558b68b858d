//! `/v1/organisation-units/{id}/inspection-readiness`.

use actix_web::{HttpRequest, HttpResponse, web};
use akoki_domain::{access::Permission, organisation::Unit};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::inspection_readiness::InspectionReadiness,
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Query, query::refuse},
    resource::{path_id, read_reply},
    usecase::inspection_readiness::{example, ready},
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    vec![Endpoint::new(describe(), readiness)]
}

struct ReadReadiness;
impl Needs for ReadReadiness {
    const OPERATION: &'static str = "readInspectionReadiness";
    const ACCESS: Access = Access::Needs(Permission::ReadInspections);
}

fn describe() -> Operation {
    let path = "/organisation-units/{id}/inspection-readiness";
    let (id, access) = (ReadReadiness::OPERATION, ReadReadiness::ACCESS);
    Operation::new(id, "get", path, "inspection", access)
        .id_parameter("id")
        .query("on", json!({"type": "string", "format": "date"}))
        .parameter("If-None-Match", "header", false, json!({"type": "string"}))
        .answers::<InspectionReadiness>(200, &["ETag"], example())
        .answers_empty(304, &["ETag"])
}

async fn readiness(
    guard: Guard<ReadReadiness>,
    id: web::Path<String>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let unit = guard.reached::<Unit>(id).await?;
    let mut reasons = query.wrong(&["on"], &[]);
    let on = query.day("on", &mut reasons);
    refuse(reasons)?;
    let readiness = ready(&guard, guard.store(), &unit.record, on).await?;
    Ok(read_reply(&request, 1, &readiness, None)?.into())
}
