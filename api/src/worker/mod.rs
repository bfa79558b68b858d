//! Work beside the requests. Workers have a store of their own and stop when they are told to; when
//! one dies, the process stops.

pub mod keeper;
pub mod reach;
mod sealer;

use std::sync::Arc;
use tokio::{sync::watch, task::JoinSet};

use crate::{app::StartError, state::Shared};

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
        .map_err(|error| StartError(error.to_string()))?;
    let mut workers = JoinSet::new();
    workers.spawn(sealer::run(shared.clone(), store.clone(), quit.subscribe()));
    workers.spawn(reach::run(shared.clone(), store.clone(), quit.subscribe()));
    workers.spawn(keeper::run(shared, store, quit.subscribe()));
    Ok(workers)
}
