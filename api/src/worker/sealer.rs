//! Numbers what was committed, within 200 ms, and wakes the followers of the feed.

use akoki_persistence::{SealReport, Store, seal};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

use crate::{guard::Call, state::Shared};

/// How long a commit of another process may wait.
const LOOK: Duration = Duration::from_millis(100);
/// How long commits of this process are gathered before they are numbered together.
const GATHER: Duration = Duration::from_millis(10);

/// Runs until it is told to quit.
pub async fn run(shared: Arc<Shared>, store: Store, mut quit: watch::Receiver<bool>) {
    let key = shared.key("trail");
    loop {
        tokio::select! {
            _ = quit.changed() => break,
            () = shared.committed.notified() => tokio::time::sleep(GATHER).await,
            () = tokio::time::sleep(LOOK) => {}
        }
        drain(&shared, &store, &key).await;
    }
    drain(&shared, &store, &key).await;
}

/// Numbers all that waits.
pub async fn drain(shared: &Arc<Shared>, store: &Store, key: &[u8]) {
    loop {
        let act = Call::service(shared.clone(), store.clone(), "seal").act();
        match seal(store, &act, key).await {
            Ok(report) if report == SealReport::default() => return,
            Ok(_) => shared
                .sealed
                .send_modify(|runs| *runs = runs.wrapping_add(1)),
            Err(error) => {
                tracing::warn!(%error, "the sealer will try again");
                return;
            }
        }
    }
}
