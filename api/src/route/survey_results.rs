//! `/v1/survey-campaigns/{id}/results`, with metrics, open answers and the table of all figures.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, ContentDisposition, DispositionParam, DispositionType},
    web,
};
use akoki_domain::access::Permission;
use akoki_openapi::{
    operation::{Access, Operation},
    wire::survey_results::{SurveyMetrics, SurveyOpenAnswers, SurveyResults, SurveyResultsExport},
};
use serde::Serialize;
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::Query,
    reply::Reply,
    resource::path_id,
    usecase::survey_campaign::results::{
        self, example,
        export::{self, Format, TABLES},
        metrics, metrics_example, open_answers, open_answers_example, table_example,
    },
};

const TAG: &str = "surveys";

macro_rules! operations {
    ($($name:ident: $operation:literal, $permission:ident;)+) => {$(
        struct $name;
        impl Needs for $name {
            const OPERATION: &'static str = $operation;
            const ACCESS: Access = Access::Needs(Permission::$permission);
        }
    )+};
}

operations! {
    ReadResults: "readSurveyResults", ReadSurveyResults;
    Export: "exportSurveyResults", ReadSurveyResults;
    ReadMetrics: "readSurveyMetrics", ReadSurveyMetrics;
    ReadAnswers: "readSurveyOpenAnswers", ReadOpenAnswers;
}

fn operation<N: Needs>(tail: &str) -> Operation {
    let path = format!("/survey-campaigns/{{id}}{tail}");
    Operation::new(N::OPERATION, "get", path, TAG, N::ACCESS).id_parameter("id")
}

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let key = json!({"type": "string", "minLength": 1, "maxLength": 40});
    let figures = json!({"type": "string", "enum": ["comparisonFigures"]});
    let formats = Format::ALL.map(Format::as_str);
    let exporting = operation::<Export>("/results/export")
        .query("format", json!({"type": "string", "enum": formats}))
        .query("openAnswers", json!({"type": "boolean"}))
        .answers::<SurveyResultsExport>(200, &["Content-Disposition"], table_example())
        .answers_file(TABLES, &["Content-Disposition"]);
    vec![
        Endpoint::new(
            operation::<ReadResults>("/results")
                .query("group", key.clone())
                .query("include", figures)
                .answers::<SurveyResults>(200, &[], example()),
            read,
        ),
        Endpoint::new(exporting, export),
        Endpoint::new(
            operation::<ReadMetrics>("/metrics").answers::<SurveyMetrics>(
                200,
                &[],
                metrics_example(),
            ),
            measure,
        ),
        Endpoint::new(
            operation::<ReadAnswers>("/open-answers")
                .query("group", key.clone())
                .query("question", key)
                .answers::<SurveyOpenAnswers>(200, &[], open_answers_example()),
            written,
        ),
    ]
}

/// An answer that nobody keeps in between: who may see it, and whether there is anything, changes.
fn told(view: &impl Serialize) -> Result<HttpResponse, Failure> {
    Ok(Reply::json(200, view)?
        .header("cache-control", "private, no-cache")
        .into())
}

async fn read(
    guard: Guard<ReadResults>,
    id: web::Path<String>,
    query: Query,
) -> Result<HttpResponse, Failure> {
    query.only(&["group", "include"])?;
    let with_figures = query.one("include").is_some();
    told(&results::of(&guard, path_id(&id)?, query.one("group"), with_figures).await?)
}

async fn measure(
    guard: Guard<ReadMetrics>,
    id: web::Path<String>,
    query: Query,
) -> Result<HttpResponse, Failure> {
    query.only(&[])?;
    told(&metrics::of(&guard, path_id(&id)?).await?)
}

async fn written(
    guard: Guard<ReadAnswers>,
    id: web::Path<String>,
    query: Query,
) -> Result<HttpResponse, Failure> {
    query.only(&["group", "question"])?;
    let (group, question) = (query.one("group"), query.one("question"));
    told(&open_answers::of(&guard, path_id(&id)?, group, question).await?)
}

async fn export(
    guard: Guard<Export>,
    id: web::Path<String>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    query.only(&["format", "openAnswers"])?;
    let accept = request.headers().get(header::ACCEPT);
    let accept = accept.and_then(|accept| accept.to_str().ok());
    let asked = query.one("format");
    let asked = Format::ALL
        .into_iter()
        .find(|one| asked == Some(one.as_str()));
    let format = asked.unwrap_or_else(|| Format::accepted(accept.unwrap_or("*/*")));
    let with_written = query.one("openAnswers") == Some("true");
    let id = path_id(&id)?;
    let table = export::of(&guard, id, with_written).await?;
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
        .body(export::file(table, format).await?))
}
