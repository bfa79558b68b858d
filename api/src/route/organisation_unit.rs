//! `/v1/organisation-units` and their kinds.

use actix_web::{HttpRequest, HttpResponse};
use akoki_domain::access::Permission;
use akoki_openapi::{
    operation::{Access, Operation},
    wire::unit_kind::UnitKinds,
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    resource::{ALL, endpoints as resource, known_endpoints, read_reply},
    usecase::organisation_unit::Units,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = resource::<Units>(ALL);
    endpoints.extend(known_endpoints::<Units>());
    let example = json!({"items": [{
        "key": "school", "title": {"nl": "School", "en": "School"}, "parents": ["board"],
        "sectors": ["po", "so", "vo"], "education": false,
    }]});
    endpoints.push(Endpoint::new(
        Operation::new(
            ListingKinds::OPERATION,
            "get",
            "/unit-kinds",
            "organisation",
            ListingKinds::ACCESS,
        )
        .parameter("If-None-Match", "header", false, json!({"type": "string"}))
        .answers::<UnitKinds>(200, &["ETag"], example)
        .answers_empty(304, &["ETag"]),
        kinds,
    ));
    endpoints
}

struct ListingKinds;
impl Needs for ListingKinds {
    const OPERATION: &'static str = "listUnitKinds";
    const ACCESS: Access = Access::Needs(Permission::ReadUnits);
}

async fn kinds(guard: Guard<ListingKinds>, request: HttpRequest) -> Result<HttpResponse, Failure> {
    guard.still_valid().await?;
    let items = guard.shared.shipped.kinds.all();
    let view = UnitKinds {
        items: items.iter().map(Into::into).collect(),
    };
    Ok(read_reply(&request, 1, &view, None)?.into())
}
