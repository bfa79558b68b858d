//! What came of each item of a batch.

use akoki_domain::{Code, Reason};
use akoki_openapi::{
    problem::{self, Problem},
    wire::fieldwork::{FieldworkItem, FieldworkOutcome},
};
use akoki_persistence::Stored;
use serde_json::{Value, json};
use uuid::Uuid;

use super::as_json;
use crate::{
    failure::Failure,
    resource::{Placed, Resource, view},
    usecase::finding::Findings,
    work::Work,
};

/// An item that was taken, or was there already.
pub(super) fn done(
    item: &FieldworkItem,
    status: u16,
    version: i64,
    unchanged: bool,
) -> FieldworkOutcome {
    FieldworkOutcome {
        kind: Some(item.kind),
        id: Some(item.id),
        status,
        unchanged,
        code: None,
        detail: None,
        errors: Vec::new(),
        blockers: Vec::new(),
        version: Some(version),
        current: None,
        sent: None,
    }
}

/// An item that does not have the form of one: which it is is told as far as that can be read, and whoever
/// sent it knows it by its place in the list besides.
pub(super) fn unreadable(work: Work<'_>, sent: &Value, wrong: &[Reason]) -> FieldworkOutcome {
    let inside = |reason: &Reason| {
        let at = reason.pointer.as_deref().unwrap_or_default();
        // As with everything else that is wrong with a value, its places are told from the value on.
        let at = at
            .strip_prefix("/value")
            .filter(|rest| rest.starts_with('/'))
            .unwrap_or(at);
        reason.clone().at(at)
    };
    let failure = Failure::invalid("body", wrong.iter().map(inside));
    let id = sent.get("id").and_then(Value::as_str);
    let kind = sent.get("type").cloned();
    FieldworkOutcome {
        kind: kind.and_then(|kind| serde_json::from_value(kind).ok()),
        id: id.and_then(|id| Uuid::parse_str(id).ok()),
        ..told(work, &failure)
    }
}

/// An item that was refused.
pub(super) fn refused(work: Work<'_>, item: &FieldworkItem, failure: &Failure) -> FieldworkOutcome {
    FieldworkOutcome {
        kind: Some(item.kind),
        id: Some(item.id),
        ..told(work, failure)
    }
}

/// Why something was refused.
fn told(work: Work<'_>, failure: &Failure) -> FieldworkOutcome {
    let Problem {
        status,
        code,
        detail,
        errors,
        blockers,
        current,
        sent,
        ..
    } = failure.problem(work.call.language, "", "");
    FieldworkOutcome {
        kind: None,
        id: None,
        status,
        unchanged: false,
        code: Some(code),
        detail: Some(detail),
        errors,
        blockers,
        version: None,
        current,
        sent,
    }
}

/// What somebody else wrote, beside what was sent.
pub(super) async fn since<R: Placed>(
    work: Work<'_>,
    item: &FieldworkItem,
    current: Stored<R::Record>,
) -> Result<FieldworkOutcome, Failure> {
    let code = Code::ChangedSince;
    let version = current.meta.version;
    let current = view::<R>(work.call, work.tx, current).await?;
    Ok(FieldworkOutcome {
        status: 409,
        code: Some(code.as_str().to_owned()),
        detail: Some(problem::detail(code, &[], work.call.language)),
        current: Some(as_json(&current)?),
        sent: Some(item.value.clone()),
        ..done(item, 409, version, false)
    })
}

/// What is sent, and what comes of it.
pub(super) fn examples() -> (Value, Value) {
    let id = "0199c2f6-7d5a-7000-8000-000000000553";
    let (value, _) = Findings::examples();
    let item = json!({"type": "finding", "id": id, "value": value});
    let outcome = json!({
        "type": "finding", "id": id, "status": 201, "unchanged": false, "code": null, "detail": null,
        "errors": [], "blockers": [], "version": 1, "current": null, "sent": null,
    });
    (json!({"items": [item]}), json!({"items": [outcome]}))
}
