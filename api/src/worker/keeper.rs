//! Forgets what is kept for a time only: events of the feed, answers to idempotency keys, and what
//! machine clients signed in with.

use akoki_persistence::{
    Store,
    repo::{assertion, credential, event, idempotency},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

use crate::{failure::Failure, guard::Call, state::Shared};

/// How often is looked for what has had its time.
const LOOK: Duration = Duration::from_secs(60);
const DAY: i64 = 86_400_000;
/// How long events are kept.
pub const EVENTS: i64 = 30 * DAY;
/// How long an answer is kept for its idempotency key.
pub const ANSWERS: i64 = DAY;
/// How long a token of a machine client is kept after its end.
pub const TOKENS: i64 = DAY;

/// Runs until it is told to quit.
pub async fn run(shared: Arc<Shared>, store: Store, mut quit: watch::Receiver<bool>) {
    loop {
        let call = Call::service(shared.clone(), store.clone(), "forget");
        if let Err(failure) = forget(&call).await {
            tracing::warn!(%failure, "what has had its time will be forgotten later");
        }
        tokio::select! {
            _ = quit.changed() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Forgets all that has had its time.
///
/// # Errors
/// When the store fails; what was forgotten stays so.
pub async fn forget(call: &Call) -> Result<(), Failure> {
    let (events, answers) = (
        call.at.saturating_sub(EVENTS),
        call.at.saturating_sub(ANSWERS),
    );
    while call
        .unit(move |tx| Box::pin(async move { Ok(event::forget_before(tx, events).await?) }))
        .await?
    {}
    call.unit(move |tx| {
        Box::pin(async move { Ok(idempotency::forget_before(tx, answers).await?) })
    })
    .await?;
    forget_tokens(call).await
}

/// Forgets the tokens of machine clients that ended, and the assertions they were given for.
async fn forget_tokens(call: &Call) -> Result<(), Failure> {
    let (tokens, now) = (call.at.saturating_sub(TOKENS), call.at);
    while call
        .unit(move |tx| Box::pin(async move { Ok(credential::forget_before(tx, tokens).await?) }))
        .await?
    {}
    call.unit(move |tx| Box::pin(async move { Ok(assertion::forget_before(tx, now).await?) }))
        .await
}
