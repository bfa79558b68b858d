//! `akoki restore FILE`: puts a backup in the place of the embedded store.

use akoki_persistence::{Hold, backup, beside, file_of};
use clap::Args;
use serde_json::json;
use std::{
    fs::{File, OpenOptions},
    io::ErrorKind,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use super::{Output, Refused, backup_files, block};
use crate::{config::Config, files::Files};

/// Put a backup in the place of the embedded store; no service may run on it.
#[derive(Args)]
pub struct Restore {
    /// The backup, as `akoki backup` wrote it.
    file: PathBuf,
    /// Replace the store that is there.
    #[arg(long)]
    replace: bool,
}

impl Restore {
    pub(super) fn run(self, config: &Config, output: &Output) -> Result<(), Refused> {
        let store = block(put_back(config, &self.file, self.replace))??;
        let there = config.secret.is_some() || config.secret_file().exists();
        let mut text = format!("The store {} is that of the backup.", store.display());
        if !there {
            text.push_str(&format!(
                "\nPut the secret that belongs to it in {} before the service starts.",
                config.secret_file().display()
            ));
        }
        let data = json!({
            "store": store, "replaced": self.replace, "secret": if there { "present" } else { "missing" },
        });
        output.say(&text, data);
        Ok(())
    }
}

/// Puts a backup in the place of the store, when it is whole and nobody uses the store.
///
/// # Errors
/// Says what stands in the way; the store is as it was then.
pub async fn put_back(config: &Config, file: &Path, replace: bool) -> Result<PathBuf, Refused> {
    let url = config.database_url();
    let Some(store) = file_of(&url) else {
        return Err(Refused(format!(
            "the store is PostgreSQL, which has its own tool: pg_restore --clean --if-exists --no-owner --no-privileges --single-transaction --exit-on-error --dbname=\"$AKOKI_DATABASE_URL\" {}, while no akoki runs; put the files of evidence back in {}",
            file.display(),
            Files::of(&config.data_dir).root().display()
        )));
    };
    let log = beside(file, "-wal");
    if std::fs::metadata(&log).is_ok_and(|log| log.len() > 0) {
        return Err(Refused(format!(
            "{} stands beside it: this is a store in use and no backup; take one with akoki backup",
            log.display()
        )));
    }
    if let Some(folder) = store.parent() {
        std::fs::create_dir_all(folder)?;
    }
    // Held until the file is in its place: nothing can start on the store meanwhile.
    let hold = Hold::alone(&url)?;
    if !replace && store.try_exists()? {
        return Err(Refused(format!(
            "{} is there already; --replace puts the backup in its place",
            store.display()
        )));
    }
    let fresh = beside(&store, ".restoring");
    let files = Files::of(&config.data_dir);
    let done = match copy(file, &fresh, files.root()).await {
        Ok(()) => swap(&fresh, &store),
        Err(refused) => Err(refused),
    };
    if done.is_err() {
        let _ = std::fs::remove_file(&fresh);
    }
    drop(hold);
    done.map(|()| store)
}

/// Copies the backup beside the store and looks through the copy; then the files that it names. These do no
/// harm beside the store that is there: what no row names is swept away.
async fn copy(file: &Path, fresh: &Path, files: &Path) -> Result<(), Refused> {
    let named = |what: &str| Refused(format!("{}: {what}", file.display()));
    let mut from = File::open(file).map_err(|error| named(&error.to_string()))?;
    remove(fresh)?;
    let mut to = OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(fresh)?;
    std::io::copy(&mut from, &mut to)?;
    drop(to);
    let examined = backup::examine(fresh)
        .await
        .map_err(|error| named(&format!("is no akoki store: {error}")))?;
    if let Some(fault) = examined.faults.first() {
        return Err(named(&format!("is broken: {fault}")));
    }
    let known = akoki_migrations::names();
    if examined.migrations.is_empty() {
        return Err(named("is no akoki store: it was never set up"));
    }
    if let Some(newer) = examined
        .migrations
        .iter()
        .find(|name| !known.contains(&name.as_str()))
    {
        return Err(named(&format!(
            "was written by another version, with {newer}; restore it with that one"
        )));
    }
    File::open(fresh)?.sync_all()?;
    backup_files::copy(&examined.files, &backup_files::folder(file), files)
}

/// The log of the old store goes first: beside the new file it would be taken for the new one's.
fn swap(fresh: &Path, store: &Path) -> Result<(), Refused> {
    for suffix in ["-wal", "-shm", "-journal"] {
        remove(&beside(store, suffix))?;
    }
    settle(store)?;
    std::fs::rename(fresh, store)?;
    settle(store)?;
    Ok(())
}

fn remove(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// Makes what happened to the names in the folder of a file last through a power cut.
pub(super) fn settle(file: &Path) -> std::io::Result<()> {
    let folder = file
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
