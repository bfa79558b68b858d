//! `akoki backup FILE`: a copy of the embedded store, taken while the service runs.

use akoki_persistence::{backup, beside, file_of};
use clap::Args;
use serde_json::json;
use std::{
    fs::{File, OpenOptions},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use super::{Output, Refused, backup_files, block};
use crate::{config::Config, files::Files};

/// Copy the embedded store as it is at this moment; the service may run.
#[derive(Args)]
pub struct Backup {
    /// Where the copy is written; nothing may be there.
    file: PathBuf,
}

/// A backup that was taken.
#[derive(Debug)]
pub struct Taken {
    /// How large it is.
    pub bytes: u64,
    /// Where the files of evidence that belong to it stand, and how many; none when there are none.
    pub files: Option<(PathBuf, usize)>,
    /// What else has to be kept, as a file; none when the secret stands in the configuration.
    pub secret: Option<PathBuf>,
}

impl Backup {
    pub(super) fn run(self, config: &Config, output: &Output) -> Result<(), Refused> {
        let Taken {
            bytes,
            files,
            secret,
        } = block(take(config, &self.file))??;
        let file = self.file.display();
        let keep = match &secret {
            Some(secret) => format!("{} as well", secret.display()),
            None => "the `secret` of the configuration as well".to_owned(),
        };
        let with = match &files {
            Some((folder, count)) => {
                format!(
                    ", its {count} files in {}; keep them together",
                    folder.display()
                )
            }
            None => String::new(),
        };
        let text = format!(
            "The backup stands in {file} ({bytes} bytes){with}.\nKeep {keep}: without it the service does not start on the backup."
        );
        let data = json!({
            "file": self.file, "bytes": bytes, "files": files.as_ref().map(|(folder, _)| folder),
            "fileCount": files.as_ref().map_or(0, |(_, count)| *count), "alsoKeep": secret.iter().collect::<Vec<_>>(),
            "secret": if secret.is_some() { "file" } else { "configuration" },
        });
        output.say(&text, data);
        Ok(())
    }
}

/// Takes a backup, looks through it, and puts it in its place once it is whole.
///
/// # Errors
/// When the store is not the embedded one, something stands there already, or the copy is not sound.
pub async fn take(config: &Config, file: &Path) -> Result<Taken, Refused> {
    let Some(store) = file_of(&config.database_url()) else {
        return Err(Refused(format!(
            "the store is PostgreSQL, which has its own tool: pg_dump --format=custom --no-owner --no-privileges --file={} \"$AKOKI_DATABASE_URL\"; keep the service's secret as well, and the files of evidence in {}",
            file.display(),
            Files::of(&config.data_dir).root().display()
        )));
    };
    let named = |what: String| Refused(format!("{}: {what}", file.display()));
    crate::store::must_exist(config).await?;
    let folder = backup_files::folder(file);
    if file.try_exists()? || folder.try_exists()? {
        return Err(named("is there already".into()));
    }
    let part = beside(file, ".part");
    // Made before anything is in it, so that nobody else can read it at any moment.
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&part)
        .map_err(|error| Refused(format!("{}: {error}", part.display())))?;
    let files = Files::of(&config.data_dir);
    let done = write(&store, &part, file, files.root()).await;
    let _ = std::fs::remove_file(&part);
    let count = done.map_err(|Refused(what)| named(what))?;
    let secret = match config.secret {
        Some(_) => None,
        None => Some(config.secret_file()),
    };
    Ok(Taken {
        bytes: std::fs::metadata(file)?.len(),
        files: (count > 0).then_some((folder, count)),
        secret,
    })
}

/// Writes the backup, with the files that it names: these are copied after the rows, as bytes without a row
/// do no harm and a row without bytes does. Says how many.
async fn write(store: &Path, part: &Path, file: &Path, files: &Path) -> Result<usize, Refused> {
    backup::copy(store, part).await?;
    let examined = backup::examine(part).await?;
    if let Some(fault) = examined.faults.first() {
        return Err(Refused(format!("the store is broken: {fault}")));
    }
    File::open(part)?.sync_all()?;
    let folder = backup_files::folder(file);
    let done = backup_files::copy(&examined.files, files, &folder);
    // A link, unlike a rename, takes the place of nothing.
    let done = done.and_then(|()| Ok(std::fs::hard_link(part, file)?));
    if done.is_err() {
        let _ = std::fs::remove_dir_all(&folder);
    }
    done?;
    super::restore::settle(file)?;
    Ok(examined.files.len())
}
