//! Moves surveys on: windows begin and end, answers are mixed, those invited are reminded.

use akoki_persistence::Store;
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;

use crate::{failure::Failure, guard::Call, state::Shared, usecase::survey_campaign::steps};

/// How often is looked. Whether answers are taken goes by the window itself.
const LOOK: Duration = Duration::from_secs(2);

/// Runs until it is told to quit.
pub async fn run(shared: Arc<Shared>, store: Store, mut quit: watch::Receiver<bool>) {
    loop {
        let call = Call::service(shared.clone(), store.clone(), "moveSurveysOn");
        if let Err(failure) = run_due(&call).await {
            tracing::warn!(%failure, "surveys will move on later");
        }
        tokio::select! {
            _ = quit.changed() => return,
            () = tokio::time::sleep(LOOK) => {}
        }
    }
}

/// Does all that has come about at the moment of the call.
///
/// # Errors
/// When the store fails; what was done stays done.
pub async fn run_due(call: &Call) -> Result<(), Failure> {
    steps::run_due(call).await
}
