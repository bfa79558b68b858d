//! `/v1/trail`.

use actix_web::HttpResponse;
use akoki_domain::access::Permission;
use akoki_openapi::{
    operation::{Access, Operation},
    wire::trail::TrailEntryPage,
};
use serde_json::{Value, json};

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::Query,
    reply::Reply,
    usecase::trail::{self, MOST, PAGE},
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let id = || json!({"type": "string", "format": "uuid"});
    let operation = Operation::new(
        ListTrail::OPERATION,
        "get",
        "/trail",
        "events",
        ListTrail::ACCESS,
    )
    .query("unitId", id())
    .query("resource", id())
    .query("from", json!({"type": "string", "format": "date-time"}))
    .query(
        "limit",
        json!({"type": "integer", "minimum": 1, "maximum": MOST, "default": PAGE}),
    )
    .query("cursor", json!({"type": "string"}))
    .query(
        "sortOrder",
        json!({"type": "string", "enum": ["asc", "desc"], "default": "asc"}),
    )
    .answers::<TrailEntryPage>(200, &["Link"], example());
    vec![Endpoint::new(operation, list)]
}

struct ListTrail;
impl Needs for ListTrail {
    const OPERATION: &'static str = "listTrail";
    const ACCESS: Access = Access::Needs(Permission::ReadTrail);
}

fn example() -> Value {
    let unit = "0199c2f6-7d5a-7000-8000-000000000002";
    json!({
        "items": [{
            "id": "0199c2f6-7d5a-7000-8000-000000000032",
            "number": 41,
            "time": "2026-08-24T09:30:00Z",
            "subject": format!("/v1/organisation-units/{unit}"),
            "verb": "updated",
            "boardId": "0199c2f6-7d5a-7000-8000-000000000001",
            "unitId": unit,
            "version": 2,
            "principalId": "0199c2f6-7d5a-7000-8000-000000000003",
            "operation": "changeOrganisationUnit",
            "requestId": "4bf92f3577b34da6a3ce929d0e0e4736",
            "changes": {"name": {"from": "De Verwondering", "to": "De Nieuwe Verwondering"}},
            "erased": false,
        }],
        "nextCursor": null,
    })
}

async fn list(guard: Guard<ListTrail>, query: Query) -> Result<HttpResponse, Failure> {
    let found = trail::list(&guard, &query).await?;
    let reply = Reply::json(200, &found.page)?;
    Ok(match found.link {
        Some(next) => reply.header("link", format!("</v1/trail{next}>; rel=\"next\"")),
        None => reply,
    }
    .into())
}
