//! The harness itself: a store of one's own, migrated once.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use akoki_tests::postgres::Server;
use akoki_tests::{Backend, Failure, Outcome, StoreHandle, Template, both_stores};
use sqlx::{Connection as _, PgConnection, SqliteConnection};

/// Stands for the migrations: a table, and a row shipped with it. It leaves SQLite in the mode the
/// service uses, in which a copy of the file alone would miss the newest rows.
async fn sample(url: String) -> Result<(), sqlx::Error> {
    let statements = "CREATE TABLE note (text TEXT NOT NULL); INSERT INTO note VALUES ('shipped')";
    if url.starts_with("sqlite") {
        let mut connection = SqliteConnection::connect(&url).await?;
        sqlx::raw_sql("PRAGMA journal_mode = WAL")
            .execute(&mut connection)
            .await?;
        sqlx::raw_sql(statements).execute(&mut connection).await?;
        connection.close().await
    } else {
        let mut connection = PgConnection::connect(&url).await?;
        sqlx::raw_sql(statements).execute(&mut connection).await?;
        connection.close().await
    }
}

/// A folder for templates that are not those of the real migrations.
fn cache(name: &str) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(name)
}

async fn open(backend: Backend) -> Outcome<StoreHandle> {
    let this = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates.rs");
    Template::new(cache("sample"), &[&this], sample)?
        .fresh(backend)
        .await
}

/// The texts in the store, after adding one.
async fn add(store: &StoreHandle, text: &str) -> Vec<String> {
    let insert = "INSERT INTO note VALUES ($1)";
    let select = "SELECT text FROM note ORDER BY text";
    match store.backend() {
        Backend::Sqlite => {
            let mut connection = SqliteConnection::connect(store.url()).await.unwrap();
            let insert = sqlx::query(insert).bind(text).execute(&mut connection);
            insert.await.unwrap();
            let select = sqlx::query_scalar(select).fetch_all(&mut connection);
            select.await.unwrap()
        }
        Backend::Postgres => {
            let mut connection = PgConnection::connect(store.url()).await.unwrap();
            let insert = sqlx::query(insert).bind(text).execute(&mut connection);
            insert.await.unwrap();
            let select = sqlx::query_scalar(select).fetch_all(&mut connection);
            select.await.unwrap()
        }
    }
}

both_stores!(in crate::templates::open => fn a_store_is_migrated_and_ones_own(store) {
    let other = open(store.backend()).await.unwrap();
    assert_ne!(store.url(), other.url());
    assert_eq!(add(&store, "first").await, ["first", "shipped"]);
    assert_eq!(add(&other, "second").await, ["second", "shipped"]);
});

both_stores!(in crate::templates::open => fn a_store_goes_with_its_handle(store) {
    let url = store.url().to_owned();
    add(&store, "seen").await;
    let path = store.path().map(Path::to_owned);
    drop(store);
    match path {
        Some(path) => assert!(!path.exists()),
        None => assert!(PgConnection::connect(&url).await.is_err()),
    }
});

async fn migrates_once(backend: Backend) {
    let calls = AtomicU32::new(0);
    let mark = tempfile::tempdir().unwrap();
    // A source that no other run has, hence a template that is not there yet.
    let unique = mark.path().join("source");
    std::fs::write(&unique, mark.path().to_string_lossy().as_bytes()).unwrap();
    let recipe = Template::new(mark.path().join("cache"), &[&unique], async |url| {
        calls.fetch_add(1, Ordering::SeqCst);
        sample(url).await
    })
    .unwrap();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .unwrap()
                    .block_on(async { drop(recipe.fresh(backend).await.unwrap()) });
            });
        }
    });
    recipe.remove(backend).await.unwrap();
    assert_eq!(calls.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn four_at_once_migrate_once_on_sqlite() {
    migrates_once(Backend::Sqlite).await;
}

#[tokio::test]
async fn four_at_once_migrate_once_on_postgres() {
    migrates_once(Backend::Postgres).await;
}

both_stores!(in crate::templates::open => fn migrations_that_fail_leave_no_template(store) {
    let mark = tempfile::tempdir().unwrap();
    let unique = mark.path().join("source");
    std::fs::write(&unique, mark.path().to_string_lossy().as_bytes()).unwrap();
    let first = AtomicU32::new(0);
    let recipe = Template::new(mark.path().join("cache"), &[&unique], async |url| {
        sample(url).await.map_err(|e| Failure::new(e.to_string()))?;
        match first.fetch_add(1, Ordering::SeqCst) {
            0 => Err(Failure::new("half way")),
            _ => Ok(()),
        }
    })
    .unwrap();
    let failure = recipe.fresh(store.backend()).await.unwrap_err();
    assert!(failure.to_string().contains("half way"));
    let whole = recipe.fresh(store.backend()).await.unwrap();
    recipe.remove(store.backend()).await.unwrap();
    assert_eq!(add(&whole, "added").await, ["added", "shipped"]);
});

/// The setting `fsync` of a server.
async fn fsync(server: &Server) -> String {
    let mut connection = PgConnection::connect(server.url()).await.unwrap();
    let setting = sqlx::query_scalar("SHOW fsync").fetch_one(&mut connection);
    setting.await.unwrap()
}

#[tokio::test]
async fn the_durable_server_waits_for_the_disk() {
    let durable = Server::durable().await.unwrap();
    assert_eq!(fsync(&durable).await, "on");
    if akoki_tests::environment::postgres_url().is_none() {
        assert_eq!(fsync(&Server::shared().await.unwrap()).await, "off");
    }
}
