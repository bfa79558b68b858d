//! Taking in files: lists of the country and of boards, twice, newer, broken, stopped and gone on with.

use akoki_domain::access::Role;
use akoki_tests::{Answer, Caller, TestApp, both_stores, send};
use reqwest::{Method, header};
use serde_json::{Value, json};
use std::path::Path;
use uuid::Uuid;

const PRIMARY: &[u8] = include_bytes!("../fixtures/duo/primary.csv");
const SPECIAL: &[u8] = include_bytes!("../fixtures/duo/special.csv");
const SECONDARY: &[u8] = include_bytes!("../fixtures/duo/secondary.csv");
const BOARDS: &[u8] = include_bytes!("../fixtures/duo/boards.csv");

/// Sends a file.
async fn upload(caller: &Caller, query: &str, bytes: impl Into<Vec<u8>>) -> Answer {
    let request = caller
        .request(Method::POST, &format!("/v1/imports?{query}"))
        .header(header::CONTENT_TYPE, "text/csv")
        .body(bytes.into());
    send(request).await
}

/// Waits until a job stands still.
async fn settled(caller: &Caller, job: &str) -> Value {
    for _ in 0..600 {
        let job = caller.get(job).await.expect(200).json;
        match job["status"].as_str() {
            Some("queued" | "running") => {}
            _ => return job,
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{job} is still not done");
}

/// Sends a file and waits for the job.
async fn import(caller: &Caller, query: &str, bytes: impl Into<Vec<u8>>) -> Value {
    let accepted = upload(caller, query, bytes).await.expect(202);
    settled(caller, accepted.header("location")).await
}

/// The figures: created, updated, unchanged, rejected, outOfScope, transferPending, ended.
fn figures(job: &Value) -> [i64; 7] {
    let result = &job["result"];
    let figure = |name: &str| result[name].as_i64().unwrap_or_else(|| panic!("{job}"));
    let rows = figure("rows");
    let figures = [
        "created",
        "updated",
        "unchanged",
        "rejected",
        "outOfScope",
        "transferPending",
        "ended",
    ]
    .map(figure);
    assert_eq!(figures[..5].iter().sum::<i64>(), rows, "{job}");
    figures
}

/// The lines of the report with one of these outcomes.
async fn report(caller: &Caller, job: &Value, query: &str) -> Vec<Value> {
    let path = format!("{}?limit=200&{query}", job["rows"].as_str().unwrap());
    caller.get(&path).await.expect(200).items().to_vec()
}

/// The unit with this identifier.
async fn unit(caller: &Caller, identifier: &str) -> Value {
    let found = caller
        .get(&format!("/v1/organisation-units?identifier={identifier}"))
        .await
        .expect(200);
    assert_eq!(found.items().len(), 1, "{identifier}: {}", found.text);
    found.items()[0].clone()
}

/// Windows-1252 as far as the fixtures use it.
fn text(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| match byte {
            0x92 => '’',
            byte => char::from(*byte),
        })
        .collect()
}

/// The rows of a list without those that hold one of these words.
fn without(list: &str, words: &[&str]) -> String {
    let kept = list
        .lines()
        .filter(|line| !words.iter().any(|word| line.contains(word)));
    kept.map(|line| format!("{line}\r\n")).collect()
}

both_stores! {
    fn a_list_is_taken_in_whatever_its_letters_and_columns(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let job = import(&admin, "kind=duo-establishments", PRIMARY).await;
        assert_eq!(job["status"], "succeeded", "{job}");
        assert_eq!((&job["layout"], &job["file"]["encoding"]), (&json!("primary"), &json!("windows-1252")));
        assert_eq!(figures(&job), [6, 0, 0, 0, 0, 0, 0]);
        let school = unit(&admin, "90AA").await;
        assert_eq!((&school["name"], &school["kind"], &school["sector"]), (&json!("’t Zonnepad"), &json!("school"), &json!("po")));
        assert_eq!(unit(&admin, "90AC00").await["name"], "De \"Wegwijzer\"");
        let board = unit(&admin, "board-number:99901").await;
        assert_eq!(board["name"], "Bevoegd gezag 99901");
        // One establishment: the school carries it. Two: each carries itself.
        let (one, other) = (unit(&admin, "90AA00").await, unit(&admin, "90AB01").await);
        assert_eq!((&one["carrierId"], &other["carrierId"]), (&school["id"], &other["id"]));
        let under = admin.get(&format!("/v1/organisation-units?under={}", board["id"].as_str().unwrap())).await;
        assert_eq!(under.items().len(), 8);
        // What does not have its form is left out and said.
        let remarks: Vec<Value> = report(&admin, &job, "outcome=created").await.into_iter().filter(|row| !row["code"].is_null()).collect();
        assert_eq!(remarks.len(), 1);
        assert_eq!((&remarks[0]["line"], &remarks[0]["column"], &remarks[0]["code"]), (&json!(5), &json!("INTERNETADRES"), &json!("invalid-format")));

        let job = import(&admin, "kind=duo-establishments", SPECIAL).await;
        assert_eq!((&job["layout"], &job["file"]["encoding"], &job["file"]["delimiter"]), (&json!("special"), &json!("utf-8"), &json!(",")));
        assert_eq!(figures(&job), [3, 0, 0, 0, 0, 0, 0]);
        let south = unit(&admin, "92CB01").await;
        assert_eq!((&south["name"], &south["education"]), (&json!("De Kade, locatie Zuid"), &json!(["vso"])));

        let job = import(&admin, "kind=duo-establishments", SECONDARY).await;
        assert_eq!(figures(&job), [2, 0, 0, 0, 0, 0, 0]);
        assert_eq!(unit(&admin, "93DA00").await["name"], "Zanderlyceum, vestiging Élysée");
        assert_eq!(unit(&admin, "93DA").await["name"], "Zanderlyceum");

        let job = import(&admin, "kind=duo-boards", BOARDS).await;
        assert_eq!(figures(&job), [0, 2, 0, 0, 0, 0, 0]);
        assert_eq!(unit(&admin, "board-number:99902").await["name"], "Vereniging \"De Brink\"");
        // Naming the boards does not undo that the lists have brought them.
        let job = import(&admin, "kind=duo-establishments", PRIMARY).await;
        assert_eq!(figures(&job), [0, 0, 6, 0, 0, 0, 0]);
        assert_eq!(unit(&admin, "board-number:99902").await["name"], "Vereniging \"De Brink\"");
    }
}

both_stores! {
    fn the_same_list_twice_changes_nothing_and_a_newer_one_what_changed(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let _ = import(&admin, "kind=duo-establishments", PRIMARY).await;
        let before = unit(&admin, "90AA").await;
        let again = import(&admin, "kind=duo-establishments", PRIMARY).await;
        assert_eq!(figures(&again), [0, 0, 6, 0, 0, 0, 0]);
        assert_eq!(unit(&admin, "90AA").await, before, "not even the version");

        // One renamed, one gone, one that moved to another board, one twice, one broken.
        let newer = text(PRIMARY).replace(";Élan;", ";Élan op Zuid;").replace("99902;91BB;91BB00", "99901;91BB;91BB00");
        let newer = without(&newer, &["91BA00"]);
        let twice: String = newer.lines().filter(|line| line.contains("90AA00")).map(|line| format!("{line}\r\n")).collect();
        let broken = "Drenthe;99901;90AD;90AD00\r\n";
        let query = "kind=duo-establishments&confirmEnd=true";
        let job = import(&admin, query, format!("{newer}{twice}{broken}")).await;
        assert_eq!(figures(&job), [0, 1, 4, 2, 0, 1, 1], "{job}");
        assert_eq!(unit(&admin, "90AB").await["name"], "Élan op Zuid");
        let gone = unit(&admin, "91BA00").await;
        assert_ne!(gone["endsOn"], json!(null));
        assert_ne!(unit(&admin, "91BA").await["endsOn"], json!(null), "the school ends with its last establishment");
        let stays = unit(&admin, "91BB00").await;
        assert_eq!(stays["boardId"], unit(&admin, "board-number:99902").await["id"]);
        let moved = report(&admin, &job, "outcome=transferPending").await;
        assert_eq!((&moved[0]["line"], &moved[0]["code"]), (&json!(6), &json!("transfer-pending")));
        let rejected = report(&admin, &job, "outcome=rejected").await;
        let codes: Vec<_> = rejected.iter().map(|row| (row["line"].as_i64().unwrap(), row["code"].as_str().unwrap())).collect();
        assert_eq!(codes, [(7, "duplicate"), (8, "cell-count-differs")]);
        let ended = report(&admin, &job, "outcome=ended").await;
        assert_eq!((&ended[0]["line"], ended[0]["href"].as_str().unwrap()), (&json!(null), format!("/v1/organisation-units/{}", gone["id"].as_str().unwrap()).as_str()));

        // Back in the list: open again.
        let job = import(&admin, "kind=duo-establishments", PRIMARY).await;
        assert_eq!(figures(&job), [0, 2, 4, 0, 0, 0, 0], "{job}");
        assert_eq!(unit(&admin, "91BA00").await["endsOn"], json!(null));
        assert_eq!(unit(&admin, "91BA").await["endsOn"], json!(null));
    }
}

both_stores! {
    fn more_than_a_tenth_ends_only_when_somebody_says_so(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let _ = import(&admin, "kind=duo-establishments", PRIMARY).await;
        let _ = import(&admin, "kind=duo-establishments", SPECIAL).await;
        let fewer = without(&text(PRIMARY), &["90AB01", "91BB"]);
        let job = import(&admin, "kind=duo-establishments", fewer.clone()).await;
        assert_eq!(job["status"], "needsConfirmation", "{job}");
        assert_eq!(figures(&job), [0, 0, 4, 0, 0, 0, 2]);
        assert_eq!((&job["problem"]["code"], &job["availableCommands"]), (&json!("many-would-end"), &json!(["confirm", "cancel"])));
        assert_eq!(unit(&admin, "90AB01").await["endsOn"], json!(null), "nothing is done before that");
        let confirmations = format!("/v1/jobs/{}/confirmations", job["id"].as_str().unwrap());
        admin.post(&confirmations, json!({"confirmEnd": false})).await.refused(400, "invalid-input");
        let accepted = admin.post(&confirmations, json!({"confirmEnd": true})).await.expect(202);
        let job = settled(&admin, accepted.header("location")).await;
        assert_eq!((&job["status"], figures(&job)), (&json!("succeeded"), [0, 0, 4, 0, 0, 0, 2]));
        assert_ne!(unit(&admin, "90AB01").await["endsOn"], json!(null));
        assert_ne!(unit(&admin, "91BB").await["endsOn"], json!(null));
        // Only what a list of this layout brought: the special schools are still there.
        assert_eq!(unit(&admin, "92CA00").await["endsOn"], json!(null));
        // The school has one establishment left, which it now carries.
        let left = unit(&admin, "90AB00").await;
        assert_eq!(left["carrierId"], left["parentId"]);
        admin.post(&confirmations, json!({"confirmEnd": true})).await.refused(409, "job-state-forbids");
        let again = import(&admin, "kind=duo-establishments", fewer).await;
        assert_eq!(figures(&again), [0, 0, 4, 0, 0, 0, 0]);
    }
}

both_stores! {
    fn a_dry_run_says_the_same_and_leaves_no_trace(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let dry = import(&admin, "kind=duo-establishments&dryRun=true", PRIMARY).await;
        assert_eq!(dry["status"], "succeeded", "{dry}");
        assert_eq!(admin.get("/v1/organisation-units").await.items(), &[] as &[Value]);
        let wet = import(&admin, "kind=duo-establishments", PRIMARY).await;
        assert_eq!(figures(&dry), figures(&wet));
        let fewer = without(&text(PRIMARY), &["90AB01", "91BB"]).replace("Brink;12", "Brink;13");
        let dry = import(&admin, "kind=duo-establishments&dryRun=true", fewer.clone()).await;
        assert_eq!((&dry["status"], &dry["problem"]["code"]), (&json!("succeeded"), &json!("many-would-end")));
        assert_eq!(unit(&admin, "90AB01").await["endsOn"], json!(null));
        let wet = import(&admin, "kind=duo-establishments&confirmEnd=true", fewer).await;
        assert_eq!((figures(&dry), figures(&dry)), (figures(&wet), [0, 1, 3, 0, 0, 0, 2]));
        let outcomes = |rows: Vec<Value>| rows.iter().map(|row| (row["line"].clone(), row["outcome"].clone(), row["code"].clone())).collect::<Vec<_>>();
        assert_eq!(outcomes(report(&admin, &dry, "").await), outcomes(report(&admin, &wet, "").await));
    }
}

both_stores! {
    fn a_board_takes_in_its_own_rows_and_sees_its_own_jobs(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let _ = import(&admin, "kind=duo-establishments", without(&text(PRIMARY), &["90AC"])).await;
        let board: Uuid = unit(&admin, "board-number:99901").await["id"].as_str().unwrap().parse().unwrap();
        let other: Uuid = unit(&admin, "board-number:99902").await["id"].as_str().unwrap().parse().unwrap();
        let client = app.caller(Role::Integrator, board).await;
        // Everything of the other board is gone from this file, and stays.
        let list = without(&text(PRIMARY), &["91BA"]).replace("Zonnepad;Dorpsstraat;1;", "Zonnepad;Dorpsstraat;2;");
        let job = import(&client, "kind=duo-establishments", list).await;
        assert_eq!(figures(&job), [1, 1, 2, 0, 1, 0, 0], "{job}");
        assert_eq!(job["boardId"], json!(board));
        assert_eq!(unit(&client, "90AC").await["boardId"], json!(board));
        assert_eq!(unit(&admin, "91BA00").await["endsOn"], json!(null));
        let out = report(&client, &job, "outcome=outOfScope").await;
        assert_eq!((&out[0]["code"], &out[0]["href"]), (&json!("out-of-scope"), &json!(null)));

        let path = format!("/v1/jobs/{}", job["id"].as_str().unwrap());
        let stranger = app.caller(Role::BoardQualityOfficer, other).await;
        stranger.get(&path).await.refused(404, "not-found");
        stranger.get(&format!("{path}/rows")).await.refused(404, "not-found");
        stranger.delete(&path).await.refused(404, "not-found");
        stranger.post(&format!("{path}/confirmations"), json!({"confirmEnd": true})).await.refused(404, "not-found");
        assert_eq!(stranger.get("/v1/jobs").await.items(), &[] as &[Value]);
        assert_eq!(client.get("/v1/jobs?status=succeeded").await.items().len(), 1);
        let staff = app.caller(Role::Staff, board).await;
        upload(&staff, "kind=duo-establishments", PRIMARY).await.refused(403, "forbidden");
        upload(&client, &format!("kind=duo-establishments&boardId={other}"), PRIMARY).await.refused(400, "invalid-input");
        let nobody = app.anonymous();
        upload(&nobody, "kind=duo-establishments", PRIMARY).await.refused(401, "unauthenticated");
    }
}

both_stores! {
    fn a_wrong_file_is_refused_at_once_with_what_is_wrong(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let refused = async |kind: &str, bytes: &[u8]| {
            let answer = upload(&admin, &format!("kind={kind}"), bytes).await.refused(400, "invalid-input");
            let errors = answer.json["errors"].as_array().unwrap().clone();
            errors.iter().map(|error| error["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(refused("duo-establishments", b"%PDF-1.7\n%\xe2\xe3").await, ["not-csv"]);
        assert_eq!(refused("duo-establishments", b"PK\x03\x04\x14\0").await, ["not-csv"]);
        assert_eq!(refused("duo-establishments", b"").await, ["empty-file"]);
        assert_eq!(refused("duo-boards", b"BEVOEGD GEZAG NUMMER;BEVOEGD GEZAG NAAM\r\n").await, ["empty-file"]);
        assert_eq!(refused("duo-boards", b"naam;adres\r\nx;y\r\n").await, ["unknown-layout", "column-missing", "column-missing"]);
        let answer = upload(&admin, "kind=duo-establishments", b"BRIN NUMMER;VESTIGINGSCODE\r\na;b\r\n".as_slice()).await.refused(400, "invalid-input");
        let missing: Vec<_> = answer.json["errors"].as_array().unwrap().iter().map(|e| e["detail"].as_str().unwrap().to_owned()).collect();
        assert_eq!(missing.len(), 6, "{missing:?}");
        assert!(missing.iter().any(|detail| detail.contains("BEVOEGD GEZAG NUMMER")), "{missing:?}");
        let errors = upload(&admin, "kind=nonsense&dryRun=maybe&page=1", PRIMARY).await.refused(400, "invalid-input").errors();
        let locations: Vec<_> = errors.into_iter().map(|(location, _)| location).collect();
        assert_eq!(locations, ["dryRun", "kind", "page"]);
        let request = admin.request(Method::POST, "/v1/imports?kind=duo-boards").json(&json!({}));
        send(request).await.refused(415, "unsupported-media-type");
        assert_eq!(admin.get("/v1/jobs").await.items(), &[] as &[Value], "nothing was promised");
    }
}

both_stores! {
    fn a_repeated_upload_is_one_job(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let once = async |bytes: &'static [u8]| {
            let request = admin
                .request(Method::POST, "/v1/imports?kind=duo-establishments")
                .header(header::CONTENT_TYPE, "text/csv")
                .header("Idempotency-Key", "\"list of april\"")
                .body(bytes);
            send(request).await
        };
        let first = once(PRIMARY).await.expect(202);
        let again = once(PRIMARY).await.expect(202);
        assert_eq!(first.text, again.text);
        once(SPECIAL).await.refused(422, "idempotency-key-reused");
        let _ = settled(&admin, first.header("location")).await;
        assert_eq!(admin.get("/v1/jobs").await.items().len(), 1);
    }
}

both_stores! {
    fn a_job_can_be_stopped(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let _ = import(&admin, "kind=duo-establishments", PRIMARY).await;
        let job = import(&admin, "kind=duo-establishments", without(&text(PRIMARY), &["90AA"])).await;
        assert_eq!(job["status"], "needsConfirmation");
        let path = format!("/v1/jobs/{}", job["id"].as_str().unwrap());
        assert_eq!(admin.delete(&path).await.status, 204);
        assert_eq!(admin.delete(&path).await.status, 204, "once more changes nothing");
        let job = admin.get(&path).await.expect(200).json;
        assert_eq!((&job["status"], &job["availableCommands"]), (&json!("cancelled"), &json!([])));
        assert_eq!(unit(&admin, "90AA00").await["endsOn"], json!(null));
        let done = import(&admin, "kind=duo-establishments", PRIMARY).await;
        let path = format!("/v1/jobs/{}", done["id"].as_str().unwrap());
        admin.delete(&path).await.refused(409, "job-state-forbids");
    }
}

both_stores! {
    fn a_board_takes_in_its_people_groups_and_assignments(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let _ = import(&admin, "kind=duo-establishments", PRIMARY).await;
        let board: Uuid = unit(&admin, "board-number:99901").await["id"].as_str().unwrap().parse().unwrap();
        let officer = app.caller(Role::BoardQualityOfficer, board).await;
        upload(&admin, "kind=people", "givenName;familyName;email\r\na;b;c@d.nl\r\n").await.refused(403, "forbidden");

        let people = "system;externalId;givenName;namePrefix;familyName;email;employment;startsOn;endsOn\r\n\
            hr;1;Noor;van der;Berg;n.berg@example.nl;employee;2024-08-01;\r\n\
            hr;2;Sem;;Élan;;;;\r\n\
            ;;Mo;;Zonder;M.Zonder@example.nl;;;\r\n\
            hr;2;Sem;;Nogmaals;;;;\r\n\
            hr;3;;;Naamloos;geen adres;;;\r\n";
        let job = import(&officer, "kind=people", people).await;
        assert_eq!(figures(&job), [3, 0, 0, 2, 0, 0, 0], "{job}");
        let rejected = report(&officer, &job, "outcome=rejected").await;
        assert_eq!((&rejected[0]["code"], &rejected[1]["reasons"].as_array().unwrap().len()), (&json!("duplicate"), &2));
        let noor = officer.get("/v1/people?externalId=hr:1").await.expect(200).items()[0].clone();
        assert_eq!((&noor["fullName"], &noor["email"]), (&json!("Noor van der Berg"), &json!("n.berg@example.nl")));
        let job = import(&officer, "kind=people&dryRun=true", people.replace("Élan", "Elan")).await;
        assert_eq!(figures(&job), [0, 1, 2, 2, 0, 0, 0]);
        let job = import(&officer, "kind=people", people.replace("Élan", "Elan")).await;
        assert_eq!(figures(&job), [0, 1, 2, 2, 0, 0, 0]);

        let groups = "system;externalId;name;kind;schoolYear;unit;stage;yearLevels\r\n\
            las;G1;7b;class;2026/27;90AB01;upper;7\r\n\
            ;;8a;;2026;90AA;;8\r\n\
            las;G2;elders;class;2026;91BA00;;\r\n\
            hr;1;bezet;class;2026;90AA;;\r\n";
        let job = import(&officer, "kind=groups", groups).await;
        assert_eq!(figures(&job), [2, 0, 0, 2, 0, 0, 0], "{job}");
        let rejected = report(&officer, &job, "outcome=rejected").await;
        let why: Vec<_> = rejected.iter().map(|row| (row["column"].as_str().unwrap(), row["code"].as_str().unwrap())).collect();
        assert_eq!(why, [("unit", "unknown-reference"), ("externalId", "duplicate")], "another board's unit, another person's id");
        let job = import(&officer, "kind=groups", groups).await;
        assert_eq!(figures(&job), [0, 0, 2, 2, 0, 0, 0]);
        let group = officer.get("/v1/groups?externalId=las:G1").await.expect(200).items()[0].clone();
        assert_eq!(group["unitId"], unit(&admin, "90AB01").await["id"]);

        let assignments = "system;externalId;email;unit;function;startsOn;endsOn\r\n\
            hr;1;n.berg@example.nl;90AB01;teacher;2024-08-01;\r\n\
            ;;m.zonder@example.nl;90AA;school-leader;01-08-2025;\r\n\
            hr;1;;90AB01;teacher;2025-08-01;\r\n\
            hr;9;;90AA;teacher;2025-08-01;\r\n";
        let dry = import(&officer, "kind=assignments&dryRun=true", assignments).await;
        let wet = import(&officer, "kind=assignments", assignments).await;
        assert_eq!((figures(&dry), figures(&wet)), ([2, 0, 0, 2, 0, 0, 0], [2, 0, 0, 2, 0, 0, 0]), "{wet}");
        let codes: Vec<_> = report(&officer, &wet, "outcome=rejected").await.iter().map(|row| row["code"].as_str().unwrap().to_owned()).collect();
        assert_eq!(codes, ["periods-overlap", "unknown-reference"]);
        let ended = assignments.replace("teacher;2024-08-01;", "teacher;2024-08-01;2025-07-31");
        let job = import(&officer, "kind=assignments", ended).await;
        // Now that the first has ended, the third no longer overlaps.
        assert_eq!(figures(&job), [1, 1, 1, 1, 0, 0, 0], "{job}");
        let theirs = officer.get(&format!("/v1/assignments?personId={}", noor["id"].as_str().unwrap())).await.expect(200);
        assert_eq!(theirs.items().len(), 2);
    }
}

both_stores! {
    fn each_template_is_taken_as_it_is(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Bestuur").await;
        let school = json!({"kind": "school", "name": "School", "parentId": board});
        let school = officer.post("/v1/organisation-units", school).await.expect(201).id();
        let place = json!({"kind": "establishment", "name": "School", "parentId": school, "identifiers": [{"type": "establishment", "value": "99ZZ00"}]});
        let _ = officer.post("/v1/organisation-units", place).await.expect(201);
        let kinds = officer.get("/v1/import-kinds").await.expect(200);
        let mut taken = 0;
        for kind in kinds.items() {
            let Some(template) = kind["template"].as_str() else { continue };
            let answer = officer.get(template).await.expect(200);
            assert!(answer.header("content-type").starts_with("text/csv"));
            let job = import(&officer, &format!("kind={}", kind["key"].as_str().unwrap()), answer.text).await;
            assert_eq!(figures(&job), [1, 0, 0, 0, 0, 0, 0], "{job}");
            taken += 1;
        }
        assert_eq!(taken, 3);
        officer.get("/v1/import-kinds/duo-boards/template").await.refused(404, "not-found");
    }
}

both_stores! {
    fn one_event_tells_of_the_file_and_one_of_each_unit(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let from = admin.get("/v1/events?cursor=latest").await.expect(200).json["nextCursor"].as_str().unwrap().to_owned();
        let _ = import(&admin, "kind=duo-establishments&dryRun=true", PRIMARY).await;
        let job = import(&admin, "kind=duo-establishments", PRIMARY).await;
        let (mut events, mut cursor) = (Vec::new(), from);
        for _ in 0..100 {
            let page = admin.get(&format!("/v1/events?limit=200&wait=1&cursor={cursor}")).await.expect(200);
            events.extend(page.items().to_vec());
            cursor = page.json["nextCursor"].as_str().unwrap().to_owned();
            if events.iter().any(|event| event["type"] == "nl.akoki.import.completed.v1") {
                break;
            }
        }
        let of = |kind: &str| events.iter().filter(|event| event["type"] == kind).count();
        // Two boards, five schools, six establishments; and nothing of the dry run.
        assert_eq!((of("nl.akoki.organisationunit.created.v1"), of("nl.akoki.import.completed.v1")), (13, 1));
        assert_eq!(events.len(), 14, "{events:#?}");
        let summary = events.last().unwrap();
        assert_eq!(summary["data"]["result"]["created"], 6);
        let subject = admin.get(summary["subject"].as_str().unwrap()).await.expect(200);
        assert_eq!(subject.json["id"], job["id"]);
    }
}

both_stores! {
    fn the_real_list_is_taken_in(store) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/duo/vestigingen-bo-2026-04.csv");
        let Ok(list) = std::fs::read(path) else { return };
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let started = std::time::Instant::now();
        let job = import(&admin, "kind=duo-establishments", list.clone()).await;
        eprintln!("first {:?}", started.elapsed());
        assert_eq!((&job["status"], figures(&job)), (&json!("succeeded"), [6107, 0, 0, 0, 0, 0, 0]), "{job}");
        let board = unit(&admin, "board-number:41775").await;
        assert_eq!(board["name"], "Bevoegd gezag 41775");
        let under = format!("/v1/organisation-units?under={}&kind=establishment&limit=100", board["id"].as_str().unwrap());
        assert_eq!(admin.get(&under).await.items().len(), 56);
        let started = std::time::Instant::now();
        let again = import(&admin, "kind=duo-establishments", list.clone()).await;
        eprintln!("again {:?}", started.elapsed());
        assert_eq!(figures(&again), [0, 0, 6107, 0, 0, 0, 0]);
        // A file that was cut off would end much: it asks first.
        let half: Vec<u8> = list[..list.len() / 2].iter().rev().skip_while(|byte| **byte != b'\n').copied().collect();
        let half: Vec<u8> = half.into_iter().rev().collect();
        let job = import(&admin, "kind=duo-establishments", half).await;
        assert_eq!(job["status"], "needsConfirmation");
        let [_, _, unchanged, _, _, _, ended] = figures(&job);
        assert_eq!(unchanged + ended, 6107);
        let path = format!("/v1/jobs/{}/confirmations", job["id"].as_str().unwrap());
        let accepted = admin.post(&path, json!({"confirmEnd": true})).await.expect(202);
        let job = settled(&admin, accepted.header("location")).await;
        assert_eq!((&job["status"], figures(&job)), (&json!("succeeded"), [0, 0, unchanged, 0, 0, 0, ended]));
    }
}
