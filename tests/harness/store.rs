//! A store of one's own for one test.

use std::fmt;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::postgres;

/// The databases on which every test of a store runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    /// The embedded default.
    Sqlite,
    /// The server database.
    Postgres,
}

impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Sqlite => "sqlite",
            Self::Postgres => "postgres",
        })
    }
}

/// A migrated store that no other test sees. It is gone when this is dropped, connections or not.
#[derive(Debug)]
pub struct StoreHandle(Place);

#[derive(Debug)]
enum Place {
    File {
        path: PathBuf,
        url: String,
        /// Held only: the folder goes when this is dropped.
        _folder: TempDir,
    },
    Database(postgres::Database),
}

impl StoreHandle {
    pub(crate) fn file(folder: TempDir, path: PathBuf) -> Self {
        Self(Place::File {
            url: format!("sqlite://{}?mode=rwc", path.display()),
            path,
            _folder: folder,
        })
    }

    pub(crate) fn database(database: postgres::Database) -> Self {
        Self(Place::Database(database))
    }

    /// The database URL, as `AKOKI_DATABASE_URL` takes it: `sqlite:///…?mode=rwc` or `postgres://…`.
    #[must_use]
    pub fn url(&self) -> &str {
        match &self.0 {
            Place::File { url, .. } => url,
            Place::Database(database) => database.url(),
        }
    }

    /// The URL as the service uses it: on PostgreSQL as a role that row security holds.
    #[must_use]
    pub fn service_url(&self) -> String {
        match self.backend() {
            Backend::Sqlite => self.url().to_owned(),
            Backend::Postgres => postgres::as_service(self.url()),
        }
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> Backend {
        match &self.0 {
            Place::File { .. } => Backend::Sqlite,
            Place::Database(_) => Backend::Postgres,
        }
    }

    /// Runs a statement beneath the service, for tests of what no operation does.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn execute(&self, sql: &'static str) -> Result<(), sqlx::Error> {
        use sqlx::{Connection, Executor};
        match self.backend() {
            Backend::Sqlite => {
                let mut connection = sqlx::SqliteConnection::connect(self.url()).await?;
                connection.execute(sql).await?;
            }
            Backend::Postgres => {
                let mut connection = sqlx::PgConnection::connect(self.url()).await?;
                connection.execute(sql).await?;
            }
        }
        Ok(())
    }

    /// The file of a SQLite store, for tests that look at the bytes; `None` on PostgreSQL.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match &self.0 {
            Place::File { path, .. } => Some(path),
            Place::Database(_) => None,
        }
    }
}

/// Makes two tests of one body, `name::sqlite` and `name::postgres`, each with a store of its own.
///
/// `both_stores!(fn name(store) { … })` opens the store with the function `fresh` at the root of the
/// test binary (`async fn fresh(Backend) -> Outcome<StoreHandle>`), the one place that names the
/// migrations; `both_stores!(in path::to::open => fn name(store) { … })` with another one. The body
/// is async; `store` is a [`StoreHandle`].
#[expect(
    clippy::crate_in_macro_def,
    reason = "the crate of the caller is meant: it has the migrations"
)]
#[macro_export]
macro_rules! both_stores {
    ($(#[$meta:meta])* fn $name:ident($store:ident) $body:block) => {
        $crate::both_stores!($(#[$meta])* in crate::fresh => fn $name($store) $body);
    };
    ($(#[$meta:meta])* in $open:path => fn $name:ident($store:ident) $body:block) => {
        $(#[$meta])*
        mod $name {
            #[allow(unused_imports, reason = "a body may name nothing from around it")]
            use super::*;

            async fn run($store: $crate::StoreHandle) $body

            #[tokio::test]
            async fn sqlite() -> $crate::Outcome<()> {
                run($open($crate::Backend::Sqlite).await?).await;
                Ok(())
            }

            #[tokio::test]
            async fn postgres() -> $crate::Outcome<()> {
                run($open($crate::Backend::Postgres).await?).await;
                Ok(())
            }
        }
    };
}
