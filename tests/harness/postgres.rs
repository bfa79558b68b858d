//! A PostgreSQL server for the tests: the one that is named, or a throw-away one.
//!
//! A throw-away cluster belongs to a run, not to a process: nextest gives every test a process of
//! its own. The first one that needs the cluster starts it, under a lock; the others find its URL
//! beside the lock. A keeper process (`postgres/keep.sh`) outlives them all and removes the cluster
//! as soon as the runner is gone, however it went.

mod binaries;
mod cluster;
mod database;
mod memory;

pub use database::Database;
pub(crate) use database::run;

use std::fs::{DirBuilder, File};
use std::io::{ErrorKind, Read as _};
use std::os::unix::fs::DirBuilderExt as _;
use std::path::PathBuf;
use std::sync::OnceLock;

use crate::environment;
use crate::failure::{Failure, Outcome};

/// The role, and the password, as which the service of the tests connects to PostgreSQL.
pub const SERVICE: &str = "akoki_service";

/// The same address for [`SERVICE`].
#[must_use]
pub fn as_service(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("postgres", url));
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let host = authority
        .rsplit_once('@')
        .map_or(authority, |(_, host)| host);
    format!("{scheme}://{SERVICE}:{SERVICE}@{host}{path}")
}

/// How much a server keeps when the machine under it dies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// Nothing: no write waits for the disk. For every test but the ones below.
    None,
    /// Everything that was committed: for tests that kill, and for measurements.
    Full,
}

/// A running server.
#[derive(Clone, Debug)]
pub struct Server {
    /// URL of a database on it in which databases can be made and dropped.
    url: String,
}

impl Server {
    /// The server of this run: the one that `AKOKI_TEST_POSTGRES_URL` names, or else a throw-away
    /// cluster that does not wait for the disk.
    ///
    /// # Errors
    /// When no server is named and none can be started; the message says how to get one.
    pub async fn shared() -> Outcome<Self> {
        Self::of(Durability::None).await
    }

    /// Like [`Server::shared`], but what is committed is on disk. A server that is named is taken to
    /// be durable.
    ///
    /// # Errors
    /// As [`Server::shared`].
    pub async fn durable() -> Outcome<Self> {
        Self::of(Durability::Full).await
    }

    async fn of(durability: Durability) -> Outcome<Self> {
        if let Some(url) = environment::postgres_url() {
            return Ok(Self { url });
        }
        // Before anything is made: without binaries nothing is to be left behind.
        let binaries = binaries::folder()?;
        let run = Run::present()?;
        let folder = run.folder(durability)?;
        let lock = File::create(folder.join("lock")).map_err(Failure::during("lock"))?;
        lock.lock().map_err(Failure::during("lock"))?;
        let known = folder.join("url");
        match std::fs::read_to_string(&known) {
            Ok(url) => Ok(Self { url }),
            Err(e) if e.kind() == ErrorKind::NotFound => {
                let url = cluster::start(&binaries, &folder, run.owner, durability).await?;
                std::fs::write(&known, &url).map_err(Failure::during("writing the URL"))?;
                Ok(Self { url })
            }
            Err(e) => Err(Failure::during("reading the URL")(e)),
        }
    }

    /// URL of the database for maintenance: to make and drop others from, not to fill.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }

    /// URL of the database `name` on this server.
    #[must_use]
    pub fn url_of(&self, name: &str) -> String {
        let (base, query) = self.url.split_once('?').unwrap_or((&self.url, ""));
        let authority = base.find("://").map_or(0, |at| at + 3);
        let end = base
            .get(authority..)
            .and_then(|rest| rest.find('/'))
            .map_or(base.len(), |at| authority + at);
        let server = base.get(..end).unwrap_or(base);
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{server}/{name}{mark}{query}")
    }
}

/// The test run this process is part of.
struct Run {
    key: String,
    /// The process with which the run ends.
    owner: u32,
}

impl Run {
    fn present() -> Outcome<&'static Self> {
        static PRESENT: OnceLock<Run> = OnceLock::new();
        if let Some(run) = PRESENT.get() {
            return Ok(run);
        }
        let run = match environment::nextest_run() {
            Some(key) => Self {
                key,
                owner: std::os::unix::process::parent_id(),
            },
            None => Self {
                key: random_word()?,
                owner: std::process::id(),
            },
        };
        // Another thread may have been first: then its run is the one.
        Ok(PRESENT.get_or_init(|| run))
    }

    /// The folder of this run's cluster. Others may pass through it (the server runs as another user
    /// where we are root) but not look into it.
    fn folder(&self, durability: Durability) -> Outcome<PathBuf> {
        let kind = match durability {
            Durability::None => "fast",
            Durability::Full => "durable",
        };
        let place = match durability {
            Durability::None => memory::folder().unwrap_or_else(std::env::temp_dir),
            Durability::Full => std::env::temp_dir(),
        };
        let folder = place.join(format!("akoki-pg-{kind}-{}", self.key));
        match DirBuilder::new().mode(0o711).create(&folder) {
            Err(e) if e.kind() != ErrorKind::AlreadyExists => {
                Err(Failure::during(folder.display())(e))
            }
            _ => Ok(folder),
        }
    }
}

/// 32 hexadecimal digits that nobody can guess: passwords and names.
fn random_word() -> Outcome<String> {
    let mut bytes = [0_u8; 16];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut bytes))
        .map_err(Failure::during("/dev/urandom"))?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::Server;

    #[test]
    fn a_database_is_named_within_the_url_of_the_server() {
        for (url, expected) in [
            ("postgres://a:b@h:1/x", "postgres://a:b@h:1/new"),
            ("postgres://h", "postgres://h/new"),
            ("postgres://h/", "postgres://h/new"),
            (
                "postgres://h/x?sslmode=disable",
                "postgres://h/new?sslmode=disable",
            ),
            ("postgres:///x?host=/run/pg", "postgres:///new?host=/run/pg"),
        ] {
            let server = Server {
                url: url.to_owned(),
            };
            assert_eq!(server.url_of("new"), expected);
        }
    }
}
