//! What auditors wrote down without a connection, sent at once: each item is taken or refused by itself, also
//! one that cannot be read, and a refusal because somebody else was first carries what both have written.
//!
//! It is one unit of work. The audit is locked, so nothing that belongs to it moves, and each item is decided
//! before anything of it is written.

mod outcome;

use actix_web::{HttpResponse, web};
use akoki_domain::{Code, Reason, access::Permission, audit::Audit};
use akoki_openapi::{
    operation::{Access, Operation},
    wire::fieldwork::{
        Fieldwork, FieldworkItem, FieldworkKind, FieldworkOutcome, FieldworkOutcomes,
    },
};
use akoki_persistence::{Stored, Verb, find, lock};
use serde_json::{Map, Value};
use std::sync::{Arc, Mutex};
use uuid::Uuid;

use self::outcome::{done, examples, refused, since, unreadable};
use super::{checklist_item::ChecklistItems, finding::Findings};
use crate::{
    endpoint::Endpoint,
    failure::Failure,
    guard::{Guard, Needs},
    http::{Batch, batch::Sent, body::check},
    idempotency::{IdempotencyKey, fingerprint},
    reply::Reply,
    resource::{Placed, Resource, input_json, made_at_random, outdated, path_id, taken},
    work::{Work, difference},
};

/// Sending it.
pub struct Sending;
impl Needs for Sending {
    const OPERATION: &'static str = "sendFieldwork";
    const ACCESS: Access = Access::Needs(Permission::WriteAudits);
}

/// The endpoint.
pub fn endpoint() -> Endpoint {
    let operation = Operation::new(
        Sending::OPERATION,
        "post",
        "/audits/{id}/fieldwork",
        Findings::NAMES.tag,
        Sending::ACCESS,
    )
    .id_parameter("id")
    .idempotent()
    .takes::<Fieldwork>(examples().0)
    .answers::<FieldworkOutcomes>(200, &[], examples().1)
    .problems(&[409, 422]);
    Endpoint::new(operation, send)
}

async fn send(
    guard: Guard<Sending>,
    id: web::Path<String>,
    key: IdempotencyKey,
    body: Batch<Fieldwork, FieldworkItem>,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let mark = fingerprint(&[id.as_bytes(), &body.bytes]);
    let (outer, sent) = (call.clone(), body.items);
    let came = Arc::new(Mutex::new(None));
    let kept = came.clone();
    let result = call
        .once(key, mark, move |tx| {
            let (call, sent, kept) = (outer.clone(), sent.clone(), kept.clone());
            Box::pin(async move {
                let items = take(Work { tx, call: &call }, id, &sent).await?;
                let wrote = items.iter().any(FieldworkOutcome::wrote);
                let reply = Reply::json(200, &FieldworkOutcomes { items })?;
                if wrote {
                    return Ok(reply);
                }
                // Rolls the unit back: a version without a change would mislead whoever follows.
                *kept.lock().map_err(poisoned)? = Some(reply);
                Err(Failure::NothingChanged)
            })
        })
        .await;
    let nothing = matches!(&result, Err(Failure::NothingChanged));
    let told = came.lock().map_err(poisoned)?.take();
    match told.filter(|_| nothing) {
        Some(reply) => Ok(reply.into()),
        None => Ok(result?.into()),
    }
}

fn poisoned(error: impl std::fmt::Display) -> Failure {
    Failure::Internal(error.to_string())
}

async fn take(
    work: Work<'_>,
    audit: Uuid,
    items: &[Sent<FieldworkItem>],
) -> Result<Vec<FieldworkOutcome>, Failure> {
    // What was sent before is answered as it is, and counts no version up.
    if let Some(outcomes) = all_there(work, audit, items).await? {
        return Ok(outcomes);
    }
    enter(work, audit).await?;
    let mut outcomes = Vec::with_capacity(items.len());
    for item in items {
        outcomes.push(match &item.read {
            Err(wrong) => unreadable(work, &item.value, wrong),
            Ok(item) => match item.kind {
                FieldworkKind::Finding => one::<Findings>(work, audit, item).await?,
                FieldworkKind::ChecklistItem => one::<ChecklistItems>(work, audit, item).await?,
            },
        });
    }
    Ok(outcomes)
}

/// Locks the audit: from here on nothing that belongs to it moves.
async fn enter(work: Work<'_>, audit: Uuid) -> Result<(), Failure> {
    let call = work.call;
    if lock::<Audit>(work.tx, &call.scope(), audit)
        .await?
        .is_some()
    {
        return Ok(());
    }
    call.still_valid().await?;
    let readable = call.scope_of(Permission::ReadAudits);
    match find::<Audit>(work.tx, &readable, audit).await? {
        Some(_) => Err(Code::Forbidden.into()),
        None => Err(Failure::not_found()),
    }
}

/// The outcomes when everything is there as it was sent.
async fn all_there(
    work: Work<'_>,
    audit: Uuid,
    items: &[Sent<FieldworkItem>],
) -> Result<Option<Vec<FieldworkOutcome>>, Failure> {
    let mut outcomes = Vec::with_capacity(items.len());
    for item in items {
        let Ok(item) = &item.read else {
            return Ok(None);
        };
        let version = match item.kind {
            FieldworkKind::Finding => there::<Findings>(work, audit, item).await?,
            FieldworkKind::ChecklistItem => there::<ChecklistItems>(work, audit, item).await?,
        };
        let Some(version) = version else {
            return Ok(None);
        };
        outcomes.push(done(item, 200, version, true));
    }
    Ok(Some(outcomes))
}

/// The version of an item that is there as it was sent.
async fn there<R: Placed>(
    work: Work<'_>,
    audit: Uuid,
    item: &FieldworkItem,
) -> Result<Option<i64>, Failure> {
    let readable = work.call.scope_of(R::READ);
    let Some(found) = find::<R::Record>(work.tx, &readable, item.id).await? else {
        return Ok(None);
    };
    let sent = check::<R::Input>(&work.call.shared.schemas, item.value.clone()).ok();
    let same = match sent
        .filter(|sent| item_audit(item) == Some(audit) && R::is_there(&found.record, sent))
    {
        Some(sent) => as_json(&sent)? == input_json::<R>(&found.record)?,
        None => false,
    };
    Ok(same.then_some(found.meta.version))
}

fn as_json(value: &impl serde::Serialize) -> Result<Value, Failure> {
    serde_json::to_value(value).map_err(|error| Failure::Internal(error.to_string()))
}

/// The audit that an item says it is of.
fn item_audit(item: &FieldworkItem) -> Option<Uuid> {
    let audit = item.value.get("auditId")?.as_str()?;
    Uuid::parse_str(audit).ok()
}

/// What came of one item.
enum Came<R: Resource> {
    Made(i64),
    Changed(i64),
    Unchanged(i64),
    /// Somebody else changed it since.
    Since(Stored<R::Record>),
}

async fn one<R: Placed>(
    work: Work<'_>,
    audit: Uuid,
    item: &FieldworkItem,
) -> Result<FieldworkOutcome, Failure> {
    match attempt::<R>(work, audit, item).await {
        Ok(Came::Made(version)) => Ok(done(item, 201, version, false)),
        Ok(Came::Changed(version)) => Ok(done(item, 200, version, false)),
        Ok(Came::Unchanged(version)) => Ok(done(item, 200, version, true)),
        Ok(Came::Since(current)) => since::<R>(work, item, current).await,
        // What went wrong with the store went wrong with all of it.
        Err(
            failure @ (Failure::Busy(_)
            | Failure::Internal(_)
            | Failure::NotUnique(_)
            | Failure::NothingChanged),
        ) => Err(failure),
        Err(failure) => Ok(refused(work, item, &failure)),
    }
}

async fn attempt<R: Placed>(
    work: Work<'_>,
    audit: Uuid,
    item: &FieldworkItem,
) -> Result<Came<R>, Failure> {
    let call = work.call;
    let input = check::<R::Input>(&call.shared.schemas, item.value.clone())?;
    if item_audit(item) != Some(audit) {
        let reason = Reason::new(Code::InvalidValue).at("/auditId");
        return Err(Failure::body(reason.with("allowed", audit)));
    }
    let everywhere = call.everything();
    let Some(found) = find::<R::Record>(work.tx, &everywhere, item.id).await? else {
        return make::<R>(work, item, input).await;
    };
    if !R::is_there(&found.record, &input) {
        return Err(taken());
    }
    let after = R::change(work, &found.record, input).await?;
    let changes = difference(&input_json::<R>(&found.record)?, &input_json::<R>(&after)?);
    if changes.as_object().is_none_or(Map::is_empty) {
        return Ok(Came::Unchanged(found.meta.version));
    }
    match item.version {
        None => {
            let code = Code::PreconditionRequired;
            return Err(outdated::<R>(work, found, item.value.clone(), code).await);
        }
        Some(seen) if seen != found.meta.version => return Ok(Came::Since(found)),
        Some(_) => {}
    }
    let before = lock::<R::Record>(work.tx, &call.scope(), item.id).await?;
    let before = before.ok_or_else(|| Failure::from(Code::Forbidden))?;
    let saved = work.save(&before, after, Verb::Updated, changes).await?;
    Ok(Came::Changed(saved.meta.version))
}

async fn make<R: Placed>(
    work: Work<'_>,
    item: &FieldworkItem,
    input: R::Input,
) -> Result<Came<R>, Failure> {
    if item.version.is_some() {
        return Err(Failure::not_found());
    }
    made_at_random(item.id, "body", "/id")?;
    let record = R::create_as(work, item.id, input).await?;
    let values = input_json::<R>(&record)?;
    match work.insert(record, values).await {
        Ok(stored) => Ok(Came::Made(stored.meta.version)),
        // Somebody made it at this moment elsewhere: the unit begins anew, and finds it there.
        Err(Failure::Conflict { code, .. }) => Err(Failure::Busy(code.as_str().to_owned())),
        Err(failure) => Err(failure),
    }
}
