//! The words of the SQL files that each database spells its own way.
//!
//! | word | meaning | PostgreSQL | SQLite |
//! |---|---|---|---|
//! | `UUID` | an id | `uuid` | `blob` (16 bytes, in the order of the text) |
//! | `INSTANT` | milliseconds since 1970 in UTC | `bigint` | `integer` |
//! | `NUMBER` | a whole number | `bigint` | `integer` |
//! | `FLAG` | true or false | `boolean` | `boolean` |
//! | `DAY` | a civil date, `2026-11-24` | `text` | `text` |
//! | `WORD` | a text that is compared and sorted byte by byte | `text COLLATE "C"` | `text` |
//! | `PROSE` | a text that is only shown | `text` | `text` |
//! | `DOCUMENT` | JSON that is never searched | `jsonb` | `jsonb_text` |
//! | `BYTES` | bytes | `bytea` | `blob` |
//! | `NIL_UUID` | the all-zero id | a text | `zeroblob(16)` |
//! | `EMPTY_BYTES` | no bytes | `'\\x'` | `x''` |

use sea_orm_migration::sea_orm::DbBackend;

const WORDS: &[(&str, &str, &str)] = &[
    ("UUID", "uuid", "blob"),
    ("INSTANT", "bigint", "integer"),
    ("NUMBER", "bigint", "integer"),
    ("FLAG", "boolean", "boolean"),
    ("DAY", "text COLLATE \"C\"", "text"),
    ("WORD", "text COLLATE \"C\"", "text"),
    ("PROSE", "text", "text"),
    ("DOCUMENT", "jsonb", "jsonb_text"),
    ("BYTES", "bytea", "blob"),
    (
        "NIL_UUID",
        "'00000000-0000-0000-0000-000000000000'",
        "zeroblob(16)",
    ),
    ("EMPTY_BYTES", "'\\x'", "x''"),
];

/// The first line of a file that is for one database only.
const POSTGRES_ONLY: &str = "-- PostgreSQL only.";
const SQLITE_ONLY: &str = "-- SQLite only.";

/// The file as this database reads it; nothing when it is for the other one. Comments are left out, so
/// that a word in one is harmless.
pub(crate) fn render(backend: DbBackend, sql: &str) -> String {
    let for_other = match backend {
        DbBackend::Postgres => SQLITE_ONLY,
        _ => POSTGRES_ONLY,
    };
    if sql.starts_with(for_other) {
        return String::new();
    }
    let mut out = String::with_capacity(sql.len());
    for line in sql.lines() {
        let code = line.split_once("--").map_or(line, |(code, _)| code);
        let mut word = String::new();
        for c in code.chars().chain(std::iter::once('\n')) {
            if c.is_ascii_alphanumeric() || c == '_' {
                word.push(c);
                continue;
            }
            let spelled = WORDS.iter().find(|(name, ..)| *name == word);
            match spelled {
                Some((_, postgres, _)) if backend == DbBackend::Postgres => out.push_str(postgres),
                Some((_, _, sqlite)) => out.push_str(sqlite),
                None => out.push_str(&word),
            }
            word.clear();
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_spelled_per_database_and_comments_left_out() {
        let sql = "CREATE TABLE t (id UUID, uuid_NUMBER WORD); -- a UUID";
        assert_eq!(
            render(DbBackend::Postgres, sql).trim(),
            "CREATE TABLE t (id uuid, uuid_NUMBER text COLLATE \"C\");"
        );
        assert_eq!(
            render(DbBackend::Sqlite, sql).trim(),
            "CREATE TABLE t (id blob, uuid_NUMBER text);"
        );
        let sql = format!("{POSTGRES_ONLY}\nSELECT 1;");
        assert_eq!(render(DbBackend::Postgres, &sql).trim(), "SELECT 1;");
        assert_eq!(render(DbBackend::Sqlite, &sql), "");
        let sql = format!("{SQLITE_ONLY}\nSELECT 1;");
        assert_eq!(render(DbBackend::Postgres, &sql), "");
        assert_eq!(render(DbBackend::Sqlite, &sql).trim(), "SELECT 1;");
    }
}
