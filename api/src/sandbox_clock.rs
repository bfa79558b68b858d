//! How far the clock of a sandbox was moved. It is kept in the store, because what is in the store is of the days to
//! which it was moved: the next start goes on there, and so does a command beside the service. Without it a token
//! from the command line would have ended before it began.

use akoki_persistence::repo::setting;
use serde_json::json;

use crate::{failure::Failure, guard::Call};

/// Under this name the store keeps by how many milliseconds the clock was moved. A reset empties that as well.
const MOVED: &str = "sandbox-clock";
/// Milliseconds in a day.
const DAY: i64 = 24 * 3_600_000;

/// Moves the clock of a process that has just opened the store to where that of the store is; says which moment
/// it is then, in milliseconds since 1970. Of a store that is no sandbox it is never moved.
///
/// # Errors
/// When the store fails.
pub(crate) async fn resume(call: &Call) -> Result<i64, Failure> {
    let clock = &call.shared.clock;
    if let Some(moved) = setting::get(call.store(), MOVED).await? {
        let unreadable = || Failure::Internal(format!("the setting {MOVED} is no number: {moved}"));
        let moved = moved.as_i64().ok_or_else(unreadable)?;
        tracing::warn!(days = moved / DAY, "the clock of this sandbox was moved on");
        clock.advance(moved);
    }
    Ok(clock.millis())
}

/// Moves the clock on, and lets the store know.
///
/// # Errors
/// When the store fails; the clock is not moved then.
pub(crate) async fn advance(call: &Call, millis: i64) -> Result<(), Failure> {
    call.unit(move |tx| {
        Box::pin(async move {
            let before = setting::lock(tx, MOVED).await?;
            let before = before.and_then(|moved| moved.as_i64()).unwrap_or(0);
            Ok(setting::put(tx, MOVED, json!(before.saturating_add(millis))).await?)
        })
    })
    .await?;
    call.shared.clock.advance(millis);
    Ok(())
}
