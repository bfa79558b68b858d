//! A database of one's own on a server, dropped with its handle.

use sqlx::{Connection as _, PgConnection};

use super::{Server, random_word};
use crate::failure::{Failure, Outcome};

/// A database that exists as long as this value.
#[derive(Debug)]
pub struct Database {
    name: String,
    url: String,
    server: Server,
}

impl Database {
    /// Makes a copy of the database `template`, or of the server's own empty one.
    ///
    /// # Errors
    /// When the server refuses.
    pub async fn create(server: &Server, template: Option<&str>) -> Outcome<Self> {
        let name = format!("akoki_test_{}", random_word()?);
        let template = template.unwrap_or("template0");
        let mut admin = PgConnection::connect(server.url()).await?;
        run(
            &mut admin,
            format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\""),
        )
        .await?;
        admin.close().await?;
        Ok(Self {
            url: server.url_of(&name),
            name,
            server: server.clone(),
        })
    }

    /// URL of this database.
    #[must_use]
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database {
    /// On a thread with a runtime of its own: a test may end, or panic, inside one. A failure is
    /// only told: the test has its answer already, and a throw-away cluster goes as a whole.
    fn drop(&mut self) {
        let statement = format!("DROP DATABASE IF EXISTS \"{}\" WITH (FORCE)", self.name);
        let url = self.server.url().to_owned();
        let dropped = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .map_err(Failure::during("a runtime"))?
                .block_on(async {
                    let mut admin = PgConnection::connect(&url).await?;
                    run(&mut admin, statement).await?;
                    Outcome::Ok(admin.close().await?)
                })
        })
        .join();
        if let Ok(Err(failure)) = dropped {
            let message = format!("dropping {}: {failure}\n", self.name);
            let _ = std::io::Write::write_all(&mut std::io::stderr(), message.as_bytes());
        }
    }
}

/// Runs one statement whose names the harness made itself: names cannot be bound as parameters.
pub(crate) async fn run(connection: &mut PgConnection, statement: String) -> Outcome<()> {
    sqlx::raw_sql(sqlx::AssertSqlSafe(statement.clone()))
        .execute(connection)
        .await
        .map(drop)
        .map_err(Failure::during(statement))
}
