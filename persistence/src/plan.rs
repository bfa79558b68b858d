//! The statements of the mechanics and the plans that the databases make for them: for the tests that
//! forbid scans, and for the measurements that compare the service with the database alone.

use akoki_domain::{
    Noun,
    calendar::SchoolYear,
    id::{BoardId, UnitId},
    organisation::Days,
};
use sea_orm::sea_query::{Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, Statement, StatementBuilder};
use uuid::Uuid;

use crate::{
    connect::{Backend, Source},
    error::StoreError,
    list::ListQuery,
    record::Record,
    records::{find_statement, list_statement, lock_statement},
    repo::{audit, escalation},
    scope::Scope,
    unit::Tx,
};

/// One of the statements of the mechanics.
#[derive(Debug, Clone)]
pub enum Asked<'a> {
    /// [`crate::find`].
    Find(Uuid),
    /// [`crate::list`].
    List(&'a ListQuery),
    /// [`crate::lock`].
    Lock(Uuid),
}

/// The plan of the statement that finds the audits of a school year, as [`plan`] gives those of the mechanics.
///
/// # Errors
/// When the store fails.
pub async fn plan_of_audits(tx: &Tx, scope: &Scope) -> Result<Vec<String>, StoreError> {
    let backend = tx.exec().backend;
    let of = (
        BoardId(Uuid::from_u128(7)),
        &[UnitId(Uuid::from_u128(8))][..],
    );
    let select = audit::statement_of_year(backend, scope, of, SchoolYear(2026));
    let backend = tx.exec().db.get_database_backend();
    explained(tx, StatementBuilder::build(&select, &backend)).await
}

/// The plans of the statements that find what is late and not told yet, each under its noun.
///
/// # Errors
/// When the store fails.
pub async fn plans_of_untold(
    tx: &Tx,
    scope: &Scope,
    days: &Days,
) -> Result<Vec<(Noun, Vec<String>)>, StoreError> {
    let backend = tx.exec().db.get_database_backend();
    let mut plans = Vec::new();
    for (noun, select) in escalation::searches(scope, days, 1) {
        let lines = explained(tx, StatementBuilder::build(&select, &backend)).await?;
        plans.push((noun, lines));
    }
    Ok(plans)
}

fn statement<R: Record>(
    tx: &Tx,
    scope: &Scope,
    asked: &Asked<'_>,
) -> Result<Statement, StoreError> {
    let backend = tx.exec().db.get_database_backend();
    Ok(match asked {
        Asked::Find(id) => StatementBuilder::build(&find_statement::<R>(scope, *id), &backend),
        Asked::List(query) => {
            StatementBuilder::build(&list_statement::<R>(scope, query)?, &backend)
        }
        Asked::Lock(id) => {
            StatementBuilder::build(&lock_statement::<R>(scope, *id, tx.act().at), &backend)
        }
    })
}

/// The statement as text, with its values in it.
///
/// # Errors
/// When the list cannot be asked so.
pub fn sql<R: Record>(tx: &Tx, scope: &Scope, asked: &Asked<'_>) -> Result<String, StoreError> {
    Ok(statement::<R>(tx, scope, asked)?.to_string())
}

/// The plan of the statement, a line a step. On PostgreSQL scans of whole tables are made as dear as
/// can be first, so that the plan tells whether an index could serve, whatever the size of the table.
///
/// # Errors
/// When the store fails.
pub async fn plan<R: Record>(
    tx: &Tx,
    scope: &Scope,
    asked: &Asked<'_>,
) -> Result<Vec<String>, StoreError> {
    explained(tx, statement::<R>(tx, scope, asked)?).await
}

async fn explained(tx: &Tx, mut statement: Statement) -> Result<Vec<String>, StoreError> {
    let exec = tx.exec();
    let (prefix, column) = match exec.backend {
        Backend::Sqlite => ("EXPLAIN QUERY PLAN ", "detail"),
        Backend::Postgres => {
            exec.db
                .execute_unprepared("SET LOCAL enable_seqscan = off")
                .await?;
            ("EXPLAIN (COSTS OFF) ", "QUERY PLAN")
        }
    };
    statement.sql.insert_str(0, prefix);
    let rows = exec.db.query_all_raw(statement).await?;
    Ok(rows
        .iter()
        .map(|row| row.try_get("", column))
        .collect::<Result<_, _>>()?)
}

/// The names of all tables.
///
/// # Errors
/// When the store fails.
pub async fn tables(source: &impl Source) -> Result<Vec<String>, StoreError> {
    let exec = source.exec();
    let mut select = Query::select();
    match exec.backend {
        Backend::Sqlite => select
            .expr_as(Expr::col("name"), "name")
            .from("sqlite_master")
            .and_where(Expr::col("type").eq("table"))
            .and_where(Expr::col("name").not_like("sqlite_%")),
        Backend::Postgres => select
            .expr_as(Expr::cust("table_name::text"), "name")
            .from(("information_schema", "tables"))
            .and_where(Expr::col("table_schema").eq("public"))
            .and_where(Expr::col("table_type").eq("BASE TABLE")),
    };
    let rows = exec.db.query_all(&select).await?;
    let mut names: Vec<String> = rows
        .iter()
        .map(|row| row.try_get("", "name"))
        .collect::<Result<_, _>>()?;
    names.sort();
    Ok(names)
}
