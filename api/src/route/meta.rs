//! What the service says of itself: the document, the glossary, the catalogue of problems.

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use akoki_openapi::{
    operation::{Access, Operation},
    problem, texts,
    wire::meta::{Glossary, GlossaryTerm, ProblemKind, ProblemKinds},
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
            operation::<ReadDocument>("/openapi.json").answers::<serde_json::Value>(
                200,
                &["ETag"],
                json!({"openapi": "3.1.0"}),
            ),
            document,
        ),
        Endpoint::new(
            operation::<ListProblems>("/problems").answers::<ProblemKinds>(
                200,
                &[],
                json!({"items": [example_kind()]}),
            ),
            problems,
        ),
        Endpoint::new(
            operation::<ReadProblem>("/problems/{code}")
                .parameter("code", "path", true, json!({"type": "string"}))
                .answers::<ProblemKind>(200, &[], example_kind()),
            problem_kind,
        ),
        Endpoint::new(
            operation::<ReadGlossary>("/glossary").answers::<Glossary>(
                200,
                &[],
                json!({"items": [example_term()]}),
            ),
            glossary,
        ),
    ]
}

fn operation<N: Needs>(path: &str) -> Operation {
    Operation::new(N::OPERATION, "get", path, "service", N::ACCESS)
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

struct ReadProblem;
impl Needs for ReadProblem {
    const OPERATION: &'static str = "readProblem";
    const ACCESS: Access = Access::Public;
}

struct ReadGlossary;
impl Needs for ReadGlossary {
    const OPERATION: &'static str = "readGlossary";
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

fn example_kind() -> serde_json::Value {
    json!({
        "code": "required", "status": 400, "detailNl": "Dit is verplicht.", "detailEn": "This is required.",
    })
}

fn example_term() -> serde_json::Value {
    json!({
        "key": "board",
        "nl": "bevoegd gezag",
        "en": "board",
        "meaningNl": "De rechtspersoon die een of meer scholen bestuurt.",
        "meaningEn": "The legal person that governs one or more schools.",
    })
}

fn kinds() -> impl Iterator<Item = ProblemKind> {
    problem::catalogue().map(|(code, status, nl, en)| ProblemKind {
        code: code.as_str().to_owned(),
        status,
        detail_nl: nl.to_owned(),
        detail_en: en.to_owned(),
    })
}

async fn problems(_: Guard<ListProblems>) -> web::Json<ProblemKinds> {
    web::Json(ProblemKinds {
        items: kinds().collect(),
    })
}

/// The `type` of a problem is the address of its kind.
async fn problem_kind(
    _: Guard<ReadProblem>,
    code: web::Path<String>,
) -> Result<web::Json<ProblemKind>, Failure> {
    kinds()
        .find(|kind| kind.code == *code)
        .map(web::Json)
        .ok_or_else(Failure::not_found)
}

async fn glossary(_: Guard<ReadGlossary>) -> web::Json<Glossary> {
    let items = texts::glossary().map(|(key, term)| GlossaryTerm {
        key: key.to_owned(),
        nl: term.nl.clone(),
        en: term.en.clone(),
        meaning_nl: term.meaning.nl.clone(),
        meaning_en: term.meaning.en.clone(),
    });
    web::Json(Glossary {
        items: items.collect(),
    })
}
