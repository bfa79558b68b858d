//! Visits, from the first day to the adopted report.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::{blockers, pairs, scene};

both_stores! {
    fn a_visit_is_held_under_the_edition_of_its_first_day(store) {
        let scene = scene(store).await;
        let held = |started: &str, value: &str, more: Value| {
            let mut body = json!({
                "startedOn": started, "endedOn": started, "reportAdoptedOn": null, "outcome": null,
                "verdicts": [{"standard": "OP2", "value": value, "reason": "Gezien."}],
            });
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        for (started, edition) in [
            ("2024-07-31", "inspectorate/2023/po"), ("2024-08-01", "inspectorate/2024/po"),
            ("2022-03-01", "inspectorate/2021/po"), ("2019-03-01", "inspectorate/2017/po"),
        ] {
            let visit = scene.visit(held(started, "satisfactory", json!({}))).await.expect(201);
            assert_eq!(visit.json["edition"], json!(edition));
        }
        // Naming that edition is right, naming another is not.
        let named = |edition: &str| held("2024-03-01", "satisfactory", json!({"edition": edition}));
        let _ = scene.visit(named("inspectorate/2023/po")).await.expect(201);
        let refused = scene.visit(named("inspectorate/2024/po")).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/edition", "edition-not-in-force")]));
        let refused = scene.visit(named("inspectorate/2023/vo")).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/edition", "edition-not-in-force")]));
        let refused = scene.visit(held("2015-03-01", "satisfactory", json!({}))).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/startedOn", "no-edition-in-force")]));
        // "Good" was given until 2023.
        let _ = scene.visit(held("2022-03-01", "good", json!({}))).await.expect(201);
        let refused = scene.visit(held("2024-03-01", "good", json!({}))).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/verdicts/0/value", "level-is-ambition")]));
        let detail = refused.json["errors"][0]["detail"].as_str().unwrap();
        assert!(detail.contains("good") && detail.ends_with(": unsatisfactory, satisfactory."), "{detail}");
        // A board is inspected under the edition for boards.
        let board = json!({
            "unitId": scene.board, "kind": "fourYearlyBoard", "outcome": "satisfactory",
            "verdicts": [{"standard": "BKA1", "value": "satisfactory", "reason": "Gezien."}],
        });
        let visit = scene.visit(board).await.expect(201);
        assert_eq!(visit.json["edition"], json!("inspectorate/2025/board"));
        let list = scene.officer.get("/v1/inspection-visits?edition=inspectorate/2021/po&sortBy=startedOn").await.expect(200);
        assert_eq!(list.items().len(), 2);
        let list = scene.officer.get(&format!("/v1/inspection-visits?under={}&kind=risk", scene.board)).await.expect(200);
        assert_eq!(list.items().len(), 6);
    }
}

both_stores! {
    fn all_that_is_wrong_with_a_visit_is_told_at_once(store) {
        let scene = scene(store).await;
        let wrong = json!({
            "endedOn": scene.day(-40), "reportAdoptedOn": scene.day(1), "outcome": "splendid",
            "previousVisitId": scene.owner, "supervisedObjectId": scene.owner,
            "verdicts": [
                {"standard": "OP2", "value": "splendid", "reason": "x"},
                {"standard": "OP99", "value": null, "reason": " "},
                {"standard": "OP2", "value": null, "reason": "x"},
            ],
        });
        let refused = scene.visit(wrong).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[
            ("/endedOn", "end-before-start"), ("/outcome", "unknown-outcome"),
            ("/previousVisitId", "unknown-reference"), ("/reportAdoptedOn", "date-in-future"),
            ("/supervisedObjectId", "unknown-reference"), ("/verdicts/0/value", "unknown-level"),
            ("/verdicts/1/reason", "required"), ("/verdicts/1/standard", "unknown-standard"),
            ("/verdicts/2/standard", "duplicate"),
        ]));
        // What could have been said instead is named.
        let errors = refused.json["errors"].as_array().unwrap();
        let outcome = errors.iter().find(|one| one["location"] == "/outcome").unwrap();
        let detail = outcome["detail"].as_str().unwrap();
        assert!(detail.contains("splendid") && detail.contains("unsatisfactory, satisfactory"), "{detail}");
        assert_eq!(scene.officer.get("/v1/inspection-visits").await.expect(200).items().len(), 0);
    }
}

both_stores! {
    fn a_reported_visit_never_changes_a_byte(store) {
        let mut scene = scene(store).await;
        let bare = json!({"endedOn": null, "reportAdoptedOn": null, "verdicts": [], "outcome": null});
        let visit = scene.visit(bare).await.expect(201).id();
        let own = format!("/v1/inspection-visits/{visit}");
        let refused = scene.report(visit).await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), pairs(&[
            ("visit-not-ended", "/endedOn"), ("report-not-adopted", "/reportAdoptedOn"),
            ("verdicts-missing", "/verdicts"),
        ]));
        let mut rest = scene.recent();
        rest["outcome"] = json!("very-weak");
        rest["dissent"] = json!("Het bestuur ziet dit anders.");
        let patched = scene.officer.patch(&own, rest).await.expect(200);
        assert_eq!(patched.json["availableCommands"], json!(["report"]));
        let reported = scene.report(visit).await.expect(200);
        assert_eq!((&reported.json["state"], &reported.json["availableCommands"]), (&json!("reported"), &json!([])));
        assert_eq!((&reported.json["publicFrom"], &reported.json["parentsToldBy"]), (&json!(scene.day(28)), &json!(scene.day(21))));

        let before = scene.officer.get(&own).await.expect(200);
        scene.report(visit).await.refused(409, "visit-reported");
        scene.officer.patch(&own, json!({"dissent": null})).await.refused(409, "visit-reported");
        scene.officer.patch(&own, json!({"verdicts": []})).await.refused(409, "visit-reported");
        scene.officer.delete(&own).await.refused(409, "visit-reported");
        let order = scene.order(visit, json!({})).await.expect(201).id();
        let cycle = json!({
            "unitId": scene.school, "theme": "onderwijs", "title": "Zicht op groei",
            "arisesFrom": {"type": "inspection-visit", "id": visit},
        });
        let cycle = scene.officer.post("/v1/improvement-cycles", cycle).await.expect(201);
        assert_eq!(cycle.json["links"]["arisesFrom"], json!(own));
        let linked = before.json["links"]["improvementCycles"].as_str().unwrap();
        assert_eq!(scene.officer.get(linked).await.expect(200).items().len(), 1);
        let linked = before.json["links"]["recoveryOrders"].as_str().unwrap();
        assert_eq!(scene.officer.get(linked).await.expect(200).items()[0]["id"], json!(order));
        scene.later(400).await;
        let after = scene.officer.get(&own).await.expect(200);
        assert_eq!(after.text, before.text);
        assert_eq!(after.header("etag"), before.header("etag"));
        let steps = scene.officer.get(&format!("{own}/transitions")).await.expect(200);
        assert_eq!(steps.items().len(), 1);
    }
}

both_stores! {
    fn a_recovery_visit_looks_at_an_earlier_one_again(store) {
        let scene = scene(store).await;
        let first = scene.visit(json!({"startedOn": scene.day(-300), "endedOn": scene.day(-299)})).await.expect(201).id();
        let again = |previous| json!({"kind": "recovery", "previousVisitId": previous});
        let second = scene.visit(again(first)).await.expect(201);
        assert_eq!(second.json["links"]["previousVisit"], json!(format!("/v1/inspection-visits/{first}")));
        // Not of another unit, not a later one, not itself.
        let other = scene.app.school(&scene.officer, scene.board, "De Regenboog").await;
        let mut elsewhere = again(first);
        elsewhere["unitId"] = json!(other);
        let refused = scene.visit(elsewhere).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/previousVisitId", "previous-visit-unfit")]));
        let own = format!("/v1/inspection-visits/{}", second.id());
        for previous in [second.id(), scene.visit(json!({"startedOn": scene.day(-10), "endedOn": scene.day(-9)})).await.expect(201).id()] {
            let refused = scene.officer.patch(&own, json!({"previousVisitId": previous})).await.refused(400, "invalid-input");
            assert_eq!(refused.errors(), pairs(&[("/previousVisitId", "previous-visit-unfit")]));
        }
        // The earlier one is kept.
        scene.officer.delete(&format!("/v1/inspection-visits/{first}")).await.refused(409, "in-use");
        let _ = scene.officer.delete(&own).await.expect(204);
        let _ = scene.officer.delete(&format!("/v1/inspection-visits/{first}")).await.expect(204);
    }
}

both_stores! {
    fn a_visit_that_left_an_order_keeps_its_edition_and_stays(store) {
        let scene = scene(store).await;
        let visit = scene.visit(json!({"verdicts": []})).await.expect(201).id();
        let order = scene.order(visit, json!({})).await.expect(201).id();
        let own = format!("/v1/inspection-visits/{visit}");
        let earlier = json!({"startedOn": "2024-03-01"});
        let refused = scene.officer.patch(&own, earlier).await.refused(409, "in-use");
        assert_eq!(refused.json["blockers"][0]["href"], json!(format!("/v1/recovery-orders/{order}")));
        scene.officer.delete(&own).await.refused(409, "in-use");
        let _ = scene.officer.delete(&format!("/v1/recovery-orders/{order}")).await.expect(204);
        let _ = scene.officer.delete(&own).await.expect(204);
        scene.officer.get(&own).await.refused(404, "not-found");
    }
}

both_stores! {
    fn a_supervised_object_covers_what_is_visited(store) {
        let scene = scene(store).await;
        let body = json!({"kind": "establishment", "name": "Vestiging", "parentId": scene.school});
        let establishment = scene.officer.post("/v1/organisation-units", body).await.expect(201).id();
        let body = json!({"key": "32JK|C1", "covers": [establishment]});
        let object = scene.officer.post("/v1/supervised-objects", body).await.expect(201).id();
        // The school carries the work of its one establishment, also for who names that.
        let visit = scene.visit(json!({"unitId": establishment, "supervisedObjectId": object})).await.expect(201);
        assert_eq!(visit.json["unitId"], json!(scene.school));
        let other = scene.app.school(&scene.officer, scene.board, "De Regenboog").await;
        let refused = scene.visit(json!({"unitId": other, "supervisedObjectId": object})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/supervisedObjectId", "object-not-of-unit")]));
    }
}

both_stores! {
    fn staff_read_visits_and_do_not_write_them_and_strangers_find_none(store) {
        let scene = scene(store).await;
        let visit = scene.reported(json!({})).await;
        let order = scene.order(visit, json!({})).await.expect(201).id();
        let staff = scene.app.caller(Role::Staff, scene.school).await;
        let (_, stranger) = scene.app.board("Twee").await;
        let (own, ordered) = (format!("/v1/inspection-visits/{visit}"), format!("/v1/recovery-orders/{order}"));
        for path in [&own, &ordered] {
            let _ = staff.get(path).await.expect(200);
            staff.patch(path, json!({"reference": "1"})).await.refused(403, "forbidden");
            staff.delete(path).await.refused(403, "forbidden");
            stranger.get(path).await.refused(404, "not-found");
            stranger.delete(path).await.refused(404, "not-found");
            let steps = format!("{path}/transitions");
            assert_eq!(stranger.get(&steps).await.status, 404);
        }
        staff.post("/v1/inspection-visits", scene.recent()).await.refused(403, "forbidden");
        staff.post(&format!("{own}/transitions"), json!({"command": "report"})).await.refused(403, "forbidden");
        let refused = stranger.post("/v1/inspection-visits", scene.recent()).await.refused(400, "invalid-input");
        assert!(refused.errors().contains(&("/unitId".to_owned(), "unknown-reference".to_owned())));
        for list in ["inspection-visits", "recovery-orders"] {
            assert_eq!(stranger.get(&format!("/v1/{list}")).await.expect(200).items().len(), 0);
            assert_eq!(staff.get(&format!("/v1/{list}")).await.expect(200).items().len(), 1);
        }
    }
}

both_stores! {
    fn a_visit_to_a_school_that_ended_since_is_still_put_down(store) {
        let scene = scene(store).await;
        let school = format!("/v1/organisation-units/{}", scene.school);
        let _ = scene.officer.patch(&school, json!({"endsOn": scene.day(-10)})).await.expect(200);
        let days = |first: i64| json!({"startedOn": scene.day(first), "endedOn": scene.day(first), "reportAdoptedOn": null, "outcome": null});
        let refused = scene.visit(days(-9)).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/unitId", "unit-ended")]));
        let _ = scene.visit(days(-10)).await.expect(201);
    }
}
