//! What the figures of a standing rest on.

use akoki_tests::{TestApp, both_stores};
use serde_json::{Value, json};

use super::standing::{EDITION, answers, baseline, standing};

/// Every address in an answer, with the reason that names it.
fn hrefs(value: &Value, found: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            if let Some(href) = fields.get("href").and_then(Value::as_str) {
                let code = fields.get("code").and_then(Value::as_str).unwrap_or("none");
                found.push((code.to_owned(), href.to_owned()));
            }
            fields.values().for_each(|value| hrefs(value, found));
        }
        Value::Array(items) => items.iter().for_each(|value| hrefs(value, found)),
        _ => {}
    }
}

both_stores! {
    fn what_a_figure_rests_on_can_be_followed_to_the_end(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "A").await;
        let _ = app.school(&officer, board, "B").await;
        let _ = officer.post(&format!("/v1/organisation-units/{school}/baseline"), baseline(answers())).await.expect(201);
        let _ = officer.post("/v1/dossiers", json!({"unitId": school, "requirement": format!("{EDITION}/OP2"), "ambition": "x"})).await.expect(201);
        let cycle = json!({"unitId": school, "theme": "onderwijs", "title": "Rekenen", "requirements": [format!("{EDITION}/OP4")]});
        let cycle = officer.post("/v1/improvement-cycles", cycle).await.expect(201).id();
        let due = (app.shared.clock.today() + time::Duration::days(9)).to_string();
        let goal = json!({"title": "Meer op streefniveau", "indicator": "Aandeel op 1S", "dueOn": due});
        let _ = officer.post(&format!("/v1/improvement-cycles/{cycle}/goals"), goal).await.expect(201);
        let whole = standing(&officer, board, "").await.expect(200).json;
        let mut found = Vec::new();
        hrefs(&whole, &mut found);
        hrefs(&standing(&officer, school, "").await.expect(200).json, &mut found);
        found.sort();
        found.dedup();
        let codes: std::collections::BTreeSet<&str> = found.iter().map(|(code, _)| code.as_str()).collect();
        for code in ["unit-levels", "unit-share", "requirement-none", "requirement-partial", "asked-of-unit", "baseline-not-yet", "cycle-in-phase"] {
            assert!(codes.contains(code), "{code} is not among {codes:?}");
        }
        for (code, href) in &found {
            let answer = officer.get(href).await.expect(200);
            if href.starts_with("/v1/improvement-cycles?") {
                assert_eq!(answer.json["items"].as_array().unwrap().len(), 1, "{code} {href}");
            }
        }
        // From the board down: each share, followed, gives that number of requirements. Eight standards lie
        // under Onderwijs, for two schools; OP2 has something of a plan, OP4 something of a check.
        for phase in ["plan", "check"] {
            let of_theme = |of: &Value| {
                let rows = of["whole"]["themes"].as_array().unwrap();
                rows.iter().find(|row| row["theme"] == "onderwijs").unwrap()[phase]["requirements"].clone()
            };
            let counts = of_theme(&whole);
            assert_eq!(["none", "partial", "full", "whyTotal"].map(|key| counts[key].as_u64().unwrap()), [15, 1, 0, 2]);
            let mut sums = [0; 2];
            for share in counts["why"].as_array().unwrap() {
                let below = officer.get(share["href"].as_str().unwrap()).await.expect(200).json;
                for (sum, code) in sums.iter_mut().zip(["requirement-none", "requirement-partial"]) {
                    *sum += of_theme(&below)["why"].as_array().unwrap().iter().filter(|why| why["code"] == code).count();
                }
            }
            assert_eq!(sums, [15, 1]);
        }
    }
}

both_stores! {
    fn what_a_unit_says_of_itself_stands_beside_what_is_computed(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "A").await;
        let _ = app.school(&officer, board, "B").await;
        let _ = officer.post(&format!("/v1/organisation-units/{school}/baseline"), baseline(answers())).await.expect(201);
        let all = standing(&officer, board, "").await.expect(200).json;
        let row = |code: &str| {
            let requirement = format!("{EDITION}/{code}");
            all["requirements"].as_array().unwrap().iter().find(|row| row["requirement"] == requirement).unwrap().clone()
        };
        let counts = |code: &str| ["inOrder", "notYet", "unknown", "none"].map(|key| row(code)["baseline"][key].as_u64().unwrap());
        assert_eq!(counts("OP1"), [1, 0, 0, 1]);
        assert_eq!(counts("OP2"), [0, 1, 0, 1]);
        assert_eq!(counts("OR2"), [0, 0, 1, 1]);
        let said = &row("OP1")["baseline"]["why"][0];
        assert_eq!((said["code"].clone(), said["href"].clone()), (
            json!("baseline-in-order"), json!(format!("/v1/organisation-units/{school}/baseline?frameworkVersion={EDITION}")),
        ));
        for phase in ["plan", "do", "check", "act"] {
            assert_eq!(row("OP1")[phase], json!({"none": 2, "partial": 0, "full": 0}));
        }
        let own = standing(&officer, school, "").await.expect(200).json;
        let today = app.shared.clock.today().to_string();
        assert_eq!(own["units"][0]["requirements"][1]["baseline"], json!({"status": "inOrder", "line": "Zo is het.", "assessedOn": today}));
    }
}

both_stores! {
    fn a_standing_of_many_units_says_the_largest_shares_and_how_many_there_are(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let mut schools = Vec::new();
        for number in 0..7 {
            schools.push(app.school(&officer, board, &format!("School {number}")).await);
        }
        for (school, cycles) in schools.iter().zip(1..) {
            for number in 0..cycles.min(3) {
                let cycle = json!({"unitId": school, "theme": "onderwijs", "title": format!("Cyclus {number}")});
                let _ = officer.post("/v1/improvement-cycles", cycle).await.expect(201);
            }
        }
        let query = format!("?frameworkVersion={EDITION}&on={}", app.shared.clock.today());
        let all = standing(&officer, board, &query).await.expect(200).json;
        let theme = all["whole"]["themes"].as_array().unwrap().iter().find(|row| row["theme"] == "onderwijs").unwrap();
        let figure = &theme["plan"]["cycles"];
        assert_eq!((figure["count"].clone(), figure["whyTotal"].clone()), (json!(1 + 2 + 5 * 3), json!(7)));
        let why = figure["why"].as_array().unwrap();
        assert_eq!(why.len(), 5);
        // The question asked goes along.
        for one in why {
            assert!(one["detail"].as_str().unwrap().starts_with("3 "), "{one}");
            assert!(one["href"].as_str().unwrap().ends_with(&format!("/standing{query}")), "{one}");
        }
        // What the others add stands in the units.
        let of_unit = |unit: &Value| {
            let themes = unit["figures"]["themes"].as_array().unwrap();
            themes.iter().find(|row| row["theme"] == "onderwijs").unwrap()["plan"]["cycles"].clone()
        };
        let units: Vec<Value> = all["units"].as_array().unwrap().iter().map(of_unit).collect();
        assert_eq!(units.iter().map(|one| one["count"].as_u64().unwrap()).sum::<u64>(), 18);
        assert!(units.iter().all(|one| one.get("why").is_none()));
    }
}

both_stores! {
    fn what_is_of_the_unit_asked_for_itself_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "A").await;
        let mut cycles = Vec::new();
        for unit in [board, board, school] {
            let cycle = json!({"unitId": unit, "theme": "context", "title": "Koers"});
            cycles.push(officer.post("/v1/improvement-cycles", cycle).await.expect(201).id());
        }
        let all = standing(&officer, board, "").await.expect(200).json;
        let theme = all["whole"]["themes"].as_array().unwrap().iter().find(|row| row["theme"] == "context").unwrap();
        let figure = &theme["plan"]["cycles"];
        assert_eq!((figure["count"].clone(), figure["whyTotal"].clone()), (json!(3), json!(3)));
        let mut hrefs: Vec<_> = figure["why"].as_array().unwrap().iter().map(|why| why["href"].as_str().unwrap().to_owned()).collect();
        hrefs.sort();
        let mut expected = [
            format!("/v1/improvement-cycles/{}", cycles[0]),
            format!("/v1/improvement-cycles/{}", cycles[1]),
            format!("/v1/organisation-units/{school}/standing"),
        ];
        expected.sort();
        assert_eq!(hrefs, expected);
        // Nothing leads back to where one is.
        let mut found = Vec::new();
        self::hrefs(&all["whole"], &mut found);
        let here = format!("/v1/organisation-units/{board}/standing");
        assert!(found.iter().all(|(_, href)| *href != here));
    }
}

both_stores! {
    fn a_school_of_several_establishments_is_asked_only_for_what_it_took_up_itself(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let school = app.school(&officer, board, "School").await;
        for name in ["Hoofd", "Dependance"] {
            let establishment = json!({"kind": "establishment", "name": name, "parentId": school});
            let _ = officer.post("/v1/organisation-units", establishment).await.expect(201);
        }
        let asked = |of: &Value| {
            let rows = of["requirements"].as_array().unwrap().iter();
            rows.map(|row| row["whyTotal"].as_u64().unwrap()).collect::<Vec<_>>()
        };
        let before = standing(&officer, school, "").await.expect(200).json;
        assert_eq!(asked(&before), [2; 13]);
        let cycle = json!({"unitId": school, "theme": "onderwijs", "title": "Samen", "requirements": [format!("{EDITION}/OP0")]});
        let _ = officer.post("/v1/improvement-cycles", cycle).await.expect(201);
        let after = standing(&officer, school, "").await.expect(200).json;
        assert_eq!(after["units"].as_array().unwrap().len(), 3);
        let mut expected = [2; 13];
        expected[0] = 3;
        assert_eq!(asked(&after), expected);
        // Nothing was stated for it yet, here nor there: one more, not thirteen.
        assert_eq!(after["attentionTotal"].as_u64().unwrap(), before["attentionTotal"].as_u64().unwrap() + 1);
    }
}
