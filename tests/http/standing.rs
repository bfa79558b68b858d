//! Standing and baseline: the first picture, what changes it, and how it was before.

use akoki_domain::access::Role;
use akoki_tests::{Answer, Caller, TestApp, both_stores, send};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

pub(super) const EDITION: &str = "inspectorate/2025/po";

fn pair(location: &str, code: &str) -> (String, String) {
    (location.to_owned(), code.to_owned())
}

/// An answer for each of the thirteen standards of primary education in 2025: three not in order, one
/// unknown.
pub(super) fn answers() -> Vec<Value> {
    let status = |code: &str| match code {
        "OP2" | "OP4" | "SKA3" => "notYet",
        "OR2" => "unknown",
        _ => "inOrder",
    };
    [
        "OP0", "OP1", "OP2", "OP3", "OP4", "OP6", "VS1", "VS2", "OR1", "OR2", "SKA1", "SKA2",
        "SKA3",
    ]
    .into_iter()
    .map(|code| json!({"standard": code, "status": status(code), "line": "Zo is het."}))
    .collect()
}

pub(super) fn baseline(answers: Vec<Value>) -> Value {
    json!({"edition": EDITION, "answers": answers})
}

pub(super) async fn standing(caller: &Caller, unit: Uuid, query: &str) -> Answer {
    caller
        .get(&format!("/v1/organisation-units/{unit}/standing{query}"))
        .await
}

fn kinds(standing: &Value) -> Vec<(String, String)> {
    let all = standing["attention"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    all.iter()
        .map(|one| {
            (
                text(&one["kind"]),
                text(&one["requirement"])
                    .rsplit('/')
                    .next()
                    .unwrap()
                    .to_owned(),
            )
        })
        .collect()
}

both_stores! {
    fn one_call_gives_a_baseline_a_standing_and_a_draft_plan(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let before = standing(&officer, school, "").await.expect(200).json;
        assert_eq!(before["editions"], json!([{"edition": EDITION, "possiblyOutdated": true}]));
        assert_eq!(before["requirements"].as_array().unwrap().len(), 13);
        assert_eq!(before["attentionTotal"], 13);
        assert!(kinds(&before).iter().all(|(kind, _)| kind == "untouched"));

        let path = format!("/v1/organisation-units/{school}/baseline");
        officer.get(&path).await.refused(404, "not-found");
        let made = officer.post_once(&path, "eerste", baseline(answers())).await.expect(201);
        let again = officer.post_once(&path, "eerste", baseline(answers())).await.expect(201);
        assert_eq!(made.text, again.text);
        let codes = |of: &Value| -> Vec<String> {
            let all = of.as_array().unwrap().iter();
            all.map(|one| one["requirement"].as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
        };
        // Not in order before unknown, core standards first.
        assert_eq!(codes(&made.json["plan"]), ["OP2", "OP4", "SKA3", "OR2"]);
        assert_eq!(made.json["later"], json!([]));
        assert_eq!(made.json["plan"][0]["title"]["nl"], "OP2 Zicht op ontwikkeling en begeleiding");
        assert_eq!(made.json["statuses"].as_array().unwrap().len(), 13);

        let after = standing(&officer, school, &format!("?frameworkVersion={EDITION}")).await.expect(200).json;
        assert_eq!(after, made.json["standing"]);
        let pairs = [("notYet", "OP2"), ("notYet", "OP4"), ("notYet", "SKA3"), ("unknown", "OR2")];
        assert_eq!(kinds(&after), pairs.map(|(kind, code)| (kind.to_owned(), code.to_owned())));
        let why = &after["attention"][0]["why"];
        let codes: Vec<_> = why.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["baseline-not-yet", "no-running-cycle", "core-standard"]);
        assert!(why[0]["detail"].as_str().unwrap().contains("inspectorate/2025/po/OP2"), "{why}");
        assert_eq!(officer.get(&path).await.expect(200).json, made.json);
    }
}

both_stores! {
    fn everything_wrong_with_a_baseline_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let mut wrong = answers();
        wrong.retain(|answer| answer["standard"] != "VS1" && answer["standard"] != "OR1");
        wrong.push(json!({"standard": "OP2", "status": "inOrder"}));
        wrong.push(json!({"standard": "ZZ", "status": "inOrder", "line": "een\ntwee"}));
        let mut body = baseline(wrong);
        body["assessedOn"] = json!("2099-01-01");
        let path = format!("/v1/organisation-units/{school}/baseline");
        let refused = officer.post(&path, body).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [
            pair("/answers", "unanswered-standard"), pair("/answers", "unanswered-standard"),
            pair("/answers/11/standard", "duplicate"), pair("/answers/12/line", "invalid-format"),
            pair("/answers/12/standard", "unknown-standard"), pair("/assessedOn", "date-in-future"),
        ]);
        let body = json!({"edition": EDITION, "answers": [{"standard": "OP2", "status": "goed"}]});
        let refused = officer.post(&path, body).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/answers/0/status", "invalid-value")]);
        let unknown = json!({"edition": "inspectorate/2099/po", "answers": []});
        assert_eq!(officer.post(&path, unknown).await.refused(400, "invalid-input").errors(), [pair("/edition", "unknown-reference")]);
        let other = json!({"edition": "inspectorate/2025/board", "answers": [
            {"standard": "BKA1", "status": "inOrder"}, {"standard": "BKA2", "status": "inOrder"}, {"standard": "BKA3", "status": "inOrder"},
        ]});
        assert_eq!(officer.post(&path, other.clone()).await.refused(400, "invalid-input").errors(), [pair("/edition", "edition-not-of-sector")]);
        officer.get(&path).await.refused(404, "not-found");
        let path = format!("/v1/organisation-units/{board}/baseline");
        let _ = officer.post(&path, other).await.expect(201);
    }
}

both_stores! {
    fn the_latest_baseline_of_an_edition_counts(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let path = format!("/v1/organisation-units/{school}/baseline");
        let mut earlier = baseline(answers());
        earlier["assessedOn"] = json!("2026-09-01");
        let _ = officer.post(&path, earlier).await.expect(201);
        let better: Vec<Value> = answers().into_iter().map(|mut answer| { answer["status"] = json!("inOrder"); answer }).collect();
        let later = officer.post(&path, baseline(better)).await.expect(201);
        assert_eq!(later.json["standing"]["attentionTotal"], 0);
        assert_eq!(officer.get(&path).await.expect(200).id(), later.id());
        // One that speaks of an earlier day comes too late to count.
        let mut earliest = baseline(answers());
        earliest["assessedOn"] = json!("2026-08-25");
        let _ = officer.post(&path, earliest).await.expect(201);
        assert_eq!(officer.get(&path).await.expect(200).id(), later.id());
        let other = format!("{path}?frameworkVersion=inspectorate/2024/po");
        officer.get(&other).await.refused(404, "not-found");
        let nonsense = format!("{path}?frameworkVersion=nonsense");
        officer.get(&nonsense).await.refused(400, "invalid-input");
    }
}

both_stores! {
    fn a_standing_shows_the_unit_and_everything_under_it(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (one, two) = (app.school(&officer, board, "A").await, app.school(&officer, board, "B").await);
        let path = format!("/v1/organisation-units/{one}/baseline");
        let _ = officer.post(&path, baseline(answers())).await.expect(201);
        let lately = app.shared.clock.today().previous_day().unwrap().to_string();
        let dossier = json!({
            "unitId": one, "requirement": "inspectorate/2025/po/OP2", "ambition": "x", "measurementMethod": "y",
            "lastMeasurement": {"measuredOn": lately, "result": "z"},
        });
        let dossier = officer.post("/v1/dossiers", dossier).await.expect(201).id();

        let own = standing(&officer, one, "").await.expect(200).json;
        let found = own["units"][0]["requirements"].as_array().unwrap();
        let op2 = found.iter().find(|row| row["requirement"] == "inspectorate/2025/po/OP2").unwrap();
        assert_eq!((op2["dossierId"].clone(), op2["baseline"].clone(), op2["core"].clone()), (json!(dossier), json!({"status": "notYet", "line": "Zo is het.", "assessedOn": app.shared.clock.today().to_string()}), json!(true)));
        assert_eq!(op2["completeness"]["check"]["level"], "full");
        let theme = own["whole"]["themes"].as_array().unwrap().iter().find(|row| row["theme"] == "onderwijs").unwrap();
        // OP0 to OP4, OP6, VS1 and VS2 lie under Onderwijs.
        assert_eq!(["none", "partial", "full"].map(|level| theme["check"]["requirements"][level].clone()), [json!(7), json!(0), json!(1)]);

        let all = standing(&officer, board, "").await.expect(200).json;
        let units: Vec<_> = all["units"].as_array().unwrap().iter().map(|unit| unit["unitId"].clone()).collect();
        assert_eq!(units.len(), 3);
        assert!(units.contains(&json!(board)) && units.contains(&json!(one)) && units.contains(&json!(two)));
        let spread = all["requirements"].as_array().unwrap().iter().find(|row| row["requirement"] == "inspectorate/2025/po/OP2").unwrap();
        assert_eq!(spread["check"], json!({"none": 1, "partial": 0, "full": 1}));
        assert_eq!(spread["why"].as_array().unwrap().len(), 2);
        assert!(all["units"][0].get("requirements").is_none());
        let editions: Vec<_> = all["editions"].as_array().unwrap().iter().map(|one| one["edition"].as_str().unwrap().to_owned()).collect();
        assert_eq!(editions, ["inspectorate/2025/board", "inspectorate/2025/po"]);

        let model = standing(&officer, one, "?frameworkVersion=akoki/1/all").await.expect(200).json;
        assert_eq!(model["requirements"].as_array().unwrap().len(), 33);
        standing(&officer, one, "?frameworkVersion=akoki/9/all").await.refused(400, "invalid-input");
        standing(&officer, one, "?on=x").await.refused(400, "invalid-input");
    }
}

both_stores! {
    fn establishments_stand_by_themselves_once_there_are_two(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let establishment = |name: &str| json!({"kind": "establishment", "name": name, "parentId": school});
        let one = officer.post("/v1/organisation-units", establishment("Hoofd")).await.expect(201).id();
        // The only establishment: its work hangs at the school.
        let seen = standing(&officer, one, "").await.expect(200).json;
        assert_eq!(seen["units"][0]["unitId"], json!(school));
        let two = officer.post("/v1/organisation-units", establishment("Dependance")).await.expect(201).id();
        let seen = standing(&officer, school, "").await.expect(200).json;
        let units = seen["units"].as_array().unwrap();
        let mut ids: Vec<_> = units.iter().map(|unit| unit["unitId"].as_str().unwrap().to_owned()).collect();
        ids.sort();
        let mut expected = [one.to_string(), two.to_string()];
        expected.sort();
        assert_eq!(ids, expected);
        // They do not say their sector: it is that of the school.
        assert!(units.iter().all(|unit| unit["edition"] == EDITION));
    }
}

both_stores! {
    fn own_standards_are_asked_of_schools(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let own = json!({"code": "EA1", "boardId": board, "title": "x", "theme": "context", "validFrom": "2026-08-01"});
        let own = officer.post("/v1/own-standards", own).await.expect(201).json["requirement"].clone();
        // Also to whoever reaches the school alone.
        for caller in [officer.clone(), app.caller(Role::Staff, school).await] {
            let seen = standing(&caller, school, "").await.expect(200).json;
            let rows = seen["requirements"].as_array().unwrap();
            let row = rows.iter().find(|row| row["requirement"] == own).unwrap();
            assert_eq!((rows.len(), row["theme"].clone()), (14, json!("context")));
        }
        let whole = standing(&officer, board, "").await.expect(200).json;
        let row = whole["requirements"].as_array().unwrap().iter().find(|row| row["requirement"] == own).unwrap();
        assert_eq!(row["why"].as_array().unwrap().len(), 1, "not of the board itself");
    }
}

both_stores! {
    fn an_unchanged_standing_is_not_sent_again(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let path = format!("/v1/organisation-units/{school}/standing");
        let tag = officer.get(&path).await.expect(200).header("etag").to_owned();
        let same = || send(officer.request(Method::GET, &path).header("if-none-match", &tag));
        let unchanged = same().await.expect(304);
        assert_eq!(unchanged.header("cache-control"), "private, no-cache");
        let _ = officer.post("/v1/dossiers", json!({"unitId": school, "requirement": "inspectorate/2025/po/OP2", "ambition": "x"})).await.expect(201);
        assert_ne!(same().await.expect(200).header("etag"), tag);
    }
}

both_stores! {
    fn other_boards_and_other_roles_are_kept_out(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (_, stranger) = app.board("Twee").await;
        let school = app.school(&officer, board, "School").await;
        let path = format!("/v1/organisation-units/{school}/baseline");
        let _ = officer.post(&path, baseline(answers())).await.expect(201);
        standing(&stranger, school, "").await.refused(404, "not-found");
        stranger.get(&path).await.refused(404, "not-found");
        stranger.post(&path, baseline(answers())).await.refused(404, "not-found");
        let staff = app.caller(Role::Staff, school).await;
        staff.get(&path).await.expect(200);
        staff.post(&path, baseline(answers())).await.refused(403, "forbidden");
        standing(&staff, board, "").await.refused(404, "not-found");
        let platform = app.platform().await;
        standing(&platform, school, "").await.refused(404, "not-found");
        platform.get(&path).await.refused(404, "not-found");
    }
}

both_stores! {
    fn the_past_is_shown_as_it_was_at_the_beginning_of_the_month(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (school, idle) = (app.school(&officer, board, "A").await, app.school(&officer, board, "B").await);
        let path = format!("/v1/organisation-units/{school}/baseline");
        let _ = officer.post(&path, baseline(answers())).await.expect(201);
        let start = app.shared.clock.today();
        app.anonymous().post("/sandbox/clock", json!({"days": 40})).await.expect(200);
        let officer = app.caller(Role::BoardQualityOfficer, board).await;
        let better: Vec<Value> = answers().into_iter().map(|mut answer| { answer["status"] = json!("inOrder"); answer }).collect();
        let _ = officer.post(&path, baseline(better)).await.expect(201);
        assert_eq!(standing(&officer, school, "").await.expect(200).json["attentionTotal"], 0);

        let yesterday = app.shared.clock.today().previous_day().unwrap();
        let first = yesterday.replace_day(1).unwrap();
        let query = format!("?on={yesterday}");
        let past = standing(&officer, school, &query).await.expect(200);
        assert_eq!(past.json["units"][0]["snapshotOn"], json!(first.to_string()));
        let pairs = [("notYet", "OP2"), ("notYet", "OP4"), ("notYet", "SKA3"), ("unknown", "OR2")];
        assert_eq!(kinds(&past.json), pairs.map(|(kind, code)| (kind.to_owned(), code.to_owned())));
        let all = standing(&officer, board, &query).await.expect(200).json;
        assert_eq!(all["units"].as_array().unwrap().len(), 1);
        let mut without: Vec<_> = all["unitsWithoutSnapshot"].as_array().unwrap().iter().map(|id| id.as_str().unwrap().to_owned()).collect();
        without.sort();
        let mut expected = [board.to_string(), idle.to_string()];
        expected.sort();
        assert_eq!(without, expected);
        let model = standing(&officer, school, &format!("{query}&frameworkVersion=akoki/1/all")).await.expect(200).json;
        assert_eq!(model["requirements"].as_array().unwrap().len(), 33);
        // Before the first month began nothing was kept.
        let before = standing(&officer, school, &format!("?on={start}")).await.expect(200).json;
        assert_eq!((before["units"].clone(), before["unitsWithoutSnapshot"].clone()), (json!([]), json!([school])));

        // What is past stays as it was, whatever comes after.
        app.anonymous().post("/sandbox/clock", json!({"days": 40})).await.expect(200);
        let officer = app.caller(Role::BoardQualityOfficer, board).await;
        assert_eq!(standing(&officer, school, &query).await.expect(200).text, past.text);
        let now = app.shared.clock.today().previous_day().unwrap();
        assert_eq!(standing(&officer, school, &format!("?on={now}")).await.expect(200).json["attentionTotal"], 0);
    }
}

both_stores! {
    fn work_in_cycles_shows_in_the_standing(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let _ = officer.post(&format!("/v1/organisation-units/{school}/baseline"), baseline(answers())).await.expect(201);
        let cycle = json!({"unitId": school, "theme": "onderwijs", "title": "Rekenen", "requirements": [format!("{EDITION}/OP2")]});
        let cycle = officer.post("/v1/improvement-cycles", cycle).await.expect(201).id();
        let due = app.shared.clock.today() + time::Duration::days(10);
        let goal = json!({"title": "Meer op streefniveau", "indicator": "Aandeel op 1S", "dueOn": due.to_string()});
        let goal = officer.post(&format!("/v1/improvement-cycles/{cycle}/goals"), goal).await.expect(201).id();

        let seen = standing(&officer, school, "").await.expect(200).json;
        let theme = seen["whole"]["themes"].as_array().unwrap().iter().find(|row| row["theme"] == "onderwijs").unwrap();
        assert_eq!(theme["plan"]["cycles"]["count"], 1);
        assert_eq!(theme["plan"]["cycles"]["why"][0]["href"], json!(format!("/v1/improvement-cycles/{cycle}")));
        assert_eq!(seen["whole"]["openGoals"]["count"], 1);
        assert_eq!(seen["whole"]["overdueGoals"]["count"], 0);
        // Somebody works on OP2 now, so it is no longer the first thing.
        let pairs = [("notYet", "OP4"), ("notYet", "SKA3"), ("unknown", "OR2")];
        assert_eq!(kinds(&seen), pairs.map(|(kind, code)| (kind.to_owned(), code.to_owned())));
        let rows = seen["units"][0]["requirements"].as_array().unwrap();
        let op2 = rows.iter().find(|row| row["requirement"] == format!("{EDITION}/OP2")).unwrap();
        // The indicator of the goal says how it is measured.
        assert_eq!(op2["completeness"]["check"]["level"], "partial");
        assert_eq!(op2["completeness"]["check"]["why"][0]["href"], json!(format!("/v1/goals/{goal}")));

        // Seen from a later day, the goal is late.
        let later = due + time::Duration::days(3);
        let late = standing(&officer, school, &format!("?on={later}")).await.expect(200).json;
        assert_eq!(late["whole"]["overdueGoals"]["why"][0]["href"], json!(format!("/v1/goals/{goal}")));
        let first = &late["attention"][0];
        assert_eq!((first["kind"].clone(), first["daysLate"].clone()), (json!("goalOverdue"), json!(3)));
        let share = &standing(&officer, board, "").await.expect(200).json["whole"]["openGoals"];
        assert_eq!(share["why"][0]["href"], json!(format!("/v1/organisation-units/{school}/standing")));
    }
}
