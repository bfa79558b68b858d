//! Frameworks: which edition holds, that a published one stays as it is, and judging by it.

use akoki_domain::access::Role;
use akoki_tests::{Caller, TestApp, both_stores, send};
use reqwest::Method;
use serde_json::{Value, json};
use uuid::Uuid;

const PO_2025: &str = "/v1/framework-versions/inspectorate/2025/po";

fn pair(location: &str, code: &str) -> (String, String) {
    (location.to_owned(), code.to_owned())
}

/// The edition of 2025 as a new one of 2027, with other names for two standards.
async fn next_edition(caller: &Caller) -> Value {
    let mut next = caller.get(PO_2025).await.expect(200).json;
    next["edition"] = json!("inspectorate/2027/po");
    next["validFrom"] = json!("2027-08-01");
    for node in next["nodes"].as_array_mut().unwrap() {
        node["title"]["nl"] = json!(format!("{} (2027)", node["title"]["nl"].as_str().unwrap()));
    }
    for weight in next["weights"].as_array_mut().unwrap() {
        weight["from"] = json!("2027-08-01");
    }
    next
}

both_stores! {
    fn what_is_shipped_is_published_once_and_found_by_sector_and_day(store) {
        let app = TestApp::start(store).await;
        let (_, officer) = app.board("Een").await;
        let frameworks = officer.get("/v1/frameworks").await.expect(200);
        let keys: Vec<_> = frameworks.items().iter().map(|item| item["key"].as_str().unwrap()).collect();
        assert_eq!(keys, ["akoki", "good-governance", "inspectorate", "lesson-observation"]);
        let versions = frameworks.items()[2]["versions"].clone();
        assert_eq!(versions, json!(["2017", "2021", "2022", "2023", "2024", "2025"]));

        let held = async |sector: &str, on: &str| -> Vec<Value> {
            let path = format!("/v1/frameworks/inspectorate/versions?sector={sector}&on={on}");
            officer.get(&path).await.expect(200).items().to_vec()
        };
        for (sector, on, edition, outdated) in [
            ("po", "2023-07-31", "inspectorate/2022/po", false),
            ("po", "2023-08-01", "inspectorate/2023/po", false),
            ("vo", "2018-01-01", "inspectorate/2017/vo", false),
            ("board", "2026-07-31", "inspectorate/2025/board", false),
            ("board", "2026-08-01", "inspectorate/2025/board", true),
        ] {
            let found = held(sector, on).await;
            assert_eq!(found.len(), 1, "{sector} {on}");
            assert_eq!(found[0]["edition"], edition);
            assert_eq!(found[0]["possiblyOutdated"], outdated, "{sector} {on}");
        }
        assert_eq!(held("po", "2016-01-01").await, Vec::<Value>::new());
        let all = officer.get("/v1/frameworks/inspectorate/versions?sector=po").await.expect(200);
        assert_eq!(all.items().len(), 6);
        assert_eq!(all.items()[0]["edition"], "inspectorate/2025/po");
        officer.get("/v1/frameworks/nothing/versions").await.refused(404, "not-found");
        officer.get("/v1/frameworks/inspectorate/versions?on=gisteren").await.refused(400, "invalid-input");
        app.anonymous().get("/v1/frameworks").await.refused(401, "unauthenticated");
    }
}

both_stores! {
    fn publishing_the_next_edition_changes_no_byte_of_the_last(store) {
        let app = TestApp::start(store).await;
        let platform = app.platform().await;
        let (_, officer) = app.board("Een").await;
        let before = officer.get(PO_2025).await.expect(200);
        let tag = before.header("etag").to_owned();
        let again = send(officer.request(Method::GET, PO_2025).header("if-none-match", &tag)).await;
        assert_eq!(again.expect(304).text, "");

        let next = next_edition(&platform).await;
        officer.post("/v1/framework-versions", next.clone()).await.refused(403, "forbidden");
        let made = platform.post("/v1/framework-versions", next.clone()).await.expect(201);
        assert_eq!(made.header("location"), "/v1/framework-versions/inspectorate/2027/po");
        assert_eq!(platform.post("/v1/framework-versions", next.clone()).await.expect(200).text, made.text);

        let after = officer.get(PO_2025).await.expect(200);
        assert_eq!((&after.text, after.header("etag")), (&before.text, tag.as_str()));
        let path = "/v1/framework-versions/inspectorate/2027/po";
        assert_eq!(officer.get(path).await.expect(200).text, made.text);
        let on = "/v1/frameworks/inspectorate/versions?sector=po&on=2027-08-01";
        assert_eq!(officer.get(on).await.items()[0]["edition"], "inspectorate/2027/po");
        let on = "/v1/frameworks/inspectorate/versions?sector=po&on=2027-07-31";
        let held = officer.get(on).await;
        assert_eq!(held.items()[0]["edition"], "inspectorate/2025/po");
        // The new one is announced, so the old one is not out of date.
        assert_eq!(held.items()[0]["possiblyOutdated"], false);
    }
}

both_stores! {
    fn a_published_edition_takes_corrections_at_its_end_and_nothing_else(store) {
        let app = TestApp::start(store).await;
        let platform = app.platform().await;
        let published = platform.get(PO_2025).await.expect(200);
        let mut changed = published.json.clone();
        changed["title"]["nl"] = json!("Anders");
        changed["rules"] = json!([]);
        let refused = platform.post("/v1/framework-versions", changed).await.refused(409, "edition-published");
        let mut places: Vec<_> = refused.json["blockers"].as_array().unwrap().iter()
            .map(|one| one["location"].as_str().unwrap().to_owned()).collect();
        places.sort();
        assert_eq!(places, ["/rules", "/title"]);
        assert_eq!(platform.get(PO_2025).await.text, published.text);

        let mut corrected = published.json.clone();
        corrected["corrections"] = json!([{
            "on": "2026-10-11", "note": {"nl": "Verbeterd.", "en": "Corrected."}, "verified": true, "source": "Staatscourant",
            "changes": [{"code": "OP2", "title": {"nl": "Zicht op ontwikkeling", "en": "Monitoring"}}],
        }]);
        let made = platform.post("/v1/framework-versions", corrected).await.expect(201);
        assert_ne!(made.header("etag"), published.header("etag"));
        let title = async |on: &str| {
            let read = platform.get(&format!("{PO_2025}?on={on}")).await.expect(200);
            let nodes = read.json["nodes"].as_array().unwrap().clone();
            nodes.iter().find(|node| node["code"] == "OP2").unwrap()["title"]["nl"].clone()
        };
        assert_eq!(title("2026-10-10").await, "Zicht op ontwikkeling en begeleiding");
        assert_eq!(title("2026-10-11").await, "Zicht op ontwikkeling");
    }
}

both_stores! {
    fn everything_wrong_with_an_edition_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let platform = app.platform().await;
        let mut wrong = next_edition(&platform).await;
        wrong["title"]["en"] = json!(" ");
        wrong["validUntil"] = json!("2027-01-01");
        wrong["nodes"][1]["parent"] = json!("ZZ");
        wrong["weights"][0]["standard"] = json!("OP");
        wrong["rules"][0]["clauses"][0]["outcome"] = json!("nonsense");
        let refused = platform.post("/v1/framework-versions", wrong).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [
            pair("/nodes/1/parent", "unknown-standard"),
            pair("/rules/0/clauses/0/outcome", "unknown-outcome"),
            pair("/title/en", "required"),
            pair("/validUntil", "end-before-start"),
            pair("/weights/0/standard", "not-assessable"),
        ]);
        let mut wrong = next_edition(&platform).await;
        wrong["verified"] = json!("ja");
        wrong["extra"] = json!(1);
        let refused = platform.post("/v1/framework-versions", wrong).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/extra", "unknown-field"), pair("/verified", "invalid-type")]);
        platform.get("/v1/framework-versions/inspectorate/2027/po").await.refused(404, "not-found");
    }
}

both_stores! {
    fn mappings_say_what_became_of_a_standard(store) {
        let app = TestApp::start(store).await;
        let (_, officer) = app.board("Een").await;
        let path = "/v1/framework-mappings?from=inspectorate/2022/po&to=inspectorate/2023/po";
        let found = officer.get(path).await.expect(200);
        assert_eq!(found.items().len(), 1);
        let links = found.items()[0]["links"].as_array().unwrap();
        let of = |code: &str| links.iter().find(|link| link["to"].as_array().unwrap().contains(&json!(code))).unwrap();
        // Basic skills came new in 2023.
        assert_eq!(of("OP0")["to"], json!(["OP0"]));
        assert_eq!(officer.get("/v1/framework-mappings?from=akoki/1/all").await.expect(200).items().len(), 4);
        officer.get("/v1/framework-mappings?from=akoki").await.refused(400, "invalid-input");
    }
}

both_stores! {
    fn a_judgement_says_what_decided_it_and_what_would_change_it(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let verdict = |standard: &str, level: &str| json!({"standard": standard, "level": level});
        let body = json!({
            "edition": "inspectorate/2025/po", "object": "school", "on": "2026-09-01",
            "verdicts": [
                verdict("OP2", "satisfactory"), verdict("OP3", "unsatisfactory"), verdict("VS1", "satisfactory"),
                verdict("OR1", "satisfactory"), verdict("SKA1", "satisfactory"), verdict("SKA2", "satisfactory"),
            ],
        });
        let judged = officer.post("/v1/judgements", body.clone()).await.expect(200).json;
        // OP3 is a core standard and below the mark: not sufficient, and OP3 alone would mend it.
        assert_eq!(judged["outcome"]["code"], "unsatisfactory");
        assert_eq!(judged["outcome"]["title"]["nl"], "Onvoldoende");
        assert_eq!((judged["decided"].clone(), judged["indicative"].clone()), (json!(true), json!(true)));
        assert_eq!(judged["decidedBy"], json!(["OP3"]));
        assert_eq!(judged["wouldChange"][0], json!({
            "changes": [{"standard": "OP3", "from": "unsatisfactory", "to": "satisfactory"}], "outcome": "satisfactory",
        }));
        let trace = judged["trace"].as_array().unwrap();
        let last = trace.iter().rev().find(|step| step["holds"] == true && !step["standards"].as_array().unwrap().is_empty()).unwrap();
        assert!(last["pointer"].as_str().unwrap().starts_with("/clauses/2/when/any/0"), "{last}");
        assert_eq!(judged["why"][0]["code"], "rule-unverified");
        assert!(judged["why"][0]["detail"].as_str().unwrap().len() > 20);

        // The rule was not read in the official text: for leadership only.
        let school = app.school(&officer, board, "School").await;
        for (role, unit, status) in [
            (Role::SchoolLeader, school, 200), (Role::InternalSupervisor, board, 200), (Role::BoardMember, board, 200),
            (Role::Staff, school, 403), (Role::QualityCoordinator, school, 403), (Role::Integrator, board, 403),
            (Role::PlatformAdmin, Uuid::nil(), 403),
        ] {
            let answer = app.caller(role, unit).await.post("/v1/judgements", body.clone()).await;
            assert_eq!(answer.status, status, "{role:?}");
            if status == 403 {
                answer.refused(403, "indicative-only");
            }
        }
    }
}

both_stores! {
    fn a_verified_rule_is_for_everyone(store) {
        let app = TestApp::start(store).await;
        let platform = app.platform().await;
        let mut edition = next_edition(&platform).await;
        edition["rules"][0]["verified"] = json!(true);
        for weight in edition["weights"].as_array_mut().unwrap() {
            weight["verified"] = json!(true);
        }
        let _ = platform.post("/v1/framework-versions", edition).await.expect(201);
        let (board, _) = app.board("Een").await;
        let staff = app.caller(Role::Staff, board).await;
        let body = json!({"edition": "inspectorate/2027/po", "object": "school", "verdicts": []});
        let judged = staff.post("/v1/judgements", body).await.expect(200).json;
        assert_eq!((judged["indicative"].clone(), judged["decided"].clone()), (json!(false), json!(false)));
        assert_eq!(judged["outcome"]["code"], "no-judgement");
        assert_eq!(judged["why"], json!([]));
    }
}

both_stores! {
    fn everything_wrong_with_verdicts_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let (_, officer) = app.board("Een").await;
        let body = |object: &str, verdicts: Value| json!({"edition": "inspectorate/2025/po", "object": object, "verdicts": verdicts});
        let verdicts = json!([
            {"standard": "OP2", "level": "great"}, {"standard": "OP2", "level": "satisfactory"},
            {"standard": "ZZ", "level": "satisfactory"}, {"standard": "OP", "level": "satisfactory"},
        ]);
        let wrong = [
            pair("/verdicts/0/level", "unknown-level"), pair("/verdicts/1/standard", "duplicate"),
            pair("/verdicts/2/standard", "unknown-standard"), pair("/verdicts/3/standard", "not-assessable"),
        ];
        let refused = officer.post("/v1/judgements", body("school", verdicts.clone())).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), wrong);
        let refused = officer.post("/v1/judgements", body("board", verdicts.clone())).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [&[pair("/object", "no-rule-for-object")], &wrong[..]].concat());
        // Of an edition that is not there, nobody can say which standards and levels it has.
        let unknown = json!({"edition": "inspectorate/1999/po", "object": "school", "verdicts": verdicts});
        let refused = officer.post("/v1/judgements", unknown).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/edition", "unknown-reference"), pair("/verdicts/1/standard", "duplicate")]);
    }
}

both_stores! {
    fn a_board_sets_standards_of_its_own_and_its_schools_read_them(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (_, stranger) = app.board("Twee").await;
        let school = app.school(&officer, board, "School").await;
        let body = |code: &str, from: &str| json!({
            "code": code, "boardId": board, "title": "Onderzoekend leren", "theme": "onderwijs", "validFrom": from,
        });
        let made = officer.post("/v1/own-standards", body("EA1", "2026-08-01")).await.expect(201);
        let id = made.id();
        assert_eq!(made.json["requirement"], json!(format!("own/{id}")));
        let path = format!("/v1/own-standards/{id}");
        let leader = app.caller(Role::SchoolLeader, school).await;
        leader.get(&path).await.expect(200);
        assert_eq!(leader.get("/v1/own-standards?validOn=2026-08-01").await.expect(200).items().len(), 1);
        assert_eq!(leader.get("/v1/own-standards?validOn=2026-07-31").await.expect(200).items().len(), 0);
        leader.patch(&path, json!({"title": "x"})).await.refused(403, "forbidden");
        leader.post("/v1/own-standards", body("EA2", "2026-08-01")).await.refused(400, "invalid-input");
        stranger.get(&path).await.refused(404, "not-found");
        stranger.patch(&path, json!({"title": "x"})).await.refused(404, "not-found");
        stranger.delete(&path).await.refused(404, "not-found");
        assert_eq!(stranger.get("/v1/own-standards").await.expect(200).items().len(), 0);

        // A code means one thing at a time.
        officer.post("/v1/own-standards", body("ea1", "2027-08-01")).await.refused(400, "invalid-input");
        let _ = officer.patch(&path, json!({"validUntil": "2027-07-31"})).await.expect(200);
        let next = officer.post("/v1/own-standards", body("ea1", "2027-08-01")).await.expect(201);
        officer.patch(&path, json!({"validUntil": null})).await.refused(400, "invalid-input");
        let wrong = json!({"code": "E A", "boardId": board, "title": "x", "validFrom": "2026-08-01", "validUntil": "2026-07-01"});
        let refused = officer.post("/v1/own-standards", wrong).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/code", "invalid-format"), pair("/validUntil", "end-before-start")]);

        let about = json!({"unitId": school, "requirement": format!("own/{id}")});
        let _ = officer.post("/v1/dossiers", about).await.expect(201);
        let cycle = json!({"unitId": school, "theme": "onderwijs", "title": "x", "requirements": [format!("own/{id}")]});
        let _ = officer.post("/v1/improvement-cycles", cycle).await.expect(201);
        let refused = officer.delete(&path).await.refused(409, "in-use");
        assert_eq!(refused.blockers(), ["in-use", "in-use"]);
        assert_eq!(officer.delete(&format!("/v1/own-standards/{}", next.id())).await.status, 204);
    }
}

#[test]
fn every_shipped_file_is_what_the_published_schema_says() {
    let schemas = akoki_api::schemas::Schemas::new(&akoki_api::operations());
    // It is shown as a part of another.
    let schemas = schemas.besides::<akoki_openapi::wire::framework::FrameworkMapping>();
    let mut seen = 0;
    for (schema, files) in [
        (
            "FrameworkVersion",
            akoki_migrations::seed::frameworks().collect::<Vec<_>>(),
        ),
        (
            "FrameworkMapping",
            akoki_migrations::seed::mappings().collect(),
        ),
    ] {
        for (file, text) in files {
            let content: Value = serde_json::from_str(text).unwrap();
            assert_eq!(schemas.check(schema, &content).unwrap(), [], "{file}");
            seen += 1;
        }
    }
    assert!(seen > 40, "{seen}");
}
