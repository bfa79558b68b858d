//! `akoki backup FILE`: a copy of the embedded store, taken while the service runs.

use akoki_persistence::{backup, beside, file_of};
use clap::Args;
use serde_json::json;
use std::{
    fs::{File, OpenOptions},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use super::{Output, Refused, block};
use crate::config::Config;

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
    /// What else has to be kept, as a file; none when the secret stands in the configuration.
    pub secret: Option<PathBuf>,
}

impl Backup {
    pub(super) fn run(self, config: &Config, output: &Output) -> Result<(), Refused> {
        let Taken { bytes, secret } = block(take(config, &self.file))??;
        let file = self.file.display();
        let keep = match &secret {
            Some(secret) => format!("{} as well", secret.display()),
            None => "the `secret` of the configuration as well".to_owned(),
        };
        let text = format!(
            "The backup stands in {file} ({bytes} bytes).\nKeep {keep}: without it the service does not start on the backup."
        );
        let data = json!({
            "file": self.file, "bytes": bytes, "alsoKeep": secret.iter().collect::<Vec<_>>(),
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
            "the store is PostgreSQL, which has its own tool: pg_dump --format=custom --no-owner --no-privileges --file={} \"$AKOKI_DATABASE_URL\"; keep the service's secret as well",
            file.display()
        )));
    };
    let named = |what: String| Refused(format!("{}: {what}", file.display()));
    crate::store::must_exist(config).await?;
    if file.try_exists()? {
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
    let done = write(&store, &part, file).await;
    let _ = std::fs::remove_file(&part);
    done.map_err(|Refused(what)| named(what))?;
    let secret = match config.secret {
        Some(_) => None,
        None => Some(config.secret_file()),
    };
    Ok(Taken {
        bytes: std::fs::metadata(file)?.len(),
        secret,
    })
}

async fn write(store: &Path, part: &Path, file: &Path) -> Result<(), Refused> {
    backup::copy(store, part).await?;
    let examined = backup::examine(part).await?;
    if let Some(fault) = examined.faults.first() {
        return Err(Refused(format!("the store is broken: {fault}")));
    }
    File::open(part)?.sync_all()?;
    // A link, unlike a rename, takes the place of nothing.
    std::fs::hard_link(part, file)?;
    super::restore::settle(file)?;
    Ok(())
}
