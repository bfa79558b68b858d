//! Takes the monthly snapshots of where units stand. Looks at the clock often, because the sandbox moves
//! it; the store is asked only when a new month has begun.

use akoki_persistence::Store;
use std::{sync::Arc, time::Duration};
use time::{Date, Month};
use tokio::sync::watch;

use crate::{guard::Call, state::Shared, usecase::standing::take_due};

/// How often the clock is looked at.
const LOOK: Duration = Duration::from_millis(500);
/// How long to wait after a failure.
const RETRY: Duration = Duration::from_secs(30);

/// Runs until it is told to quit.
pub async fn run(shared: Arc<Shared>, store: Store, mut quit: watch::Receiver<bool>) {
    let month = |day: Date| -> (i32, Month) { (day.year(), day.month()) };
    let mut done = None;
    let mut pause = LOOK;
    loop {
        let now = month(shared.clock.today());
        if done != Some(now) {
            let call = Call::service(shared.clone(), store.clone(), "takeSnapshots");
            match take_due(&call).await {
                Ok(_) => (done, pause) = (Some(now), LOOK),
                Err(error) => {
                    tracing::warn!(%error, "the snapshots will be tried again");
                    pause = RETRY;
                }
            }
        }
        tokio::select! {
            _ = quit.changed() => break,
            () = tokio::time::sleep(pause) => {}
        }
    }
}
