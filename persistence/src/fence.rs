//! The second fence on PostgreSQL: row security, by which the database itself shows a connection only the
//! boards of whoever looks (see the migration). It holds where a statement forgot its scope.
//!
//! Who looks is a setting of the connection. It is set anew before each statement outside a unit of work,
//! from what the handle that sends the statement knows, and at the beginning of each unit until its end; so
//! no connection keeps the sight of an earlier caller. Where it was never set no row is seen. Without the
//! fence nothing of this happens.

use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement,
    prelude::async_trait::async_trait,
};
use std::sync::Arc;

use crate::{
    column,
    lane::Lanes,
    scope::{Scope, Who},
};

/// Who looks, in the words of the setting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sight(Arc<str>);

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

    /// Sets it within a transaction, until it is set again or the transaction ends.
    pub(crate) async fn set(&self, db: &DatabaseTransaction) -> Result<(), DbErr> {
        db.execute_raw(self.statement(true)).await.map(drop)
    }

    /// Sets it, within a transaction or until it is set again.
    fn statement(&self, local: bool) -> Statement {
        let sql = match local {
            true => "SELECT set_config('akoki.sight', $1, true)",
            false => "SELECT set_config('akoki.sight', $1, false)",
        };
        Statement::from_sql_and_values(DbBackend::Postgres, sql, [self.0.as_ref().into()])
    }
}

/// What statements are sent to, with who looks.
pub(crate) enum Fenced<'a> {
    /// Connections for single statements; somebody looks where there is a fence.
    Single(&'a Lanes, Option<Sight>),
    /// A unit of work that has its sight already, or needs none.
    Within(&'a DatabaseTransaction),
    /// A unit of work in which each statement looks with the first and then leaves the second.
    Changing(&'a DatabaseTransaction, Sight, Sight),
}

/// Runs something between two sights. After a failure the transaction can only be rolled back, and the
/// sight with it.
async fn changing<T>(
    db: &DatabaseTransaction,
    (with, back): (&Sight, &Sight),
    work: impl Future<Output = Result<T, DbErr>>,
) -> Result<T, DbErr> {
    with.set(db).await?;
    let done = work.await?;
    back.set(db).await?;
    Ok(done)
}

fn before(sight: Option<&Sight>) -> Option<Statement> {
    sight.map(|sight| sight.statement(false))
}

/// Lets a statement be counted.
fn count() {
    tracing::trace!("statement");
}

#[async_trait]
impl ConnectionTrait for Fenced<'_> {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Single(lanes, _) => lanes.backend(),
            Self::Within(db) | Self::Changing(db, ..) => db.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        count();
        match self {
            Self::Single(lanes, sight) => lanes.execute(before(sight.as_ref()), statement).await,
            Self::Within(db) => db.execute_raw(statement).await,
            Self::Changing(db, with, back) => {
                changing(db, (with, back), db.execute_raw(statement)).await
            }
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        count();
        match self {
            Self::Single(lanes, sight) => {
                lanes.execute_unprepared(before(sight.as_ref()), sql).await
            }
            Self::Within(db) => db.execute_unprepared(sql).await,
            Self::Changing(db, with, back) => {
                changing(db, (with, back), db.execute_unprepared(sql)).await
            }
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.query_all_raw(statement).await?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        count();
        match self {
            Self::Single(lanes, sight) => lanes.query(before(sight.as_ref()), statement).await,
            Self::Within(db) => db.query_all_raw(statement).await,
            Self::Changing(db, with, back) => {
                changing(db, (with, back), db.query_all_raw(statement)).await
            }
        }
    }
}
