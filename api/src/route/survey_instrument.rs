//! `/v1/survey-instruments` with transitions and versions, and `/v1/shipped-survey-instruments`.

use actix_web::{HttpRequest, HttpResponse, web};
use akoki_openapi::{
    operation::Operation,
    wire::survey_instrument::{ShippedSurveyInstruments, SurveyContent, SurveyInstrumentVersions},
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs, operations},
    reply::Reply,
    resource::{ALL, command_endpoints, endpoints as resource, path_id, read_reply},
    usecase::survey_instrument::{Instruments, content_example, shipped, versions},
};

const TAG: &str = "surveys";
const OWN: &str = "/v1/survey-instruments/0199c2f6-7d5a-7000-8000-000000000703";

operations! {
    ListVersions: "listSurveyInstrumentVersions", Needs(ReadSurveys);
    ReadVersion: "readSurveyInstrumentVersion", Needs(ReadSurveys);
    ListShipped: "listShippedSurveyInstruments", SignedIn;
    ReadShipped: "readShippedSurveyInstrument", SignedIn;
}

fn operation<N: Needs>(path: &str) -> Operation {
    Operation::new(N::OPERATION, "get", path, TAG, N::ACCESS)
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Instruments>(ALL);
    all.extend(command_endpoints::<Instruments>());
    let published = json!({"versions": [{
        "number": 1, "publishedAt": "2026-10-14T09:30:00Z", "links": {"self": format!("{OWN}/versions/1")},
    }]});
    let listing = operation::<ListVersions>("/survey-instruments/{id}/versions")
        .id_parameter("id")
        .answers::<SurveyInstrumentVersions>(200, &[], published);
    let number = json!({"type": "integer", "format": "int32", "minimum": 1});
    let reading = operation::<ReadVersion>("/survey-instruments/{id}/versions/{number}")
        .id_parameter("id")
        .parameter("number", "path", true, number);
    let ships = json!({"instruments": [{
        "key": "pupils-po", "title": {"nl": "Leerlingen in het basisonderwijs", "en": "Pupils in primary education"},
        "targetGroup": "pupils", "purposes": ["satisfaction", "social-safety"], "questions": 15, "scales": 5, "official": false,
        "links": {"self": "/v1/shipped-survey-instruments/pupils-po"},
    }]});
    let key = json!({"type": "string", "maxLength": 40, "examples": ["pupils-po"]});
    let reading_shipped = operation::<ReadShipped>("/shipped-survey-instruments/{key}")
        .parameter("key", "path", true, key);
    all.extend([
        Endpoint::new(listing, list_versions),
        Endpoint::new(of_content(reading), read_version),
        Endpoint::new(
            cached(operation::<ListShipped>("/shipped-survey-instruments"))
                .answers::<ShippedSurveyInstruments>(200, &["ETag"], ships),
            list_shipped,
        ),
        Endpoint::new(of_content(reading_shipped), read_shipped),
    ]);
    all
}

/// Whoever has what does not change is not sent it again.
fn cached(operation: Operation) -> Operation {
    operation
        .parameter("If-None-Match", "header", false, json!({"type": "string"}))
        .answers_empty(304, &["ETag"])
}

fn of_content(operation: Operation) -> Operation {
    cached(operation).answers::<SurveyContent>(200, &["ETag"], content_example())
}

async fn list_versions(
    guard: Guard<ListVersions>,
    id: web::Path<String>,
) -> Result<HttpResponse, Failure> {
    Ok(Reply::json(200, &versions::all(&guard, path_id(&id)?).await?)?.into())
}

async fn read_version(
    guard: Guard<ReadVersion>,
    path: web::Path<(String, String)>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&path.0)?;
    // What is no number is that of no version.
    let number: u32 = path.1.parse().map_err(|_| Failure::not_found())?;
    let content = versions::one(&guard, id, number).await?;
    Ok(read_reply(&request, number.into(), &content, None)?.into())
}

async fn list_shipped(
    guard: Guard<ListShipped>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    guard.still_entitled().await?;
    let all = shipped::all(&guard.shared.shipped);
    Ok(read_reply(&request, 1, &all, None)?.into())
}

async fn read_shipped(
    guard: Guard<ReadShipped>,
    key: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    guard.still_entitled().await?;
    let content = shipped::one(&guard.shared.shipped, &key).ok_or_else(Failure::not_found)?;
    Ok(read_reply(&request, 1, &content, None)?.into())
}
