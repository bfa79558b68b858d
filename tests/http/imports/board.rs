//! What a board takes in: its own rows of a national list, its people, groups and assignments.

use super::{PRIMARY, figures, import, report, text, unit, upload, without};
use akoki_domain::access::Role;
use akoki_tests::{TestApp, both_stores};
use serde_json::{Value, json};
use uuid::Uuid;

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
            if kind["key"] == "survey-responses" {
                // That of answers goes by a campaign, and is taken in the tests of those.
                continue;
            }
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
