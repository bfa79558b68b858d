//! Who sees and who writes.

use akoki_domain::{access::Role, calendar::SchoolYear};
use akoki_tests::{Caller, both_stores};
use serde_json::{Value, json};
use time::Duration;
use uuid::Uuid;

use super::{scene, today};

both_stores! {
    fn another_board_finds_none_of_it(store) {
        let scene = scene(store).await;
        let (_, stranger) = scene.app.board("Twee").await;
        let factor = json!({"unitId": scene.school, "kind": "housing", "title": "Nieuwbouw"});
        let factor = scene.officer.post("/v1/context-factors", factor).await.expect(201).id();
        let (cycle, goal) = scene.brought_to("do", json!({"contextFactorIds": [factor]})).await;
        let measurement = scene.measure(goal, 50.0).await;
        let day = today(&scene.app);
        let review = scene.under("goals", goal, "reviews", json!({"heldOn": day, "finding": "Op koers"})).await;
        let action = scene.officer.get("/v1/actions").await.items()[0]["id"].as_str().unwrap().to_owned();
        let _ = scene.command(cycle, "startCheck").await.expect(200);
        let _ = scene.evaluate(cycle).await.expect(200);
        let _ = scene.command(cycle, "startAct").await.expect(200);
        let decision = scene.decide(goal, "secure", "Zo houden").await;

        for path in [
            format!("improvement-cycles/{cycle}"), format!("goals/{goal}"), format!("actions/{action}"),
            format!("measurements/{measurement}"), format!("reviews/{review}"), format!("decisions/{decision}"),
            format!("context-factors/{factor}"),
        ] {
            let path = format!("/v1/{path}");
            let _ = scene.officer.get(&path).await.expect(200);
            stranger.get(&path).await.refused(404, "not-found");
            stranger.patch(&path, json!({})).await.refused(404, "not-found");
            stranger.delete(&path).await.refused(404, "not-found");
        }
        let own = format!("/v1/improvement-cycles/{cycle}");
        for path in ["goals", "actions", "transitions"] {
            stranger.get(&format!("{own}/{path}")).await.refused(404, "not-found");
        }
        for path in ["measurements", "reviews", "decisions"] {
            stranger.get(&format!("/v1/goals/{goal}/{path}")).await.refused(404, "not-found");
        }
        stranger.post(&format!("{own}/goals"), scene.testable()).await.refused(404, "not-found");
        stranger.post(&format!("{own}/actions"), json!({"title": "x"})).await.refused(404, "not-found");
        stranger.post(&format!("{own}/transitions"), json!({"command": "cancel"})).await.refused(404, "not-found");
        stranger.put(&format!("{own}/evaluation"), json!({"text": "x", "evaluatedOn": day})).await.refused(404, "not-found");
        let measured = json!({"measuredOn": day, "value": 1});
        stranger.post(&format!("/v1/goals/{goal}/measurements"), measured).await.refused(404, "not-found");
        for list in ["improvement-cycles", "goals", "actions", "measurements", "reviews", "decisions", "lessons", "context-factors"] {
            assert_eq!(stranger.get(&format!("/v1/{list}")).await.expect(200).items(), &[] as &[Value], "{list}");
            assert_ne!(scene.officer.get(&format!("/v1/{list}")).await.expect(200).items().len(), 0, "{list}");
        }
        let there = json!({"unitId": scene.school, "theme": "onderwijs", "title": "x"});
        let refused = stranger.post("/v1/improvement-cycles", there).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [("/unitId".to_owned(), "unknown-reference".to_owned())]);
    }
}

both_stores! {
    fn a_plan_rests_on_context_of_its_own_board_only(store) {
        let scene = scene(store).await;
        let (other, _) = scene.app.board("Twee").await;
        let factor = json!({"unitId": other, "kind": "housing", "title": "Nieuwbouw"});
        let there = scene.app.caller(Role::BoardQualityOfficer, other).await;
        let factor = there.post("/v1/context-factors", factor).await.expect(201).id();
        let body = json!({"unitId": scene.school, "theme": "onderwijs", "title": "x", "contextFactorIds": [factor]});
        let refused = scene.officer.post("/v1/improvement-cycles", body).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [("/contextFactorIds/0".to_owned(), "unknown-reference".to_owned())]);
    }
}

both_stores! {
    fn staff_read_and_do_not_write(store) {
        let scene = scene(store).await;
        let (cycle, goal) = scene.brought_to("do", json!({})).await;
        let staff = scene.app.caller(Role::Staff, scene.school).await;
        let own = format!("/v1/improvement-cycles/{cycle}");
        let shown = staff.get(&own).await.expect(200);
        assert_eq!((&shown.json["goalCount"], &shown.json["actionCount"]), (&json!(1), &json!(1)));
        assert_eq!(staff.get(&format!("{own}/goals")).await.expect(200).items().len(), 1);
        let day = today(&scene.app);
        staff.patch(&own, json!({"title": "x"})).await.refused(403, "forbidden");
        staff.delete(&own).await.refused(403, "forbidden");
        staff.post(&format!("{own}/transitions"), json!({"command": "cancel"})).await.refused(403, "forbidden");
        staff.put(&format!("{own}/evaluation"), json!({"text": "x", "evaluatedOn": day})).await.refused(403, "forbidden");
        staff.post(&format!("{own}/actions"), json!({"title": "x"})).await.refused(403, "forbidden");
        staff.patch(&format!("/v1/goals/{goal}"), json!({"title": "x"})).await.refused(403, "forbidden");
        staff.delete(&format!("/v1/goals/{goal}")).await.refused(403, "forbidden");
        let measured = json!({"measuredOn": day, "value": 1});
        staff.post(&format!("/v1/goals/{goal}/measurements"), measured).await.refused(403, "forbidden");
        let body = json!({"unitId": scene.school, "theme": "onderwijs", "title": "x"});
        staff.post("/v1/improvement-cycles", body).await.refused(403, "forbidden");
    }
}

both_stores! {
    fn somebody_of_the_board_decides_about_a_cycle_of_a_school(store) {
        let scene = scene(store).await;
        let elsewhere = scene.app.school(&scene.officer, scene.board, "Elders").await;
        let (other_board, other_officer) = scene.app.board("Twee").await;
        let member = at(&scene.officer, scene.board).await;
        let beside = at(&scene.officer, elsewhere).await;
        let stranger = at(&other_officer, other_board).await;
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        leader.get(&format!("/v1/people/{member}")).await.refused(404, "not-found");
        let owned = |owner: Uuid| json!({"unitId": scene.school, "theme": "onderwijs", "title": "Rekenen", "ownerId": owner});
        for owner in [beside, stranger, Uuid::from_u128(7)] {
            let refused = leader.post("/v1/improvement-cycles", owned(owner)).await.refused(400, "invalid-input");
            assert_eq!(refused.errors(), [("/ownerId".to_owned(), "unknown-reference".to_owned())]);
        }
        let _ = leader.post("/v1/improvement-cycles", owned(member)).await.expect(201);
        let (_, goal) = scene.brought_to("act", json!({})).await;
        let decided = |by: Uuid| json!({"kind": "secure", "lesson": "Het werkt.", "takenOn": today(&scene.app), "decidedById": by});
        let path = format!("/v1/goals/{goal}/decisions");
        for by in [beside, stranger] {
            let refused = leader.post(&path, decided(by)).await.refused(400, "invalid-input");
            assert_eq!(refused.errors(), [("/decidedById".to_owned(), "unknown-reference".to_owned())]);
        }
        let kept = leader.post(&path, decided(member)).await.expect(201);
        assert_eq!(kept.json["decidedById"], json!(member));
        // It tells nothing more of who that is.
        leader.get(&format!("/v1/people/{member}")).await.refused(404, "not-found");
    }
}

both_stores! {
    fn nothing_new_begins_at_a_unit_that_has_ended(store) {
        let scene = scene(store).await;
        let running = format!("/v1/improvement-cycles/{}", scene.cycle().await);
        let day = today(&scene.app);
        let ends = (scene.app.shared.clock.today() - Duration::days(1)).to_string();
        let school = format!("/v1/organisation-units/{}", scene.school);
        let _ = scene.officer.patch(&school, json!({"endsOn": ends})).await.expect(200);
        let year = SchoolYear::of(scene.app.shared.clock.today()).0;
        for (path, at, body) in [
            ("improvement-cycles", "/unitId", json!({"unitId": scene.school, "theme": "onderwijs", "title": "Rekenen"})),
            ("quality-conversations", "/unitId", json!({"unitId": scene.school, "plannedOn": day})),
            ("self-evaluations", "/unitId", json!({
                "title": "Zelfevaluatie", "unitId": scene.school, "level": "leadership", "schoolYear": year, "mode": "joint",
                "edition": "inspectorate/2025/po", "selection": "named", "standards": ["OP2"],
            })),
            ("audits", "/scopeUnitIds/0", json!({
                "title": "Visitatie", "scopeUnitIds": [scene.school], "kind": "collegial", "standards": ["OP2"],
                "researchQuestions": ["Zien wij onze leerlingen?"], "plannedFrom": day, "plannedUntil": day,
            })),
        ] {
            let refused = scene.officer.post(&format!("/v1/{path}"), body).await.refused(400, "invalid-input");
            assert!(refused.errors().contains(&(at.to_owned(), "unit-ended".to_owned())), "{path}: {}", refused.text);
        }
        // What runs there is finished.
        let _ = scene.officer.patch(&running, json!({"title": "Rekenen tot het eind"})).await.expect(200);
    }
}

/// Somebody who works at a unit.
async fn at(officer: &Caller, unit: Uuid) -> Uuid {
    let body = json!({"givenName": "Sam", "familyName": "Vries", "homeUnitId": unit});
    let person = officer.post("/v1/people", body).await.expect(201).id();
    let work = json!({"personId": person, "unitId": unit, "function": "policy-officer", "startsOn": "2025-08-01"});
    let _ = officer.post("/v1/assignments", work).await.expect(201);
    person
}
