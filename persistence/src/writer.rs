//! The writer of an SQLite store: one task owns the only connection that writes.
//!
//! Competing writers would poll for the lock and starve. Here units of work queue up; those that wait
//! together run one after another, each in a savepoint of its own, and share one durable commit. A
//! unit is answered after that commit, never before.

use futures_util::{FutureExt, future::BoxFuture};
use sea_orm::{Database, DatabaseConnection, DatabaseTransaction};
use std::{
    panic::AssertUnwindSafe,
    time::{Duration, Instant},
};
use tokio::sync::mpsc;

use crate::{
    connect::{SQLITE_PRAGMAS, quiet},
    error::StoreError,
    unit,
};

/// Tells the caller how its unit ended, once the commit it shares with others is known.
pub(crate) type Deliver = Box<dyn FnOnce(Result<(), StoreError>) + Send>;

/// A unit of work as the writer sees it.
pub(crate) type Job =
    Box<dyn for<'c> FnOnce(&'c DatabaseTransaction) -> BoxFuture<'c, Deliver> + Send>;

/// The queue of units of one process.
#[derive(Clone)]
pub(crate) struct Writer {
    queue: mpsc::Sender<Job>,
}

/// Units that wait together share a commit while this much time has not passed.
const BATCH_TIME: Duration = Duration::from_millis(20);
const BATCH_SIZE: usize = 64;
const QUEUE_SIZE: usize = 4096;

impl Writer {
    /// Opens the writing connection and starts the task on a thread of its own.
    pub(crate) async fn spawn(url: &str) -> Result<Self, StoreError> {
        let (queue, jobs) = mpsc::channel(QUEUE_SIZE);
        let (ready, opened) = tokio::sync::oneshot::channel();
        let url = url.to_owned();
        std::thread::Builder::new()
            .name("akoki-writer".into())
            .spawn(move || {
                let runtime = match tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                {
                    Ok(runtime) => runtime,
                    Err(error) => {
                        let _ = ready.send(Err(StoreError::Failed(error.to_string())));
                        return;
                    }
                };
                runtime.block_on(async move {
                    match open(url).await {
                        Ok(db) => {
                            let _ = ready.send(Ok(()));
                            work(db, jobs).await;
                        }
                        Err(error) => {
                            let _ = ready.send(Err(error));
                        }
                    }
                });
            })
            .map_err(|error| StoreError::Failed(error.to_string()))?;
        opened
            .await
            .map_err(|_| StoreError::Failed("the writer did not start".into()))??;
        Ok(Self { queue })
    }

    pub(crate) async fn send(&self, job: Job) -> Result<(), StoreError> {
        self.queue
            .send(job)
            .await
            .map_err(|_| StoreError::Failed("the writer has stopped".into()))
    }
}

/// The database is never analysed: figures taken while a table had one row make SQLite walk it when it
/// has thousands. The indexes lead every statement without them (the tests of the plans see to it).
async fn open(url: String) -> Result<DatabaseConnection, StoreError> {
    let mut options = quiet(url, 1);
    options.map_sqlx_sqlite_opts(|options| {
        SQLITE_PRAGMAS
            .iter()
            .fold(options, |options, &(key, value)| options.pragma(key, value))
            .create_if_missing(true)
    });
    Ok(Database::connect(options).await?)
}

async fn work(db: DatabaseConnection, mut jobs: mpsc::Receiver<Job>) {
    while let Some(first) = jobs.recv().await {
        run_batch(&db, first, &mut jobs).await;
    }
    let _ = db.close().await;
}

async fn run_batch(db: &DatabaseConnection, first: Job, jobs: &mut mpsc::Receiver<Job>) {
    let transaction = match unit::begin_writing(db).await {
        Ok(transaction) => transaction,
        Err(error) => {
            // Dropping the job tells its caller that nothing happened.
            tracing::error!(%error, "the writer cannot begin");
            drop(first);
            return;
        }
    };
    let started = Instant::now();
    let mut delivers = Vec::new();
    let mut next = Some(first);
    while let Some(job) = next.take() {
        match AssertUnwindSafe(job(&transaction)).catch_unwind().await {
            Ok(deliver) => delivers.push(deliver),
            Err(_) => tracing::error!("a unit of work panicked; it was rolled back"),
        }
        if started.elapsed() < BATCH_TIME && delivers.len() < BATCH_SIZE {
            next = jobs.try_recv().ok();
        }
    }
    let committed = transaction.commit().await.map_err(StoreError::from);
    let failure = committed.as_ref().err().map(ToString::to_string);
    for deliver in delivers {
        deliver(match &failure {
            None => Ok(()),
            Some(message) => Err(StoreError::Busy(message.clone())),
        });
    }
}
