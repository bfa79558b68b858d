//! Row security on PostgreSQL, the second fence: what the database itself shows to the role of the
//! service, whatever statement is sent. The other tests run behind it; these look at it from below.

use akoki_api::app;
use akoki_domain::{id::UnitId, organisation::Unit};
use akoki_persistence::{
    Scope, Store, StoreError, Stores, Tx, Who, find, repo::organisation_unit::ancestors,
};
use akoki_tests::{Backend, StoreHandle, TestApp, app::config, clock};
use serde_json::json;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, Row};
use uuid::Uuid;

use super::unit::act;

/// What hangs on no board and is no row of one: what people and machines sign in with, and what is the
/// same for all. Everything else stands behind the fence.
const OPEN: &[&str] = &[
    "account_activation",
    "account_password",
    "client_secret",
    "credential",
    "framework_publication",
    "personal_access_token",
    "principal",
    "reach_change",
    "refresh_token",
    "seaql_migrations",
    "setting",
    "throttle",
    "used_assertion",
];

/// Two boards with something in many tables, and the credential of an officer of each.
struct Scene {
    app: TestApp,
    boards: [Uuid; 2],
    credentials: [Uuid; 2],
}

async fn scene() -> Scene {
    let app = TestApp::start(crate::fresh(Backend::Postgres).await.unwrap()).await;
    let mut boards = [Uuid::nil(); 2];
    let mut credentials = [Uuid::nil(); 2];
    let mut owner = owner(app.store()).await;
    for (board, credential) in boards.iter_mut().zip(&mut credentials) {
        let (id, officer) = app.board("Bestuur").await;
        let school = app.school(&officer, id, "School").await;
        let post = async |path: &str, body| officer.post(path, body).await.expect(201).id();
        let person = json!({"givenName": "Sam", "familyName": "Meer", "homeUnitId": school});
        let person = post("/v1/people", person).await;
        let work = json!({"personId": person, "unitId": school, "function": "teacher", "startsOn": "2020-08-01"});
        post("/v1/assignments", work).await;
        let plan = json!({"unitId": school, "kind": "document", "title": "Plan", "ownerId": person,
            "effectiveFrom": "2020-08-01", "requirements": ["inspectorate/2025/po/OP2"]});
        let plan = post("/v1/evidence", plan).await;
        let file = officer
            .request(
                reqwest::Method::POST,
                &format!("/v1/evidence/{plan}/files?name=plan.csv"),
            )
            .header("content-type", "text/csv")
            .body("a;b");
        let _ = akoki_tests::send(file).await.expect(201);
        let dossier = json!({"unitId": school, "requirement": "inspectorate/2025/po/OP2", "evidenceIds": [plan]});
        post("/v1/dossiers", dossier).await;
        let cycle = json!({"unitId": school, "theme": "onderwijs", "title": "Rekenen"});
        let cycle = post("/v1/improvement-cycles", cycle).await;
        let goals = format!("/v1/improvement-cycles/{cycle}/goals");
        post(&goals, json!({"title": "Beter"})).await;
        let standard = json!({"unitId": school, "kind": "pupilPopulation", "title": "Krimp"});
        let _ = officer
            .post_once("/v1/context-factors", "k", standard)
            .await
            .expect(201);
        *board = id;
        *credential = sqlx::query_scalar(
            "SELECT c.id FROM credential c JOIN access_grant g USING (principal_id) WHERE g.board_id = $1",
        )
        .bind(id)
        .fetch_one(&mut owner)
        .await
        .unwrap();
    }
    Scene {
        app,
        boards,
        credentials,
    }
}

async fn owner(store: &StoreHandle) -> PgConnection {
    PgConnection::connect(store.url()).await.unwrap()
}

async fn service(store: &StoreHandle) -> PgConnection {
    PgConnection::connect(&store.service_url()).await.unwrap()
}

async fn names(db: &mut PgConnection, sql: &'static str) -> Vec<String> {
    let rows = db.fetch_all(sql).await.unwrap();
    rows.iter().map(|row| row.get(0)).collect()
}

/// All tables behind the fence.
const FENCED: &str =
    "SELECT c.relname::text FROM pg_class c WHERE c.relkind = 'r' AND c.relrowsecurity
    AND c.relnamespace = 'public'::regnamespace ORDER BY 1";

/// Those of them whose rows name their board.
const OF_BOARDS: &str = "SELECT c.relname::text FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'board_id'
    WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace ORDER BY 1";

async fn count(db: &mut PgConnection, table: &str, when: &str) -> i64 {
    let sql = format!("SELECT count(*) FROM {table} WHERE {when}");
    sqlx::query_scalar(AssertSqlSafe(sql))
        .fetch_one(db)
        .await
        .unwrap()
}

async fn look_as(db: &mut PgConnection, sight: &str) {
    sqlx::query("SELECT set_config('akoki.sight', $1, false)")
        .bind(sight)
        .execute(db)
        .await
        .unwrap();
}

fn sight(scene: &Scene, of: usize) -> String {
    let clock = &scene.app.shared.clock;
    let (id, at, day) = (scene.credentials[of], clock.millis(), clock.today());
    format!("credential {id} {at} {day}")
}

#[tokio::test]
async fn every_table_stands_behind_the_fence_or_is_known_to_be_open() {
    let store = crate::fresh(Backend::Postgres).await.unwrap();
    let mut db = owner(&store).await;
    let open =
        "SELECT c.relname::text FROM pg_class c WHERE c.relkind = 'r' AND NOT (c.relrowsecurity
        AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = c.oid))
        AND c.relnamespace = 'public'::regnamespace ORDER BY 1";
    assert_eq!(names(&mut db, open).await, OPEN);
    for table in names(&mut db, OF_BOARDS).await {
        assert!(!OPEN.contains(&table.as_str()), "{table}");
    }
    let views = "SELECT c.relname::text FROM pg_class c WHERE c.relkind = 'v'
        AND c.relnamespace = 'public'::regnamespace
        AND NOT COALESCE(c.reloptions::text LIKE '%security_invoker=true%', false)";
    let none: Vec<String> = Vec::new();
    assert_eq!(
        names(&mut db, views).await,
        none,
        "a view looks with the eyes of its owner"
    );
}

#[tokio::test]
async fn nobody_sees_anything() {
    let scene = scene().await;
    let store = scene.app.store();
    let (mut owner, mut db) = (owner(store).await, service(store).await);
    let mut filled = 0;
    for table in names(&mut owner, FENCED).await {
        filled += i64::from(count(&mut owner, &table, "true").await > 0);
        assert_eq!(count(&mut db, &table, "true").await, 0, "{table}");
    }
    assert!(filled > 16, "{filled} tables have rows");
    // Nor does whoever was somebody, once a transaction has ended.
    db.execute("BEGIN").await.unwrap();
    let local = "SELECT set_config('akoki.sight', 'service', true)";
    db.execute(local).await.unwrap();
    assert!(count(&mut db, "organisation_unit", "true").await > 0);
    db.execute("COMMIT").await.unwrap();
    assert_eq!(count(&mut db, "organisation_unit", "true").await, 0);
}

#[tokio::test]
async fn a_caller_sees_and_changes_nothing_of_another_board() {
    let scene = scene().await;
    let store = scene.app.store();
    let (mut owner, mut db) = (owner(store).await, service(store).await);
    for (me, other) in [(0, 1), (1, 0)] {
        look_as(&mut db, &sight(&scene, me)).await;
        let (mine, theirs) = (scene.boards[me], scene.boards[other]);
        let mut seen = 0;
        for table in names(&mut owner, OF_BOARDS).await {
            let when = format!("board_id = '{theirs}'");
            assert_eq!(count(&mut db, &table, &when).await, 0, "{table}");
            let when = format!("board_id = '{mine}'");
            let all = count(&mut owner, &table, &when).await;
            assert_eq!(count(&mut db, &table, &when).await, all, "{table}");
            seen += i64::from(all > 0);
            let delete = format!("DELETE FROM {table} WHERE board_id = '{theirs}'");
            let done = db.execute(AssertSqlSafe(delete)).await.unwrap();
            assert_eq!(done.rows_affected(), 0, "{table}");
            let update =
                format!("UPDATE {table} SET board_id = board_id WHERE board_id = '{theirs}'");
            let done = db.execute(AssertSqlSafe(update)).await.unwrap();
            assert_eq!(done.rows_affected(), 0, "{table}");
        }
        assert!(seen > 8, "{seen} tables have rows");
        let values = "SELECT count(*) FROM trail_value v JOIN trail t ON t.id = v.trail_id WHERE t.board_id = $1";
        let values: i64 = sqlx::query_scalar(values)
            .bind(theirs)
            .fetch_one(&mut db)
            .await
            .unwrap();
        assert_eq!(values, 0);
        let kept = count(&mut db, "idempotency", "true").await;
        assert_eq!(kept, 1, "only its own kept answers");
        // What is mine does not go over to them, and nothing is made there or at the platform.
        for board in [theirs, Uuid::nil()] {
            let moved =
                format!("UPDATE organisation_unit SET board_id = '{board}' WHERE kind = 'school'");
            assert!(db.execute(AssertSqlSafe(moved)).await.is_err());
            let made = format!(
                "INSERT INTO list_mark (board_id, unit_id, mark) VALUES ('{board}', '{board}', 'x')"
            );
            assert!(db.execute(AssertSqlSafe(made)).await.is_err());
        }
    }
    // A credential that is revoked, or has ended, is nobody's.
    let revoke = format!(
        "UPDATE credential SET revoked_at = 1 WHERE id = '{}'",
        scene.credentials[1]
    );
    owner.execute(AssertSqlSafe(revoke)).await.unwrap();
    assert_eq!(count(&mut db, "person", "true").await, 0);
    look_as(
        &mut db,
        &format!(
            "credential {} {} 2099-01-01",
            scene.credentials[0],
            i64::MAX
        ),
    )
    .await;
    assert_eq!(count(&mut db, "person", "true").await, 0);
}

fn scope(who: Who) -> Scope {
    let clock = clock();
    Scope {
        who,
        roles: &[],
        word: "",
        at: clock.millis(),
        today: clock.today(),
    }
}

/// Whether anything of a board is seen by a statement that asks for no scope.
async fn sees(store: &Store, board: Uuid) -> bool {
    !ancestors(store, UnitId(board)).await.unwrap().is_empty()
}

#[tokio::test]
async fn no_connection_keeps_the_sight_of_another_caller() {
    let scene = scene().await;
    for connections in [1, 3] {
        let stores = Stores::open(&scene.app.store().service_url(), connections)
            .await
            .unwrap();
        let store = stores.fenced(true).worker().await.unwrap();
        assert!(store.is_held().await.unwrap());
        let lane = |first| turns(&store, &scene, first);
        tokio::join!(lane(0), lane(1), lane(2), lane(3), lane(4), lane(5));
    }
}

/// Looks now as the one and then as the other.
async fn turns(store: &Store, scene: &Scene, first: usize) {
    for turn in 0..40 {
        let me = (first + turn) % 2;
        let (mine, theirs) = (scene.boards[me], scene.boards[1 - me]);
        let own = store.seen_by(&scope(Who::Credential(scene.credentials[me])));
        assert!(sees(&own, mine).await && !sees(&own, theirs).await);
        assert!(!sees(store, mine).await, "nobody sees nothing");
        within(&own, mine, theirs, turn % 3 == 0).await;
    }
}

/// The same within a unit of work.
async fn seen(tx: &Tx, board: Uuid) -> Result<bool, StoreError> {
    Ok(!ancestors(tx, UnitId(board)).await?.is_empty())
}

/// In a unit of work the sight is the caller's, but for the parts that say that they go beyond.
async fn within(store: &Store, mine: Uuid, theirs: Uuid, fails: bool) {
    let done: Result<(), StoreError> = store
        .unit(&act(), move |tx| {
            Box::pin(async move {
                assert!(seen(tx, mine).await? && !seen(tx, theirs).await?);
                let all = scope(Who::Service);
                assert!(find::<Unit>(tx, &all, theirs).await?.is_some());
                assert!(!seen(tx, theirs).await?, "a statement alone went beyond");
                let beyond = tx.beyond(async {
                    let there = find::<Unit>(tx, &all, theirs).await?.is_some();
                    Ok::<_, StoreError>(there && seen(tx, theirs).await?)
                });
                assert!(beyond.await?);
                assert!(
                    seen(tx, mine).await? && !seen(tx, theirs).await?,
                    "back behind the fence"
                );
                let refused = async { Err::<(), _>(StoreError::NotUnique("on purpose".into())) };
                assert!(tx.beyond(refused).await.is_err());
                assert!(!seen(tx, theirs).await?, "back after a failure");
                if fails {
                    let fail = async { Err(StoreError::Failed("on purpose".into())) };
                    return tx.beyond(fail).await;
                }
                Ok(())
            })
        })
        .await;
    assert_eq!(done.is_err(), fails);
}

#[tokio::test]
async fn a_fence_that_is_not_there_is_not_believed_in() {
    let store = crate::fresh(Backend::Postgres).await.unwrap();
    let data = tempfile::tempdir().unwrap();
    let opened = async |url: &str, row_security| {
        let config = akoki_api::config::Config {
            row_security,
            ..config(url, data.path())
        };
        let opened = app::open(config, clock(), false).await;
        opened
            .err()
            .map(|error| error.to_string())
            .unwrap_or_default()
    };
    assert!(opened(store.url(), true).await.contains("owns the tables"));
    let service = store.service_url();
    assert!(
        opened(&service, false)
            .await
            .contains("row_security to true")
    );
    assert_eq!(opened(&service, true).await, "");
    assert_eq!(opened(store.url(), false).await, "");
    let behind = "DELETE FROM seaql_migrations WHERE version = 'm20261125_000020_fence'";
    store.execute(behind).await.unwrap();
    let refused = opened(&service, true).await;
    assert!(
        refused.contains("m20261125_000020_fence") && refused.contains("akoki migrate"),
        "{refused}"
    );
}
