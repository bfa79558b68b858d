//! `/v1/evidence`, and the files of evidence.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{
        self, Charset, ContentDisposition, DispositionParam, DispositionType, ExtendedValue,
    },
    web::{self, Payload},
};
use akoki_domain::{
    Code, Reason,
    access::Permission,
    evidence::{FileType, file_name},
    id::{EvidenceFileId, EvidenceId},
};
use akoki_openapi::{
    operation::{Access, Answer, Content, Operation},
    wire::evidence::EvidenceFile,
};
use serde_json::json;
use std::sync::LazyLock;

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{IfTag, Query, conditions, digest, upload},
    idempotency::IdempotencyKey,
    resource::{ALL, endpoints as resource, path_id},
    usecase::evidence::{
        Evidences, example,
        files::{self, Sent},
    },
};

const TAG: &str = "evidence";

struct UploadFile;
impl Needs for UploadFile {
    const OPERATION: &'static str = "uploadEvidenceFile";
    const ACCESS: Access = Access::Needs(Permission::WriteEvidence);
}

struct ReadFile;
impl Needs for ReadFile {
    const OPERATION: &'static str = "readEvidenceFile";
    const ACCESS: Access = Access::Needs(Permission::ReadEvidence);
}

struct DeleteFile;
impl Needs for DeleteFile {
    const OPERATION: &'static str = "deleteEvidenceFile";
    const ACCESS: Access = Access::Needs(Permission::WriteEvidence);
}

/// What files may be, as the document lists it.
static MEDIA: LazyLock<String> = LazyLock::new(|| {
    let words: Vec<&str> = FileType::ALL.iter().map(|one| one.as_str()).collect();
    words.join(", ")
});

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let mut all = resource::<Evidences>(ALL);
    all.extend([
        Endpoint::new(upload_operation(), add),
        Endpoint::new(read_operation(), read),
        Endpoint::new(delete_operation(), delete),
    ]);
    all
}

fn upload_operation() -> Operation {
    let path = "/evidence/{id}/files";
    Operation::new(UploadFile::OPERATION, "post", path, TAG, UploadFile::ACCESS)
        .id_parameter("id")
        .parameter(
            "name",
            "query",
            true,
            json!({"type": "string", "minLength": 1, "examples": ["Veiligheidsplan.pdf"]}),
        )
        .parameter("Repr-Digest", "header", false, json!({"type": "string"}))
        .parameter("Content-Digest", "header", false, json!({"type": "string"}))
        .idempotent()
        .takes_media(MEDIA.as_str(), json!("%PDF-1.7\n% Veiligheidsplan\n"))
        .answers::<EvidenceFile>(201, &["Location"], example::file())
        .problems(&[409, 422])
}

fn file_operation(id: &'static str, method: &'static str, access: Access) -> Operation {
    Operation::new(id, method, "/evidence/{id}/files/{fileId}", TAG, access)
        .id_parameter("id")
        .id_parameter("fileId")
}

fn read_operation() -> Operation {
    let mut operation = file_operation(ReadFile::OPERATION, "get", ReadFile::ACCESS)
        .parameter("If-None-Match", "header", false, json!({"type": "string"}))
        .answers_empty(304, &["ETag"]);
    operation.answers.push(Answer {
        status: 200,
        content: Some(Content {
            media: MEDIA.as_str(),
            schema: None,
            example: None,
        }),
        headers: &["Content-Disposition", "ETag"],
    });
    operation
}

fn delete_operation() -> Operation {
    file_operation(DeleteFile::OPERATION, "delete", DeleteFile::ACCESS)
        .parameter("If-Match", "header", true, json!({"type": "string"}))
        .answers_empty(204, &[])
        .problems(&[409, 412, 428])
}

async fn add(
    guard: Guard<UploadFile>,
    id: web::Path<String>,
    key: IdempotencyKey,
    query: Query,
    request: HttpRequest,
    payload: Payload,
) -> Result<HttpResponse, Failure> {
    let patience = guard.shared.config.patience();
    let mut body = upload::body(payload, patience);
    let said = path_id(&id).and_then(|id| sent(EvidenceId(id), &query, &request));
    match said {
        Ok(sent) => Ok(files::add(&guard, key, sent, &mut body).await?.into()),
        Err(failure) => {
            upload::drain(&mut body, guard.shared.config.max_file_size).await;
            Err(failure)
        }
    }
}

/// What is said of the file in address and headers; everything that is wrong at once.
fn sent(evidence: EvidenceId, query: &Query, request: &HttpRequest) -> Result<Sent, Failure> {
    let media = upload::media(request);
    let Ok(file_type) = media.parse::<FileType>() else {
        let reason = Reason::new(Code::UnsupportedMediaType);
        return Err(Failure::Plain(reason.with("expected", &*MEDIA)));
    };
    let mut wrong = query.wrong(&["name"], &[]);
    let name = match file_name(query.one("name").unwrap_or_default()) {
        Ok(name) => Some(name),
        Err(reason) => {
            wrong.push(reason);
            None
        }
    };
    let named = match (name, wrong.is_empty()) {
        (Some(name), true) => Ok(name),
        (Some(_) | None, _) => Err(Failure::invalid("query", wrong)),
    };
    let (name, digests) = match (named, digest::sent(request.headers())) {
        (Ok(name), Ok(digests)) => (name, digests),
        (Err(one), Err(other)) => return Err(one.and(other)),
        (Err(one), Ok(_)) | (Ok(_), Err(one)) => return Err(one),
    };
    let length = request.headers().get(header::CONTENT_LENGTH);
    let length = length.and_then(|length| length.to_str().ok()?.parse().ok());
    Ok(Sent {
        evidence,
        name,
        file_type,
        digests,
        length,
    })
}

fn ids((evidence, file): &(String, String)) -> Result<(uuid::Uuid, EvidenceFileId), Failure> {
    Ok((path_id(evidence)?, EvidenceFileId(path_id(file)?)))
}

async fn read(
    guard: Guard<ReadFile>,
    path: web::Path<(String, String)>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    query.only(&[])?;
    let (evidence, id) = ids(&path)?;
    let (board, file) = files::file(&guard, evidence, id).await?;
    let tag = files::tag(&file);
    let unchanged = conditions::unchanged(&request, &tag);
    let mut answer = match unchanged {
        true => HttpResponse::NotModified(),
        false => HttpResponse::Ok(),
    };
    answer
        .insert_header((header::ETAG, tag))
        .insert_header((header::CACHE_CONTROL, "private, no-cache"));
    if unchanged {
        return Ok(answer.finish());
    }
    let (size, bytes) = guard.shared.files.read(board, &file.sha256).await?;
    answer
        .content_type(file.media_type.as_str())
        .insert_header(attachment(&file.name));
    let bytes = actix_web::body::SizedStream::new(size, bytes);
    Ok(answer.body(bytes))
}

/// To be kept and not shown, under its name: in plain letters for who knows no others, and as it is.
fn attachment(name: &str) -> ContentDisposition {
    let plain = |c: char| c.is_ascii_alphanumeric() || " .-_()".contains(c);
    let ascii: String = name
        .chars()
        .map(|c| if plain(c) { c } else { '_' })
        .collect();
    let mut parameters = vec![DispositionParam::Filename(ascii.clone())];
    if ascii != name {
        parameters.push(DispositionParam::FilenameExt(ExtendedValue {
            charset: Charset::Ext("UTF-8".to_owned()),
            language_tag: None,
            value: name.as_bytes().to_vec(),
        }));
    }
    ContentDisposition {
        disposition: DispositionType::Attachment,
        parameters,
    }
}

async fn delete(
    guard: Guard<DeleteFile>,
    path: web::Path<(String, String)>,
    condition: IfTag,
) -> Result<HttpResponse, Failure> {
    let (evidence, id) = ids(&path)?;
    files::remove(&guard, evidence, id, &condition).await?;
    Ok(HttpResponse::NoContent().finish())
}
