//! Who uses an SQLite store: every process that opens one holds a lock beside it, together with others;
//! whoever is to put another file in its place holds it alone. The one process that serves it holds a
//! second lock, alone, so that commands go on beside it and another that would serve it does not.

use sea_orm::sqlx::sqlite::SqliteConnectOptions;
use std::{
    fs::{File, OpenOptions, TryLockError},
    path::{Path, PathBuf},
};

use crate::{connect::Backend, error::StoreError};

/// The file of the store at this address; none for a store that is no file.
pub fn file_of(url: &str) -> Option<PathBuf> {
    if Backend::of(url) != Some(Backend::Sqlite) {
        return None;
    }
    let options: SqliteConnectOptions = url.parse().ok()?;
    let file = options.get_filename();
    (!file.starts_with("file:") && !url.contains(":memory:")).then(|| file.to_owned())
}

/// A file beside the store, with this after its name.
pub fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// The lock, while it is held.
#[derive(Debug)]
pub struct Hold {
    /// The system lets go of the lock when this is closed, also when the process is killed.
    _file: Option<File>,
}

impl Hold {
    /// Together with all others that use the store.
    ///
    /// # Errors
    /// While somebody holds it alone.
    pub fn shared(url: &str) -> Result<Self, StoreError> {
        Self::take(url, ".lock", File::try_lock_shared, "it is being restored")
    }

    /// Alone.
    ///
    /// # Errors
    /// While anybody uses the store.
    pub fn alone(url: &str) -> Result<Self, StoreError> {
        Self::take(url, ".lock", File::try_lock, "a running akoki uses it")
    }

    /// As the one that serves the store. Of a server (PostgreSQL) there may be many.
    ///
    /// # Errors
    /// While another process serves it.
    pub fn serving(url: &str) -> Result<Self, StoreError> {
        let taken = "another akoki serves this store; stop it first, or name another data_dir";
        Self::take(url, ".serving", File::try_lock, taken)
    }

    fn take(
        url: &str,
        suffix: &str,
        lock: fn(&File) -> Result<(), TryLockError>,
        taken: &str,
    ) -> Result<Self, StoreError> {
        let Some(file) = file_of(url) else {
            return Ok(Self { _file: None });
        };
        let path = beside(&file, suffix);
        let failed = |what: String| StoreError::Failed(format!("{}: {what}", path.display()));
        let file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(|error| failed(error.to_string()))?;
        match lock(&file) {
            Ok(()) => Ok(Self { _file: Some(file) }),
            Err(TryLockError::WouldBlock) => Err(failed(taken.to_owned())),
            Err(TryLockError::Error(error)) => Err(failed(error.to_string())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_file_is_that_of_the_address() {
        let file = |url| file_of(url).map(|path| path.display().to_string());
        assert_eq!(file("sqlite:data/akoki.db"), Some("data/akoki.db".into()));
        assert_eq!(file("sqlite:///a/b.db?mode=rwc"), Some("/a/b.db".into()));
        assert_eq!(file("sqlite::memory:"), None);
        assert_eq!(file("postgres://localhost/akoki"), None);
    }
}
