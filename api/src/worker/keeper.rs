//! Forgets what is kept for a time only: events of the feed, answers to idempotency keys, what is left of
//! signing in, and bytes of files that nothing names. Besides, it puts right once what a migration could not.

use akoki_domain::access::FORGOTTEN;
use akoki_persistence::{
    Store,
    repo::{activation, assertion, credential, escalation, event, idempotency, session, throttle},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

use crate::{
    failure::Failure,
    guard::Call,
    state::Shared,
    usecase::{
        escalation::tell_late,
        evidence::{files::sweep, titles::respell},
    },
};

/// How often is looked for what has had its time.
const LOOK: Duration = Duration::from_secs(60);
const DAY: i64 = 86_400_000;
/// How long events are kept.
pub const EVENTS: i64 = 30 * DAY;
/// How long an answer is kept for its idempotency key.
pub const ANSWERS: i64 = DAY;

/// How long it is known of a credential that ended whose it was; the trail names it.
pub const CREDENTIALS: i64 = 366 * DAY;
/// The same of those of machine clients, which ask for a new one all day.
pub const CLIENT_CREDENTIALS: i64 = DAY;

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
    forget_signing_in(call).await?;
    forget_told(call).await?;
    sweep(call).await?;
    respell(call).await?;
    Ok(())
}

/// Forgets what was told of things that are no longer late. What still is was looked at again when that began to
/// be in doubt, or is now; two days after, the day on which it was is over in every time zone.
async fn forget_told(call: &Call) -> Result<(), Failure> {
    tell_late(call).await?;
    let settled = call.today.saturating_sub(time::Duration::days(2));
    call.unit(move |tx| Box::pin(async move { Ok(escalation::forget_before(tx, settled).await?) }))
        .await?;
    Ok(())
}

/// Forgets used and unused secrets that have ended, the failed tries of long ago, and credentials that
/// nobody will ask about any more.
async fn forget_signing_in(call: &Call) -> Result<(), Failure> {
    let at = call.at;
    call.unit(move |tx| {
        Box::pin(async move {
            session::forget_before(tx, at).await?;
            activation::forget_before(tx, at).await?;
            assertion::forget_before(tx, at).await?;
            throttle::forget_before(tx, at.saturating_sub(FORGOTTEN)).await?;
            Ok(())
        })
    })
    .await?;
    let (clients, others) = (
        at.saturating_sub(CLIENT_CREDENTIALS),
        at.saturating_sub(CREDENTIALS),
    );
    while call
        .unit(move |tx| {
            Box::pin(async move { Ok(credential::forget_before(tx, clients, others).await?) })
        })
        .await?
    {}
    Ok(())
}
