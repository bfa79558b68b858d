//! The unit of work: the one place where a transaction begins.
//!
//! A unit loads, lets the domain decide, saves, and says what it changed; the entries of the trail and
//! the events of the feed are written in the same transaction, without a number yet (see
//! [`crate::changes`]). On PostgreSQL it runs again when the database asks for that, so it must not have
//! effects of its own; on SQLite it is handed to the writer.

use akoki_domain::event::verbs;
use futures_util::future::BoxFuture;
use sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbErr, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};
use uuid::Uuid;

use crate::{
    act::{Act, Change, UNCHANGED},
    changes::{self, Told},
    connect::{Backend, Exec, Source, Store, Units},
    counted::{Counted, untold},
    error::StoreError,
    fence::{Fenced, Sight},
    lane::is_gone,
    record::{Record, Stored},
    writer::{Deliver, Job},
};

/// An error that a unit of work can end with.
pub trait UnitError: From<StoreError> + Send + 'static {
    /// Whether the store asks to run the unit again.
    fn is_transient(&self) -> bool;
}

impl UnitError for StoreError {
    fn is_transient(&self) -> bool {
        StoreError::is_transient(self)
    }
}

/// An open unit of work.
pub struct Tx {
    pub(crate) db: DatabaseTransaction,
    pub(crate) backend: Backend,
    act: Act,
    /// Who looks, where there is a fence.
    sight: Option<Sight>,
    /// Whether a part of the unit runs beyond the fence at present.
    beyond: AtomicBool,
    changes: Mutex<Vec<Told>>,
    /// The versions that were counted up by locking.
    counted: Mutex<Vec<Counted>>,
}

impl Source for Tx {
    fn exec(&self) -> Exec<'_> {
        Exec {
            db: Fenced::Within(&self.db),
            backend: self.backend,
            today: Some(self.act.today),
        }
    }

    fn everything(&self) -> Exec<'_> {
        let service = Sight::service();
        match &self.sight {
            Some(sight) if *sight != service && !self.beyond.load(Ordering::Relaxed) => Exec {
                db: Fenced::Changing(&self.db, service, sight.clone()),
                backend: self.backend,
                today: Some(self.act.today),
            },
            _ => self.exec(),
        }
    }
}

const TRIES: u32 = 8;

impl Tx {
    /// Who acts, and when.
    pub fn act(&self) -> &Act {
        &self.act
    }

    /// Says what was changed. Written with the rest of the unit.
    pub fn record(&self, change: Change) {
        self.tell(Told {
            change,
            followed: true,
            trailed: true,
        });
    }

    /// Says what came about without anything of the resource being changed, because a day came: followers are
    /// told, and the trail, which says who changed what, is not. It has no version: see [`UNCHANGED`].
    pub fn announce(&self, change: Change) {
        self.tell(Told {
            change: Change {
                version: UNCHANGED,
                ..change
            },
            followed: true,
            trailed: false,
        });
    }

    /// Says what was done, for the trail alone: what nobody follows, such as signing in.
    pub fn note(&self, change: Change) {
        self.tell(Told {
            change,
            followed: false,
            trailed: true,
        });
    }

    /// What is not published to anybody stands in the trail neither: it tells of people who are to be told of
    /// by nobody.
    fn tell(&self, told: Told) {
        if verbs(told.change.noun).is_empty() {
            return;
        }
        if let Ok(mut changes) = self.changes.lock() {
            changes.push(told);
        }
    }

    /// Whether this unit locked a record before: nobody else changes it until the unit ends.
    pub fn has_locked<R: Record>(&self, id: Uuid) -> bool {
        let is = |one: &Counted| one.is::<R>(id);
        let counted = self.counted.lock();
        counted.is_ok_and(|counted| counted.iter().any(is))
    }

    /// Remembers that locking counted up the version of a record.
    pub(crate) fn counted_up<R: Record>(&self, stored: &Stored<R>) {
        if verbs(R::NOUN).is_empty() {
            return;
        }
        if let Ok(mut counted) = self.counted.lock() {
            counted.push(Counted::new(stored));
        }
    }

    /// Runs a part of the unit beyond the fence: for what follows for other boards from what they agreed
    /// to. The part must not be kept when it fails.
    ///
    /// # Errors
    /// Those of the part.
    pub async fn beyond<T, E: From<StoreError>>(
        &self,
        part: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let Some(sight) = &self.sight else {
            return part.await;
        };
        let failed = |error: DbErr| E::from(StoreError::from(error));
        Sight::service().set(&self.db).await.map_err(failed)?;
        self.beyond.store(true, Ordering::Relaxed);
        let done = part.await;
        self.beyond.store(false, Ordering::Relaxed);
        // Also when the part failed: the unit may go on. Where the database ended the transaction the
        // sight cannot be set, nor can anything be seen; then the failure of the part is what is told.
        let back = sight.set(&self.db).await.map_err(failed);
        let done = done?;
        back?;
        Ok(done)
    }

    fn new(db: DatabaseTransaction, backend: Backend, act: Act, sight: Option<Sight>) -> Self {
        Self {
            db,
            backend,
            act,
            sight,
            beyond: AtomicBool::new(false),
            changes: Mutex::new(Vec::new()),
            counted: Mutex::new(Vec::new()),
        }
    }

    async fn flush(&self) -> Result<(), StoreError> {
        let mut changes = taken(&self.changes);
        changes.extend(untold(&changes, taken(&self.counted)));
        changes::write_changes(self, &changes).await
    }
}

fn taken<T>(list: &Mutex<Vec<T>>) -> Vec<T> {
    let list = list.lock();
    list.map(|mut list| std::mem::take(&mut *list))
        .unwrap_or_default()
}

impl Store {
    /// Runs a unit of work: all of it is kept, durably, or nothing.
    ///
    /// # Errors
    /// What `work` answers, or a [`StoreError`]; nothing is changed then.
    pub async fn unit<T, E, F>(&self, act: &Act, work: F) -> Result<T, E>
    where
        T: Send + 'static,
        E: UnitError,
        F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
    {
        match &self.units {
            Units::Pool(pool) => on_pool(pool, self.sight.as_ref(), act, &work).await,
            Units::Writer(writer) => {
                let (answer, answered) = tokio::sync::oneshot::channel();
                writer
                    .send(job(act.clone(), Arc::new(work), answer))
                    .await?;
                match answered.await {
                    Ok(result) => result,
                    Err(_) => Err(StoreError::Failed("the unit of work was dropped".into()).into()),
                }
            }
        }
    }
}

async fn on_pool<T, E, F>(
    pool: &DatabaseConnection,
    sight: Option<&Sight>,
    act: &Act,
    work: &F,
) -> Result<T, E>
where
    E: UnitError,
    F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<T, E>>,
{
    let mut tries = 0;
    loop {
        tries += 1;
        let result = once(pool, sight, act, work).await;
        match result {
            Err(error) if error.is_transient() && tries < TRIES => {
                let pause = 2_u64
                    .saturating_pow(tries)
                    .saturating_add(u64::from(act.id().as_bytes()[15]) % 8);
                tokio::time::sleep(std::time::Duration::from_millis(pause)).await;
            }
            result => return result,
        }
    }
}

async fn once<T, E, F>(
    pool: &DatabaseConnection,
    sight: Option<&Sight>,
    act: &Act,
    work: &F,
) -> Result<T, E>
where
    E: UnitError,
    F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<T, E>>,
{
    let begun = begin(pool).await?;
    if let Some(sight) = sight {
        sight.set(&begun).await.map_err(StoreError::from)?;
    }
    let tx = Tx::new(begun, Backend::Postgres, act.clone(), sight.cloned());
    match finish(&tx, work(&tx).await).await {
        Ok(value) => {
            tx.db.commit().await.map_err(StoreError::from)?;
            Ok(value)
        }
        Err(error) => {
            let _ = tx.db.rollback().await;
            Err(error)
        }
    }
}

async fn finish<T, E: UnitError>(tx: &Tx, result: Result<T, E>) -> Result<T, E> {
    let value = result?;
    tx.flush().await?;
    Ok(value)
}

fn job<T, E, F>(act: Act, work: Arc<F>, answer: tokio::sync::oneshot::Sender<Result<T, E>>) -> Job
where
    T: Send + 'static,
    E: UnitError,
    F: for<'t> Fn(&'t Tx) -> BoxFuture<'t, Result<T, E>> + Send + Sync + 'static,
{
    Box::new(move |outer: &DatabaseTransaction| {
        Box::pin(async move {
            let tx = match savepoint(outer).await {
                Ok(inner) => Tx::new(inner, Backend::Sqlite, act, None),
                Err(error) => return refuse(answer, error.into()),
            };
            match finish(&tx, work(&tx).await).await {
                Ok(value) => match tx.db.commit().await.map_err(StoreError::from) {
                    Ok(()) => Box::new(move |committed: Result<(), StoreError>| {
                        let _ = answer.send(committed.map(|()| value).map_err(E::from));
                    }) as Deliver,
                    Err(error) => refuse(answer, error.into()),
                },
                Err(error) => {
                    let _ = tx.db.rollback().await;
                    refuse(answer, error)
                }
            }
        })
    })
}

fn refuse<T: Send + 'static, E: UnitError>(
    answer: tokio::sync::oneshot::Sender<Result<T, E>>,
    error: E,
) -> Deliver {
    Box::new(move |_| {
        let _ = answer.send(Err(error));
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where a transaction begins"
)]
async fn begin(db: &DatabaseConnection) -> Result<DatabaseTransaction, StoreError> {
    db.begin().await.map_err(|error| {
        if is_gone(&error) {
            // Nothing was done yet: over another connection it may go well.
            return StoreError::Busy(error.to_string());
        }
        error.into()
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "a unit within the writer's transaction"
)]
async fn savepoint(outer: &DatabaseTransaction) -> Result<DatabaseTransaction, StoreError> {
    Ok(outer.begin().await?)
}

/// Not deferred: another process (the command line) may hold the lock of an SQLite store, and is
/// waited for here rather than at the first write.
#[expect(
    clippy::disallowed_methods,
    reason = "the transaction of the writer, within which units run"
)]
pub(crate) async fn begin_writing(
    db: &DatabaseConnection,
) -> Result<DatabaseTransaction, StoreError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    Ok(db.begin_with_options(options).await?)
}
