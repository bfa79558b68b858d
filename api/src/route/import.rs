//! `/v1/imports` and `/v1/import-kinds`.

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
    text::Language,
};
use akoki_openapi::{
    operation::{Access, Answer, Content, Operation},
    texts,
    wire::job as wire,
};
use serde_json::json;
use uuid::Uuid;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Query, upload},
    idempotency::IdempotencyKey,
    resource::{path_id, read_reply},
    usecase::{
        import::{Asked, OPERATION, submit},
        job::{reached, view},
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
const MEDIA: [&str; 5] = [
    "text/csv",
    "text/plain",
    "application/csv",
    "application/octet-stream",
    "application/vnd.ms-excel",
];

/// A file as the document shows it.
const EXAMPLE: &str = "BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;POSTCODE;PLAATSNAAM\r\n\
99901;90AA;90AA00;De Verwondering;Melkweg;13;9901 AA;ZANDERVEEN\r\n";

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let words: Vec<&str> = ImportKind::ALL.iter().map(|kind| kind.as_str()).collect();
    let templates: Vec<&str> = ImportKind::ALL
        .iter()
        .filter(|kind| kind.template().is_some())
        .map(|kind| kind.as_str())
        .collect();
    let flag = || json!({"type": "boolean", "default": false});
    let import = Operation::new(OPERATION, "post", "/imports", TAG, CreateImport::ACCESS)
        .parameter(
            "kind",
            "query",
            true,
            json!({"type": "string", "enum": words}),
        )
        .query("dryRun", flag())
        .query("confirmEnd", flag())
        .query("boardId", json!({"type": "string", "format": "uuid"}))
        .parameter(
            "Idempotency-Key",
            "header",
            false,
            json!({"type": "string", "maxLength": 130}),
        )
        .takes_media("text/csv", json!(EXAMPLE))
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
    );
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
    let asked = read(&query)?;
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
    let job = reached(&guard, path_id(&id)?).await?;
    let shown = view(&job, guard.language);
    Ok(read_reply(&request, job.meta.version, &shown, None)?.into())
}

/// The parameters; everything that is wrong at once.
fn read(query: &Query) -> Result<Asked, Failure> {
    let mut reasons = query.wrong(&["kind", "dryRun", "confirmEnd", "boardId"], &[]);
    let kind: Option<ImportKind> = query.one("kind").and_then(|word| word.parse().ok());
    if query.one("kind").is_none() {
        reasons.push(Reason::new(Code::Required).at("kind"));
    } else if kind.is_none() {
        let words: Vec<&str> = ImportKind::ALL.iter().map(|kind| kind.as_str()).collect();
        reasons.push(
            Reason::new(Code::InvalidValue)
                .at("kind")
                .with("allowed", words.join(", ")),
        );
    }
    let mut flag = |key: &str| match query.one(key) {
        None | Some("false") => false,
        Some("true") => true,
        Some(_) => {
            let wrong = Reason::new(Code::InvalidFormat).at(key);
            reasons.push(wrong.with("expected", "true, false"));
            false
        }
    };
    let (dry_run, confirm_end) = (flag("dryRun"), flag("confirmEnd"));
    let board = query.one("boardId").map(Uuid::try_parse).transpose();
    if board.is_err() {
        let wrong = Reason::new(Code::InvalidFormat).at("boardId");
        reasons.push(wrong.with("expected", ID_FORM));
    }
    match (kind, board, reasons.is_empty()) {
        (Some(kind), Ok(board), true) => Ok(Asked {
            kind,
            dry_run,
            confirm_end,
            board,
        }),
        _ => Err(Failure::invalid("query", reasons)),
    }
}

fn kind(kind: ImportKind, language: Language) -> wire::ImportKind {
    let columns = Column::ALL.iter().filter(|column| kind.reads(**column));
    let key = kind.as_str();
    wire::ImportKind {
        key: key.to_owned(),
        title: texts::parameter("importKind", key)
            .map_or(key, |text| text.get(language))
            .to_owned(),
        columns: columns.map(|column| import_column(kind, *column)).collect(),
        template: kind
            .template()
            .map(|_| format!("/v1/import-kinds/{key}/template")),
    }
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
) -> Result<HttpResponse, Failure> {
    guard.still_valid().await?;
    let kind: Option<ImportKind> = name.parse().ok();
    let (columns, line) = kind
        .and_then(ImportKind::template)
        .ok_or_else(Failure::not_found)?;
    let heading = columns.iter().filter_map(|column| column.names().first());
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
