//! `/v1/safety-deliveries`, with their transitions and packages. Nobody makes one: they are made when a survey has
//! results.

use actix_web::{HttpRequest, HttpResponse, web};
use akoki_domain::{access::Permission, survey::safety_delivery::SafetyDelivery};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::safety_delivery::SafetyPackage,
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    resource::{Does, Resource, command_endpoints, endpoints as resource, path_id, read_reply},
    usecase::safety_delivery::{Deliveries, package_example, packed},
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Deliveries>(&[Does::List, Does::Read]);
    all.extend(command_endpoints::<Deliveries>());
    all.push(Endpoint::new(describe(), package));
    all
}

/// The package holds figures: it takes the right to see results.
struct ReadPackage;
impl Needs for ReadPackage {
    const OPERATION: &'static str = "readSafetyPackage";
    const ACCESS: Access = Access::Needs(Permission::ReadSurveyResults);
}

fn describe() -> Operation {
    let path = "/safety-deliveries/{id}/package";
    let tag = Deliveries::NAMES.tag;
    Operation::new(
        ReadPackage::OPERATION,
        "get",
        path,
        tag,
        ReadPackage::ACCESS,
    )
    .id_parameter("id")
    .parameter("If-None-Match", "header", false, json!({"type": "string"}))
    .answers::<SafetyPackage>(200, &["ETag"], package_example())
    .answers_empty(304, &["ETag"])
}

async fn package(
    guard: Guard<ReadPackage>,
    id: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let found = guard.reached::<SafetyDelivery>(id).await?;
    let package = packed(&guard, guard.store(), &found.record).await?;
    Ok(read_reply(&request, found.meta.version, &package, None)?.into())
}
