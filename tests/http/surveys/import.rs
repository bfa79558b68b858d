//! Answers that were collected elsewhere, taken in.

use crate::http::imports::{figures, import, report, settled, upload};
use akoki_api::{app, seal::open, state::Shared, survey::Keys};
use akoki_domain::{
    access::Role,
    id::{BoardId, SurveyCampaignId},
    survey::{layout::Layout, packed::Payload},
};
use akoki_persistence::repo::survey::{Key, campaign::content, mixing::waiting};
use akoki_tests::{
    Caller, TestApp, both_stores,
    process::{self, Process},
};
use serde_json::{Value, json};
use std::{sync::Arc, time::Duration};
use uuid::Uuid;

/// A campaign that stands ready.
pub(super) struct Held {
    pub board: Uuid,
    pub id: Uuid,
    pub query: String,
}

impl Held {
    pub fn key(&self) -> Key {
        Key::new(BoardId(self.board), SurveyCampaignId(self.id))
    }
}

/// Holds a campaign at a new school, with these groups of a hundred thousand each.
async fn held(officer: &Caller, board: Uuid, channels: Value, groups: &[&str]) -> Held {
    let body = json!({"kind": "school", "name": "De Ster", "parentId": board, "sector": "po"});
    let school = officer
        .post("/v1/organisation-units", body)
        .await
        .expect(201)
        .id();
    let mut tree =
        vec![json!({"key": "school", "title": "De Ster", "kind": "unit", "unitId": school})];
    tree.extend(groups.iter().map(|key| {
        json!({"key": key, "parentKey": "school", "title": key, "kind": "class", "population": 100_000})
    }));
    let body = json!({
        "title": "Leerlingen", "unitId": school, "instrument": {"shipped": "pupils-po"},
        "respondentUnit": "pupil", "channels": channels, "minimum": 5, "groups": tree,
        "windows": [{"opensOn": "2027-02-01", "closesOn": "2027-04-30"}], "followUpDueOn": "2027-06-30",
    });
    let id = officer
        .post("/v1/survey-campaigns", body)
        .await
        .expect(201)
        .id();
    let query = format!("kind=survey-responses&campaignId={id}");
    Held { board, id, query }
}

async fn command(officer: &Caller, held: &Held, command: &str) {
    let path = format!("/v1/survey-campaigns/{}/transitions", held.id);
    let answer = officer.post(&path, json!({"command": command})).await;
    assert!(answer.status < 300, "{command}: {}", answer.text);
}

pub(super) async fn ready(officer: &Caller, board: Uuid, groups: &[&str]) -> Held {
    let held = held(officer, board, json!(["import"]), groups).await;
    command(officer, &held, "launch").await;
    held
}

/// What waits to be mixed, opened: only the service can.
pub(super) async fn taken(shared: &Arc<Shared>, held: &Held) -> Vec<Payload> {
    let call = app::service_call(shared, "test").await.unwrap();
    let asked = content(call.store(), held.key()).await.unwrap().unwrap();
    let layout = Layout::of(&asked);
    let inbox = Keys::of(shared).inbox_key(SurveyCampaignId(held.id));
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let some = waiting(call.store(), held.key(), after, 5_000)
            .await
            .unwrap();
        let Some((last, _)) = some.last() else { break };
        after = Some(*last);
        found.extend(some.iter().map(|(id, sealed)| {
            let plain = open(&inbox, id.as_bytes(), sealed).expect("sealed for this campaign");
            layout.decode(&plain).unwrap()
        }));
    }
    found
}

/// The template of the campaign, as heading and row.
pub(super) async fn template(officer: &Caller, held: &Held) -> (String, String) {
    let path = format!(
        "/v1/import-kinds/survey-responses/template?campaignId={}",
        held.id
    );
    let text = officer.get(&path).await.expect(200).text;
    let (heading, row) = text.split_once("\r\n").unwrap();
    (heading.to_owned(), row.trim_end().to_owned())
}

/// The lines of rejected rows, each with its columns and codes.
pub(super) fn codes(rows: &[Value]) -> Vec<(u64, Vec<(&str, &str)>)> {
    rows.iter()
        .map(|row| {
            let all = row["reasons"].as_array().unwrap().iter();
            let pairs = all.map(|one| {
                (
                    one["column"].as_str().unwrap_or_default(),
                    one["code"].as_str().unwrap(),
                )
            });
            (row["line"].as_u64().unwrap(), pairs.collect())
        })
        .collect()
}

async fn pieces_are_gone(shared: &Arc<Shared>, job: &Value) {
    let call = app::service_call(shared, "test").await.unwrap();
    let id: Uuid = job["id"].as_str().unwrap().parse().unwrap();
    for _ in 0..200 {
        let piece = akoki_persistence::repo::job_file::piece(call.store(), id, 0)
            .await
            .unwrap();
        if piece.is_none() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("the file is still there");
}

both_stores! {
    fn rows_are_taken_in_and_what_is_wrong_is_told_without_what_was_answered(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("B").await;
        let held = ready(&officer, board, &["groep-7", "groep-8"]).await;
        let (heading, row) = template(&officer, &held).await;
        assert!(heading.starts_with("group;learn-much;") && row.starts_with("groep-7;4;4"), "{heading} {row}");
        let other = row.replacen("groep-7", "groep-8", 1);
        let wrong = row.replacen("groep-7;4;4", "groep-9;zeven;9", 1);
        let missing = row.replacen("groep-8;4", "groep-8;", 1).replacen("groep-7;4", "groep-7;", 1);
        let empty = format!("groep-7{}", ";".repeat(heading.matches(';').count()));
        let whole = row.replacen("groep-7", "school", 1);
        let file = [&heading, &row, &other, &wrong, &missing, &row, &empty, &whole, "groep-7;1", &row, &row]
            .map(|line: &str| format!("{line}\r\n")).concat();

        let dry = import(&officer, &format!("{}&dryRun=true", held.query), file.clone()).await;
        assert_eq!(figures(&dry), [5, 0, 0, 5, 0, 0, 0], "{dry}");
        assert_eq!(taken(&app.shared, &held).await, [], "a dry run leaves nothing");
        let job = import(&officer, &held.query, file.clone()).await;
        assert_eq!((&job["status"], figures(&job)), (&json!("succeeded"), [5, 0, 0, 5, 0, 0, 0]), "{job}");
        assert_eq!((&job["file"]["sha256"], &job["campaignId"]), (&json!(null), &json!(held.id)));
        assert_eq!((&dry["notice"], &job["notice"]["code"]), (&json!(null), &json!("send-rejected-alone")));
        let mut answers = taken(&app.shared, &held).await;
        answers.sort_by_key(|one| one.group);
        let groups: Vec<_> = answers.iter().map(|one| one.group).collect();
        assert_eq!(groups, [0, 0, 0, 0, 1]);
        assert!(answers.iter().all(|one| one.scores.iter().all(|point| *point == 4)));

        let lines = report(&officer, &job, "").await;
        let rows: u64 = lines.iter().map(|line| line["rows"].as_u64().unwrap()).sum();
        assert_eq!((lines.len(), rows), (8, 10), "{lines:#?}");
        assert!(lines.iter().all(|line| line["href"].is_null()));
        let rejected = report(&officer, &job, "outcome=rejected").await;
        let expected = [
            (4, vec![("group", "unknown-group-key"), ("learn-much", "invalid-type"), ("explains", "outside-scale")]),
            (5, vec![("learn-much", "required")]),
            (7, vec![("", "nothing-answered")]),
            (8, vec![("group", "group-has-parts")]),
            (9, vec![("", "cell-count-differs")]),
        ];
        assert_eq!(codes(&rejected), expected);
        let said = serde_json::to_string(&lines).unwrap();
        assert!(!said.contains("zeven") && !said.contains("groep-9"), "{said}");
        let reasons = rejected[0]["reasons"].as_array().unwrap();
        let group = reasons.iter().find(|one| one["code"] == "unknown-group-key").unwrap();
        assert_eq!(group["detail"], "Deze peiling heeft geen groep met deze sleutel.");
        pieces_are_gone(&app.shared, &job).await;

        let again = upload(&officer, &held.query, file.clone()).await.refused(409, "already-taken-in");
        assert_eq!(again.json["blockers"][0]["href"], json!(format!("/v1/jobs/{}", job["id"].as_str().unwrap())));
        upload(&officer, &format!("{}&allowIncomplete=true", held.query), file).await.refused(409, "already-taken-in");
        assert_eq!(taken(&app.shared, &held).await.len(), 5);
    }
}

both_stores! {
    fn columns_can_have_other_names_and_lines_can_be_objects(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("B").await;
        let held = ready(&officer, board, &["groep-7", "groep-8"]).await;
        let (heading, row) = template(&officer, &held).await;
        let named = heading.replace("group;learn-much;", "Klas;Vraag 1;").replace(';', ",");
        let cells = row.replace(';', ",");
        let file = format!("{named},Leeftijd\n{cells},9\n{cells},10\n");
        let query = format!("{}&column=learn-much%3DVraag%201&groupColumn=Klas", held.query);
        let errors = upload(&officer, &query, file.clone()).await.refused(400, "invalid-input").errors();
        assert_eq!(errors, [("Leeftijd".to_owned(), "column-unknown".to_owned())]);
        let job = import(&officer, &format!("{query}&ignoreColumns=true"), file).await;
        assert_eq!((figures(&job), &job["notice"]), ([2, 0, 0, 0, 0, 0, 0], &json!(null)), "{job}");

        let answers: serde_json::Map<String, Value> = heading.split(';').skip(1).map(|key| (key.to_owned(), json!(3))).collect();
        let mut flat = answers.clone();
        flat.insert("group".to_owned(), json!("groep-8"));
        let nested = json!({"group": "groep-8", "answers": answers});
        let file = format!("{}\n{nested}\n{{\"group\": \"groep-8\", \"answers\": 3}}\n[1]\n\n{}", Value::Object(flat.clone()), Value::Object(flat.clone()));
        let job = import(&officer, &held.query, file).await;
        assert_eq!(figures(&job), [3, 0, 0, 2, 0, 0, 0], "{job}");
        assert_eq!(job["file"]["delimiter"], json!(null));
        let rejected = report(&officer, &job, "outcome=rejected").await;
        assert_eq!(codes(&rejected), [(3, vec![("", "column-unknown"), ("", "nothing-answered")]), (4, vec![("", "not-an-object")])]);
        let found = taken(&app.shared, &held).await;
        let of = |group: u32, point: u8| found.iter().filter(|one| one.group == group && one.scores.iter().all(|p| *p == point)).count();
        assert_eq!((of(0, 4), of(1, 3), found.len()), (2, 3, 5));

        let mut unknown = flat.clone();
        unknown.insert("Leeftijd".to_owned(), json!(9));
        let file = format!("{}\n{}\n", Value::Object(unknown), Value::Object(flat));
        let errors = upload(&officer, &held.query, file).await.refused(400, "invalid-input").errors();
        assert_eq!(errors, [("Leeftijd".to_owned(), "column-unknown".to_owned())]);

        let one_group = format!("{}&group=groep-7&allowIncomplete=true", held.query);
        let job = import(&officer, &one_group, "learn-much;like-lessons\n4;\n;2\n").await;
        assert_eq!(figures(&job), [2, 0, 0, 0, 0, 0, 0], "{job}");
    }
}

both_stores! {
    fn what_cannot_be_taken_in_is_refused_before_anything_is_kept(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("B").await;
        let draft = held(&officer, board, json!(["import", "class-codes"]), &["groep-7"]).await;
        let file = "group;learn-much\ngroep-7;4\n";
        let refused = upload(&officer, &draft.query, file).await.refused(409, "campaign-state-forbids");
        assert!(refused.json["detail"].as_str().unwrap().contains("draft"), "{}", refused.text);
        let codes = held(&officer, board, json!(["class-codes"]), &["groep-7"]).await;
        command(&officer, &codes, "launch").await;
        upload(&officer, &codes.query, file).await.refused(409, "channel-not-offered");

        let held = ready(&officer, board, &["groep-7"]).await;
        let errors = async |query: &str| upload(&officer, query, file).await.refused(400, "invalid-input").errors();
        let at = |pairs: &[(&str, &str)]| pairs.iter().map(|(at, code)| ((*at).to_owned(), (*code).to_owned())).collect::<Vec<_>>();
        assert_eq!(errors("kind=survey-responses").await, at(&[("campaignId", "required")]));
        let nowhere = format!("kind=survey-responses&campaignId={board}");
        assert_eq!(errors(&nowhere).await, at(&[("campaignId", "unknown-reference")]));
        let query = format!("{}&column=nothing%3Dx&group=groep-9", held.query);
        assert_eq!(errors(&query).await, at(&[("column", "unknown-question"), ("group", "unknown-group-key")]));
        let refused = upload(&officer, &query, file).await;
        assert_eq!(refused.json["errors"][1]["detail"], "Deze peiling heeft geen groep met deze sleutel: groep-9.");
        let query = format!("{}&group=groep-7&groupColumn=x&column=y&boardId={board}", held.query);
        let mut found = errors(&query).await;
        found.sort();
        assert_eq!(found, at(&[("boardId", "unknown-parameter"), ("column", "invalid-format"), ("groupColumn", "unknown-parameter")]));
        let query = format!("kind=people&campaignId={}", held.id);
        assert_eq!(errors(&query).await, at(&[("campaignId", "unknown-parameter")]));
        let missing = errors(&held.query).await;
        assert!(missing.contains(&("explains".to_owned(), "column-missing".to_owned())), "{missing:?}");
        let query = format!("{}&groupColumn=Klas", held.query);
        let refused = upload(&officer, &query, "groep;learn-much\ngroep-7;4\n").await.refused(400, "invalid-input");
        let group = refused.json["errors"].as_array().unwrap().iter().find(|one| one["location"] == "Klas").unwrap();
        let said = "De kolom Klas ontbreekt; heet zij anders, of staat zij niet in het bestand, geef dan een van deze parameters mee: groupColumn, group.";
        assert_eq!((&group["code"], &group["detail"]), (&json!("column-missing"), &json!(said)));

        let (_, stranger) = app.board("C").await;
        let found = upload(&stranger, &held.query, file).await.refused(400, "invalid-input").errors();
        assert_eq!(found, at(&[("campaignId", "unknown-reference")]));
        let leader = app.caller(Role::SchoolLeader, board).await;
        let kinds = leader.get("/v1/import-kinds").await.expect(200).json;
        let kind = kinds["items"].as_array().unwrap().iter().find(|one| one["key"] == "survey-responses").unwrap();
        assert_eq!(kind["roles"], json!(["board-quality-officer", "integrator"]), "as the table of rights says");
        upload(&leader, &held.query, file).await.refused(403, "forbidden");
        assert_eq!(officer.get("/v1/jobs").await.items(), &[] as &[Value], "nothing was promised");

        command(&officer, &held, "cancel").await;
        upload(&officer, &held.query, file).await.refused(409, "campaign-state-forbids");
    }
}

#[test]
#[ignore = "serves the test below, as a process of its own"]
fn serves_until_it_is_killed() {
    process::serve();
}

both_stores! {
    fn a_killed_process_loses_no_answer_and_takes_none_in_twice(store) {
        let rows = 9_000;
        let process = Process::start(&store, "http::surveys::import::serves_until_it_is_killed").await;
        let admin = process.platform().await;
        let body = json!({"kind": "board", "name": "B"});
        let board = admin.post("/v1/organisation-units", body).await.expect(201).id();
        let officer = process.caller(Role::BoardQualityOfficer, board).await;
        let held = ready(&officer, board, &["groep-7"]).await;
        let (heading, row) = template(&officer, &held).await;
        let broken = row.replacen("groep-7;4", "groep-7;5", 1);
        let lines = (0..rows).map(|n| if n % 3_000 == 7 { &broken } else { &row });
        let file = lines.fold(heading, |file, line| file + "\n" + line);
        let accepted = upload(&officer, &held.query, file).await.expect(202);
        let path = accepted.header("location").to_owned();
        loop {
            let job = officer.get(&path).await.expect(200).json;
            assert!(matches!(job["status"].as_str(), Some("queued" | "running")), "it was done before it could be killed: {job}");
            if job["progress"]["done"].as_u64().unwrap() > 0 {
                break;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        process.kill();

        let app = TestApp::start(store).await;
        let officer = app.caller(Role::BoardQualityOfficer, board).await;
        let before = officer.get(&path).await.expect(200).json;
        assert_eq!(before["status"], "running", "killed in the middle of it: {before}");
        let job = settled(&officer, &path).await;
        assert_eq!((&job["status"], figures(&job)), (&json!("succeeded"), [rows - 3, 0, 0, 3, 0, 0, 0]));
        assert_eq!(taken(&app.shared, &held).await.len(), usize::try_from(rows - 3).unwrap());
    }
}
