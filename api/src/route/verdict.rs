//! `/v1/organisation-units/{id}/verdicts`.

use actix_web::{HttpRequest, HttpResponse, web};
use akoki_domain::{access::Permission, calendar::SchoolYear, organisation::Unit};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::verdict::VerdictsSideBySide,
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Query, query::refuse},
    resource::{path_id, read_reply},
    usecase::{
        standing::edition_of,
        verdict::{Asked, example, side_by_side},
    },
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    vec![Endpoint::new(describe(), verdicts)]
}

struct ReadVerdicts;
impl Needs for ReadVerdicts {
    const OPERATION: &'static str = "readVerdicts";
    const ACCESS: Access = Access::Needs(Permission::ReadStanding);
}

fn describe() -> Operation {
    let path = "/organisation-units/{id}/verdicts";
    Operation::new(
        ReadVerdicts::OPERATION,
        "get",
        path,
        "verdicts",
        ReadVerdicts::ACCESS,
    )
    .id_parameter("id")
    .query(
        "frameworkVersion",
        json!({"type": "string", "maxLength": 130}),
    )
    .query("on", json!({"type": "string", "format": "date"}))
    .query(
        "schoolYear",
        json!({"type": "integer", "minimum": 1900, "maximum": 2200}),
    )
    .parameter("If-None-Match", "header", false, json!({"type": "string"}))
    .answers::<VerdictsSideBySide>(200, &["ETag"], example())
    .answers_empty(304, &["ETag"])
}

async fn verdicts(
    guard: Guard<ReadVerdicts>,
    id: web::Path<String>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let unit = guard.reached::<Unit>(id).await?;
    let known = guard.frameworks().await?;
    let mut reasons = query.wrong(&["frameworkVersion", "on", "schoolYear"], &[]);
    let asked = Asked {
        edition: edition_of(&known, query.one("frameworkVersion"), &mut reasons),
        on: query.day("on", &mut reasons),
        year: query
            .read("schoolYear", "2025", &mut reasons)
            .map(SchoolYear),
    };
    refuse(reasons)?;
    let view = side_by_side(&guard, unit.record, &asked).await?;
    Ok(read_reply(&request, 1, &view, None)?.into())
}
