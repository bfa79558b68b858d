//! What the service says of itself: the document, the glossary, the catalogue of problems.

use actix_web::{HttpRequest, HttpResponse, http::header, web};
use akoki_domain::text::Language;
use akoki_openapi::{
    operation::{Access, Operation},
    problem, texts,
    wire::meta::{Glossary, GlossaryTerm, ProblemKind, ProblemKinds},
};
use serde_json::{Value, json};
use std::sync::LazyLock;

use crate::{
    app::DOCUMENT,
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{
        coding::{gzip, takes_gzip},
        conditions::unchanged,
    },
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

/// The document in a language, with its tag, and compressed: it is long and never changes.
struct Written {
    text: String,
    tag: String,
    gzip: Option<Vec<u8>>,
}

impl Written {
    fn new(text: String) -> Self {
        let tag = etag(1, text.as_bytes());
        let gzip = gzip(text.as_bytes());
        Self { text, tag, gzip }
    }
}

static DUTCH: LazyLock<Written> = LazyLock::new(|| Written::new(DOCUMENT.to_owned()));
/// The same with the English texts in the place where readers of documents look.
static ENGLISH: LazyLock<Written> = LazyLock::new(|| {
    let mut document: Value = serde_json::from_str(DOCUMENT).unwrap_or_default();
    in_english(&mut document);
    Written::new(document.to_string())
});

fn in_english(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (dutch, english) in [
                ("description", "x-description-en"),
                ("summary", "x-summary-en"),
            ] {
                if let Some(text) = map.get(english).filter(|text| text.is_string()).cloned() {
                    map.insert(dutch.to_owned(), text);
                }
            }
            map.values_mut().for_each(in_english);
        }
        Value::Array(items) => items.iter_mut().for_each(in_english),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

async fn document(guard: Guard<ReadDocument>, request: HttpRequest) -> HttpResponse {
    let written: &'static Written = match guard.language {
        Language::Nl => &DUTCH,
        Language::En => &ENGLISH,
    };
    let known = unchanged(&request, &written.tag);
    let mut response = if known {
        HttpResponse::NotModified()
    } else {
        HttpResponse::Ok()
    };
    response
        .insert_header((header::ETAG, written.tag.as_str()))
        .insert_header((header::CACHE_CONTROL, "no-cache"));
    if known {
        return response.finish();
    }
    response.content_type("application/json");
    let gzip = written.gzip.as_deref();
    match gzip.filter(|_| takes_gzip(request.headers())) {
        Some(short) => response
            .insert_header((header::CONTENT_ENCODING, "gzip"))
            .body(short),
        None => response.body(written.text.as_str()),
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
