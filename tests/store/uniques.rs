//! The constraints of which a record says what breaking them means: each is there under its name and on
//! its columns, in both databases. One that is not would be answered as an error of the service.

use akoki_domain::text::Language;
use akoki_openapi::problem::detail;
use akoki_tests::{Backend, StoreHandle, both_stores};
use sqlx::{Connection, PgConnection, SqliteConnection};
use std::collections::BTreeMap;

use super::plans::uniques;

/// The columns of every unique index, in order; none for an expression.
const SQLITE: &str = "SELECT i.name, t.name || '.' || c.name
    FROM sqlite_schema t, pragma_index_list(t.name) i, pragma_index_info(i.name) c
    WHERE t.type = 'table' AND i.[unique] ORDER BY i.name, c.seqno";
const POSTGRES: &str = "SELECT n.relname::text, t.relname::text || '.' || a.attname::text
    FROM pg_index i JOIN pg_class n ON n.oid = i.indexrelid JOIN pg_class t ON t.oid = i.indrelid
    CROSS JOIN generate_series(0, i.indnkeyatts - 1) k
    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = i.indkey[k] AND a.attnum > 0
    WHERE i.indisunique ORDER BY n.relname, k";

/// The unique indexes by name, each as SQLite says what was broken.
async fn indexes(store: &StoreHandle) -> BTreeMap<String, String> {
    let rows: Vec<(String, Option<String>)> = match store.backend() {
        Backend::Sqlite => {
            let mut db = SqliteConnection::connect(store.url()).await.unwrap();
            sqlx::query_as(SQLITE).fetch_all(&mut db).await.unwrap()
        }
        Backend::Postgres => {
            let mut db = PgConnection::connect(store.url()).await.unwrap();
            sqlx::query_as(POSTGRES).fetch_all(&mut db).await.unwrap()
        }
    };
    let mut columns: BTreeMap<String, Vec<Option<String>>> = BTreeMap::new();
    for (name, column) in rows {
        columns.entry(name).or_default().push(column);
    }
    let said = columns.into_iter().map(|(name, columns)| {
        let all: Option<Vec<String>> = columns.into_iter().collect();
        let all = all.map_or_else(|| format!("index '{name}'"), |all| all.join(", "));
        (name, all)
    });
    said.collect()
}

both_stores! {
    fn every_constraint_that_a_record_explains_is_there(store) {
        let indexes = indexes(&store).await;
        let mut wrong = Vec::new();
        for unique in uniques() {
            // SQLite does not know the name of a primary key, only its columns.
            let there = indexes.iter().any(|(name, columns)| {
                columns == unique.columns && (name == unique.name || name.starts_with("sqlite_autoindex"))
            });
            if !there {
                wrong.push(format!("{} ({})", unique.name, unique.columns));
            }
        }
        assert!(wrong.is_empty(), "not there: {wrong:#?}
there are: {indexes:#?}");
    }
}

#[test]
fn what_a_broken_constraint_means_needs_no_value() {
    for unique in uniques() {
        // Where a value is missing that the text cannot do without, writing it panics.
        let said = detail(unique.code, &[], Language::Nl);
        assert!(!said.is_empty(), "{}", unique.name);
    }
}
