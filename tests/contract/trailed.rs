//! Every operation that changes something leaves an entry in the trail: those that succeeded among the
//! calls of the matrix are looked up in it.

use akoki_tests::{Backend, TestApp};
use sqlx::{Connection, PgConnection, SqliteConnection};
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

async fn trailed(app: &TestApp) -> BTreeSet<String> {
    let sql = "SELECT DISTINCT operation FROM trail";
    let store = app.store();
    let found: Vec<String> = match store.backend() {
        Backend::Sqlite => {
            let mut db = SqliteConnection::connect(store.url()).await.unwrap();
            sqlx::query_scalar(sql).fetch_all(&mut db).await.unwrap()
        }
        Backend::Postgres => {
            let mut db = PgConnection::connect(store.url()).await.unwrap();
            sqlx::query_scalar(sql).fetch_all(&mut db).await.unwrap()
        }
    };
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
