//! One in which each participant scores, from draft to concluded.

use akoki_domain::{
    access::Role,
    calendar::SchoolYear,
    id::{BoardId, UnitId},
    verdict::Voice,
};
use akoki_persistence::repo::verdict::of_units;
use akoki_tests::both_stores;
use serde_json::json;

use super::{blockers, pairs, person, said, scene, score};

both_stores! {
    fn an_individual_evaluation_is_walked_to_the_end(store) {
        let scene = scene(store).await;
        let id = scene.open("individual").await;
        let refused = scene.command(id, "endScoring").await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), pairs(&[("nobody-scored", "")]));
        let staff = scene.staff(6).await;
        for (n, caller) in staff.iter().enumerate() {
            let value = if n < 2 { "unsatisfactory" } else { "satisfactory" };
            let given = score(caller, id, json!([said("OP2", Some(value)), said("OP3", (n == 0).then_some("good"))])).await.expect(201);
            assert_eq!(given.header("location"), format!("/v1/self-evaluations/{id}/scores"));
            assert_eq!(given.json["scores"].as_array().unwrap().len(), 2);
        }
        // While scoring goes on nothing is told but how many scored.
        let open = scene.results(id).await;
        assert_eq!((&open["participants"], &open["standards"], &open["mean"]), (&json!(6), &json!([]), &json!(null)));
        scene.judge(id, json!([said("OP2", Some("satisfactory"))])).await.refused(409, "evaluation-state-forbids");

        let _ = scene.command(id, "endScoring").await.expect(200);
        score(&staff[0], id, json!([said("OP2", None)])).await.refused(409, "evaluation-state-forbids");
        let _ = scene.command(id, "reopen").await.expect(200);
        let own = staff[5].get(&format!("/v1/self-evaluations/{id}/scores?standard=OP2")).await.expect(200);
        let path = own.items()[0]["links"]["self"].as_str().unwrap().to_owned();
        let changed = staff[5].patch(&path, json!({"value": "unsatisfactory"})).await.expect(200);
        assert_eq!((&changed.json["value"], &changed.json["version"]), (&json!("unsatisfactory"), &json!(2)));
        let refused = staff[5].patch(&path, json!({"value": "grand"})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/value", "unknown-level")]));
        let _ = scene.command(id, "endScoring").await.expect(200);
        staff[5].patch(&path, json!({"value": "satisfactory"})).await.refused(409, "evaluation-state-forbids");

        // The difference would tell what the one who changed it thinks now.
        let withheld = scene.results(id).await;
        assert_eq!((&withheld["standards"], &withheld["notShown"]["code"]), (&json!([]), &json!("few-changed-since-shown")));
        let _ = scene.command(id, "reopen").await.expect(200);
        for caller in staff.iter().take(4) {
            let own = caller.get(&format!("/v1/self-evaluations/{id}/scores?standard=OP2")).await.expect(200);
            let path = own.items()[0]["links"]["self"].as_str().unwrap().to_owned();
            let _ = caller.patch(&path, json!({"reason": "Nog eens bekeken."})).await.expect(200);
        }
        let _ = scene.command(id, "endScoring").await.expect(200);
        let results = scene.results(id).await;
        let (op2, op3) = (&results["standards"][0], &results["standards"][1]);
        let figures = &op2["figures"];
        assert_eq!((&figures["scored"], &figures["notAssessed"]), (&json!(6), &json!(0)));
        assert_eq!((&figures["mean"], &figures["spread"], &figures["agreement"]), (&json!(1.5), &json!(0.5), &json!(0.5)));
        assert_eq!(figures["distribution"][0], json!({"level": "unsatisfactory", "count": 3}));
        // Of one who gave a level nothing is shown.
        assert_eq!((&op3["figures"], &op3["middle"]), (&json!(null), &json!(null)));
        assert_eq!(results["mean"], json!(1.5));

        let refused = scene.command(id, "conclude").await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), pairs(&[("verdict-missing", "/verdicts"), ("verdict-missing", "/verdicts")]));
        let agreed = json!([said("OP2", Some("satisfactory")), said("OP3", None)]);
        let _ = scene.judge(id, agreed).await.expect(200);
        let ended = scene.command(id, "conclude").await.expect(200);
        let today = scene.app.shared.clock.today();
        assert_eq!(ended.json["concludedOn"], json!(today));
        let results = scene.results(id).await;
        assert_eq!(results["standards"][0]["verdict"]["value"], json!("satisfactory"));
        let call = scene.app.service().await;
        let given = of_units(call.store(), &call.everything(), &[(BoardId(scene.board), UnitId(scene.school))], &[Voice::SelfAssessed]).await.unwrap();
        assert_eq!(given.len(), 2);
        let steps = scene.leader.get(&format!("/v1/self-evaluations/{id}/transitions")).await.expect(200);
        assert_eq!(steps.items().len(), 7);
    }
}

both_stores! {
    fn a_leader_without_a_role_runs_it(store) {
        let scene = scene(store).await;
        let colleague = person(&scene.officer, scene.school, "Vries").await;
        let place = (scene.board, scene.school);
        let leads = scene.app.signed_in_as(colleague, Role::Staff, place).await;
        let mine = scene.evaluation("individual", json!({"leaderId": colleague})).await;
        let other = scene.evaluation("individual", json!({})).await;
        let start = json!({"command": "start"});
        let _ = leads.post(&format!("/v1/self-evaluations/{mine}/transitions"), start.clone()).await.expect(200);
        leads.post(&format!("/v1/self-evaluations/{other}/transitions"), start).await.refused(403, "forbidden");
    }
}

both_stores! {
    fn whoever_works_there_takes_part_and_the_leader_fixes_what_is_agreed(store) {
        let scene = scene(store).await;
        let leads = person(&scene.officer, scene.school, "Vries").await;
        let place = (scene.board, scene.school);
        let leading = scene.app.signed_in_as(leads, Role::Staff, place).await;
        let id = scene.evaluation("individual", json!({"leaderId": leads})).await;
        let _ = scene.command(id, "start").await.expect(200);
        // A right to score is not enough: who works for the board, or elsewhere, is none of them.
        let elsewhere = scene.app.school(&scene.officer, scene.board, "Elders").await;
        for unit in [scene.board, elsewhere] {
            let other = person(&scene.officer, unit, "Ander").await;
            let other = scene.app.signed_in_as(other, Role::BoardMember, (scene.board, scene.board)).await;
            score(&other, id, json!([said("OP2", None)])).await.refused(403, "not-a-participant");
        }
        let _ = score(&leading, id, json!([said("OP2", None)])).await.expect(201);
        let _ = scene.command(id, "endScoring").await.expect(200);
        let agreed = json!([said("OP2", Some("satisfactory")), said("OP3", None)]);
        scene.judge(id, agreed.clone()).await.refused(403, "leader-fixes");
        let path = format!("/v1/self-evaluations/{id}/verdicts");
        let _ = leading.put(&path, json!({"items": agreed})).await.expect(200);
        let _ = scene.officer.put(&path, json!({"items": [said("OP3", Some("good"))]})).await.expect(200);
        scene.command(id, "conclude").await.refused(403, "leader-fixes");
        let step = json!({"command": "conclude"});
        let _ = leading.post(&format!("/v1/self-evaluations/{id}/transitions"), step).await.expect(200);
    }
}

both_stores! {
    fn of_the_board_whoever_works_there_takes_part(store) {
        let scene = scene(store).await;
        let about = json!({"unitId": scene.board, "level": "board", "edition": "inspectorate/2025/board", "standards": ["BKA1"]});
        let body = scene.input("individual", about);
        let id = scene.officer.post("/v1/self-evaluations", body).await.expect(201).id();
        let start = json!({"command": "start"});
        let _ = scene.officer.post(&format!("/v1/self-evaluations/{id}/transitions"), start).await.expect(200);
        let works = person(&scene.officer, scene.board, "Bestuurder").await;
        let works = scene.app.signed_in_as(works, Role::BoardMember, (scene.board, scene.board)).await;
        let _ = score(&works, id, json!([said("BKA1", None)])).await.expect(201);
        let teaches = person(&scene.officer, scene.school, "Leraar").await;
        let teaches = scene.app.signed_in_as(teaches, Role::BoardMember, (scene.board, scene.board)).await;
        score(&teaches, id, json!([said("BKA1", None)])).await.refused(403, "not-a-participant");
    }
}

both_stores! {
    fn what_each_scores_alone_belongs_to_the_year_in_which_it_is_done(store) {
        let scene = scene(store).await;
        let year = SchoolYear::of(scene.app.shared.clock.today()).0;
        let id = scene.evaluation("individual", json!({"schoolYear": year + 1})).await;
        let outside = pairs(&[("outside-school-year", "/schoolYear")]);
        let refused = scene.command(id, "start").await.refused(409, "transition-blocked");
        assert_eq!(blockers(&refused), outside);
        let from = format!("{}-08-01", year + 1);
        assert!(refused.text.contains(&from), "it says from when: {}", refused.text);
        let seen = scene.read(id).await.json;
        assert_eq!(seen["availableCommands"], json!(["cancel"]));
        let path = format!("/v1/self-evaluations/{id}");
        let _ = scene.leader.patch(&path, json!({"schoolYear": year})).await.expect(200);
        let _ = scene.command(id, "start").await.expect(200);
    }
}
