//! `PATCH` on an item: a merge patch on what a caller may set.
//!
//! The patch is applied to the input as it is now, and the result is checked as if it had been sent
//! whole: so null and absent differ, required values cannot be taken away, and unknown fields show.

use actix_web::{HttpResponse, web};
use akoki_persistence::Verb;
use serde_json::Value;

use super::{Changing, Resource, input_json, lock_with_root, read::path_id, told_changes, view};
use crate::{
    failure::Failure,
    guard::{Call, Guard},
    http::{
        IfMatch,
        body::{Patch, check},
    },
    reply::Reply,
    work::{Work, difference},
};

/// The handler.
pub async fn change<R: Resource>(
    guard: Guard<Changing<R>>,
    id: web::Path<String>,
    condition: IfMatch,
    patch: Patch,
) -> Result<HttpResponse, Failure> {
    let id = path_id(&id)?;
    let call = guard.into_call();
    let outer = call.clone();
    let result = call
        .unit(move |tx| {
            let (call, patch, condition) = (outer.clone(), patch.0.clone(), condition.clone());
            Box::pin(async move {
                let work = Work { tx, call: &call };
                one::<R>(work, &call, id, &condition, &patch).await
            })
        })
        .await;
    or_unchanged::<R>(&call, id, result).await
}

/// The answer to a change, or the resource as it is when nothing would have changed.
///
/// # Errors
/// Those of the change.
pub async fn or_unchanged<R: Resource>(
    call: &Call,
    id: uuid::Uuid,
    result: Result<Reply, Failure>,
) -> Result<HttpResponse, Failure> {
    match result {
        Err(Failure::NothingChanged) => {
            let stored =
                akoki_persistence::find::<R::Record>(call.store(), &call.scope(), id).await?;
            let stored = stored.ok_or_else(Failure::not_found)?;
            let version = stored.meta.version;
            let view = view::<R>(call, call.store(), stored).await?;
            Ok(Reply::json(200, &view)?.tagged(version).into())
        }
        result => Ok(result?.into()),
    }
}

async fn one<R: Resource>(
    work: Work<'_>,
    call: &Call,
    id: uuid::Uuid,
    condition: &IfMatch,
    patch: &Value,
) -> Result<Reply, Failure> {
    let before = lock_with_root::<R>(work, call, id).await?;
    // Locking counted the version up; what the caller knows is the one before.
    condition.check(before.meta.version.saturating_sub(1))?;
    let now = input_json::<R>(&before.record)?;
    let mut wanted = now.clone();
    merge(&mut wanted, patch);
    // What is null on the way in is absent: the input has no other way to say "nothing".
    let input = check::<R::Input>(&call.shared.schemas, wanted.clone())?;
    let after = R::change(work, &before.record, input).await?;
    let changes = difference(&now, &input_json::<R>(&after)?);
    if changes.as_object().is_none_or(serde_json::Map::is_empty) {
        // Rolls the unit back: a version without a change would mislead whoever follows.
        return Err(Failure::NothingChanged);
    }
    let told = told_changes::<R>(changes);
    let stored = work.save(&before, after, Verb::Updated, told).await?;
    let version = stored.meta.version;
    let view = view::<R>(call, work.tx, stored).await?;
    Ok(Reply::json(200, &view)?.tagged(version))
}

/// RFC 7396.
fn merge(target: &mut Value, patch: &Value) {
    let Value::Object(patch) = patch else {
        *target = patch.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(serde_json::Map::new());
    }
    let Value::Object(map) = target else { return };
    for (key, value) in patch {
        if value.is_null() {
            map.remove(key);
        } else {
            merge(map.entry(key.clone()).or_insert(Value::Null), value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_examples_of_the_standard_hold() {
        // RFC 7396, appendix A.
        for (target, patch, result) in [
            (json!({"a": "b"}), json!({"a": "c"}), json!({"a": "c"})),
            (
                json!({"a": "b"}),
                json!({"b": "c"}),
                json!({"a": "b", "b": "c"}),
            ),
            (json!({"a": "b"}), json!({"a": null}), json!({})),
            (
                json!({"a": "b", "b": "c"}),
                json!({"a": null}),
                json!({"b": "c"}),
            ),
            (json!({"a": ["b"]}), json!({"a": "c"}), json!({"a": "c"})),
            (
                json!({"a": {"b": "c"}}),
                json!({"a": {"b": "d", "c": null}}),
                json!({"a": {"b": "d"}}),
            ),
            (
                json!({"a": [{"b": "c"}]}),
                json!({"a": [1]}),
                json!({"a": [1]}),
            ),
            (json!(["a", "b"]), json!(["c", "d"]), json!(["c", "d"])),
            (json!({"a": "foo"}), json!(null), json!(null)),
            (
                json!({"e": null}),
                json!({"a": 1}),
                json!({"e": null, "a": 1}),
            ),
            (
                json!([1, 2]),
                json!({"a": "b", "c": null}),
                json!({"a": "b"}),
            ),
            (
                json!({}),
                json!({"a": {"bb": {"ccc": null}}}),
                json!({"a": {"bb": {}}}),
            ),
        ] {
            let mut merged = target.clone();
            merge(&mut merged, &patch);
            assert_eq!(merged, result, "{target} + {patch}");
        }
    }
}
