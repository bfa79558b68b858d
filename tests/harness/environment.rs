//! The one place where the tests read the environment, so that what steers a run can be seen at once.

use std::path::PathBuf;

/// A PostgreSQL server to use instead of a throw-away one: `postgres://…/database`, as a role that
/// may create databases. From `AKOKI_TEST_POSTGRES_URL`; empty counts as not set.
#[must_use]
pub fn postgres_url() -> Option<String> {
    read("AKOKI_TEST_POSTGRES_URL")
}

/// The run this process is a part of, where the runner starts a process for every test (nextest).
#[must_use]
pub fn nextest_run() -> Option<String> {
    read("NEXTEST_RUN_ID")
}

/// The folders in which commands are looked for, in order.
#[must_use]
pub fn search_path() -> Vec<PathBuf> {
    read("PATH").map_or_else(Vec::new, |path| std::env::split_paths(&path).collect())
}

/// Whether the documents that tests compare with are to be written anew: `UPDATE=1`.
#[must_use]
pub fn update() -> bool {
    read("UPDATE").is_some()
}

/// Names the moment at which the tests take place, in milliseconds since 1970.
pub const AT: &str = "AKOKI_TEST_AT";

/// The moment at which the tests take place, where it is not the usual one.
///
/// # Panics
/// When it is no number.
#[must_use]
pub fn at() -> Option<i64> {
    read(AT).map(|at| at.parse().expect("a number of milliseconds"))
}

/// Names the store of a service that a test starts as a process of its own.
pub const SERVE_URL: &str = "AKOKI_TEST_SERVE_URL";
/// Names the folder of such a service.
pub const SERVE_FOLDER: &str = "AKOKI_TEST_SERVE_FOLDER";

/// Store and folder, in a process that a test started to be such a service.
#[must_use]
pub fn serve() -> Option<(String, PathBuf)> {
    Some((read(SERVE_URL)?, read(SERVE_FOLDER)?.into()))
}

/// Holds the words of a command, one a line, that a test runs as a process of its own. Not with the prefix of
/// the settings: it is none.
pub const COMMAND: &str = "TEST_AKOKI_COMMAND";

/// The words of a command, in a process that a test started to run it.
#[must_use]
pub fn command() -> Option<Vec<String>> {
    Some(read(COMMAND)?.lines().map(str::to_owned).collect())
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the tests read the environment"
)]
fn read(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
