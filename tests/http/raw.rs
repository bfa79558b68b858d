//! The tables beneath the service, for tests that change what the service never would.

use akoki_tests::{Backend, TestApp};
use sqlx::{Connection, PgConnection, SqliteConnection};
use uuid::Uuid;

fn backend(app: &TestApp) -> Backend {
    if app.store().url().starts_with("sqlite:") {
        Backend::Sqlite
    } else {
        Backend::Postgres
    }
}

/// An id as it is written in a statement.
pub(super) fn id(app: &TestApp, id: Uuid) -> String {
    match backend(app) {
        Backend::Sqlite => format!("x'{}'", id.simple()),
        Backend::Postgres => format!("'{id}'"),
    }
}

/// Bytes as they are written in a statement.
pub(super) fn bytes(app: &TestApp, hex: &str) -> String {
    match backend(app) {
        Backend::Sqlite => format!("x'{hex}'"),
        Backend::Postgres => format!("'\\x{hex}'"),
    }
}

/// Runs a statement; it must change something.
pub(super) async fn execute(app: &TestApp, sql: &str) {
    assert!(run(app, sql).await > 0, "nothing was changed");
}

/// Runs a statement; gives how many rows it changed.
pub(super) async fn changed(app: &TestApp, sql: &str) -> u64 {
    run(app, sql).await
}

/// Runs a statement that makes or drops a table.
pub(super) async fn define(app: &TestApp, sql: &str) {
    run(app, sql).await;
}

async fn run(app: &TestApp, sql: &str) -> u64 {
    let url = app.store().url();
    let sql = sqlx::AssertSqlSafe(sql.to_owned());
    match backend(app) {
        Backend::Sqlite => {
            let mut connection = SqliteConnection::connect(url).await.unwrap();
            let done = sqlx::query(sql).execute(&mut connection).await.unwrap();
            done.rows_affected()
        }
        Backend::Postgres => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            let done = sqlx::query(sql).execute(&mut connection).await.unwrap();
            done.rows_affected()
        }
    }
}

/// The names of the tables whose rows hang on a unit and have a version.
pub(super) async fn tables_of_resources(app: &TestApp) -> Vec<String> {
    let url = app.store().url();
    let sql = match backend(app) {
        Backend::Sqlite => {
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' \
             AND c.name IN ('board_id', 'id', 'unit_id', 'version', 'updated_at') GROUP BY m.name HAVING count(*) = 5"
        }
        Backend::Postgres => {
            "SELECT table_name::text FROM information_schema.columns WHERE table_schema = 'public' \
             AND column_name IN ('board_id', 'id', 'unit_id', 'version', 'updated_at') GROUP BY table_name HAVING count(*) = 5"
        }
    };
    match backend(app) {
        Backend::Sqlite => {
            let mut connection = SqliteConnection::connect(url).await.unwrap();
            sqlx::query_scalar(sql).fetch_all(&mut connection).await
        }
        Backend::Postgres => {
            let mut connection = PgConnection::connect(url).await.unwrap();
            sqlx::query_scalar(sql).fetch_all(&mut connection).await
        }
    }
    .unwrap()
}
