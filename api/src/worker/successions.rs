//! Executes the successions that every board has accepted and whose day has come.

use akoki_domain::organisation::succession::{Command, Succession};
use akoki_persistence::{Store, lock, repo::succession::due};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{failure::Failure, guard::Call, state::Shared, usecase::succession::take, work::Work};

/// How often is looked. A day begins once in so many of these.
const LOOK: Duration = Duration::from_secs(60);

/// Runs until it is told to quit.
pub async fn run(shared: Arc<Shared>, store: Store, mut quit: watch::Receiver<bool>) {
    loop {
        let call = Call::service(shared.clone(), store.clone(), "executeSuccessions");
        if let Err(error) = run_due(&call).await {
            tracing::warn!(%error, "successions will be looked at again");
        }
        tokio::select! {
            _ = quit.changed() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Executes those that are due at the moment of the call, each in a unit of its own: one that is refused
/// holds up no other.
///
/// # Errors
/// When the store fails.
pub async fn run_due(call: &Call) -> Result<(), Failure> {
    let found = due(call.store(), &call.scope(), call.days().latest()).await?;
    let boards = found.iter().flat_map(|stored| stored.record.boards.clone());
    let days = call.days_of(call.store(), boards).await?;
    for stored in found {
        let succession = &stored.record;
        if days.common(&succession.boards) < succession.input.effective_on {
            // For one of its boards the day has not begun yet.
            continue;
        }
        let id = stored.record.id.0;
        match execute(call, id).await {
            Ok(()) => {}
            Err(Failure::Conflict { code, blockers }) => {
                let blockers = blockers.len();
                tracing::warn!(succession = %id, code = code.as_str(), blockers, "not executed");
            }
            Err(failure) => return Err(failure),
        }
    }
    Ok(())
}

async fn execute(call: &Call, id: Uuid) -> Result<(), Failure> {
    let outer = call.clone();
    call.unit(move |tx| {
        let call = outer.clone();
        Box::pin(async move {
            let work = Work { tx, call: &call };
            if let Some(before) = lock::<Succession>(tx, &call.scope(), id).await? {
                take(work, before, Command::Execute).await?;
            }
            Ok(())
        })
    })
    .await
}
