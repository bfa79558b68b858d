//! Every operation that changes something leaves an entry in the trail: those that succeeded among the
//! calls of the matrix are looked up in it. And for every version of a resource there is an entry.

use akoki_domain::Noun;
use akoki_tests::{Backend, TestApp};
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use std::collections::BTreeSet;

use super::calls::Known;

/// Operations that are no reading and leave no entry, each with why that is right. This list only gets
/// shorter.
const UNTRAILED: &[(&str, &str)] = &[
    ("judge", "only computes"),
    (
        "searchAccounts",
        "only reads; the question stands in the body",
    ),
    (
        "searchPeople",
        "only reads; the question stands in the body",
    ),
    (
        "refreshSession",
        "changes nothing but the token: the session itself is in the trail as begun and as ended",
    ),
];

/// Tables with a version that are no resources with a trail of their own, each with why.
const UNVERSIONED: &[&str] = &[
    // What is written about the others.
    "event",
    "trail",
    // The steps of what has a state: written once, and in the trail as a transition of that.
    "transition",
    // It is the participant's alone: the trail tells of the evaluation that somebody scored.
    "score",
    // It counts every step of its progress, which is asked for and not followed; where it comes to is told to
    // whoever asked for the job, and what it changes has entries of its own.
    "job",
];

/// The words in the one column of the rows of a statement.
async fn words(app: &TestApp, sql: &str) -> Vec<String> {
    let store = app.store();
    let sql = AssertSqlSafe(sql.to_owned());
    match store.backend() {
        Backend::Sqlite => {
            let mut db = SqliteConnection::connect(store.url()).await.unwrap();
            sqlx::query_scalar(sql).fetch_all(&mut db).await.unwrap()
        }
        Backend::Postgres => {
            let mut db = PgConnection::connect(store.url()).await.unwrap();
            sqlx::query_scalar(sql).fetch_all(&mut db).await.unwrap()
        }
    }
}

/// The resources of which a version was counted up without an entry in the trail. The first version may
/// come from a fixture.
pub(super) async fn unsaid_versions(app: &TestApp) -> Vec<String> {
    let tables = match app.store().backend() {
        Backend::Sqlite => {
            "SELECT m.name FROM sqlite_master m JOIN pragma_table_info(m.name) c \
             WHERE m.type = 'table' AND c.name = 'version' AND c.type = 'INTEGER' ORDER BY 1"
        }
        Backend::Postgres => {
            "SELECT table_name::text FROM information_schema.columns WHERE column_name = 'version' \
             AND data_type = 'bigint' AND table_schema = current_schema() ORDER BY 1"
        }
    };
    let tables = words(app, tables).await;
    let (mut unsaid, mut counted) = (Vec::new(), 0);
    for table in tables
        .iter()
        .filter(|table| !UNVERSIONED.contains(&table.as_str()))
    {
        let noun = match table.as_str() {
            "access_grant" => "grant".to_owned(),
            "pupil_group" => "group".to_owned(),
            other => other.replace('_', "-"),
        };
        let noun: Noun = noun.parse().unwrap();
        let said = format!(
            "SELECT COUNT(DISTINCT said.version) FROM trail said WHERE said.noun = '{}' \
             AND said.resource_id = own.id AND said.version BETWEEN 2 AND own.version",
            noun.as_str()
        );
        let shown = format!(
            "SELECT '{table}: version ' || own.version || ' with entries for only ' || ({said}) \
             FROM {table} own WHERE ({said}) < own.version - 1"
        );
        unsaid.extend(words(app, &shown).await);
        let sql = format!("SELECT 'one' FROM {table} WHERE version > 1");
        counted += words(app, &sql).await.len();
    }
    assert!(counted > 5, "{counted} of {tables:?}");
    unsaid
}

async fn trailed(app: &TestApp) -> BTreeSet<String> {
    let found = words(app, "SELECT DISTINCT operation FROM trail").await;
    found.into_iter().collect()
}

/// What is wrong: a change without an entry, and an exception that is none.
pub(super) async fn untrailed(app: &TestApp, known: &Known) -> Vec<String> {
    let done = known.done.lock().unwrap().clone();
    let trailed = trailed(app).await;
    let excepted = |id: &str| UNTRAILED.iter().any(|(one, _)| *one == id);
    let missing = done.difference(&trailed).filter(|id| !excepted(id));
    let missing = missing.map(|id| format!("{id}: was done and is not in the trail"));
    let none = UNTRAILED
        .iter()
        .filter(|(id, _)| trailed.contains(*id) || !done.contains(*id));
    let none = none.map(|(id, why)| format!("the exception {id} is about nothing: {why}"));
    missing.chain(none).collect()
}
