//! Somebody has the data files of the store and knows in which order people answered, and tries to tell who answered
//! what.

use akoki_tests::{Backend, StoreHandle, both_stores};
use serde_json::{Map, Value, json};
use sqlx::{Connection, Row};

use super::{all_answered, submit, world};

/// So many answer: by guessing, one of them is told rightly.
const PUPILS: usize = 40;
/// By guessing more are told rightly once in more than ten thousand times.
const LUCK: usize = 6;

/// A file of the store.
struct DataFile {
    name: String,
    bytes: Vec<u8>,
}

/// All that the store has on disk: tables with their dead rows and free pages, and the log.
async fn data_files(store: &StoreHandle) -> Vec<DataFile> {
    match store.backend() {
        Backend::Sqlite => {
            let path = store.path().unwrap();
            let mut files = Vec::new();
            for tail in ["", "-wal", "-shm"] {
                let name = format!("{}{tail}", path.display());
                if let Ok(bytes) = std::fs::read(&name) {
                    files.push(DataFile { name, bytes });
                }
            }
            files
        }
        Backend::Postgres => {
            let mut connection = sqlx::PgConnection::connect(store.url()).await.unwrap();
            sqlx::query("CHECKPOINT")
                .execute(&mut connection)
                .await
                .unwrap();
            let tables = "SELECT relname::text AS name, pg_read_binary_file(pg_relation_filepath(oid)) AS bytes \
                          FROM pg_class WHERE relkind IN ('r', 'i', 't') AND pg_relation_filepath(oid) IS NOT NULL \
                          AND relname LIKE '%survey%' OR relname IN ('trail', 'trail_value', 'event', 'idempotency')";
            let log = "SELECT name, pg_read_binary_file('pg_wal/' || name) AS bytes FROM pg_ls_waldir() \
                       ORDER BY modification DESC LIMIT 3";
            let mut files = Vec::new();
            for sql in [tables, log] {
                for row in sqlx::query(sql).fetch_all(&mut connection).await.unwrap() {
                    files.push(DataFile {
                        name: row.get("name"),
                        bytes: row.get("bytes"),
                    });
                }
            }
            files
        }
    }
}

/// Answers that only one of them gave, of which nothing tells the place in the order of arrival.
fn answers(questions: &[String], pupil: usize) -> Map<String, Value> {
    let mut state = (pupil as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut digit = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state % 4 + 1
    };
    questions
        .iter()
        .map(|key| (key.clone(), json!(digit())))
        .collect()
}

/// How the answers of somebody stand in a row: a byte for each question, in the order in which they are asked.
fn packed(questions: &[String], answers: &Map<String, Value>) -> Vec<u8> {
    questions
        .iter()
        .map(|key| u8::try_from(answers[key].as_u64().unwrap()).unwrap())
        .collect()
}

/// Where each of these stands in a file, first; one pass over the file.
fn places(bytes: &[u8], sought: &[Vec<u8>]) -> Vec<Option<usize>> {
    let mut found = vec![None; sought.len()];
    let mut begins = [const { Vec::new() }; 256];
    for (number, one) in sought.iter().enumerate() {
        begins[usize::from(one[0])].push(number);
    }
    for (at, first) in bytes.iter().enumerate() {
        for &number in &begins[usize::from(*first)] {
            if found[number].is_none() && bytes[at..].starts_with(&sought[number]) {
                found[number] = Some(at);
            }
        }
    }
    found
}

/// How many are told rightly by taking the order in which answers stand for that in which people came, or its reverse.
fn told_rightly(order: &[usize]) -> usize {
    let right = |order: &mut dyn Iterator<Item = usize>| {
        order
            .enumerate()
            .filter(|(came, whose)| came == whose)
            .count()
    };
    right(&mut order.iter().copied()).max(right(&mut order.iter().rev().copied()))
}

/// The best that can be told from one file.
fn attack(file: &DataFile, rows: &[Vec<u8>]) -> usize {
    let mut found: Vec<(usize, usize)> = places(&file.bytes, rows)
        .into_iter()
        .enumerate()
        .filter_map(|(pupil, at)| Some((at?, pupil)))
        .collect();
    found.sort_unstable();
    let order: Vec<usize> = found.into_iter().map(|(_, pupil)| pupil).collect();
    match order.len() == rows.len() {
        true => told_rightly(&order),
        false => 0,
    }
}

#[test]
fn the_attack_tells_all_where_answers_stand_as_they_came() {
    let questions: Vec<String> = (0..15).map(|number| format!("q{number:02}")).collect();
    let rows: Vec<Vec<u8>> = (0..PUPILS)
        .map(|pupil| packed(&questions, &answers(&questions, pupil)))
        .collect();
    let naive = DataFile {
        name: "log".into(),
        bytes: rows.concat(),
    };
    assert_eq!(attack(&naive, &rows), PUPILS);
    let mut sorted = rows.clone();
    sorted.sort_unstable();
    let mixed = DataFile {
        name: "table".into(),
        bytes: sorted.concat(),
    };
    assert!(attack(&mixed, &rows) < LUCK);
}

both_stores! {
    fn nobody_with_the_data_files_tells_better_than_by_guessing_who_answered_what(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["groups"][1]["population"] = json!(60);
        let campaign = world.launched(stated).await;
        let codes = world.codes(&campaign, "groep-7", u32::try_from(PUPILS).unwrap()).await;
        let mut questions: Vec<String> = Vec::new();
        let mut rows = Vec::new();
        for (pupil, code) in codes.iter().enumerate() {
            let respondent = world.respondent(code).await;
            if questions.is_empty() {
                let form = respondent.get("/v1/survey-sessions/current").await.expect(200).json;
                let sections = form["sections"].as_array().unwrap().iter();
                let asked = sections.flat_map(|section| section["questions"].as_array().unwrap());
                questions = asked.map(|question| question["key"].as_str().unwrap().to_owned()).collect();
                assert_eq!(all_answered(&respondent, 1).await.len(), questions.len());
            }
            let answers = answers(&questions, pupil);
            rows.push(packed(&questions, &answers));
            let _ = respondent.put_plain("/v1/survey-sessions/current/draft", json!({"answers": answers})).await.expect(200);
            let _ = submit(&respondent, &answers).await.expect(201);
        }
        // While it runs no answer can be read at all, neither packed nor as it was sent.
        let open = data_files(world.app.store()).await;
        assert!(open.iter().any(|file| !file.bytes.is_empty()));
        let first = format!("\"{}\"", questions[0]);
        for file in &open {
            let read = places(&file.bytes, &rows);
            assert!(read.iter().all(Option::is_none), "{} tells an answer before the survey has closed", file.name);
            // In the tables of answers no draft can be read either; the questions themselves stand elsewhere.
            if file.name.contains("survey_draft") || file.name.contains("survey_inbox") {
                let key = first.clone().into_bytes();
                assert_eq!(places(&file.bytes, &[key]), [None], "{} tells a draft", file.name);
            }
        }
        world.close().await;
        let closed = data_files(world.app.store()).await;
        let there = closed.iter().filter(|file| places(&file.bytes, &rows).iter().all(Option::is_some));
        assert!(there.count() > 0, "the answers are nowhere");
        for file in &closed {
            let right = attack(file, &rows);
            assert!(right < LUCK, "{right} of {PUPILS} are told rightly from {}", file.name);
        }
        marks(world.app.store()).await;
    }
}

/// Marks beside the rows: on PostgreSQL which transaction wrote a row, and where it lies.
async fn marks(store: &StoreHandle) {
    if store.backend() != Backend::Postgres {
        return;
    }
    let mut connection = sqlx::PgConnection::connect(store.url()).await.unwrap();
    // All answers are of the same few transactions, none of which wrote a mark of a code.
    let shared = "SELECT count(*) FROM survey_block b JOIN survey_used_code c ON b.xmin::text = c.xmin::text";
    let (shared,): (i64,) = sqlx::query_as(shared)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(shared, 0);
    // What stays of the codes lies in the order of their digests.
    let order = "SELECT code_hash FROM survey_used_code ORDER BY ctid";
    let rows = sqlx::query(order).fetch_all(&mut connection).await.unwrap();
    let hashes: Vec<Vec<u8>> = rows.iter().map(|row| row.get("code_hash")).collect();
    assert_eq!(hashes.len(), PUPILS);
    assert!(hashes.is_sorted());
    let waiting: (i64,) = sqlx::query_as("SELECT count(*) FROM survey_inbox")
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(waiting.0, 0);
}
