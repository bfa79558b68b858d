//! Connections for single statements, kept in hand.
//!
//! The pool of sqlx asks each connection that comes back whether it still lives: a round trip and a task
//! for every statement, which doubled what a read asks of the database. So a worker keeps the connections
//! that it sends single statements over. Only one that failed, was left in the middle of a statement or
//! lay idle for long goes back to the pool, which then looks at it as ever.

use sea_orm::sqlx::{
    self, AssertSqlSafe, Database, Executor, IntoArguments, Pool, Postgres, Sqlite,
    pool::PoolConnection, query::Query,
};
use sea_orm::{
    ConnAcquireErr, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr,
    Statement, Values,
};
use sea_query_sqlx::SqlxValues;
use std::{
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::connect::ACQUIRE_TIME;

/// How long a connection may lie idle before the pool looks whether it still lives.
const IDLE_TIME: Duration = Duration::from_secs(60);
/// After how long it goes back to the pool in any case, which closes it when it is old.
const KEEP_TIME: Duration = Duration::from_secs(600);

/// The connections for single statements of one worker.
pub(crate) enum Lanes {
    /// To the server.
    Postgres(Lane<Postgres>),
    /// Into the file.
    Sqlite(Lane<Sqlite>),
}

/// Connections to one kind of database: at most as many as there are turns.
pub(crate) struct Lane<D: Database> {
    pool: Pool<D>,
    turns: Semaphore,
    idle: Mutex<Vec<Idle<D>>>,
}

struct Idle<D: Database> {
    connection: PoolConnection<D>,
    /// When the pool gave it.
    taken: Instant,
    /// When it was last used.
    used: Instant,
}

impl<D: Database> Idle<D> {
    fn is_fresh(&self) -> bool {
        self.used.elapsed() < IDLE_TIME && self.taken.elapsed() < KEEP_TIME
    }
}

/// Waits for its turn as long as for a connection.
async fn turn(turns: &Semaphore) -> Result<SemaphorePermit<'_>, DbErr> {
    if let Ok(permit) = turns.try_acquire() {
        return Ok(permit);
    }
    let failed = |error| DbErr::ConnectionAcquire(error);
    tokio::time::timeout(ACQUIRE_TIME, turns.acquire())
        .await
        .map_err(|_| failed(ConnAcquireErr::Timeout))?
        .map_err(|_| failed(ConnAcquireErr::ConnectionClosed))
}

impl<D> Lane<D>
where
    D: Database,
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
    SqlxValues: IntoArguments<D>,
    QueryResult: From<D::Row>,
    ExecResult: From<D::QueryResult>,
{
    fn new(pool: &Pool<D>, size: u32) -> Self {
        Self {
            pool: pool.clone(),
            turns: Semaphore::new(size as usize),
            idle: Mutex::default(),
        }
    }

    /// Takes a connection, when its turn has come, and lets it say who looks.
    async fn hold(&self, before: Option<&Statement>) -> Result<Held<'_, D>, DbErr> {
        let turn = turn(&self.turns).await?;
        let kept = {
            let mut idle = self.idle();
            // The others go back to the pool here.
            idle.retain(Idle::is_fresh);
            idle.pop()
        };
        let (mut connection, taken) = match kept {
            Some(kept) => (kept.connection, kept.taken),
            None => {
                let taken = self.pool.acquire().await.map_err(not_acquired)?;
                (taken, Instant::now())
            }
        };
        if let Some(before) = before {
            let done = bound::<D>(before).execute(&mut *connection).await;
            done.map_err(|error| DbErr::Conn(wrapped(error)))?;
        }
        Ok(Held {
            lane: self,
            connection,
            taken,
            _turn: turn,
        })
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Idle<D>>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn execute(
        &self,
        before: Option<Statement>,
        statement: Statement,
    ) -> Result<ExecResult, DbErr> {
        let mut held = self.hold(before.as_ref()).await?;
        let done = bound::<D>(&statement).execute(&mut *held.connection).await;
        let done = held
            .end(done)
            .map_err(|error| DbErr::Exec(wrapped(error)))?;
        Ok(done.into())
    }

    async fn execute_unprepared(
        &self,
        before: Option<Statement>,
        sql: &str,
    ) -> Result<ExecResult, DbErr> {
        let mut held = self.hold(before.as_ref()).await?;
        let sql = AssertSqlSafe(sql.to_owned());
        let done = (&mut *held.connection).execute(sql).await;
        let done = held
            .end(done)
            .map_err(|error| DbErr::Exec(wrapped(error)))?;
        Ok(done.into())
    }

    async fn query(
        &self,
        before: Option<&Statement>,
        statement: &Statement,
    ) -> Result<Vec<QueryResult>, DbErr> {
        let mut held = self.hold(before).await?;
        let done = bound::<D>(statement).fetch_all(&mut *held.connection).await;
        let rows = held
            .end(done)
            .map_err(|error| DbErr::Query(wrapped(error)))?;
        Ok(rows.into_iter().map(Into::into).collect())
    }

    /// A connection that was kept may be gone, as when the server was started again. What only looks is
    /// then asked once more, over a new one.
    async fn ask(
        &self,
        before: Option<Statement>,
        statement: Statement,
    ) -> Result<Vec<QueryResult>, DbErr> {
        match self.query(before.as_ref(), &statement).await {
            Err(error) if is_gone(&error) && statement.sql.starts_with("SELECT") => {
                self.idle().clear();
                let again = self.query(before.as_ref(), &statement).await;
                again.map_err(|error| match is_gone(&error) {
                    true => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
                    false => error,
                })
            }
            done => done,
        }
    }
}

/// Whether the database ended the connection.
pub(crate) fn is_gone(error: &DbErr) -> bool {
    let (DbErr::Conn(RuntimeErr::SqlxError(error))
    | DbErr::Exec(RuntimeErr::SqlxError(error))
    | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return false;
    };
    ends(error)
}

/// PostgreSQL says why before it hangs up: it is being shut down or started again.
fn ends(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(said) => said.code().is_some_and(|code| code.starts_with("57P")),
        _ => false,
    }
}

/// A connection in use. Dropped on the way, in the middle of a statement, it goes back to the pool, which
/// finds out what state it is in.
struct Held<'a, D: Database> {
    lane: &'a Lane<D>,
    connection: PoolConnection<D>,
    taken: Instant,
    _turn: SemaphorePermit<'a>,
}

impl<D: Database> Held<'_, D> {
    /// Keeps the connection, unless what was done on it left it unsound.
    fn end<T>(self, done: Result<T, sqlx::Error>) -> Result<T, sqlx::Error> {
        // What the database refused leaves the connection as it was.
        let sound = match &done {
            Ok(_) => true,
            Err(error) => matches!(error, sqlx::Error::Database(_)) && !ends(error),
        };
        if sound {
            let idle = Idle {
                connection: self.connection,
                taken: self.taken,
                used: Instant::now(),
            };
            let list = self.lane.idle.lock();
            list.unwrap_or_else(PoisonError::into_inner).push(idle);
        }
        done
    }
}

fn bound<D: Database>(statement: &Statement) -> Query<'_, D, SqlxValues>
where
    SqlxValues: IntoArguments<D>,
{
    let values = statement.values.clone();
    let values = values.unwrap_or_else(|| Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql.as_str()), SqlxValues(values))
}

fn wrapped(error: sqlx::Error) -> RuntimeErr {
    RuntimeErr::SqlxError(error.into())
}

fn not_acquired(error: sqlx::Error) -> DbErr {
    match error {
        sqlx::Error::PoolTimedOut => DbErr::ConnectionAcquire(ConnAcquireErr::Timeout),
        sqlx::Error::PoolClosed => DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed),
        error => DbErr::Conn(wrapped(error)),
    }
}

impl Lanes {
    /// Over the pool of this connection, at most `size` at once.
    pub(crate) fn over(db: &DatabaseConnection, size: u32) -> Self {
        match db.get_database_backend() {
            DbBackend::Sqlite => Self::Sqlite(Lane::new(db.get_sqlite_connection_pool(), size)),
            _ => Self::Postgres(Lane::new(db.get_postgres_connection_pool(), size)),
        }
    }

    /// The kind of database.
    pub(crate) fn backend(&self) -> DbBackend {
        match self {
            Self::Postgres(_) => DbBackend::Postgres,
            Self::Sqlite(_) => DbBackend::Sqlite,
        }
    }

    /// Sends one statement; `before` goes before it on the same connection.
    ///
    /// # Errors
    /// When no connection is to be had or the database refuses it.
    pub(crate) async fn execute(
        &self,
        before: Option<Statement>,
        statement: Statement,
    ) -> Result<ExecResult, DbErr> {
        match self {
            Self::Postgres(lane) => lane.execute(before, statement).await,
            Self::Sqlite(lane) => lane.execute(before, statement).await,
        }
    }

    /// As [`Lanes::execute`], without keeping the statement prepared.
    ///
    /// # Errors
    /// As [`Lanes::execute`].
    pub(crate) async fn execute_unprepared(
        &self,
        before: Option<Statement>,
        sql: &str,
    ) -> Result<ExecResult, DbErr> {
        match self {
            Self::Postgres(lane) => lane.execute_unprepared(before, sql).await,
            Self::Sqlite(lane) => lane.execute_unprepared(before, sql).await,
        }
    }

    /// The rows that a statement gives; `before` goes before it on the same connection.
    ///
    /// # Errors
    /// As [`Lanes::execute`].
    pub(crate) async fn query(
        &self,
        before: Option<Statement>,
        statement: Statement,
    ) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Postgres(lane) => lane.ask(before, statement).await,
            Self::Sqlite(lane) => lane.ask(before, statement).await,
        }
    }
}
