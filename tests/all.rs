//! All tests that need more than one crate, in one binary: linking is what costs.

#![expect(
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panicking"
)]

use akoki_api::app;
use akoki_tests::{Backend, Outcome, StoreHandle, Template, app::config, clock_before};
use sqlx::{Connection, Executor};
use std::path::Path;

mod architecture;
mod contract;
mod demo;
mod http;
mod learning_results;
mod store;
mod templates;

/// A migrated store of one's own, with the signing keys of the tests in it.
async fn fresh(backend: Backend) -> Outcome<StoreHandle> {
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
    let vault = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/src/auth/vault.rs");
    let writer = Path::new(env!("CARGO_MANIFEST_DIR")).join("../persistence/src/writer.rs");
    let recipe = Path::new(env!("CARGO_MANIFEST_DIR")).join("all.rs");
    let clock = Path::new(env!("CARGO_MANIFEST_DIR")).join("harness/clock.rs");
    Template::new(
        env!("CARGO_TARGET_TMPDIR"),
        &[&migrations, &vault, &writer, &recipe, &clock],
        async |url: String| {
            let data = tempfile::tempdir().map_err(|error| error.to_string())?;
            app::open(config(&url, data.path()), clock_before(), false)
                .await
                .map(drop)
                .map_err(|error| error.to_string())?;
            if url.starts_with("postgres") {
                akoki_migrations::admit(&url, &akoki_tests::postgres::as_service(&url)).await?;
                // Only a sandbox empties tables, and only it may.
                let grant = "GRANT TRUNCATE ON ALL TABLES IN SCHEMA public TO akoki_service";
                let mut db = sqlx::PgConnection::connect(&url)
                    .await
                    .map_err(|e| e.to_string())?;
                db.execute(grant).await.map_err(|e| e.to_string())?;
                db.close().await.map_err(|e| e.to_string())?;
            }
            Ok::<_, String>(())
        },
    )?
    .fresh(backend)
    .await
}
