//! The second fence on PostgreSQL: row security, by which the database itself shows a connection only the
//! boards of whoever looks (see the migration). It holds where a statement forgot its scope.
//!
//! Who looks is a setting of the connection. It is set each time one is taken from the pool, from what
//! the handle that sends the statement knows, so no connection keeps the sight of an earlier caller;
//! where nobody is known it is empty, and no row is seen. Without the fence nothing of this happens.

use sea_orm::sqlx::{self, PgConnection};
use sea_orm::{
    ConnectOptions, ConnectionTrait, DatabaseExecutor, DbBackend, DbErr, ExecResult, QueryResult,
    Statement, prelude::async_trait::async_trait,
};
use std::sync::Arc;

use crate::{
    column,
    scope::{Scope, Who},
};

/// Who looks, in the words of the setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sight(Arc<str>);

tokio::task_local! {
    /// From the handle that sends a statement to the pool that gives it a connection.
    static LOOKING: Sight;
}

impl Sight {
    /// Nobody: sees nothing.
    pub(crate) fn nobody() -> Self {
        Self("".into())
    }

    /// The service itself: sees everything.
    pub(crate) fn service() -> Self {
        Self("service".into())
    }

    /// Whoever asks with this scope.
    pub(crate) fn of(scope: &Scope) -> Self {
        let (word, id) = match scope.who {
            Who::Service => return Self::service(),
            Who::Credential(id) => ("credential", id),
            Who::Principal(id) => ("principal", id),
        };
        Self(format!("{word} {id} {} {}", scope.at, column::day(scope.today)).into())
    }

    /// Runs something that takes a connection.
    pub(crate) async fn look<T>(&self, work: impl Future<Output = T>) -> T {
        LOOKING.scope(self.clone(), work).await
    }

    /// Sets it within a transaction, until it is set again or the transaction ends.
    pub(crate) async fn set(&self, db: &impl ConnectionTrait) -> Result<(), DbErr> {
        let sql = "SELECT set_config('akoki.sight', $1, true)";
        let values = [self.0.as_ref().into()];
        let statement = Statement::from_sql_and_values(DbBackend::Postgres, sql, values);
        db.execute_raw(statement).await.map(drop)
    }
}

async fn stamp(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    let sight = LOOKING
        .try_with(Clone::clone)
        .unwrap_or_else(|_| Sight::nobody());
    sqlx::query("SELECT set_config('akoki.sight', $1, false)")
        .bind(sight.0.as_ref())
        .execute(connection)
        .await
        .map(drop)
}

/// Lets every connection that the pool gives say who looks: those that were used before and new ones.
pub(crate) fn enforce(options: &mut ConnectOptions) {
    options.map_sqlx_postgres_before_acquire(|connection, _| {
        Box::pin(async move { stamp(connection).await.map(|()| true) })
    });
    options.map_sqlx_postgres_pool_opts(|options| {
        options.after_connect(|connection, _| Box::pin(stamp(connection)))
    });
}

/// A connection or a unit of work, with who looks.
pub(crate) struct Fenced<'a> {
    db: DatabaseExecutor<'a>,
    eyes: Eyes,
}

enum Eyes {
    /// There is no fence, or the transaction has its sight already.
    Open,
    /// A connection is to be taken from the pool.
    Taking(Sight),
    /// Each statement of a transaction looks with the first and then leaves the second.
    Changing(Sight, Sight),
}

impl<'a> Fenced<'a> {
    pub(crate) fn open(db: DatabaseExecutor<'a>) -> Self {
        Self {
            db,
            eyes: Eyes::Open,
        }
    }

    pub(crate) fn taking(db: DatabaseExecutor<'a>, sight: Sight) -> Self {
        Self {
            db,
            eyes: Eyes::Taking(sight),
        }
    }

    pub(crate) fn changing(db: DatabaseExecutor<'a>, with: Sight, back: Sight) -> Self {
        Self {
            db,
            eyes: Eyes::Changing(with, back),
        }
    }

    /// Sends one statement, and lets it be counted.
    async fn run<T>(&self, work: impl Future<Output = Result<T, DbErr>>) -> Result<T, DbErr> {
        tracing::trace!("statement");
        match &self.eyes {
            Eyes::Open => work.await,
            Eyes::Taking(sight) => sight.look(work).await,
            Eyes::Changing(with, back) => {
                with.set(&self.db).await?;
                // After a failure the transaction can only be rolled back, and the sight with it.
                let done = work.await?;
                back.set(&self.db).await?;
                Ok(done)
            }
        }
    }
}

#[async_trait]
impl ConnectionTrait for Fenced<'_> {
    fn get_database_backend(&self) -> DbBackend {
        self.db.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.run(self.db.execute_raw(statement)).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.run(self.db.execute_unprepared(sql)).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.run(self.db.query_one_raw(statement)).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.run(self.db.query_all_raw(statement)).await
    }
}
