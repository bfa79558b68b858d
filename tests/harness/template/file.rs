//! The SQLite template: one file, copied.

use std::fmt::Display;
use std::fs::File;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::{Connection as _, SqliteConnection};

use super::Template;
use crate::failure::{Failure, Outcome};
use crate::store::StoreHandle;

/// The migrated file of this fingerprint; made if it is not there, by one process while the others
/// wait.
pub(super) async fn template<M, E>(
    cache: &Path,
    fingerprint: &str,
    recipe: &Template<M>,
) -> Outcome<PathBuf>
where
    M: AsyncFn(String) -> Result<(), E>,
    E: Display,
{
    let ready = path(cache, fingerprint);
    if ready.exists() {
        return Ok(ready);
    }
    std::fs::create_dir_all(cache).map_err(Failure::during(cache.display()))?;
    let lock = File::create(cache.join("template.lock")).map_err(Failure::during("lock"))?;
    lock.lock().map_err(Failure::during("lock"))?;
    if ready.exists() {
        return Ok(ready);
    }
    clear(cache)?;
    let building = cache.join("template-building.db");
    let url = format!("sqlite://{}?mode=rwc", building.display());
    recipe.migrate(url.clone()).await?;
    settle(&url).await?;
    std::fs::rename(&building, &ready).map_err(Failure::during(ready.display()))?;
    Ok(ready)
}

/// Removes the template of this fingerprint, if there is one.
pub(super) fn remove(cache: &Path, fingerprint: &str) -> Outcome<()> {
    let path = path(cache, fingerprint);
    match std::fs::remove_file(&path) {
        Err(e) if e.kind() != ErrorKind::NotFound => Err(Failure::during(path.display())(e)),
        _ => Ok(()),
    }
}

fn path(cache: &Path, fingerprint: &str) -> PathBuf {
    cache.join(format!("template-{fingerprint}.db"))
}

/// A store of one's own: a copy of the template in a folder that goes with the handle.
pub(super) fn copy(template: &Path) -> Outcome<StoreHandle> {
    let folder = tempfile::Builder::new()
        .prefix("akoki-store-")
        .tempdir()
        .map_err(Failure::during("a folder for a store"))?;
    let path = folder.path().join("akoki.db");
    std::fs::copy(template, &path).map_err(Failure::during("copying the template"))?;
    Ok(StoreHandle::file(folder, path))
}

/// Removes earlier templates, and what an attempt that failed left behind.
fn clear(cache: &Path) -> Outcome<()> {
    for entry in std::fs::read_dir(cache).map_err(Failure::during(cache.display()))? {
        let entry = entry.map_err(Failure::during(cache.display()))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("template-") && name.contains(".db") {
            std::fs::remove_file(entry.path()).map_err(Failure::during(name.as_ref()))?;
        }
    }
    Ok(())
}

/// Brings all content into the one file: a copy takes no write-ahead log along. The writer closes its
/// connection on a thread of its own, so it is waited for.
async fn settle(url: &str) -> Outcome<()> {
    let mut tries = 0;
    loop {
        tries += 1;
        match settle_now(url).await {
            Err(_) if tries < 100 => tokio::time::sleep(Duration::from_millis(50)).await,
            outcome => return outcome,
        }
    }
}

async fn settle_now(url: &str) -> Outcome<()> {
    let mut connection = SqliteConnection::connect(url).await?;
    let mode: String = sqlx::query_scalar("PRAGMA journal_mode = DELETE")
        .fetch_one(&mut connection)
        .await?;
    connection.close().await?;
    if mode == "delete" {
        Ok(())
    } else {
        Err(Failure::new(format!(
            "the template stays in journal mode {mode}: the migrations left a connection open"
        )))
    }
}
