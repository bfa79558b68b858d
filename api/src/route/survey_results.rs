//! `/v1/survey-campaigns/{id}/results`, with metrics, open answers and the table of all figures.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, ContentDisposition, DispositionParam, DispositionType},
    web,
};
use akoki_domain::{
    Code, Reason,
    survey::publish::{KEY, is_key},
};
use akoki_openapi::{
    operation::Operation,
    wire::survey_results::{SurveyMetrics, SurveyOpenAnswers, SurveyResults, SurveyResultsExport},
};
use serde::Serialize;
use serde_json::{Value, json};
use std::str::FromStr;
use utoipa::ToSchema;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs, operations},
    http::{Accepted, Query, query::refuse},
    resource::{path_id, read_reply},
    usecase::survey_campaign::results::{
        self, example,
        export::{self, Format, TABLES},
        metrics, metrics_example, open_answers, open_answers_example, table_example,
    },
};

const TAG: &str = "surveys";

/// The word with which the figures behind comparisons are asked for.
const COMPARISON_FIGURES: &str = "comparisonFigures";

operations! {
    ReadResults: "readSurveyResults", Needs(ReadSurveyResults);
    Export: "exportSurveyResults", Needs(ReadSurveyResults);
    ReadMetrics: "readSurveyMetrics", Needs(ReadSurveyMetrics);
    ReadAnswers: "readSurveyOpenAnswers", Needs(ReadOpenAnswers);
}

fn operation<N: Needs>(tail: &str) -> Operation {
    let path = format!("/survey-campaigns/{{id}}{tail}");
    Operation::new(N::OPERATION, "get", path, TAG, N::ACCESS).id_parameter("id")
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let key = json!({"type": "string", "pattern": "^[a-z0-9][a-z0-9-]{0,39}$"});
    let figures = json!({"type": "string", "enum": [COMPARISON_FIGURES]});
    let formats = Format::ALL.map(Format::as_str);
    let exporting = operation::<Export>("/results/export")
        .query("group", key.clone())
        .query("format", json!({"type": "string", "enum": formats}))
        .query("openAnswers", json!({"type": "boolean"}))
        .answers::<SurveyResultsExport>(200, &["Content-Disposition"], table_example())
        .answers_file(TABLES, &["Content-Disposition"]);
    vec![
        Endpoint::new(
            reading::<ReadResults, SurveyResults>("/results", example())
                .query("group", key.clone())
                .query("include", figures),
            read,
        ),
        Endpoint::new(exporting, export),
        Endpoint::new(
            reading::<ReadMetrics, SurveyMetrics>("/metrics", metrics_example()),
            measure,
        ),
        Endpoint::new(
            reading::<ReadAnswers, SurveyOpenAnswers>("/open-answers", open_answers_example())
                .query("group", key.clone())
                .query("question", key),
            written,
        ),
    ]
}

/// An answer, or that it is still the same. It is asked for again each time: who may see it changes.
fn told(request: &HttpRequest, view: &impl Serialize) -> Result<HttpResponse, Failure> {
    let reply = read_reply(request, 1, view, None)?;
    Ok(reply.header("cache-control", "private, no-cache").into())
}

/// A reading that tells whoever has it that it is still the same.
fn reading<N: Needs, T: ToSchema>(tail: &str, example: Value) -> Operation {
    operation::<N>(tail)
        .parameter("If-None-Match", "header", false, json!({"type": "string"}))
        .answers::<T>(200, &["ETag"], example)
        .answers_empty(304, &["ETag"])
}

/// What is added to results when it is asked for.
struct ComparisonFigures;

impl FromStr for ComparisonFigures {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        (text == COMPARISON_FIGURES).then_some(Self).ok_or(())
    }
}

/// The key of a group or question; what cannot be one is added to what is wrong.
fn key<'a>(query: &'a Query, name: &str, wrong: &mut Vec<Reason>) -> Option<&'a str> {
    let key = query.one(name)?;
    if !is_key(key) {
        let reason = Reason::new(Code::InvalidFormat).at(name);
        wrong.push(reason.with("expected", KEY));
    }
    Some(key)
}

async fn read(
    guard: Guard<ReadResults>,
    id: web::Path<String>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let mut wrong = query.wrong(&["group", "include"], &[]);
    let group = key(&query, "group", &mut wrong);
    let figures = query.read::<ComparisonFigures>("include", COMPARISON_FIGURES, &mut wrong);
    refuse(wrong)?;
    let view = results::of(&guard, path_id(&id)?, group, figures.is_some()).await?;
    told(&request, &view)
}

async fn measure(
    guard: Guard<ReadMetrics>,
    id: web::Path<String>,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    told(&request, &metrics::of(&guard, path_id(&id)?).await?)
}

async fn written(
    guard: Guard<ReadAnswers>,
    id: web::Path<String>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let mut wrong = query.wrong(&["group", "question"], &[]);
    let group = key(&query, "group", &mut wrong);
    let question = key(&query, "question", &mut wrong);
    refuse(wrong)?;
    let view = open_answers::of(&guard, path_id(&id)?, group, question).await?;
    told(&request, &view)
}

async fn export(
    guard: Guard<Export>,
    id: web::Path<String>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    let mut wrong = query.wrong(&["group", "format", "openAnswers"], &[]);
    let group = key(&query, "group", &mut wrong);
    let words = Format::ALL.map(Format::as_str).join(", ");
    let asked: Option<Format> = query.read("format", &words, &mut wrong);
    let with_written: Option<bool> = query.read("openAnswers", "true, false", &mut wrong);
    refuse(wrong)?;
    // What is asked for by its name comes before what the header says.
    let format = asked.or_else(|| Format::accepted(&Accepted::of(&request)));
    let format = format.ok_or(Code::NotAcceptable)?;
    let id = path_id(&id)?;
    let form = (with_written.unwrap_or_default(), format);
    let body = export::of(&guard, id, group, form).await?;
    let file = ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters: vec![DispositionParam::Filename(format!(
            "results-{id}.{}",
            format.as_str()
        ))],
    };
    Ok(HttpResponse::Ok()
        .content_type(format.media())
        .insert_header(file)
        .insert_header((header::CACHE_CONTROL, "private, no-cache"))
        .insert_header((header::VARY, "Accept"))
        .body(body))
}
