//! Teams of one school: each has its own verdicts, in the year that they are about.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Scene, pairs, said, scene, unit};

impl Scene {
    /// A joint one of a team, held on a day.
    async fn held(&self, team: Uuid, (year, day): (i32, &str), value: &str) -> Uuid {
        let about = json!({"unitId": team, "level": "team", "schoolYear": year});
        let id = self.evaluation("joint", about).await;
        let _ = self.command(id, "start").await.expect(200);
        let items = json!([said("OP2", Some(value)), said("OP3", None)]);
        let _ = self.judge(id, items).await.expect(200);
        let met = json!({"meeting": {"heldOn": day, "attendeeIds": [self.leader_id]}});
        let path = format!("/v1/self-evaluations/{id}");
        let _ = self.leader.patch(&path, met).await.expect(200);
        let _ = self.command(id, "conclude").await.expect(200);
        id
    }
}

both_stores! {
    fn teams_of_one_school_stand_side_by_side(store) {
        let scene = scene(store).await;
        let lower = unit(&scene.officer, "team", "Onderbouw", scene.school).await;
        let upper = unit(&scene.officer, "team", "Bovenbouw", scene.school).await;
        // Held after the holidays, and about the year before.
        scene.held(lower, (2025, "2026-09-10"), "satisfactory").await;
        let first = scene.held(lower, (2026, "2026-10-01"), "unsatisfactory").await;
        scene.held(upper, (2026, "2026-10-20"), "satisfactory").await;
        let path = format!("/v1/organisation-units/{}/verdicts", scene.school);
        let of = |seen: &Value| -> Value {
            let mut all = seen["standards"].as_array().unwrap().iter();
            all.find(|one| one["requirement"] == "inspectorate/2025/po/OP2").unwrap()["selfAssessed"]["teams"].clone()
        };
        let seen = scene.leader.get(&path).await.expect(200).json;
        let mut teams: Vec<_> = of(&seen).as_array().unwrap().iter()
            .map(|one| (one["unitId"].clone(), one["value"].clone(), one["schoolYear"].clone(), one["trend"]["way"].clone())).collect();
        teams.sort_by_key(|one| one.1.to_string());
        assert_eq!(teams, [
            (json!(upper), json!("satisfactory"), json!(2026), json!("none")),
            (json!(lower), json!("unsatisfactory"), json!(2026), json!("down")),
        ]);
        let before = scene.leader.get(&format!("{path}?schoolYear=2025")).await.expect(200).json;
        assert_eq!(of(&before).as_array().unwrap().len(), 1);
        assert_eq!(of(&before)[0]["unitId"], json!(lower));

        // From outside it looks otherwise: a blind spot of one team alone.
        let school = scene.school;
        let visit = json!({
            "unitId": school, "kind": "risk", "startedOn": "2026-10-05", "endedOn": "2026-10-06", "reference": "4512345",
            "reportAdoptedOn": "2026-11-01", "outcome": "satisfactory",
            "verdicts": [{"standard": "OP2", "value": "satisfactory", "reason": "Zicht op de groei."}],
        });
        let visit = scene.officer.post("/v1/inspection-visits", visit).await.expect(201).id();
        let report = json!({"command": "report"});
        let _ = scene.officer.post(&format!("/v1/inspection-visits/{visit}/transitions"), report).await.expect(200);
        let seen = scene.officer.get(&path).await.expect(200).json;
        let op2 = seen["standards"].as_array().unwrap().iter().find(|one| one["requirement"] == "inspectorate/2025/po/OP2").unwrap();
        let spots = op2["blindSpots"].as_array().unwrap();
        assert_eq!((spots.len(), &spots[0]["unitId"], &spots[0]["gap"]), (1, &json!(lower), &json!("selfLower")));
        assert_eq!(spots[0]["why"][0]["href"], json!(format!("/v1/self-evaluations/{first}")));
        let ready = scene.officer.get(&format!("/v1/organisation-units/{school}/inspection-readiness")).await.expect(200).json;
        let op2 = ready["standards"].as_array().unwrap().iter().find(|one| one["standard"] == "OP2").unwrap();
        assert_eq!(op2["selfAssessed"].as_array().unwrap().len(), 2);
    }
}

both_stores! {
    fn a_meeting_is_held_in_the_year_that_it_is_about_or_soon_after(store) {
        let scene = scene(store).await;
        let id = scene.evaluation("joint", json!({"schoolYear": 2025})).await;
        let _ = scene.command(id, "start").await.expect(200);
        let path = format!("/v1/self-evaluations/{id}");
        let met = |day: &str| json!({"meeting": {"heldOn": day, "attendeeIds": [scene.leader_id]}});
        for day in ["2025-07-31", "2026-10-01"] {
            let refused = scene.leader.patch(&path, met(day)).await.refused(400, "invalid-input");
            assert_eq!(refused.errors(), pairs(&[("/meeting/heldOn", "held-outside-school-year")]), "{day}");
        }
        let _ = scene.leader.patch(&path, met("2026-09-30")).await.expect(200);
        // An edition of another sector, or of another year, judges nothing here.
        for (edition, code) in [("inspectorate/2025/vo", "edition-not-of-sector"), ("inspectorate/2024/po", "evaluation-edition-not-in-force")] {
            let body = scene.input("joint", json!({"edition": edition}));
            let refused = scene.leader.post("/v1/self-evaluations", body).await.refused(400, "invalid-input");
            assert!(refused.errors().contains(&("/edition".to_owned(), code.to_owned())), "{}", refused.text);
        }
    }
}

both_stores! {
    fn verdicts_of_before_are_told_of_whom_and_of_when(store) {
        let scene = scene(store).await;
        let team = unit(&scene.officer, "team", "Onderbouw", scene.school).await;
        scene.held(team, (2025, "2026-09-10"), "satisfactory").await;
        let path = format!("/v1/organisation-units/{}/verdicts?schoolYear=2025", scene.school);
        let now = scene.officer.get(&path).await.expect(200).json;
        assert!(now.to_string().contains(&team.to_string()));
        let store = scene.app.store();
        let before = "ALTER TABLE verdict DROP COLUMN evaluated_id; ALTER TABLE verdict DROP COLUMN school_year; \
            DELETE FROM seaql_migrations WHERE version LIKE '%verdicts_of_units%';";
        store.execute(before).await.unwrap();
        // The service runs on and may hold the store just then; a migration is all or nothing.
        let mut tries = 0;
        while let Err(error) = akoki_migrations::migrate(store.url()).await {
            tries += 1;
            assert!(tries < 20, "{error}");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        let officer = scene.app.caller(Role::BoardQualityOfficer, scene.board).await;
        assert_eq!(officer.get(&path).await.expect(200).json, now);
    }
}
