//! What is refused, each with its own code and place.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::{blockers, pairs, person, said, scene, score, unit};

both_stores! {
    fn all_that_is_wrong_with_a_plan_is_told_at_once(store) {
        let scene = scene(store).await;
        let elsewhere = scene.app.school(&scene.officer, scene.board, "Elders").await;
        let wrong = |more: Value| {
            let body = scene.input("joint", more);
            async { scene.officer.post("/v1/self-evaluations", body).await.refused(400, "invalid-input").errors() }
        };
        assert_eq!(wrong(json!({"level": "team"})).await, pairs(&[("/level", "level-not-of-unit")]));
        let team = scene.leader.post("/v1/self-evaluations", scene.input("joint", json!({"level": "team"}))).await;
        assert_eq!(team.json["errors"][0]["detail"], "Op het niveau team evalueert een eenheid van de soort team zichzelf; deze is van de soort school.");
        let of_board = [("/edition", "edition-not-of-sector"), ("/level", "level-not-of-unit")];
        assert_eq!(wrong(json!({"unitId": scene.board})).await, pairs(&of_board));
        assert_eq!(wrong(json!({"edition": "inspectorate/1999/po"})).await, pairs(&[("/edition", "unknown-reference")]));
        assert_eq!(wrong(json!({"edition": "lesson-observation/1/all"})).await, pairs(&[("/edition", "edition-is-instrument")]));
        let none = uuid::Uuid::nil();
        let many = wrong(json!({
            "standards": ["OP2", "XX1"], "weights": {"OP3": 2}, "leaderId": none, "coversUnitIds": [none, elsewhere],
            "ownStandardIds": [none], "closesOn": "2020-01-01",
        })).await;
        let expected = [
            ("/closesOn", "date-in-past"), ("/coversUnitIds/0", "unknown-reference"), ("/coversUnitIds/1", "unit-not-under"),
            ("/leaderId", "unknown-reference"), ("/ownStandardIds/0", "unknown-reference"),
            ("/standards/1", "unknown-standard"), ("/weights/OP3", "standard-not-selected"),
        ];
        assert_eq!(many, pairs(&expected));
        assert_eq!(scene.officer.get("/v1/self-evaluations").await.expect(200).items(), &[] as &[Value]);
        let early = scene.input("joint", json!({"meeting": {"heldOn": "2026-08-01", "attendeeIds": []}}));
        let refused = scene.officer.post("/v1/self-evaluations", early).await.refused(409, "evaluation-state-forbids");
        assert_eq!(blockers(&refused), pairs(&[("evaluation-state-forbids", "/meeting")]));
    }
}

both_stores! {
    fn what_is_open_keeps_what_it_is_about(store) {
        let scene = scene(store).await;
        let id = scene.evaluation("joint", json!({})).await;
        let path = format!("/v1/self-evaluations/{id}");
        let changed = scene.leader.patch(&path, json!({"selection": "main", "standards": null})).await.expect(200);
        assert_eq!(changed.json["selection"], json!("main"));
        assert!(changed.json["pinned"].as_array().unwrap().len() > 1);
        let _ = scene.command(id, "start").await.expect(200);
        let refused = scene.leader.patch(&path, json!({
            "selection": "all", "mode": "individual", "schoolYear": 2025,
        })).await.refused(409, "evaluation-state-forbids");
        let places: Vec<_> = blockers(&refused).into_iter().map(|(_, at)| at).collect();
        assert_eq!(places, ["/mode", "/schoolYear", "/selection"]);
        let refused = scene.leader.patch(&path, json!({"unitId": scene.board})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/unitId", "not-changeable")]));
        score(&scene.leader, id, json!([said("OP2", None)])).await.refused(409, "evaluation-is-joint");
    }
}

both_stores! {
    fn scores_are_taken_all_or_none(store) {
        let scene = scene(store).await;
        let id = scene.evaluation("individual", json!({})).await;
        let staff = scene.staff(1).await.remove(0);
        score(&staff, id, json!([said("OP2", None)])).await.refused(409, "evaluation-state-forbids");
        let _ = scene.command(id, "start").await.expect(200);
        let bare = json!({"standard": "OP2", "value": "satisfactory"});
        let items = json!([bare, said("OP4", None), said("OP3", Some("grand")), said("OP3", None)]);
        let refused = score(&staff, id, items).await.refused(400, "invalid-input");
        let expected = [
            ("/items/0/reason", "required"), ("/items/1/standard", "standard-not-selected"),
            ("/items/2/value", "unknown-level"), ("/items/3/standard", "duplicate"),
        ];
        assert_eq!(refused.errors(), pairs(&expected));
        let list = "/v1/scores";
        assert_eq!(staff.get(list).await.expect(200).items().len(), 0);
        let _ = score(&staff, id, json!([said("OP3", None)])).await.expect(201);
        let refused = score(&staff, id, json!([said("OP2", None), said("OP3", None)])).await.refused(409, "already-scored");
        assert_eq!(blockers(&refused), pairs(&[("already-scored", "/items/1")]));
        assert_eq!(staff.get(list).await.expect(200).items().len(), 1);

        // Who is nobody of this board scores nothing, whatever the role.
        score(&scene.officer, id, json!([said("OP2", None)])).await.refused(403, "people-only");
        let account = scene.app.account("niemand@akoki.test", scene.board, None).await;
        scene.app.give(account, Role::BoardQualityOfficer, scene.board).await;
        let nobody = scene.app.session_of(account).await;
        score(&nobody, id, json!([said("OP2", None)])).await.refused(403, "account-without-person");

        let path = format!("/v1/self-evaluations/{id}/scores");
        let elsewhere = scene.app.school(&scene.officer, scene.board, "Elders").await;
        let body = json!({"items": [said("OP2", None)], "groupUnitId": elsewhere});
        let refused = staff.post(&path, body).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/groupUnitId", "unknown-reference")]));
        let refused = scene.leader.post(&path, json!({"items": [said("OP2", None)], "groupUnitId": scene.board})).await;
        assert_eq!(refused.refused(400, "invalid-input").errors(), pairs(&[("/groupUnitId", "unknown-reference")]));
        let team = unit(&scene.officer, "team", "Onderbouw", scene.school).await;
        let of_team = scene.input("individual", json!({"unitId": team, "level": "team"}));
        let of_team = scene.leader.post("/v1/self-evaluations", of_team).await.expect(201).id();
        let _ = scene.command(of_team, "start").await.expect(200);
        let other = unit(&scene.officer, "team", "Bovenbouw", scene.school).await;
        let member = person(&scene.officer, team, "Lid").await;
        let member = scene.app.signed_in_as(member, Role::Staff, (scene.board, scene.school)).await;
        let body = json!({"items": [said("OP2", None)], "groupUnitId": other});
        let refused = member.post(&format!("/v1/self-evaluations/{of_team}/scores"), body).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/groupUnitId", "unit-not-under")]));
    }
}

both_stores! {
    fn nobody_scores_after_the_last_day(store) {
        let scene = scene(store).await;
        let today = scene.app.shared.clock.today();
        let id = scene.evaluation("individual", json!({"closesOn": today})).await;
        let _ = scene.command(id, "start").await.expect(200);
        let staff = scene.staff(1).await.remove(0);
        let _ = score(&staff, id, json!([said("OP2", None)])).await.expect(201);
        scene.app.shared.clock.advance(2 * 86_400_000);
        let refused = score(&staff, id, json!([said("OP3", None)])).await.refused(409, "scoring-ended");
        assert_eq!(refused.blockers(), ["scoring-ended"]);
    }
}

both_stores! {
    fn verdicts_are_on_what_is_looked_at_in_words_of_the_scale(store) {
        let scene = scene(store).await;
        let id = scene.open("joint").await;
        let items = json!([said("OP4", Some("satisfactory")), said("OP2", Some("grand"))]);
        let refused = scene.judge(id, items).await.refused(400, "invalid-input");
        let expected = [("/items/0/standard", "standard-not-selected"), ("/items/1/value", "unknown-level")];
        assert_eq!(refused.errors(), pairs(&expected));
        // "Goed" is an ambition of the school's own, and its to give.
        let _ = scene.judge(id, json!([said("OP2", Some("good"))])).await.expect(200);
    }
}
