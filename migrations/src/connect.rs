//! Brings a store up to date.

use sea_orm_migration::{
    MigratorTrait,
    sea_orm::sqlx::postgres::PgConnectOptions,
    sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbErr},
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

/// The names of the migrations that the store at this address lacks. Needs no right but to read.
///
/// # Errors
/// What the database says, when it cannot be reached.
pub async fn pending(url: &str) -> Result<Vec<String>, String> {
    let look = async {
        let db = connect(url).await?;
        let missing = Migrator::get_pending_migrations_read_only(&db).await?;
        db.close().await?;
        Ok::<_, DbErr>(missing)
    };
    let missing = look.await.map_err(|error| error.to_string())?;
    Ok(missing
        .iter()
        .map(|migration| migration.name().to_owned())
        .collect())
}

/// Lets the role of the service's address, which owns nothing, read and write the tables, as a service behind row
/// security does. Sent by the owner, each time after migrating; doing it again changes nothing.
///
/// # Errors
/// What the database says, or when the address of the service cannot be read.
pub async fn admit(owner_url: &str, service_url: &str) -> Result<(), String> {
    let service: PgConnectOptions = service_url
        .parse()
        .map_err(|_| "the address of the service cannot be read".to_owned())?;
    let role = format!("\"{}\"", service.get_username().replace('"', "\"\""));
    let run = async {
        let db = connect(owner_url).await?;
        for sql in [
            format!("GRANT USAGE ON SCHEMA public TO {role}"),
            format!(
                "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"
            ),
            format!("REVOKE INSERT, UPDATE, DELETE ON seaql_migrations FROM {role}"),
        ] {
            db.execute_unprepared(&sql).await?;
        }
        db.close().await
    };
    run.await.map_err(|error: DbErr| error.to_string())
}

async fn run(url: &str) -> Result<(), DbErr> {
    let db = connect(url).await?;
    Migrator::up(&db, None).await?;
    db.close().await
}

async fn connect(url: &str) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url.to_owned());
    options.max_connections(1).sqlx_logging(false);
    options.map_sqlx_sqlite_opts(|options| {
        options
            .create_if_missing(true)
            .pragma("journal_mode", "WAL")
            .pragma("busy_timeout", "10000")
    });
    Database::connect(options).await
}
