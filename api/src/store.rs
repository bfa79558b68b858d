//! The store behind the service: brought up to date by whoever owns its tables, and fenced where the
//! deployment asks for it.

use akoki_persistence::{Store, Stores, file_of};

use crate::{app::StartError, config::Config};

fn database(error: impl std::fmt::Display) -> StartError {
    StartError(format!("database: {error}"))
}

/// Brings the store up to date as its owner, and lets the role of the service in where that is another.
///
/// # Errors
/// What the database says.
pub async fn migrate(config: &Config) -> Result<(), StartError> {
    let url = config.database_url();
    let Some(owner) = &config.owner_url else {
        return akoki_migrations::migrate(&url).await.map_err(database);
    };
    akoki_migrations::migrate(owner).await.map_err(database)?;
    akoki_migrations::admit(owner, &url).await.map_err(database)
}

/// Brings the store up to date, or sees that it is where the service has no right to.
///
/// # Errors
/// When the store is behind and only its owner can change that, or the database fails.
pub async fn prepare(config: &Config) -> Result<(), StartError> {
    let missing = akoki_migrations::pending(&config.database_url())
        .await
        .map_err(database)?;
    if missing.is_empty() {
        return Ok(());
    }
    if !config.row_security && config.owner_url.is_none() {
        return migrate(config).await;
    }
    Err(database(format!(
        "the store lacks {}; run `akoki migrate` with AKOKI_OWNER_URL, the address of the store as the role that owns its tables",
        missing.join(", ")
    )))
}

/// Sees that the store was begun: a command with a mistyped folder or address begins none.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn must_exist(config: &Config) -> Result<(), StartError> {
    let url = config.database_url();
    let file = file_of(&url);
    let begun = match &file {
        Some(file) if !file.exists() => false,
        _ => {
            akoki_migrations::pending(&url)
                .await
                .map_err(database)?
                .len()
                < akoki_migrations::names().len()
        }
    };
    if begun {
        return Ok(());
    }
    let place = match file {
        Some(file) => file.display().to_string(),
        None => "database_url".to_owned(),
    };
    Err(StartError(format!(
        "{place}: no store was begun there. Look at data_dir and database_url; `akoki serve` begins a store, and so does `akoki migrate`"
    )))
}

/// Opens the store.
///
/// # Errors
/// When it cannot be reached.
pub async fn open(config: &Config) -> Result<Stores, StartError> {
    let stores = Stores::open(&config.database_url(), config.pool_size)
        .await
        .map_err(database)?;
    Ok(stores.fenced(config.row_security))
}

/// Sees that there is a fence exactly where the configuration says so: one that is only believed in is
/// worse than none.
///
/// # Errors
/// When it is not so.
pub async fn check_fence(store: &Store, row_security: bool) -> Result<(), StartError> {
    match (row_security, store.is_held().await.map_err(database)?) {
        (true, false) => Err(StartError(
            "row_security: the role of database_url owns the tables or passes row security; connect as a role that does not".into(),
        )),
        (false, true) => Err(StartError(
            "row_security: row security holds the role of database_url; set row_security to true, or connect as the owner of the tables".into(),
        )),
        _ => Ok(()),
    }
}
