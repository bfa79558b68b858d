//! Somebody has the data files of the store and knows in which order people answered, and tries to tell who answered
//! what.

use akoki_api::survey::{Keys, code::normal};
use akoki_tests::{Backend, StoreHandle, both_stores};
use serde_json::{Map, Value, json};
use sqlx::{Connection, Row};
use std::collections::BTreeSet;

use super::{all_answered, submit, world};

/// So many answer: by guessing, one of them is told rightly.
const PUPILS: usize = 40;

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

/// Wherever each of these stands in a file; one pass over the file.
fn places(bytes: &[u8], sought: &[Vec<u8>]) -> Vec<Vec<usize>> {
    let mut found = vec![Vec::new(); sought.len()];
    let mut begins = [const { Vec::new() }; 256];
    for (number, one) in sought.iter().enumerate() {
        begins[usize::from(one[0])].push(number);
    }
    for (at, first) in bytes.iter().enumerate() {
        for &number in &begins[usize::from(*first)] {
            if bytes[at..].starts_with(&sought[number]) {
                found[number].push(at);
            }
        }
    }
    found
}

/// What was told, and how much there was to tell it from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Told {
    right: usize,
    tries: usize,
}

impl Told {
    /// Each try is right once in as many as there are pupils. More than this come out right by chance less than once
    /// in a hundred thousand times: the tail of the law of Poisson, of 1 to be expected beyond 8.
    fn is_luck(self) -> bool {
        let expected = self.tries as f64 / PUPILS as f64;
        self.right as f64 <= expected + 6.0 * expected.sqrt() + 1.0
    }
}

/// Takes what stands next to each other for what came next to each other, wherever that is and however many are not
/// found: how many pairs of neighbours are right. A pair counts once, however many copies of it there are.
fn neighbours(found: &[Vec<usize>]) -> Told {
    let all = found.iter().enumerate();
    let all = all.flat_map(|(pupil, places)| places.iter().map(move |at| (*at, pupil)));
    let mut all: Vec<(usize, usize)> = all.collect();
    all.sort_unstable();
    let pairs: BTreeSet<(usize, usize)> = all.windows(2).map(|two| (two[0].1, two[1].1)).collect();
    let pairs = || pairs.iter().filter(|(one, next)| one != next);
    let upwards = pairs().filter(|(one, next)| one + 1 == *next).count();
    let downwards = pairs().filter(|(one, next)| next + 1 == *one).count();
    Told {
        right: upwards.max(downwards),
        tries: pairs().count(),
    }
}

/// Two orders of the same people: which of them stand at the same place, counted from either end.
fn joined(one: &[usize], other: &[usize]) -> Told {
    let both = |order: &[usize], with: &[usize]| -> Vec<usize> {
        let order = order.iter().copied();
        order.filter(|pupil| with.contains(pupil)).collect()
    };
    let (one, other) = (both(one, other), both(other, one));
    let right = |other: &mut dyn Iterator<Item = &usize>| {
        one.iter()
            .zip(other)
            .filter(|(one, other)| one == other)
            .count()
    };
    Told {
        right: right(&mut other.iter()).max(right(&mut other.iter().rev())),
        tries: one.len(),
    }
}

/// The orders in which they stand: by their first places, and by their last.
fn orders(found: &[Vec<usize>]) -> [Vec<usize>; 2] {
    let by = |place: fn(&Vec<usize>) -> Option<&usize>| {
        let all = found.iter().enumerate();
        let all = all.filter_map(|(pupil, places)| Some((*place(places)?, pupil)));
        let mut all: Vec<(usize, usize)> = all.collect();
        all.sort_unstable();
        all.into_iter().map(|(_, pupil)| pupil).collect()
    };
    [by(|places| places.first()), by(|places| places.last())]
}

/// The best of what can be told from a file of answers, knowing in which order people came.
fn attack(file: &DataFile, rows: &[Vec<u8>]) -> Vec<Told> {
    let found = places(&file.bytes, rows);
    let came: Vec<usize> = (0..rows.len()).collect();
    let mut told = vec![neighbours(&found)];
    told.extend(orders(&found).iter().map(|order| joined(&came, order)));
    told
}

/// What can be told by laying the order in which marks of people stand beside that of answers.
fn join(marks: &DataFile, of: &[Vec<u8>], answers: &DataFile, rows: &[Vec<u8>]) -> Vec<Told> {
    let marks = orders(&places(&marks.bytes, of));
    let answers = orders(&places(&answers.bytes, rows));
    let pairs = marks
        .iter()
        .flat_map(|one| answers.iter().map(move |other| (one, other)));
    pairs.map(|(one, other)| joined(one, other)).collect()
}

fn file(name: &str, bytes: Vec<u8>) -> DataFile {
    DataFile {
        name: name.into(),
        bytes,
    }
}

#[test]
fn the_attack_tells_all_where_answers_stand_as_they_came() {
    let questions: Vec<String> = (0..15).map(|number| format!("q{number:02}")).collect();
    let rows: Vec<Vec<u8>> = (0..PUPILS)
        .map(|pupil| packed(&questions, &answers(&questions, pupil)))
        .collect();
    let lucky = |bytes: Vec<u8>| {
        attack(&file("log", bytes), &rows)
            .into_iter()
            .all(Told::is_luck)
    };
    assert!(!lucky(rows.concat()));
    // Also where one is missing, or most are, or an order that tells nothing stands before it.
    assert!(!lucky(rows[1..].concat()));
    assert!(!lucky(
        [&rows[..5], &rows[9..17], &rows[20..29]].concat().concat()
    ));
    let mut sorted = rows.clone();
    sorted.sort_unstable();
    assert!(!lucky([sorted.clone(), rows.clone()].concat().concat()));
    assert!(!lucky(
        [sorted.clone(), rows[..25].to_vec()].concat().concat()
    ));
    let mut backwards = rows.clone();
    backwards.reverse();
    assert!(!lucky(backwards.concat()));
    assert!(lucky(sorted.concat()));
    // Marks in whichever order, with the answers in the same.
    let marks: Vec<Vec<u8>> = (0..PUPILS)
        .map(|pupil| format!("recipient-{pupil:02}").into_bytes())
        .collect();
    let order: Vec<usize> = (0..PUPILS).map(|place| place * 7 % PUPILS).collect();
    let in_order = |of: &[Vec<u8>]| order.iter().flat_map(|pupil| of[*pupil].clone()).collect();
    let joined = join(
        &file("codes", in_order(&marks)),
        &marks,
        &file("rows", in_order(&rows)),
        &rows,
    );
    assert!(joined.iter().any(|told| !told.is_luck()));
    let apart = join(
        &file("codes", in_order(&marks)),
        &marks,
        &file("rows", sorted.concat()),
        &rows,
    );
    assert!(apart.into_iter().all(Told::is_luck));
}

both_stores! {
    fn nobody_with_the_data_files_tells_better_than_by_guessing_who_answered_what(store) {
        let world = world(store).await;
        let mut stated = world.stated();
        stated["groups"][1]["population"] = json!(60);
        let campaign = world.launched(stated).await;
        // Known by names that tell nothing of the answers, and that are found in no other text.
        let recipients: Vec<String> = (0..PUPILS).map(|pupil| format!("ontvanger-{pupil:02}-van-de-peiling")).collect();
        let asked = json!({"invitations": [{"groupKey": "groep-7", "recipients": recipients}]});
        let made = world.leader.post(&format!("{campaign}/invitations"), asked).await.expect(201).json;
        let codes = made["codes"].as_array().unwrap().iter();
        let codes: Vec<(String, String)> = codes
            .map(|one| (one["recipient"].as_str().unwrap().to_owned(), one["code"].as_str().unwrap().to_owned()))
            .collect();
        assert_eq!(codes.len(), PUPILS);
        let mut questions: Vec<String> = Vec::new();
        let mut rows = Vec::new();
        for (pupil, (_, code)) in codes.iter().enumerate() {
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
            assert!(read.iter().all(Vec::is_empty), "{} tells an answer before the survey has closed", file.name);
            // In the tables of answers no draft can be read either; the questions themselves stand elsewhere.
            if file.name.contains("survey_draft") || file.name.contains("survey_inbox") {
                let key = first.clone().into_bytes();
                assert_eq!(places(&file.bytes, &[key]), [vec![0; 0]], "{} tells a draft", file.name);
            }
        }
        world.close().await;
        let closed = data_files(world.app.store()).await;
        let holds = |file: &&DataFile, some: &[Vec<u8>]| places(&file.bytes, some).iter().any(|one| !one.is_empty());
        let of_answers: Vec<&DataFile> = closed.iter().filter(|file| holds(file, &rows)).collect();
        assert!(!of_answers.is_empty(), "the answers are nowhere");
        for file in &of_answers {
            for told in attack(file, &rows) {
                assert!(told.is_luck(), "{told:?} from {}", file.name);
            }
        }
        // What may stand somewhere of who was asked: the digests of codes, and names, as long as nothing went over them.
        let keys = Keys::of(&world.app.shared);
        let digests: Vec<Vec<u8>> = codes.iter().map(|(_, code)| keys.code_hash(&normal(code).unwrap())).collect();
        let names: Vec<Vec<u8>> = codes.iter().map(|(name, _)| name.clone().into_bytes()).collect();
        for marks in [&digests, &names] {
            for one in closed.iter().filter(|file| holds(file, marks)) {
                for told in of_answers.iter().flat_map(|other| join(one, marks, other, &rows)) {
                    assert!(told.is_luck(), "{told:?} from {}", one.name);
                }
            }
        }
        in_rows(world.app.store(), &digests, &rows).await;
        marks(world.app.store()).await;
    }
}

/// The rows of codes that were used in the order in which they lie, beside the answers in theirs.
async fn in_rows(store: &StoreHandle, digests: &[Vec<u8>], rows: &[Vec<u8>]) {
    let (codes, blocks): (Vec<Vec<u8>>, Vec<Vec<u8>>) = match store.backend() {
        Backend::Sqlite => {
            let mut connection = sqlx::SqliteConnection::connect(store.url()).await.unwrap();
            let codes = "SELECT code_hash FROM survey_past_code WHERE used ORDER BY rowid";
            let blocks = "SELECT packed FROM survey_block ORDER BY rowid";
            (
                sqlx::query_scalar(codes)
                    .fetch_all(&mut connection)
                    .await
                    .unwrap(),
                sqlx::query_scalar(blocks)
                    .fetch_all(&mut connection)
                    .await
                    .unwrap(),
            )
        }
        Backend::Postgres => {
            let mut connection = sqlx::PgConnection::connect(store.url()).await.unwrap();
            let codes = "SELECT code_hash FROM survey_past_code WHERE used ORDER BY ctid";
            let blocks = "SELECT packed FROM survey_block ORDER BY ctid";
            (
                sqlx::query_scalar(codes)
                    .fetch_all(&mut connection)
                    .await
                    .unwrap(),
                sqlx::query_scalar(blocks)
                    .fetch_all(&mut connection)
                    .await
                    .unwrap(),
            )
        }
    };
    let whose =
        |sought: &[Vec<u8>], one: &[u8]| sought.iter().position(|known| known == one).unwrap();
    let came: Vec<usize> = (0..PUPILS).collect();
    let codes: Vec<usize> = codes.iter().map(|code| whose(digests, code)).collect();
    let answers: Vec<usize> = blocks
        .concat()
        .chunks(rows[0].len())
        .map(|row| whose(rows, row))
        .collect();
    assert_eq!((codes.len(), answers.len()), (PUPILS, PUPILS));
    for (what, one, other) in [
        ("codes beside answers", &codes, &answers),
        ("codes as they came", &came, &codes),
        ("answers as they came", &came, &answers),
    ] {
        let told = joined(one, other);
        assert!(told.is_luck(), "{told:?}: {what}");
    }
}

/// Marks beside the rows: on PostgreSQL which transaction wrote a row, and where it lies.
async fn marks(store: &StoreHandle) {
    if store.backend() != Backend::Postgres {
        return;
    }
    let mut connection = sqlx::PgConnection::connect(store.url()).await.unwrap();
    // All answers are of the same few transactions, none of which wrote a mark of a code.
    let shared = "SELECT count(*) FROM survey_block b JOIN survey_past_code c ON b.xmin::text = c.xmin::text";
    let (shared,): (i64,) = sqlx::query_as(shared)
        .fetch_one(&mut connection)
        .await
        .unwrap();
    assert_eq!(shared, 0);
    // What stays of the codes lies in the order of their digests.
    let order = "SELECT code_hash FROM survey_past_code ORDER BY ctid";
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
