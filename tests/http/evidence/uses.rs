//! What uses evidence: dossiers refer to it, and it stays as long as one does.

use super::{OP2, VS1, pair, path, person, scene};
use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};
use uuid::Uuid;

fn evidence_of(dossier: &Value) -> &str {
    dossier["completeness"]["do"]["why"][1]["code"]
        .as_str()
        .unwrap()
}

both_stores! {
    fn a_dossier_refers_to_evidence_and_is_named_by_it(store) {
        let scene = scene(store).await;
        let plan = scene.with(json!({"expiresOn": "2098-07-31"})).await.expect(201);
        let ids = json!([plan.id()]);
        let mut dossiers = Vec::new();
        // The same piece of evidence for two requirements.
        for requirement in [OP2, VS1] {
            let body = json!({"unitId": scene.school, "requirement": requirement, "evidenceIds": ids});
            let made = scene.officer.post("/v1/dossiers", body).await.expect(201);
            assert_eq!((&made.json["evidenceIds"], evidence_of(&made.json)), (&ids, "evidence-in-force"));
            dossiers.push(made);
        }
        let hrefs = |shown: &Value| -> Vec<String> {
            let all = shown["usedBy"].as_array().unwrap().iter();
            assert!(all.clone().all(|one| one["type"] == "dossier" && one["href"].as_str().unwrap().ends_with(one["id"].as_str().unwrap())));
            all.map(|one| one["href"].as_str().unwrap().to_owned()).collect()
        };
        let shown = scene.officer.get(&path(&plan)).await.expect(200).json;
        let mut expected: Vec<String> = dossiers.iter().map(|one| format!("/v1/dossiers/{}", one.id())).collect();
        expected.sort();
        assert_eq!(hrefs(&shown), expected);
        let listed = scene.officer.get("/v1/evidence").await.expect(200);
        assert_eq!(hrefs(&listed.items()[0]), expected);
        // As long as something refers to it, it stays.
        let refused = scene.officer.delete(&path(&plan)).await.refused(409, "in-use");
        let named: Vec<_> = refused.json["blockers"].as_array().unwrap().iter().map(|one| one["href"].as_str().unwrap().to_owned()).collect();
        assert_eq!(named, expected);
        let changed = scene.officer.patch(&expected[0], json!({"evidenceIds": []})).await.expect(200);
        assert_eq!(evidence_of(&changed.json), "evidence-missing");
        assert_eq!(scene.officer.delete(&expected[1]).await.status, 204);
        assert_eq!(scene.officer.delete(&path(&plan)).await.status, 204);
    }
}

both_stores! {
    fn what_cannot_be_referred_to_is_named(store) {
        let scene = scene(store).await;
        let today = scene.app.shared.clock.today();
        let other = scene.app.school(&scene.officer, scene.board, "De Overkant").await;
        let good = scene.with(json!({})).await.expect(201).id();
        let of_board = scene.with(json!({"unitId": scene.board})).await.expect(201).id();
        let beside = scene.with(json!({"unitId": other})).await.expect(201).id();
        let ended = today.previous_day().unwrap().to_string();
        let expired = scene.with(json!({"expiresOn": ended})).await.expect(201).id();
        let begins = scene.with(json!({"effectiveFrom": today.next_day().unwrap().to_string()})).await.expect(201).id();
        let (board, stranger) = scene.app.board("Twee").await;
        let theirs = scene.app.school(&stranger, board, "Hun").await;
        let owner = person(&stranger, theirs).await;
        let mut body = scene.plan();
        body["unitId"] = json!(theirs);
        body["ownerId"] = json!(owner);
        let theirs = stranger.post("/v1/evidence", body).await.expect(201).id();
        let dossier = json!({"unitId": scene.school, "requirement": OP2, "ambition": " ",
            "evidenceIds": [good, of_board, beside, expired, begins, theirs, Uuid::from_u128(9), good]});
        let refused = scene.officer.post("/v1/dossiers", dossier).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [
            pair("/ambition", "too-short"), pair("/evidenceIds/2", "evidence-of-other-unit"),
            pair("/evidenceIds/3", "evidence-outside-period"), pair("/evidenceIds/5", "unknown-reference"),
            pair("/evidenceIds/6", "unknown-reference"), pair("/evidenceIds/7", "duplicate"),
        ]);
        assert_eq!(scene.officer.get("/v1/dossiers").await.items().len(), 0);
        let shown = scene.officer.get(&format!("/v1/evidence/{good}")).await.expect(200);
        assert_eq!(shown.json["usedBy"], json!([]), "nothing is half written");
        // What begins tomorrow is no evidence today.
        let dossier = json!({"unitId": scene.school, "requirement": OP2, "evidenceIds": [begins]});
        let made = scene.officer.post("/v1/dossiers", dossier).await.expect(201);
        assert_eq!(evidence_of(&made.json), "evidence-missing");
    }
}

both_stores! {
    fn what_expires_while_it_is_there_may_stay_and_counts_no_more(store) {
        let scene = scene(store).await;
        let last = scene.app.shared.clock.today().saturating_add(time::Duration::days(3));
        let plan = scene.with(json!({"expiresOn": last.to_string()})).await.expect(201).id();
        let body = json!({"unitId": scene.school, "requirement": OP2, "evidenceIds": [plan]});
        let dossier = format!("/v1/dossiers/{}", scene.officer.post("/v1/dossiers", body).await.expect(201).id());
        let standing = format!("/v1/organisation-units/{}/standing", scene.school);
        let done = |standing: &Value| standing["units"][0]["requirements"].as_array().unwrap().iter()
            .find(|one| one["requirement"] == OP2).map(|one| one["completeness"]["do"]["level"].clone());
        let before = scene.officer.get(&standing).await.expect(200).json;
        scene.app.shared.clock.advance(5 * 86_400_000);
        let officer = scene.app.caller(Role::BoardQualityOfficer, scene.board).await;
        let shown = officer.get(&dossier).await.expect(200);
        assert_eq!(evidence_of(&shown.json), "evidence-missing");
        let changed = officer.patch(&dossier, json!({"ambition": "Elke leerling in beeld"})).await.expect(200);
        assert_eq!(changed.json["evidenceIds"], json!([plan]));
        assert!(officer.get(&format!("/v1/evidence/{plan}")).await.expect(200).json["expired"].as_bool().unwrap());
        let after = officer.get(&standing).await.expect(200).json;
        assert_eq!((done(&before), done(&after)), (Some(json!("partial")), Some(json!("none"))));
    }
}

both_stores! {
    fn who_may_not_read_what_uses_it_is_not_told(store) {
        let scene = scene(store).await;
        let plan = scene.with(json!({"unitId": scene.board})).await.expect(201);
        let other = scene.app.school(&scene.officer, scene.board, "De Overkant").await;
        let body = json!({"unitId": scene.school, "requirement": OP2, "evidenceIds": [plan.id()]});
        let _ = scene.officer.post("/v1/dossiers", body).await.expect(201);
        for (school, count) in [(scene.school, 1), (other, 0)] {
            let leader = scene.app.caller(Role::SchoolLeader, school).await;
            let shown = leader.get(&path(&plan)).await.expect(200);
            assert_eq!(shown.json["usedBy"].as_array().unwrap().len(), count);
        }
        // A member of the board may write at the board; the dossier is in reach, so it is named.
        let refused = scene.officer.delete(&path(&plan)).await.refused(409, "in-use");
        assert_eq!(refused.blockers(), ["in-use"]);
    }
}
