//! Does the jobs that wait, one at a time, and clears away what finished ones leave behind.

use akoki_domain::{id::JobId, job::Job};
use akoki_persistence::{
    Store, Stored,
    repo::{job, job::Lease, job_file},
};
use std::{sync::Arc, time::Duration};
use tokio::sync::watch;
use uuid::Uuid;

use crate::{
    failure::Failure,
    guard::Call,
    state::Shared,
    usecase::import::{LEASE, Run, Stop},
};

/// How long a job of another process, or of one that died, may wait.
const LOOK: Duration = Duration::from_millis(500);
/// A file that was sent so long ago and never became a job is thrown away.
const STALE: i64 = 24 * 3_600_000;

/// Runs until it is told to quit.
pub async fn run(shared: Arc<Shared>, store: Store, mut quit: watch::Receiver<bool>) {
    loop {
        match next(&shared, &store, &quit).await {
            Ok(true) => {}
            Ok(false) => {
                tokio::select! {
                    _ = quit.changed() => {}
                    () = shared.queued.notified() => {}
                    () = tokio::time::sleep(LOOK) => {}
                }
            }
            Err(failure) => {
                tracing::warn!(error = %failure, "the worker of jobs will try again");
                tokio::time::sleep(LOOK).await;
            }
        }
        if *quit.borrow() {
            return;
        }
    }
}

/// Does all that waits, one after another: for whoever runs no workers.
///
/// # Errors
/// When the store fails.
pub(crate) async fn drain(call: &Call) -> Result<(), Failure> {
    let (_going, quit) = watch::channel(false);
    while next(&call.shared, call.store(), &quit).await? {}
    Ok(())
}

/// Does one thing, if there is one to do.
async fn next(
    shared: &Arc<Shared>,
    store: &Store,
    quit: &watch::Receiver<bool>,
) -> Result<bool, Failure> {
    let call = Call::service(shared.clone(), store.clone(), "work");
    if let Some((job, owner)) = claim(&call).await? {
        work(call, owner, quit.clone(), job).await;
        return Ok(true);
    }
    clear(&call).await
}

async fn claim(call: &Call) -> Result<Option<(Stored<Job>, Uuid)>, Failure> {
    if !job::waits(call.store(), call.at).await? {
        return Ok(None);
    }
    let lease = Lease {
        owner: call.id(),
        until: call.at.saturating_add(LEASE),
    };
    let claimed = call
        .unit(move |tx| Box::pin(async move { Ok(job::claim(tx, lease).await?) }))
        .await?;
    Ok(claimed.map(|job| (job, lease.owner)))
}

async fn work(call: Call, owner: Uuid, quit: watch::Receiver<bool>, job: Stored<Job>) {
    let JobId(id) = job.record.id;
    let run = Run::new(call, owner, quit, job.record);
    // A task of its own, so that a fault in one job ends that job and not the worker.
    let stopped = match tokio::spawn(run.clone().go()).await {
        Ok(stopped) => stopped,
        Err(fault) => Err(Stop::Failed(Failure::Internal(fault.to_string()))),
    };
    match stopped {
        Ok(()) => tracing::info!(job.id = %id, "job {id} is done for now"),
        Err(Stop::Lost | Stop::Quit) => tracing::info!(job.id = %id, "job {id} was let go"),
        Err(Stop::Failed(Failure::Busy(message))) => {
            // The lease runs out, and then the job is taken up where it was.
            tracing::warn!(job.id = %id, error = %message, "job {id} waits for the store");
        }
        Err(Stop::Failed(failure)) => {
            tracing::error!(job.id = %id, error = %failure, "job {id} failed");
            if let Err(stop) = run.fail(&failure).await {
                tracing::error!(job.id = %id, error = ?stop, "job {id} could not be marked as failed");
            }
        }
    }
}

/// Clears a part of what finished jobs left. Whether there was something.
async fn clear(call: &Call) -> Result<bool, Failure> {
    let before = call.at.saturating_sub(STALE);
    let Some(job) = job_file::leftover(call.store(), before).await? else {
        return Ok(false);
    };
    call.unit(move |tx| Box::pin(async move { Ok(job_file::forget(tx, job).await?) }))
        .await?;
    Ok(true)
}
