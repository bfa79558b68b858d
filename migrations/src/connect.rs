//! Brings a store up to date.

use sea_orm_migration::{
    MigratorTrait,
    sea_orm::{ConnectOptions, Database, DbErr},
};

use crate::Migrator;

/// Applies what is missing to the store at this address; makes an SQLite file when there is none.
///
/// # Errors
/// What the database says, when it cannot be reached or a statement fails. SQLite and PostgreSQL both
/// leave the store as it was before the failing migration.
pub async fn migrate(url: &str) -> Result<(), String> {
    run(url).await.map_err(|error| error.to_string())
}

async fn run(url: &str) -> Result<(), DbErr> {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|options| {
        options
            .create_if_missing(true)
            .pragma("journal_mode", "WAL")
            .pragma("busy_timeout", "10000")
    });
    let db = Database::connect(options).await?;
    Migrator::up(&db, None).await?;
    db.close().await
}
