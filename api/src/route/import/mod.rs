//! `/v1/imports` and `/v1/import-kinds`.

mod asked;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header,
    web::{self, Payload},
};
use akoki_domain::{
    Code, Reason,
    access::Permission,
    id::ID_FORM,
    import::{Column, ImportKind},
    job::Job,
    text::Language,
};
use akoki_openapi::{
    operation::{Access, Answer, Content, Operation},
    texts,
    wire::job as wire,
};
use serde_json::json;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Query, upload},
    idempotency::IdempotencyKey,
    resource::{path_id, read_reply},
    usecase::{
        import::{OPERATION, roles, submit, template},
        job::view,
    },
};

const TAG: &str = "imports";

struct CreateImport;
impl Needs for CreateImport {
    const OPERATION: &'static str = OPERATION;
    const ACCESS: Access = Access::Needs(Permission::WriteImports);
}

struct ReadImport;
impl Needs for ReadImport {
    const OPERATION: &'static str = "readImport";
    const ACCESS: Access = Access::Needs(Permission::ReadJobs);
}

struct ListImportKinds;
impl Needs for ListImportKinds {
    const OPERATION: &'static str = "listImportKinds";
    const ACCESS: Access = Access::SignedIn;
}

struct ReadTemplate;
impl Needs for ReadTemplate {
    const OPERATION: &'static str = "readImportTemplate";
    const ACCESS: Access = Access::SignedIn;
}

/// What a file may be called.
const MEDIA: [&str; 9] = [
    "text/csv",
    "application/x-ndjson",
    "application/ndjson",
    "application/jsonl",
    "application/json-lines",
    "text/plain",
    "application/csv",
    "application/octet-stream",
    "application/vnd.ms-excel",
];

/// A file as the document shows it.
const EXAMPLE: &str = "BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;POSTCODE;PLAATSNAAM\r\n\
99901;90AA;90AA00;De Verwondering;Melkweg;13;9901 AA;ZANDERVEEN\r\n";

/// Answers to a survey as objects, one a line.
const OBJECTS: &str = r#"{"group": "groep-7", "answers": {"learn-much": 4, "enjoy": 3}}
{"group": "groep-8", "answers": {"learn-much": 2, "enjoy": 4}}
"#;

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let templates: Vec<&str> = ImportKind::ALL
        .iter()
        .filter(|kind| has_template(**kind))
        .map(|kind| kind.as_str())
        .collect();
    let import = Operation::new(OPERATION, "post", "/imports", TAG, CreateImport::ACCESS);
    let import = asked::described(import)
        .parameter(
            "Idempotency-Key",
            "header",
            false,
            json!({"type": "string", "maxLength": 130}),
        )
        .takes_media("text/csv", json!(EXAMPLE))
        .takes_media("application/x-ndjson", json!(OBJECTS))
        .answers::<wire::Job>(202, &["Location", "Retry-After"], super::job::example())
        .problems(&[409, 422]);
    let kinds = Operation::new(
        ListImportKinds::OPERATION,
        "get",
        "/import-kinds",
        TAG,
        ListImportKinds::ACCESS,
    )
    .answers::<wire::ImportKinds>(
        200,
        &[],
        json!({"items": [kind(ImportKind::Groups, Language::Nl)]}),
    );
    let template = Operation::new(
        ReadTemplate::OPERATION,
        "get",
        "/import-kinds/{kind}/template",
        TAG,
        ReadTemplate::ACCESS,
    )
    .parameter(
        "kind",
        "path",
        true,
        json!({"type": "string", "enum": templates}),
    )
    .query("campaignId", json!({"type": "string", "format": "uuid"}))
    .problems(&[409]);
    let one = Operation::new(
        ReadImport::OPERATION,
        "get",
        "/imports/{id}",
        TAG,
        ReadImport::ACCESS,
    )
    .id_parameter("id")
    .parameter("If-None-Match", "header", false, json!({"type": "string"}))
    .answers::<wire::Job>(200, &["ETag"], super::job::example())
    .answers_empty(304, &["ETag"]);
    vec![
        Endpoint::new(import, take_in),
        Endpoint::new(one, read_import),
        Endpoint::new(kinds, list_kinds),
        Endpoint::new(with_csv(template), read_template),
    ]
}

fn with_csv(mut operation: Operation) -> Operation {
    operation.answers.push(Answer {
        status: 200,
        content: Some(Content {
            media: "text/csv",
            schema: None,
            example: Some(json!("system;externalId;name\r\n")),
        }),
        headers: &[],
    });
    operation
}

async fn take_in(
    guard: Guard<CreateImport>,
    key: IdempotencyKey,
    query: Query,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Failure> {
    let asked = asked::read(&query)?;
    let media = upload::media(&request);
    if !MEDIA.contains(&media.as_str()) {
        return Err(Failure::Plain(
            Reason::new(Code::UnsupportedMediaType).with("expected", MEDIA.join(", ")),
        ));
    }
    let call = guard.into_call();
    let body = upload::body(payload, call.shared.config.patience());
    Ok(submit(&call, key, asked, body).await?.into())
}

/// An import is shown as its job, which has the same id.
async fn read_import(
    guard: Guard<ReadImport>,
    id: web::Path<String>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    query.only(&[])?;
    let job = guard.reached::<Job>(path_id(&id)?).await?;
    let shown = view(&job, guard.language);
    Ok(read_reply(&request, job.meta.version, &shown, None)?.into())
}

fn kind(kind: ImportKind, language: Language) -> wire::ImportKind {
    let columns = Column::ALL.iter().filter(|column| kind.reads(**column));
    let key = kind.as_str();
    wire::ImportKind {
        key: key.to_owned(),
        title: texts::parameter("importKind", key)
            .map_or(key, |text| text.get(language))
            .to_owned(),
        roles: roles(kind)
            .iter()
            .map(|role| role.as_str().to_owned())
            .collect(),
        columns: columns.map(|column| import_column(kind, *column)).collect(),
        template: has_template(kind).then(|| format!("/v1/import-kinds/{key}/template")),
    }
}

/// Of lists that others publish there is none; that of answers goes by the campaign.
fn has_template(kind: ImportKind) -> bool {
    kind.template().is_some() || kind == ImportKind::SurveyResponses
}

fn import_column(kind: ImportKind, column: Column) -> wire::ImportColumn {
    let needs = kind.needs(column);
    let usual = |column: Column| column.names().first().map(|name| (*name).to_owned());
    wire::ImportColumn {
        names: column
            .names()
            .iter()
            .map(|name| (*name).to_owned())
            .collect(),
        required: needs.is_some(),
        alternatives: needs.into_iter().flatten().filter_map(usual).collect(),
    }
}

async fn list_kinds(
    guard: Guard<ListImportKinds>,
) -> Result<web::Json<wire::ImportKinds>, Failure> {
    guard.still_valid().await?;
    let items = ImportKind::ALL
        .iter()
        .map(|one| kind(*one, guard.language))
        .collect();
    Ok(web::Json(wire::ImportKinds { items }))
}

async fn read_template(
    guard: Guard<ReadTemplate>,
    name: web::Path<String>,
    query: Query,
) -> Result<HttpResponse, Failure> {
    guard.still_valid().await?;
    let (heading, line) = match name.parse().ok() {
        Some(ImportKind::SurveyResponses) => {
            let mut wrong = query.wrong(&["campaignId"], &[]);
            if query.one("campaignId").is_none() {
                wrong.push(Reason::new(Code::Required).at("campaignId"));
            }
            match query.read("campaignId", ID_FORM, &mut wrong) {
                Some(campaign) if wrong.is_empty() => template(&guard, campaign).await?,
                _ => return Err(Failure::invalid("query", wrong)),
            }
        }
        kind => {
            query.only(&[])?;
            let (columns, line) = kind
                .and_then(ImportKind::template)
                .ok_or_else(Failure::not_found)?;
            let names = columns.iter().filter_map(|column| column.names().first());
            let owned = |text: &&str| (*text).to_owned();
            (
                names.map(owned).collect(),
                line.iter().map(owned).collect::<Vec<String>>(),
            )
        }
    };
    let internal = |error: String| Failure::Internal(error);
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    writer
        .write_record(heading)
        .and_then(|()| writer.write_record(line))
        .map_err(|error| internal(error.to_string()))?;
    let body = writer
        .into_inner()
        .map_err(|error| internal(error.to_string()))?;
    Ok(HttpResponse::Ok()
        .content_type("text/csv; charset=utf-8")
        .insert_header((
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}.csv\""),
        ))
        .body(body))
}
