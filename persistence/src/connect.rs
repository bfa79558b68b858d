//! Connections: one [`Stores`] a process, one [`Store`] a worker.
//!
//! On PostgreSQL every worker has pools of its own, because a pool shared by actix workers wakes tasks
//! across threads on each query: one for single statements (see [`crate::lane`]) and one for units of work.
//! On SQLite the workers read over connections that cannot write, and one task of the process owns the
//! only connection that can (see [`crate::writer`]).

use sea_orm::{ConnectOptions, Database, DatabaseConnection, DbBackend, Statement};
use std::{sync::Arc, time::Duration};
use time::Date;

use crate::{
    error::StoreError,
    fence::{Fenced, Sight},
    hold::Hold,
    lane::Lanes,
    scope::{Scope, Who},
    writer::Writer,
};

/// The two kinds of database.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    /// The embedded one.
    Sqlite,
    /// The server.
    Postgres,
}

impl Backend {
    /// Told by the scheme of the address.
    pub fn of(url: &str) -> Option<Self> {
        if url.starts_with("sqlite:") {
            Some(Backend::Sqlite)
        } else if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            Some(Backend::Postgres)
        } else {
            None
        }
    }

    /// How many values one statement may carry; a fifth less than the database allows.
    pub(crate) const fn bind_limit(self) -> usize {
        match self {
            Backend::Sqlite => 26_000,
            Backend::Postgres => 52_000,
        }
    }
}

/// The store of the process: makes one [`Store`] for each worker.
#[derive(Clone)]
pub struct Stores {
    url: String,
    backend: Backend,
    writer: Option<Writer>,
    pool_size: u32,
    fenced: bool,
    /// Held as long as anything of the store is in use.
    _hold: Arc<Hold>,
}

/// The store as one worker uses it.
#[derive(Clone)]
pub struct Store {
    pub(crate) backend: Backend,
    lanes: Arc<Lanes>,
    pub(crate) units: Units,
    /// Who looks, where there is a fence.
    pub(crate) sight: Option<Sight>,
}

/// Where units of work run.
#[derive(Clone)]
pub(crate) enum Units {
    /// Each on a connection of the worker's pool.
    Pool(DatabaseConnection),
    /// One after another on the connection of the process.
    Writer(Writer),
}

/// Something statements can be sent to: the store for reading, a unit of work for all.
pub trait Source: Sync {
    /// What the repositories send their statements to. Opaque outside this crate.
    fn exec(&self) -> Exec<'_>;

    /// As [`Source::exec`], beyond the fence: for the few statements that must find a row with whatever
    /// board it is kept. Each says in its doc comment what of it may be shown, and to whom.
    fn everything(&self) -> Exec<'_>;

    /// For statements with this scope: with one that reaches everything, beyond the fence.
    fn exec_for(&self, scope: &Scope) -> Exec<'_> {
        if scope.who == Who::Service {
            self.everything()
        } else {
            self.exec()
        }
    }
}

/// An opaque handle on a connection or a unit of work.
pub struct Exec<'a> {
    pub(crate) db: Fenced<'a>,
    pub(crate) backend: Backend,
    /// The day of the unit of work; none outside one.
    pub(crate) today: Option<Date>,
}

impl Source for Store {
    fn exec(&self) -> Exec<'_> {
        self.looking(self.sight.clone())
    }

    fn everything(&self) -> Exec<'_> {
        self.looking(self.sight.as_ref().map(|_| Sight::service()))
    }

    fn exec_for(&self, scope: &Scope) -> Exec<'_> {
        self.looking(self.sight.as_ref().map(|_| Sight::of(scope)))
    }
}

/// How long a statement waits for its turn, and then for a connection.
pub(crate) const ACQUIRE_TIME: Duration = Duration::from_secs(10);

pub(crate) const SQLITE_PRAGMAS: &[(&str, &str)] = &[
    ("journal_mode", "WAL"),
    ("synchronous", "FULL"),
    ("busy_timeout", "10000"),
    ("temp_store", "MEMORY"),
    ("cache_size", "-8000"),
    ("foreign_keys", "ON"),
];

pub(crate) fn quiet(url: String, max: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(max)
        .min_connections(1)
        .sqlx_logging(false)
        .test_before_acquire(false)
        .acquire_timeout(ACQUIRE_TIME);
    options
}

impl Stores {
    /// Opens the store at this address. The schema must be there (see the migrations).
    ///
    /// # Errors
    /// When the scheme is unknown or the database cannot be reached.
    pub async fn open(url: &str, pool_size: u32) -> Result<Self, StoreError> {
        let backend = Backend::of(url).ok_or_else(|| {
            StoreError::Failed("the address is neither sqlite: nor postgres:".into())
        })?;
        let hold = Arc::new(Hold::shared(url)?);
        let writer = match backend {
            Backend::Sqlite => Some(Writer::spawn(url).await?),
            Backend::Postgres => None,
        };
        Ok(Self {
            url: url.to_owned(),
            backend,
            writer,
            pool_size,
            fenced: false,
            _hold: hold,
        })
    }

    /// The same, behind row security or not: for a role of PostgreSQL that is held by it.
    #[must_use]
    pub fn fenced(self, fenced: bool) -> Self {
        Self { fenced, ..self }
    }

    /// The store for one worker, with connections that live on the runtime this is called from.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn worker(&self) -> Result<Store, StoreError> {
        let (single, units) = match &self.writer {
            None => {
                let units = self.pool_size / 2;
                let single = self.pool_size - units;
                let open = |size: u32, test: bool| {
                    let mut options = quiet(self.url.clone(), size.max(1));
                    options.test_before_acquire(test);
                    Database::connect(options)
                };
                // Asked of the pool only when no connection is in hand, so the test costs next to nothing.
                let lanes = Lanes::over(&open(single, true).await?, single.max(1));
                (lanes, Units::Pool(open(units, false).await?))
            }
            Some(writer) => {
                let size = self.pool_size.clamp(1, 4);
                let mut options = quiet(self.url.clone(), size);
                options.map_sqlx_sqlite_opts(|options| {
                    SQLITE_PRAGMAS
                        .iter()
                        .fold(options, |options, &(key, value)| options.pragma(key, value))
                        .create_if_missing(false)
                        .pragma("query_only", "ON")
                });
                let lanes = Lanes::over(&Database::connect(options).await?, size);
                (lanes, Units::Writer(writer.clone()))
            }
        };
        Ok(Store {
            backend: self.backend,
            lanes: Arc::new(single),
            units,
            sight: self.fenced.then(Sight::nobody),
        })
    }

    /// The kind of database behind it.
    pub fn backend(&self) -> Backend {
        self.backend
    }
}

impl Store {
    fn looking(&self, sight: Option<Sight>) -> Exec<'_> {
        Exec {
            db: Fenced::Single(&self.lanes, sight),
            backend: self.backend,
            today: None,
        }
    }

    /// The store as whoever asks with this scope sees it. Behind the fence nobody sees anything before
    /// this was said.
    #[must_use]
    pub fn seen_by(&self, scope: &Scope) -> Self {
        Self {
            sight: self.sight.as_ref().map(|_| Sight::of(scope)),
            ..self.clone()
        }
    }

    /// The store as the service itself sees it: for its workers.
    #[must_use]
    pub fn seen_by_service(&self) -> Self {
        Self {
            sight: self.sight.as_ref().map(|_| Sight::service()),
            ..self.clone()
        }
    }

    /// Whether row security holds the role that this connects as.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn is_held(&self) -> Result<bool, StoreError> {
        if self.backend == Backend::Sqlite {
            return Ok(false);
        }
        let sql = "SELECT row_security_active('organisation_unit') AS held";
        let statement = Statement::from_string(DbBackend::Postgres, sql);
        let rows = self.lanes.query(None, statement).await?;
        Ok(rows
            .first()
            .map(|row| row.try_get("", "held"))
            .transpose()?
            .unwrap_or_default())
    }

    /// The kind of database behind it.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), StoreError> {
        let select = Statement::from_string(self.lanes.backend(), "SELECT 1");
        self.lanes.query(None, select).await?;
        Ok(())
    }
}
