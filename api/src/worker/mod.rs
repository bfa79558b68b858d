//! Work beside the requests. Workers have a store of their own and stop when they are told to; when
//! one dies, the process stops.

pub mod escalations;
pub(crate) mod jobs;
pub mod keeper;
mod keys;
pub mod reach;
mod sealer;
mod snapshots;
mod successions;
pub mod surveys;

use std::sync::Arc;
use tokio::{sync::watch, task::JoinSet};

use crate::{
    app::StartError, failure::Failure, guard::Call, state::Shared, usecase::standing::take_due,
};

/// Starts the workers.
///
/// # Errors
/// When the store cannot be reached.
pub async fn start(
    shared: Arc<Shared>,
    quit: &watch::Sender<bool>,
) -> Result<JoinSet<()>, StartError> {
    let store = shared
        .stores
        .worker()
        .await
        .map_err(|error| StartError(error.to_string()))?
        .seen_by_service();
    let mut workers = JoinSet::new();
    macro_rules! spawn {
        ($($worker:ident),+ $(,)?) => {
            $(workers.spawn($worker::run(shared.clone(), store.clone(), quit.subscribe()));)+
        };
    }
    spawn![
        escalations,
        jobs,
        keeper,
        keys,
        reach,
        sealer,
        snapshots,
        successions,
        surveys,
    ];
    Ok(workers)
}

/// Runs what falls due at the moment of the call: what the workers do by themselves as time passes.
///
/// # Errors
/// When the store fails.
pub async fn run_due(call: &Call) -> Result<(), Failure> {
    keys::refresh(call).await?;
    take_due(call).await?;
    reach::tell_all(call).await?;
    successions::run_due(call).await?;
    surveys::run_due(call).await?;
    escalations::run_due(call).await?;
    sealer::drain(&call.shared, call.store(), &call.shared.key("trail")).await;
    keeper::forget(call).await?;
    Ok(())
}
