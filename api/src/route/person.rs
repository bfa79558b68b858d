//! `/v1/people`, with the search by name, which takes a body because names do not belong in addresses.

use actix_web::HttpResponse;
use akoki_openapi::{
    operation::{Access, Operation},
    wire::person::{Person, PersonSearch},
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Body, Query},
    resource::{ALL, Resource, endpoints as resource, known_endpoints, search as found},
    usecase::person::People,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut endpoints = resource::<People>(ALL);
    endpoints.extend(known_endpoints::<People>());
    let example = json!({"items": [People::examples().1], "nextCursor": null});
    endpoints.push(Endpoint::new(
        Operation::new(
            Searching::OPERATION,
            "post",
            "/people/_search",
            People::NAMES.tag,
            Searching::ACCESS,
        )
        .takes::<PersonSearch>(json!({"q": "meer anouk"}))
        .answers_page::<Person>(&[], example),
        search,
    ));
    endpoints
}

struct Searching;
impl Needs for Searching {
    const OPERATION: &'static str = "searchPeople";
    const ACCESS: Access = Access::Needs(People::READ);
}

async fn search(
    guard: Guard<Searching>,
    body: Body<PersonSearch>,
) -> Result<HttpResponse, Failure> {
    let PersonSearch {
        q,
        unit_id,
        limit,
        cursor,
    } = body.value;
    let query = Query::of([
        ("q", Some(q)),
        ("unitId", unit_id.map(|id| id.to_string())),
        ("limit", limit.map(|limit| limit.to_string())),
        ("cursor", cursor),
    ]);
    found::<People>(&guard, &query).await
}
