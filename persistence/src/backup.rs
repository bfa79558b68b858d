//! Copies of an SQLite store, and what is to be known of one before it is used.

use sea_orm::sqlx::sqlite::SqliteJournalMode;
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement,
};
use std::path::Path;
use uuid::Uuid;

use crate::error::StoreError;

/// What a file turned out to be.
#[derive(Debug)]
pub struct Examined {
    /// What is broken in it; empty when nothing is.
    pub faults: Vec<String>,
    /// The migrations that it went through, in their order.
    pub migrations: Vec<String>,
    /// The files that it names, whose bytes are kept beside it; each once.
    pub files: Vec<NamedFile>,
}

/// A file that a store names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    /// The board.
    pub board: Uuid,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
}

/// The migration with which files came.
const FILES: &str = "m20261126_000045_evidence";

/// So many faults are named.
const NAMED: usize = 10;

async fn open(
    file: &Path,
    journal: Option<SqliteJournalMode>,
) -> Result<DatabaseConnection, StoreError> {
    let file = file.to_owned();
    let mut options = ConnectOptions::new("sqlite:");
    options.max_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(move |options| {
        let options = options
            .filename(&file)
            .create_if_missing(false)
            .pragma("busy_timeout", "10000");
        match journal {
            Some(mode) => options.journal_mode(mode),
            None => options,
        }
    });
    Ok(Database::connect(options).await?)
}

/// Copies the store as it is at this moment, while others go on reading and writing. The file that is
/// written to must be empty or not there.
///
/// # Errors
/// When the store cannot be read or the copy not be written.
pub async fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    let Some(to) = to.to_str() else {
        return Err(StoreError::Failed("the name of the file is no text".into()));
    };
    let db = open(from, None).await?;
    let statement = Statement::from_sql_and_values(DbBackend::Sqlite, "VACUUM INTO ?", [to.into()]);
    let done = db.execute_raw(statement).await;
    db.close().await?;
    done?;
    Ok(())
}

/// Looks through a copy that nobody else uses. It is one file afterwards, whatever it was.
///
/// # Errors
/// When it is no store at all.
pub async fn examine(file: &Path) -> Result<Examined, StoreError> {
    let db = open(file, Some(SqliteJournalMode::Delete)).await?;
    let found = look(&db).await;
    db.close().await?;
    found
}

async fn look(db: &DatabaseConnection) -> Result<Examined, StoreError> {
    let all = async |sql: &'static str| {
        db.query_all_raw(Statement::from_string(DbBackend::Sqlite, sql))
            .await
    };
    let mut faults = Vec::new();
    for row in all("PRAGMA integrity_check(10)").await? {
        let said: String = row.try_get_by_index(0)?;
        if said != "ok" {
            faults.push(said);
        }
    }
    for row in all("PRAGMA foreign_key_check").await?.iter().take(NAMED) {
        let (table, parent): (String, String) =
            (row.try_get_by_index(0)?, row.try_get_by_index(2)?);
        faults.push(format!(
            "a row of {table} refers to one of {parent} that is not there"
        ));
    }
    let mut migrations: Vec<String> = Vec::new();
    for row in all("SELECT version FROM seaql_migrations ORDER BY version").await? {
        migrations.push(row.try_get_by_index(0)?);
    }
    // A store from before there were files has no such table.
    let mut files = Vec::new();
    if migrations.iter().any(|name| name == FILES) {
        let sql = "SELECT DISTINCT board_id, sha256 FROM evidence_file ORDER BY board_id, sha256";
        for row in all(sql).await? {
            files.push(NamedFile {
                board: row.try_get_by_index(0)?,
                sha256: row.try_get_by_index(1)?,
            });
        }
    }
    Ok(Examined {
        faults,
        migrations,
        files,
    })
}
