//! Tells of what is late, and of what has gone a level further up since.

use akoki_persistence::Store;
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

use crate::{failure::Failure, guard::Call, state::Shared, usecase::escalation::tell_late};

/// How often is looked. A day begins once in so many of these; what is put on a day that has passed already is
/// late at once.
const LOOK: Duration = Duration::from_secs(60);

/// Runs until it is told to quit.
pub async fn run(shared: Arc<Shared>, store: Store, mut quit: watch::Receiver<bool>) {
    loop {
        let call = Call::service(shared.clone(), store.clone(), "tellLate");
        if let Err(failure) = run_due(&call).await {
            tracing::warn!(%failure, "what is late will be told later");
        }
        tokio::select! {
            _ = quit.changed() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Tells all that there is to tell at the moment of the call.
///
/// # Errors
/// When the store fails; what was told stays told.
pub async fn run_due(call: &Call) -> Result<(), Failure> {
    tell_late(call).await
}
