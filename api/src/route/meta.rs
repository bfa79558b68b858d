//! What the service says of itself: the document, the glossary, the catalogue of problems.

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use akoki_openapi::{
    operation::{Access, Operation},
    problem,
    wire::meta::{ProblemKind, ProblemKinds},
};
use serde_json::json;
use std::sync::LazyLock;

use crate::{
    app::DOCUMENT,
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::conditions::unchanged,
    reply::etag,
};

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    vec![
        Endpoint::new(
            Operation::new(
                ReadDocument::OPERATION,
                "get",
                "/openapi.json",
                "service",
                ReadDocument::ACCESS,
            )
            .answers::<serde_json::Value>(200, &["ETag"], json!({"openapi": "3.1.0"})),
            document,
        ),
        Endpoint::new(
            Operation::new(
                ListProblems::OPERATION,
                "get",
                "/problems",
                "service",
                ListProblems::ACCESS,
            )
            .answers::<ProblemKinds>(200, &[], problem_example()),
            problems,
        ),
    ]
}

struct ReadDocument;
impl Needs for ReadDocument {
    const OPERATION: &'static str = "readDocument";
    const ACCESS: Access = Access::Public;
}

struct ListProblems;
impl Needs for ListProblems {
    const OPERATION: &'static str = "listProblems";
    const ACCESS: Access = Access::Public;
}

static TAG: LazyLock<String> = LazyLock::new(|| etag(1, DOCUMENT.as_bytes()));

async fn document(_: Guard<ReadDocument>, request: HttpRequest) -> HttpResponse {
    let mut response = if unchanged(&request, &TAG) {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((header::ETAG, TAG.as_str()))
        .insert_header((header::CACHE_CONTROL, "no-cache"));
    if unchanged(&request, &TAG) {
        response.finish()
    } else {
        response.content_type("application/json").body(DOCUMENT)
    }
}

fn problem_example() -> serde_json::Value {
    json!({"items": [{
        "code": "required", "status": 400, "detailNl": "Dit is verplicht.", "detailEn": "This is required.",
    }]})
}

async fn problems(_: Guard<ListProblems>) -> Result<web::Json<ProblemKinds>, Failure> {
    let items = problem::catalogue()
        .map(|(code, status, nl, en)| ProblemKind {
            code: code.as_str().to_owned(),
            status,
            detail_nl: nl.to_owned(),
            detail_en: en.to_owned(),
        })
        .collect();
    Ok(web::Json(ProblemKinds { items }))
}
