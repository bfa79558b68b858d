//! The plan of a school year: made, replaced, refused.

use akoki_domain::access::Role;
use akoki_tests::{both_stores, send};
use reqwest::Method;
use serde_json::{Value, json};

use super::scene;

both_stores! {
    fn a_plan_is_made_and_replaced_by_whoever_knows_it(store) {
        let scene = scene(store).await;
        let (officer, day) = (&scene.officer, scene.today());
        let path = format!("{}/plan", scene.year(scene.school));
        let lines = json!([
            {"instrument": "selfEvaluation", "from": day, "until": day, "note": "Op de studiedag"},
            {"instrument": "survey", "notNeeded": "Vorig jaar gehouden"},
        ]);
        let made = officer.put_plain(&path, json!({"lines": lines})).await.expect(201);
        let own = format!("/v1/school-year-plans/{}", made.id());
        assert_eq!(made.header("location"), own);
        assert_eq!((&made.json["lines"], &made.json["decisions"]), (&lines, &json!([])));
        let read = officer.get(&own).await.expect(200);
        assert_eq!((&read.json, read.header("etag")), (&made.json, made.header("etag")));

        // What is there is replaced by whoever says which version they know.
        officer.put_plain(&path, json!({"lines": []})).await.refused(428, "precondition-required");
        let put = async |tag: &str, body: Value| {
            let request = officer.request(Method::PUT, &path).header("if-match", tag);
            send(request.json(&body)).await
        };
        let same = officer.put_plain(&path, json!({"lines": lines})).await.expect(200);
        assert_eq!(same.header("etag"), made.header("etag"), "sent again it is as it was");
        put("\"7.x\"", json!({"lines": []})).await.refused(412, "precondition-failed");
        let same = put(made.header("etag"), json!({"lines": lines})).await.expect(200);
        assert_eq!(same.header("etag"), made.header("etag"), "nothing changed");
        let less = json!([lines[0]]);
        let changed = put(made.header("etag"), json!({"lines": less})).await.expect(200);
        assert_eq!((&changed.json["lines"], &changed.json["version"]), (&less, &json!(2)));
        put(made.header("etag"), json!({"lines": []})).await.refused(412, "precondition-failed");
        let only_new = officer.request(Method::PUT, &path).header("if-none-match", "*");
        send(only_new.json(&json!({"lines": []}))).await.refused(412, "precondition-failed");
        let elsewhere = format!("{}/plan", scene.year(scene.other));
        officer.put(&elsewhere, json!({"lines": []})).await.refused(412, "precondition-failed");

        let year = made.json["year"].as_i64().unwrap();
        let listed = async |query: &str| officer.get(&format!("/v1/school-year-plans?{query}")).await.expect(200).items().len();
        assert_eq!(listed(&format!("unitId={}&year={year}", scene.school)).await, 1);
        assert_eq!(listed(&format!("year={}", year + 1)).await, 0);
        assert_eq!(listed(&format!("unitId={}", scene.other)).await, 0);
    }
}

both_stores! {
    fn a_plan_stays_within_its_year_and_says_all_that_is_wrong(store) {
        let scene = scene(store).await;
        let (officer, day) = (&scene.officer, scene.today());
        let path = format!("{}/plan", scene.year(scene.school));
        let far = (scene.app.shared.clock.today() + time::Duration::days(400)).to_string();
        let body = json!({"lines": [
            {"instrument": "audit", "from": far, "until": day},
            {"instrument": "audit", "notNeeded": "Niet dit jaar", "from": day},
            {"instrument": "survey"},
        ]});
        let refused = officer.put_plain(&path, body).await.refused(400, "invalid-input");
        let at = |place: &str, code: &str| (place.to_owned(), code.to_owned());
        assert_eq!(refused.errors(), [
            at("/lines/0/from", "day-outside-school-year"), at("/lines/0/until", "end-before-start"),
            at("/lines/1/from", "not-both"), at("/lines/1/notNeeded", "planned-and-not-needed"),
            at("/lines/2/from", "required"), at("/lines/2/until", "required"),
        ]);
        let _ = officer.put_plain(&path, json!({"lines": [{"instrument": "poll", "from": day, "until": day}]}))
            .await.refused(400, "invalid-input");
        for year in ["abc", "1999", "2101"] {
            let path = format!("/v1/organisation-units/{}/school-years/{year}", scene.school);
            officer.get(&path).await.refused(404, "not-found");
            officer.put_plain(&format!("{path}/plan"), json!({"lines": []})).await.refused(404, "not-found");
        }
    }
}

both_stores! {
    fn the_year_of_a_school_is_its_own_affair(store) {
        let scene = scene(store).await;
        let (own, plan) = (scene.year(scene.school), format!("{}/plan", scene.year(scene.school)));
        let body = || json!({"lines": []});
        let made = scene.officer.put_plain(&plan, body()).await.expect(201);
        let read = format!("/v1/school-year-plans/{}", made.id());
        let staff = scene.app.caller(Role::Staff, scene.school).await;
        let _ = staff.get(&own).await.expect(200);
        let _ = staff.get(&read).await.expect(200);
        staff.put(&plan, body()).await.refused(403, "forbidden");
        let decision = json!({"instrument": "survey", "decision": "noneNeeded", "reason": "x", "decidedById": scene.leader, "on": scene.today()});
        staff.put(&format!("{own}/follow-up"), decision.clone()).await.refused(403, "forbidden");
        let (_, stranger) = scene.app.board("Twee").await;
        for caller in [scene.app.caller(Role::SchoolLeader, scene.other).await, stranger] {
            caller.get(&own).await.refused(404, "not-found");
            caller.get(&read).await.refused(404, "not-found");
            caller.put(&plan, body()).await.refused(404, "not-found");
            caller.put(&format!("{own}/follow-up"), decision.clone()).await.refused(404, "not-found");
        }
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        let line = json!({"instrument": "audit", "from": scene.today(), "until": scene.today()});
        let _ = leader.put(&plan, json!({"lines": [line]})).await.expect(200);
    }
}
