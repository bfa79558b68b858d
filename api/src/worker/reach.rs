//! Tells followers what came into their reach and what left it.

use akoki_persistence::{Store, reach};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

use crate::{failure::Failure, guard::Call, state::Shared};

/// How often is looked whether there is anything to tell.
const LOOK: Duration = Duration::from_millis(200);

/// Runs until it is told to quit.
pub async fn run(shared: Arc<Shared>, store: Store, mut quit: watch::Receiver<bool>) {
    loop {
        tokio::select! {
            _ = quit.changed() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
        let call = Call::service(shared.clone(), store.clone(), "tellReach");
        if let Err(failure) = tell_all(&call).await {
            tracing::warn!(%failure, "what came into reach will be told later");
        }
    }
}

/// Tells all that there is to tell, one chunk a unit.
///
/// # Errors
/// When the store fails; what was told stays told.
pub async fn tell_all(call: &Call) -> Result<(), Failure> {
    let today = call.today;
    if !reach::untold(call.store(), today).await? {
        return Ok(());
    }
    while call
        .unit(move |tx| Box::pin(async move { Ok(reach::tell(tx, today).await?) }))
        .await?
    {}
    Ok(())
}
