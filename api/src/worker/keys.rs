//! Keeps the signing keys: makes the next one when it is due, and takes over those that another process
//! made. Looks at the clock often, because the sandbox moves it; the store is asked every hour, and at
//! most once a minute when a token names a key that is not known here.

use akoki_persistence::Store;
use std::{sync::Arc, time::Duration};
use tokio::{sync::watch, time::Instant};

use crate::{auth::vault, failure::Failure, guard::Call, state::Shared};

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// How long to wait between two looks into the store for a key that is not known.
const PAUSE: Duration = Duration::from_secs(60);
const HOUR: i64 = 3_600_000;

/// Runs until it is told to quit.
pub async fn run(shared: Arc<Shared>, store: Store, mut quit: watch::Receiver<bool>) {
    let hour = || shared.clock.millis().div_euclid(HOUR);
    let mut done = hour();
    let mut asked: Option<Instant> = None;
    loop {
        let rested = asked.is_none_or(|last| last.elapsed() >= PAUSE);
        let wanted = rested && shared.auth.take_wanted();
        if wanted || done != hour() {
            asked = Some(Instant::now());
            let now = hour();
            let call = Call::service(shared.clone(), store.clone(), "rotateKeys");
            match refresh(&call).await {
                Ok(()) => done = now,
                Err(failure) => tracing::warn!(%failure, "the keys will be looked at later"),
            }
        }
        tokio::select! {
            _ = quit.changed() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Takes over the keys that there are, and makes or drops those that are due.
///
/// # Errors
/// When the store fails, or the keys were sealed with another secret.
pub async fn refresh(call: &Call) -> Result<(), Failure> {
    let ring = vault::load(call, &call.shared.key("signing-keys")).await?;
    call.shared.auth.replace(ring);
    Ok(())
}
