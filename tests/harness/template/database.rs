//! The PostgreSQL template: a database to which nobody connects, so that it can always be copied.

use std::fmt::Display;

use sqlx::{Connection as _, PgConnection};

use super::Template;
use crate::failure::Outcome;
use crate::postgres::{self, SERVICE, Server};

/// Key of the advisory lock under which a template is made: one maker at a time on a server.
const LOCK: i64 = 0x616b_6f6b_6900;

/// The name of the migrated database of this fingerprint; made if it is not there, by one process
/// while the others wait.
pub(super) async fn template<M, E>(
    server: &Server,
    fingerprint: &str,
    recipe: &Template<M>,
) -> Outcome<String>
where
    M: AsyncFn(String) -> Result<(), E>,
    E: Display,
{
    let ready = name(fingerprint);
    let mut admin = PgConnection::connect(server.url()).await?;
    if !exists(&mut admin, &ready).await? {
        // Held by the session: gone with it, whatever happens to this process.
        sqlx::query("SELECT pg_advisory_lock($1)")
            .bind(LOCK)
            .execute(&mut admin)
            .await?;
        if !exists(&mut admin, &ready).await? {
            build(server, &mut admin, &ready, recipe).await?;
        }
    }
    admin.close().await?;
    Ok(ready)
}

/// Removes the template of this fingerprint, if there is one.
pub(super) async fn remove(server: &Server, fingerprint: &str) -> Outcome<()> {
    let mut admin = PgConnection::connect(server.url()).await?;
    let name = name(fingerprint);
    postgres::run(&mut admin, format!("DROP DATABASE IF EXISTS {name}")).await?;
    Ok(admin.close().await?)
}

fn name(fingerprint: &str) -> String {
    format!("akoki_template_{fingerprint}")
}

/// Under another name until it is whole: a name that exists is a template that can be used.
async fn build<M, E>(
    server: &Server,
    admin: &mut PgConnection,
    ready: &str,
    recipe: &Template<M>,
) -> Outcome<()>
where
    M: AsyncFn(String) -> Result<(), E>,
    E: Display,
{
    let building = "akoki_template_building";
    let drop = format!("DROP DATABASE IF EXISTS {building} WITH (FORCE)");
    postgres::run(admin, drop).await?;
    postgres::run(
        admin,
        format!("CREATE DATABASE {building} TEMPLATE template0"),
    )
    .await?;
    postgres::run(admin, service_role()).await?;
    recipe.migrate(server.url_of(building)).await?;
    for statement in [
        format!("ALTER DATABASE {building} ALLOW_CONNECTIONS false"),
        format!("ALTER DATABASE {building} RENAME TO {ready}"),
    ] {
        postgres::run(admin, statement).await?;
    }
    Ok(())
}

/// The role as which the service of the tests connects: it owns nothing, so row security holds it.
fn service_role() -> String {
    format!(
        "DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{SERVICE}') THEN
                CREATE ROLE {SERVICE} LOGIN NOSUPERUSER NOBYPASSRLS PASSWORD '{SERVICE}';
            END IF;
        END $$"
    )
}

async fn exists(admin: &mut PgConnection, name: &str) -> Outcome<bool> {
    let found = sqlx::query_scalar("SELECT EXISTS (SELECT FROM pg_database WHERE datname = $1)")
        .bind(name)
        .fetch_one(admin)
        .await?;
    Ok(found)
}
