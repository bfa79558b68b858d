//! `/v1/jobs`: how far they are, what became of each row, confirming and stopping.

use actix_web::{HttpRequest, HttpResponse, web};
use akoki_domain::{Code, Reason, access::Permission, id::JobId, job::Fate, job::Job};
use akoki_openapi::{
    operation::{Access, Answer, Content, Operation},
    wire::job as wire,
};
use akoki_persistence::{
    Filter, FilterKind, Page, Position, Record, SortValue, list,
    repo::job_report::{Wanted, lines},
};
use serde_json::{Value, json};

use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Body, Query},
    idempotency::{IdempotencyKey, fingerprint},
    reply::Reply,
    resource::{ListShape, list_parameters, page_reply, path_id, read_reply},
    usecase::job::{cancel, confirm, fates, row, view},
    work::Work,
};

macro_rules! needs {
    ($($name:ident: $operation:literal, $permission:ident;)+) => {$(
        struct $name;
        impl Needs for $name {
            const OPERATION: &'static str = $operation;
            const ACCESS: Access = Access::Needs(Permission::$permission);
        }
    )+};
}

needs! {
    ListJobs: "listJobs", ReadJobs;
    ReadJob: "readJob", ReadJobs;
    ListJobRows: "listJobRows", ReadJobs;
    ConfirmJob: "confirmJob", WriteImports;
    CancelJob: "cancelJob", WriteImports;
}

const TAG: &str = "imports";

/// The endpoints of this file.
pub fn endpoints() -> Vec<Endpoint> {
    let of = |id, method, path: &str, access| Operation::new(id, method, path, TAG, access);
    let one = of("readJob", "get", "/jobs/{id}", ReadJob::ACCESS)
        .id_parameter("id")
        .parameter("If-None-Match", "header", false, json!({"type": "string"}))
        .answers::<wire::Job>(200, &["ETag"], example())
        .answers_empty(304, &["ETag"]);
    let cancelled = of("cancelJob", "delete", "/jobs/{id}", CancelJob::ACCESS)
        .id_parameter("id")
        .answers_empty(204, &[])
        .problems(&[409]);
    let key = json!({"type": "string", "maxLength": 130});
    let confirmed = of(
        "confirmJob",
        "post",
        "/jobs/{id}/confirmations",
        ConfirmJob::ACCESS,
    )
    .id_parameter("id")
    .parameter("Idempotency-Key", "header", false, key)
    .takes::<wire::JobConfirmation>(json!({"confirmEnd": true}))
    .answers::<wire::Job>(202, &["Location"], example())
    .problems(&[409, 422]);
    vec![
        Endpoint::new(all_operation(), all),
        Endpoint::new(one, read),
        Endpoint::new(cancelled, stop),
        Endpoint::new(confirmed, go_on),
        Endpoint::new(rows_operation(), rows),
    ]
}

fn page<T: utoipa::ToSchema>(mut operation: Operation, example: Value) -> Operation {
    let page = operation.page::<T>();
    operation.answers.push(Answer {
        status: 200,
        content: Some(Content {
            media: "application/json",
            schema: Some(page),
            example: Some(json!({"items": [example], "nextCursor": null})),
        }),
        headers: &["Link"],
    });
    operation
}

fn all_operation() -> Operation {
    let operation = Operation::new(ListJobs::OPERATION, "get", "/jobs", TAG, ListJobs::ACCESS);
    let operation = page::<wire::Job>(operation, example());
    list_parameters(operation, Job::FILTERS, Job::SORTS)
}

fn rows_operation() -> Operation {
    let operation = Operation::new(
        ListJobRows::OPERATION,
        "get",
        "/jobs/{id}/rows",
        TAG,
        ListJobRows::ACCESS,
    )
    .id_parameter("id");
    let reason = json!({"column": "VESTIGINGSNAAM", "code": "required", "detail": "Dit is verplicht.", "href": null});
    let example = json!({
        "number": 12, "line": 13, "rows": 1, "outcome": "rejected", "column": "VESTIGINGSNAAM", "code": "required",
        "detail": "Dit is verplicht.", "reasons": [reason], "href": null,
    });
    let words: Vec<&str> = Fate::ALL.iter().map(|fate| fate.as_str()).collect();
    page::<wire::JobRow>(operation, example)
        .query(
            "outcome",
            json!({"type": "array", "items": {"type": "string", "enum": words}}),
        )
        .query(
            "limit",
            json!({"type": "integer", "minimum": 1, "maximum": 200, "default": 50}),
        )
        .query("cursor", json!({"type": "string"}))
        .query("fields", json!({"type": "string"}))
}

/// A job in the examples of the document.
pub fn example() -> Value {
    let id = "0199c2f6-7d5a-7000-8000-00000000000a";
    json!({
        "id": id, "boardId": null, "campaignId": null, "kind": "duo-establishments", "layout": "primary", "dryRun": false,
        "confirmEnd": false, "status": "succeeded",
        "progress": {"phase": "applying", "done": 6107, "total": 6107},
        "result": {"rows": 6107, "created": 12, "updated": 40, "unchanged": 6052, "rejected": 3,
            "outOfScope": 0, "transferPending": 2, "ended": 9},
        "problem": null, "notice": null,
        "file": {"bytes": 1853248, "encoding": "windows-1252", "delimiter": ";",
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
        "rows": format!("/v1/jobs/{id}/rows"), "availableCommands": [],
        "blockers": [{"command": "cancel", "reasons": [{"code": "job-state-forbids",
            "detail": "De status van de taak is succeeded; dan kan dit niet."}]}],
        "finishedAt": "2026-08-24T09:30:04Z", "version": 84, "createdAt": "2026-08-24T09:30:00Z",
        "updatedAt": "2026-08-24T09:30:04Z",
    })
}

async fn all(guard: Guard<ListJobs>, query: Query) -> Result<HttpResponse, Failure> {
    let shape = ListShape {
        name: "jobs",
        filters: Job::FILTERS,
        sorts: Job::SORTS,
        fields: guard.shared.schemas.properties("Job"),
    };
    let asked = shape.read(&guard, &query)?;
    let Page { items, next } = list::<Job>(guard.store(), &guard.scope(), &asked.query).await?;
    if items.is_empty() {
        guard.still_valid().await?;
    }
    let views = items.iter().map(|job| view(job, guard.language)).collect();
    let reply: Result<Reply, Failure> =
        page_reply::<wire::Job>(&guard, "/v1/jobs", &query, &asked, views, next.as_ref());
    Ok(reply?.into())
}

async fn read(
    guard: Guard<ReadJob>,
    id: web::Path<String>,
    query: Query,
    request: HttpRequest,
) -> Result<HttpResponse, Failure> {
    query.only(&[])?;
    let job = guard.reached::<Job>(path_id(&id)?).await?;
    let shown = view(&job, guard.language);
    Ok(read_reply(&request, job.meta.version, &shown, None)?.into())
}

async fn rows(
    guard: Guard<ListJobRows>,
    id: web::Path<String>,
    query: Query,
) -> Result<HttpResponse, Failure> {
    let job = guard.reached::<Job>(path_id(&id)?).await?.record;
    let path = format!("/v1/jobs/{}/rows", job.id);
    let words = FilterKind::Word(|| Fate::ALL.map(Fate::as_str).to_vec());
    let outcome = Filter::new("outcome", "outcome", words);
    let shape = ListShape {
        name: &path,
        filters: &[outcome],
        sorts: &[],
        fields: guard.shared.schemas.properties("JobRow"),
    };
    let asked = shape.read(&guard, &query)?;
    let after = match &asked.query.after {
        Some(Position {
            value: SortValue::Number(number),
            ..
        }) => u64::try_from(*number).ok(),
        Some(_) | None => None,
    };
    let limit = asked.query.limit;
    let wanted = Wanted {
        fates: fates(&query.all("outcome"))?,
        after,
        limit: limit.saturating_add(1),
        ..Wanted::default()
    };
    let mut found = lines(guard.store(), &job, &wanted).await?;
    let more = found.len() as u64 > limit;
    found.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    let next = found.last().filter(|_| more).map(|line| Position {
        value: SortValue::Number(i64::try_from(line.number).unwrap_or(i64::MAX)),
        id: job.id.0,
    });
    let items: Vec<wire::JobRow> = found
        .iter()
        .map(|line| row(&job, line, guard.language))
        .collect();
    Ok(page_reply(&guard, &path, &query, &asked, items, next.as_ref())?.into())
}

async fn go_on(
    guard: Guard<ConfirmJob>,
    id: web::Path<String>,
    key: IdempotencyKey,
    body: Body<wire::JobConfirmation>,
) -> Result<HttpResponse, Failure> {
    let id = JobId(path_id(&id)?);
    if !body.value.confirm_end {
        return Err(Failure::body(
            Reason::new(Code::InvalidValue)
                .at("/confirmEnd")
                .with("allowed", true),
        ));
    }
    let call = guard.into_call();
    let mark = fingerprint(&[id.0.as_bytes(), &body.bytes]);
    let outer = call.clone();
    let reply = call
        .once(key, mark, move |tx| {
            let call = outer.clone();
            Box::pin(async move {
                let job = confirm(Work { tx, call: &call }, id).await?;
                Ok(Reply::json(202, &view(&job, call.language))?
                    .header("location", format!("/v1/jobs/{id}")))
            })
        })
        .await?;
    call.shared.queued.notify_one();
    Ok(reply.into())
}

async fn stop(guard: Guard<CancelJob>, id: web::Path<String>) -> Result<HttpResponse, Failure> {
    let id = JobId(path_id(&id)?);
    let call = guard.into_call();
    let outer = call.clone();
    let done = call
        .unit(move |tx| {
            let call = outer.clone();
            Box::pin(async move { cancel(Work { tx, call: &call }, id).await })
        })
        .await;
    match done {
        Ok(()) | Err(Failure::NothingChanged) => Ok(Reply::empty(204).into()),
        Err(failure) => Err(failure),
    }
}
