//! Backup and restore of the embedded store: taken while others write, put back elsewhere.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use akoki_api::{
    app,
    cli::{Refused, backup::take, restore::put_back},
    config::Config,
};
use akoki_domain::organisation::Unit;
use akoki_persistence::{find, verify};
use akoki_tests::{Backend, TestApp, app::config, clock};
use serde_json::json;
use uuid::Uuid;

/// The configuration of a service in a folder of its own.
fn elsewhere(folder: &Path) -> Config {
    Config {
        database_url: None,
        ..config("", folder)
    }
}

#[track_caller]
fn refused<T>(result: Result<T, Refused>, with: &str) {
    let Refused(message) = result.err().expect("refused");
    assert!(message.contains(with), "{message}");
}

/// The name of a unit in the store of a service that is not served, with its trail checked.
async fn name_there(config: Config, unit: Uuid) -> Option<String> {
    let shared = app::open(config, clock(), false).await.unwrap();
    let call = app::service_call(&shared, "test").await.unwrap();
    let report = verify(call.store(), &shared.key("trail"), &[])
        .await
        .unwrap();
    assert!(report.findings.is_empty(), "{:?}", report.findings);
    assert!(report.entries > 0);
    let found = find::<Unit>(call.store(), &call.scope(), unit)
        .await
        .unwrap();
    found.map(|stored| stored.record.details.name)
}

#[tokio::test]
async fn what_is_backed_up_during_writes_is_whole_elsewhere() {
    let app = TestApp::start(crate::fresh(Backend::Sqlite).await.unwrap()).await;
    let (board, officer) = app.board("Een").await;
    let school = app.school(&officer, board, "De Verwondering").await;
    let writing = {
        let officer = officer.clone();
        tokio::spawn(async move {
            for n in 0..200 {
                let body = json!({"kind": "school", "name": format!("S{n}"), "parentId": board});
                let _ = officer
                    .post("/v1/organisation-units", body)
                    .await
                    .expect(201);
            }
        })
    };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("one.backup");
    let running = &app.shared.config;
    for n in 0..5 {
        let file = folder.path().join(format!("{n}.backup"));
        let taken = take(running, &file).await.unwrap();
        assert!(taken.bytes > 0 && taken.secret.is_none() && taken.files.is_none());
        assert!(
            put_back(&elsewhere(&folder.path().join(n.to_string())), &file, false)
                .await
                .is_ok()
        );
    }
    let taken = take(running, &file).await.unwrap();
    assert_eq!(taken.bytes, fs::metadata(&file).unwrap().len());
    assert_eq!(
        fs::metadata(&file).unwrap().permissions().mode() & 0o777,
        0o600
    );
    refused(take(running, &file).await, "is there already");
    assert!(
        !writing.is_finished(),
        "the backups were taken during writes"
    );
    writing.await.unwrap();

    for n in 0..5 {
        let there = elsewhere(&folder.path().join(n.to_string()));
        assert_eq!(
            name_there(there, school).await.as_deref(),
            Some("De Verwondering")
        );
    }
    // Nothing is put under a service that runs, nor over a store that is there.
    refused(
        put_back(running, &file, true).await,
        "a running akoki uses it",
    );
    let there = elsewhere(&folder.path().join("0"));
    refused(put_back(&there, &file, false).await, "--replace");
    let store = folder.path().join("0/akoki.db");
    fs::write(folder.path().join("0/akoki.db-wal"), "stale").unwrap();
    put_back(&there, &file, true).await.unwrap();
    assert!(!folder.path().join("0/akoki.db-wal").exists());
    assert_eq!(
        fs::metadata(&store).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert_eq!(
        name_there(there, school).await.as_deref(),
        Some("De Verwondering")
    );
}

/// A service with a school, and the path of a file of its evidence.
async fn with_file() -> (TestApp, Uuid, String) {
    let app = TestApp::start(crate::fresh(Backend::Sqlite).await.unwrap()).await;
    let (board, officer) = app.board("Een").await;
    let school = app.school(&officer, board, "De Verwondering").await;
    let owner = json!({"givenName": "Sam", "familyName": "Meer", "homeUnitId": school});
    let owner = officer.post("/v1/people", owner).await.expect(201).id();
    let plan = json!({"unitId": school, "kind": "document", "title": "Plan", "ownerId": owner, "effectiveFrom": "2020-08-01"});
    let plan = officer.post("/v1/evidence", plan).await.expect(201).id();
    let sent = officer
        .request(
            reqwest::Method::POST,
            &format!("/v1/evidence/{plan}/files?name=plan.csv"),
        )
        .header("content-type", "text/csv")
        .body("a;b");
    let sent = akoki_tests::send(sent).await.expect(201);
    let kept = format!("{board}/{}", sent.json["sha256"].as_str().unwrap());
    (app, school, kept)
}

#[tokio::test]
async fn the_files_go_with_a_backup_and_come_back_with_it() {
    let (app, school, kept) = with_file().await;
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (file, beside) = (path("one.backup"), path("one.backup.files"));
    let taken = take(&app.shared.config, &file).await.unwrap();
    assert_eq!(taken.files, Some((beside.clone(), 1)));
    assert_eq!(fs::read_to_string(beside.join(&kept)).unwrap(), "a;b");
    refused(take(&app.shared.config, &file).await, "is there already");
    let there = elsewhere(&path("there"));
    put_back(&there, &file, false).await.unwrap();
    let back = there.data_dir.join("files").join(&kept);
    assert_eq!(fs::read_to_string(&back).unwrap(), "a;b");
    assert_eq!(
        fs::metadata(&back).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(name_there(there, school).await.is_some());
    // A backup of which a file is missing or is another is none, and changes nothing.
    let there = elsewhere(&path("elsewhere"));
    fs::write(beside.join(&kept), "a;c").unwrap();
    refused(put_back(&there, &file, false).await, "holds other bytes");
    fs::remove_file(beside.join(&kept)).unwrap();
    refused(put_back(&there, &file, false).await, "No such file");
    assert!(!path("elsewhere").join("akoki.db").exists());
    // Nor is one taken of a store that lacks one; nothing is left of it.
    fs::remove_file(app.shared.files.root().join(&kept)).unwrap();
    refused(take(&app.shared.config, &path("two")).await, "No such file");
    assert!(!path("two").exists() && !path("two.files").exists());
}

#[tokio::test]
async fn a_file_that_is_no_backup_is_refused_and_changes_nothing() {
    use sqlx::{Connection, Executor};
    let store = crate::fresh(Backend::Sqlite).await.unwrap();
    let from = config(store.url(), Path::new("unused"));
    let folder = tempfile::tempdir().unwrap();
    let there = elsewhere(&folder.path().join("there"));
    let path = |name: &str| folder.path().join(name);
    fs::write(path("text"), "Geachte heer, mevrouw").unwrap();
    fs::write(path("empty"), "").unwrap();
    refused(
        put_back(&there, &path("text"), false).await,
        "is no akoki store",
    );
    refused(
        put_back(&there, &path("empty"), false).await,
        "is no akoki store",
    );
    refused(
        put_back(&there, &path("missing"), false).await,
        "No such file",
    );
    for (name, sql, says) in [
        (
            "newer",
            "INSERT INTO seaql_migrations VALUES ('m20990101_000001_later', 0)",
            "another version",
        ),
        (
            "torn",
            "PRAGMA foreign_keys = OFF; INSERT INTO trail_value VALUES (x'00', x'00', '{}')",
            "refers to one of trail",
        ),
    ] {
        take(&from, &path(name)).await.unwrap();
        let url = format!("sqlite://{}", path(name).display());
        let mut db = sqlx::SqliteConnection::connect(&url).await.unwrap();
        db.execute(sql).await.unwrap();
        db.close().await.unwrap();
        refused(put_back(&there, &path(name), false).await, says);
    }
    take(&from, &path("used")).await.unwrap();
    fs::write(path("used-wal"), "more").unwrap();
    refused(put_back(&there, &path("used"), false).await, "no backup");
    let left: Vec<_> = fs::read_dir(path("there"))
        .unwrap()
        .map(|file| file.unwrap().file_name())
        .collect();
    assert_eq!(left, ["akoki.db.lock"]);
}

#[tokio::test]
async fn for_postgres_its_own_tool_is_named() {
    let config = config("postgres://user:word@localhost/akoki", Path::new("unused"));
    let file = Path::new("a.backup");
    for Refused(message) in [
        take(&config, file).await.err().unwrap(),
        put_back(&config, file, false).await.err().unwrap(),
    ] {
        assert!(
            message.contains("pg_dump --format=custom") || message.contains("pg_restore --clean"),
            "{message}"
        );
        assert!(!message.contains("word@"), "no secret is printed");
    }
}
