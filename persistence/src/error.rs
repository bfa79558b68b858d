//! What can go wrong in a store.

use sea_orm::{DbErr, RuntimeErr, SqlErr};

/// A failure of the store. Refusals of the domain are not among these.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// A value that must be unique is there already; carries what the database says about the
    /// constraint: its name on PostgreSQL, `table.column, …` on SQLite.
    #[error("not unique: {0}")]
    NotUnique(String),
    /// Something else refers to the row.
    #[error("still referred to: {0}")]
    Referred(String),
    /// The database asks to try again: a deadlock, a serialisation failure, a busy file.
    #[error("the store is busy: {0}")]
    Busy(String),
    /// A row that no version of this program can have written.
    #[error("unreadable row: {0}")]
    Corrupt(String),
    /// Anything else, for the log only.
    #[error("store failure: {0}")]
    Failed(String),
}

impl StoreError {
    /// Whether the same unit may succeed when it is run again.
    pub fn is_transient(&self) -> bool {
        matches!(self, StoreError::Busy(_))
    }

    /// A row that cannot be read back.
    pub(crate) fn corrupt(what: impl std::fmt::Display) -> Self {
        StoreError::Corrupt(what.to_string())
    }
}

fn database_code(error: &DbErr) -> Option<(String, Option<String>)> {
    let (DbErr::Exec(RuntimeErr::SqlxError(inner))
    | DbErr::Query(RuntimeErr::SqlxError(inner))
    | DbErr::Conn(RuntimeErr::SqlxError(inner))) = error
    else {
        return None;
    };
    let database = inner.as_database_error()?;
    Some((
        database
            .code()
            .map(|code| code.into_owned())
            .unwrap_or_default(),
        database.constraint().map(str::to_owned),
    ))
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        let code = database_code(&error);
        if let Some((code, constraint)) = &code {
            match error.sql_err() {
                Some(SqlErr::UniqueConstraintViolation(message)) => {
                    return StoreError::NotUnique(constraint.clone().unwrap_or(message));
                }
                Some(SqlErr::ForeignKeyConstraintViolation(message)) => {
                    return StoreError::Referred(constraint.clone().unwrap_or(message));
                }
                _ => {}
            }
            // SQLite keeps RESTRICT with a trigger of its own, which answers with a code of triggers.
            if code == "1811" {
                return StoreError::Referred(constraint.clone().unwrap_or(error.to_string()));
            }
            // PostgreSQL: serialization_failure, deadlock_detected, lock_not_available, too many
            // connections. SQLite: BUSY and LOCKED with their extended codes.
            if matches!(
                code.as_str(),
                "40001" | "40P01" | "55P03" | "53300" | "5" | "6" | "261" | "517"
            ) {
                return StoreError::Busy(error.to_string());
            }
        }
        if matches!(error, DbErr::ConnectionAcquire(_)) {
            return StoreError::Busy(error.to_string());
        }
        StoreError::Failed(error.to_string())
    }
}
