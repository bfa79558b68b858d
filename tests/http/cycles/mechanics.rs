//! The mechanics of what belongs to another resource: lists, versions, repetition, numbers.

use akoki_domain::access::Role;
use akoki_tests::{both_stores, send};
use reqwest::Method;
use serde_json::{Value, json};

use super::{scene, today};

both_stores! {
    fn what_belongs_to_a_cycle_has_versions_of_its_own(store) {
        let scene = scene(store).await;
        let cycle = scene.cycle().await;
        let path = format!("/v1/improvement-cycles/{cycle}/goals");
        let made = scene.officer.post(&path, scene.testable()).await.expect(201);
        let own = format!("/v1/goals/{}", made.id());
        assert_eq!(made.header("location"), own);
        let tag = made.header("etag").to_owned();
        assert_eq!(scene.officer.get(&own).await.expect(200).header("etag"), tag);
        let _ = scene.officer.post(&path, scene.testable()).await.expect(201);
        let changed = scene.officer.patch_if(&own, &tag, json!({"title": "Anders"})).await.expect(200);
        assert_eq!((&made.json["version"], &changed.json["version"]), (&json!(1), &json!(2)), "the other goal did not count");
        scene.officer.patch_if(&own, &tag, json!({"title": "Weer"})).await.refused(412, "precondition-failed");
        let same = scene.officer.patch_if(&own, changed.header("etag"), json!({"title": "Anders"})).await.expect(200);
        assert_eq!(same.header("etag"), changed.header("etag"));
        let cycle = scene.read("improvement-cycles", cycle).await;
        assert_eq!((&cycle["goalCount"], &cycle["version"]), (&json!(2), &json!(4)), "every write counts the root up, but the empty one");
    }
}

both_stores! {
    fn a_repeated_request_under_a_parent_makes_one(store) {
        let scene = scene(store).await;
        let (cycle, other) = (scene.cycle().await, scene.cycle().await);
        let path = format!("/v1/improvement-cycles/{cycle}/goals");
        let first = scene.officer.post_once(&path, "k", scene.testable()).await.expect(201);
        let again = scene.officer.post_once(&path, "k", scene.testable()).await.expect(201);
        assert_eq!(first.text, again.text);
        let elsewhere = format!("/v1/improvement-cycles/{other}/goals");
        scene.officer.post_once(&elsewhere, "k", scene.testable()).await.refused(422, "idempotency-key-reused");
        assert_eq!(scene.officer.get(&path).await.items().len(), 1);
        assert!(scene.officer.get(&elsewhere).await.items().is_empty());
    }
}

both_stores! {
    fn lists_are_narrowed_by_parent_owner_and_what_is_late(store) {
        let mut scene = scene(store).await;
        let (cycle, other) = (scene.cycle().await, scene.cycle().await);
        let mut late = scene.testable();
        late["dueOn"] = json!(today(&scene.app));
        let other_owner = scene.person("Pietersen").await;
        late["ownerId"] = json!(other_owner);
        let late = scene.under("improvement-cycles", cycle, "goals", late).await;
        scene.goal(cycle).await;
        scene.under("improvement-cycles", other, "goals", json!({"title": "Zonder datum"})).await;
        scene.app.shared.clock.advance(86_400_000);
        scene.officer = scene.app.caller(Role::BoardQualityOfficer, scene.board).await;
        let ids = async |path: &str| -> Vec<Value> {
            let page = scene.officer.get(path).await.expect(200);
            page.items().iter().map(|one| one["id"].clone()).collect()
        };
        assert_eq!(ids("/v1/goals").await.len(), 3);
        assert_eq!(ids("/v1/goals?overdue=true").await, [json!(late)]);
        assert_eq!(ids("/v1/goals?overdue=false").await.len(), 2);
        assert_eq!(ids(&format!("/v1/goals?ownerId={other_owner}")).await, [json!(late)]);
        assert_eq!(ids(&format!("/v1/goals?cycleId={cycle}")).await, ids(&format!("/v1/improvement-cycles/{cycle}/goals")).await);
        assert_eq!(scene.read("goals", late).await["overdue"], json!(true));
        let refused = scene.officer.get(&format!("/v1/improvement-cycles/{cycle}/goals?cycleId={other}&overdue=maybe")).await;
        let locations: Vec<_> = refused.refused(400, "invalid-input").errors().into_iter().map(|(at, _)| at).collect();
        assert_eq!(locations, ["cycleId", "overdue"]);

        let action = |more: Value| {
            let mut body = json!({"title": "Iets", "dueOn": "2020-01-31"});
            body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            body
        };
        let open = scene.under("improvement-cycles", cycle, "actions", action(json!({"goalId": late}))).await;
        scene.under("improvement-cycles", cycle, "actions", action(json!({"status": "done", "doneOn": "2020-01-30"}))).await;
        assert_eq!(ids("/v1/actions?overdue=true").await, [json!(open)]);
        assert_eq!(ids(&format!("/v1/actions?goalId={late}")).await, [json!(open)]);
        // A round that was broken off is late with nothing.
        let _ = scene.command(cycle, "cancel").await.expect(200);
        assert!(ids("/v1/goals?overdue=true").await.is_empty());
        assert!(ids("/v1/actions?overdue=true").await.is_empty());
        assert_eq!(scene.read("goals", late).await["overdue"], json!(false));
    }
}

both_stores! {
    fn a_third_decimal_is_refused_where_it_stands(store) {
        let scene = scene(store).await;
        let (cycle, goal) = scene.brought_to("do", json!({})).await;
        let path = format!("/v1/goals/{goal}/measurements");
        let body = json!({"measuredOn": "2999-01-01", "value": 50.125});
        let refused = scene.officer.post(&path, body).await.refused(400, "invalid-input");
        let pair = |at: &str, code: &str| (at.to_owned(), code.to_owned());
        assert_eq!(refused.errors(), [pair("/measuredOn", "date-in-future"), pair("/value", "invalid-format")]);
        let exact = json!({"measuredOn": today(&scene.app), "value": 50.12});
        assert_eq!(scene.officer.post(&path, exact).await.expect(201).json["value"], json!(50.12));
        let _ = scene.command(cycle, "backToPlan").await.expect(200);
        let mut wrong = scene.testable();
        (wrong["baseline"], wrong["target"]) = (json!(0.001), json!(1e13));
        let refused = scene.officer.post(&format!("/v1/improvement-cycles/{cycle}/goals"), wrong).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/baseline", "invalid-format"), pair("/target", "invalid-format")]);
    }
}

both_stores! {
    fn everything_wrong_with_a_cycle_is_said_at_once(store) {
        let scene = scene(store).await;
        let nobody = uuid::Uuid::from_u128(9);
        let body = json!({
            "unitId": scene.school, "theme": "onderwijs", "title": " ", "requirements": ["akoki/1/all/C1", "akoki/1/all/C1"],
            "contextFactorIds": [nobody], "ownerId": nobody,
        });
        let refused = scene.officer.post("/v1/improvement-cycles", body).await.refused(400, "invalid-input");
        let pair = |at: &str, code: &str| (at.to_owned(), code.to_owned());
        assert_eq!(refused.errors(), [
            pair("/contextFactorIds/0", "unknown-reference"), pair("/ownerId", "unknown-reference"), pair("/requirements/1", "duplicate"), pair("/title", "required"),
        ]);
        let body = json!({"unitId": scene.school, "theme": "sport", "title": "x", "requirements": ["OP2"]});
        let refused = scene.officer.post("/v1/improvement-cycles", body).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/requirements/0", "invalid-format"), pair("/theme", "invalid-value")]);
    }
}

both_stores! {
    fn work_for_the_only_establishment_hangs_at_the_school(store) {
        let scene = scene(store).await;
        let place = json!({"kind": "establishment", "name": "Hoofd", "parentId": scene.school});
        let place = scene.officer.post("/v1/organisation-units", place).await.expect(201).id();
        let body = json!({"unitId": place, "theme": "onderwijs", "title": "Rekenen"});
        let made = scene.officer.post("/v1/improvement-cycles", body).await.expect(201);
        assert_eq!(made.json["unitId"], json!(scene.school));
        for unit in [place, scene.school] {
            let found = scene.officer.get(&format!("/v1/improvement-cycles?unitId={unit}")).await.expect(200);
            assert_eq!(found.items().len(), 1);
        }
    }
}

both_stores! {
    fn a_command_goes_by_the_version_when_one_is_named(store) {
        let scene = scene(store).await;
        let cycle = scene.cycle().await;
        let path = format!("/v1/improvement-cycles/{cycle}/transitions");
        let cancel = |tag: &'static str| {
            let request = scene.officer.request(Method::POST, &path).header("if-match", tag);
            send(request.json(&json!({"command": "cancel"})))
        };
        cancel("\"77\"").await.refused(412, "precondition-failed");
        cancel("nonsense").await.refused(400, "invalid-input");
        assert_eq!(scene.read("improvement-cycles", cycle).await["state"], "plan");
        let done = cancel("\"1\"").await.expect(200);
        assert_eq!((done.json["state"].clone(), done.json["version"].clone()), (json!("cancelled"), json!(2)));
    }
}
