//! Requirement dossiers: one for each carrier and requirement, with its completeness.

use akoki_domain::access::Role;
use akoki_tests::{TestApp, both_stores};
use serde_json::{Value, json};
use uuid::Uuid;

const OP2: &str = "inspectorate/2025/po/OP2";

fn pair(location: &str, code: &str) -> (String, String) {
    (location.to_owned(), code.to_owned())
}

fn levels(dossier: &Value) -> Vec<&str> {
    ["plan", "do", "check", "act"]
        .into_iter()
        .map(|phase| dossier["completeness"][phase]["level"].as_str().unwrap())
        .collect()
}

both_stores! {
    fn a_dossier_says_how_complete_it_is_and_why(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let made = officer.post("/v1/dossiers", json!({"unitId": school, "requirement": OP2})).await.expect(201);
        assert_eq!(levels(&made.json), ["none", "none", "none", "none"]);
        assert_eq!(made.json["theme"], "onderwijs");
        let path = format!("/v1/dossiers/{}", made.id());
        assert_eq!(made.header("location"), path);
        let owner = json!({"givenName": "Sam", "familyName": "Meer", "homeUnitId": school});
        let owner = officer.post("/v1/people", owner).await.expect(201).id();
        let plan = json!({"unitId": school, "kind": "document", "title": "Plan", "ownerId": owner, "effectiveFrom": "2020-08-01"});
        let plan = officer.post("/v1/evidence", plan).await.expect(201).id();
        let filled = officer.patch(&path, json!({
            "ambition": "Elke leerling in beeld", "intendedResult": "Groei bij 90 %", "measurementMethod": "Toetsen",
            "evidenceIds": [plan],
        })).await.expect(200);
        // An owner is missing from the plan, an action from do, a measurement from check.
        assert_eq!(levels(&filled.json), ["partial", "partial", "partial", "none"]);
        let why = filled.json["completeness"]["plan"]["why"].as_array().unwrap();
        let codes: Vec<_> = why.iter().map(|one| one["code"].as_str().unwrap()).collect();
        assert_eq!(codes, ["ambition-stated", "intended-result-stated", "owner-missing"]);
        assert!(why.iter().all(|one| one["href"] == json!(path)));
        let english = officer.request(reqwest::Method::GET, &path).header("accept-language", "en");
        let english = akoki_tests::send(english).await.expect(200);
        assert_ne!(english.json["completeness"]["plan"]["why"][0]["detail"], why[0]["detail"]);
    }
}

both_stores! {
    fn there_is_one_dossier_for_each_carrier_and_requirement(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let establishment = json!({"kind": "establishment", "name": "Hoofd", "parentId": school});
        let establishment = officer.post("/v1/organisation-units", establishment).await.expect(201).id();
        // The only establishment: what is written to it hangs at the school.
        let made = officer.post("/v1/dossiers", json!({"unitId": establishment, "requirement": OP2})).await.expect(201);
        assert_eq!(made.json["unitId"], json!(school));
        let again = officer.post("/v1/dossiers", json!({"unitId": school, "requirement": OP2})).await;
        again.refused(409, "duplicate");
        let path = format!("/v1/dossiers/{}", made.id());
        let refused = officer.patch(&path, json!({"requirement": "inspectorate/2025/po/OP3", "unitId": board})).await;
        let refused = refused.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/requirement", "not-changeable"), pair("/unitId", "not-changeable")]);
        assert_eq!(officer.delete(&path).await.status, 204);
        officer.get(&path).await.refused(404, "not-found");
    }
}

both_stores! {
    fn everything_wrong_with_a_dossier_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        let body = json!({
            "unitId": school, "requirement": "inspectorate/2025/po/OP", "ambition": "  ", "ownerId": Uuid::from_u128(9),
            "lastMeasurement": {"measuredOn": "2099-01-01", "result": "x"},
            "evidenceIds": [Uuid::from_u128(9)],
        });
        let refused = officer.post("/v1/dossiers", body).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [
            pair("/ambition", "too-short"), pair("/evidenceIds/0", "unknown-reference"),
            pair("/lastMeasurement/measuredOn", "date-in-future"), pair("/ownerId", "unknown-reference"),
            pair("/requirement", "not-assessable"),
        ]);
        let body = json!({"unitId": Uuid::from_u128(7), "requirement": "OP2", "ambition": " "});
        let refused = officer.post("/v1/dossiers", body).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [
            pair("/ambition", "too-short"), pair("/requirement", "invalid-format"), pair("/unitId", "unknown-reference"),
        ]);
        for unknown in ["inspectorate/2025/po/ZZ9", "own/0199c2f6-7d5a-7000-8000-000000000009"] {
            let body = json!({"unitId": school, "requirement": unknown});
            let refused = officer.post("/v1/dossiers", body).await.refused(400, "invalid-input");
            assert_eq!(refused.errors(), [pair("/requirement", "unknown-reference")], "{unknown}");
        }
    }
}

both_stores! {
    fn lists_are_narrowed_by_unit_requirement_theme_owner_and_time(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (one, two) = (app.school(&officer, board, "A").await, app.school(&officer, board, "B").await);
        for (unit, code) in [(one, "OP2"), (one, "OR1"), (two, "OP2")] {
            let body = json!({"unitId": unit, "requirement": format!("inspectorate/2025/po/{code}")});
            let _ = officer.post("/v1/dossiers", body).await.expect(201);
        }
        for (filter, count) in [
            (String::new(), 3), (format!("unitId={one}"), 2), (format!("under={board}"), 3),
            (format!("requirement={OP2}"), 2), ("theme=resultaten".into(), 1),
            (format!("ownerId={one}"), 0), ("updatedAfter=2020-01-01T00:00:00Z".into(), 3),
            ("updatedAfter=2090-01-01T00:00:00Z".into(), 0),
        ] {
            let found = officer.get(&format!("/v1/dossiers?{filter}")).await.expect(200);
            assert_eq!(found.items().len(), count, "{filter}");
        }
        officer.get("/v1/dossiers?updatedAfter=gisteren").await.refused(400, "invalid-input");
        // What a board's own standard is about is found by its theme, also after that changed.
        let own = json!({"code": "EA1", "boardId": board, "title": "x", "theme": "context", "validFrom": "2026-08-01"});
        let own = officer.post("/v1/own-standards", own).await.expect(201).id();
        let body = json!({"unitId": one, "requirement": format!("own/{own}")});
        assert_eq!(officer.post("/v1/dossiers", body).await.expect(201).json["theme"], "context");
        let _ = officer.patch(&format!("/v1/own-standards/{own}"), json!({"theme": "medewerkers"})).await.expect(200);
        assert_eq!(officer.get("/v1/dossiers?theme=medewerkers").await.items().len(), 1);
    }
}

both_stores! {
    fn roles_limit_who_keeps_a_dossier_and_other_boards_see_none(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (other, stranger) = app.board("Twee").await;
        let school = app.school(&officer, board, "School").await;
        let made = officer.post("/v1/dossiers", json!({"unitId": school, "requirement": OP2})).await.expect(201);
        let path = format!("/v1/dossiers/{}", made.id());
        for role in [Role::SchoolLeader, Role::QualityCoordinator] {
            let caller = app.caller(role, school).await;
            let _ = caller.patch(&path, json!({"ambition": role.as_str()})).await.expect(200);
        }
        let staff = app.caller(Role::Staff, school).await;
        staff.get(&path).await.expect(200);
        staff.patch(&path, json!({"ambition": "x"})).await.refused(403, "forbidden");
        staff.delete(&path).await.refused(403, "forbidden");
        staff.post("/v1/dossiers", json!({"unitId": school, "requirement": "inspectorate/2025/po/OP3"})).await.refused(403, "forbidden");
        app.platform().await.get(&path).await.refused(404, "not-found");
        stranger.get(&path).await.refused(404, "not-found");
        stranger.patch(&path, json!({"ambition": "x"})).await.refused(404, "not-found");
        stranger.delete(&path).await.refused(404, "not-found");
        assert_eq!(stranger.get("/v1/dossiers").await.expect(200).items(), &[] as &[Value]);
        // A standard of one board is none of another's.
        let own = json!({"code": "EA1", "boardId": board, "title": "x", "validFrom": "2026-08-01"});
        let own = officer.post("/v1/own-standards", own).await.expect(201).id();
        let theirs = app.school(&stranger, other, "Hun").await;
        let body = json!({"unitId": theirs, "requirement": format!("own/{own}")});
        let refused = stranger.post("/v1/dossiers", body).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/requirement", "unknown-reference")]);
    }
}
