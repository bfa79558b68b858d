//! One held together, from draft to concluded.

use akoki_domain::{
    id::{BoardId, UnitId},
    verdict::{EvaluationLevel, Voice},
};
use akoki_persistence::repo::verdict::of_units;
use akoki_tests::both_stores;
use serde_json::json;

use super::{blockers, pairs, person, said, scene, unit};

both_stores! {
    fn a_joint_evaluation_is_walked_to_the_end_and_stands_still(store) {
        let scene = scene(store).await;
        let (first, second) = (
            unit(&scene.officer, "establishment", "Noord", scene.school).await,
            unit(&scene.officer, "establishment", "Zuid", scene.school).await,
        );
        let id = scene.evaluation("joint", json!({"coversUnitIds": [first, second], "weights": {"OP2": 3}})).await;
        let drafted = scene.read(id).await.json;
        assert_eq!((&drafted["state"], &drafted["unitId"]), (&json!("draft"), &json!(scene.school)));
        assert_eq!(drafted["pinned"][0], json!({"standard": "OP2", "requirement": "inspectorate/2025/po/OP2", "weight": 3}));
        assert_eq!(drafted["availableCommands"], json!(["start", "cancel"]));
        scene.judge(id, json!([said("OP2", Some("satisfactory"))])).await.refused(409, "evaluation-state-forbids");
        let _ = scene.command(id, "start").await.expect(200);

        let refused = scene.command(id, "conclude").await.refused(409, "transition-blocked");
        let missing = [("meeting-missing", "/meeting"), ("verdict-missing", "/verdicts"), ("verdict-missing", "/verdicts")];
        assert_eq!(blockers(&refused), pairs(&missing));
        let judged = scene.judge(id, json!([said("OP2", Some("satisfactory"))])).await.expect(200);
        assert_eq!(judged.json["verdicts"].as_array().unwrap().len(), 1);
        let path = format!("/v1/self-evaluations/{id}");
        let alone = json!({"meeting": {"heldOn": scene.app.shared.clock.today(), "attendeeIds": []}});
        let _ = scene.leader.patch(&path, alone).await.expect(200);
        let refused = scene.command(id, "conclude").await.refused(409, "transition-blocked");
        let missing = [("attendee-missing", "/meeting/attendeeIds"), ("verdict-missing", "/verdicts")];
        assert_eq!(blockers(&refused), pairs(&missing));
        // "Not assessed" is given like any other; a verdict given again takes the place of the earlier one.
        let _ = scene.judge(id, json!([said("OP3", None), said("OP2", Some("unsatisfactory"))])).await.expect(200);
        let colleague = person(&scene.officer, scene.school, "Jansen").await;
        let day = scene.app.shared.clock.today().previous_day().unwrap();
        let met = json!({"meeting": {"heldOn": day, "attendeeIds": [scene.leader_id, colleague], "note": "In de teamkamer."}});
        let _ = scene.leader.patch(&path, met).await.expect(200);
        let ended = scene.command(id, "conclude").await.expect(200);
        assert_eq!((&ended.json["state"], &ended.json["concludedOn"]), (&json!("concluded"), &json!(day)));

        let call = scene.app.service().await;
        let units = [scene.school, first, second].map(|unit| (BoardId(scene.board), UnitId(unit)));
        let given = of_units(call.store(), &call.everything(), &units, Voice::ALL).await.unwrap();
        // The school has two establishments: its own work hangs at itself, theirs at each of them.
        assert_eq!(given.len(), 6);
        for one in &given {
            assert_eq!((one.voice, one.level), (Voice::SelfAssessed, Some(EvaluationLevel::Leadership)));
            assert_eq!((one.given_on, one.source.id), (day, id));
            let value = one.requirement.to_string().ends_with("OP2").then_some("unsatisfactory");
            assert_eq!(one.value.as_deref(), value);
        }

        // What is concluded never changes a byte.
        let before = scene.read(id).await;
        let _ = scene.leader.patch(&path, json!({"title": "Anders"})).await.refused(409, "evaluation-state-forbids");
        let _ = scene.judge(id, json!([said("OP2", None)])).await.refused(409, "evaluation-state-forbids");
        let _ = scene.command(id, "cancel").await.refused(409, "evaluation-state-forbids");
        let _ = scene.leader.delete(&path).await.refused(409, "evaluation-state-forbids");
        let cycle = json!({
            "unitId": scene.school, "theme": "onderwijs", "title": "Zicht op ontwikkeling",
            "arisesFrom": {"type": "self-evaluation", "id": id},
        });
        let cycle = scene.leader.post("/v1/improvement-cycles", cycle).await.expect(201);
        assert_eq!(cycle.json["links"]["arisesFrom"], json!(path));
        scene.app.shared.clock.advance(400 * 86_400_000);
        let call = scene.app.service().await;
        let later = scene.app.signed_in_as(scene.leader_id, akoki_domain::access::Role::SchoolLeader, (scene.board, scene.school)).await;
        drop(call);
        let after = later.get(&path).await.expect(200);
        assert_eq!((before.text, before.headers["etag"].clone()), (after.text, after.headers["etag"].clone()));
        let link = before.json["links"]["improvementCycles"].as_str().unwrap().to_owned();
        assert_eq!(later.get(&link).await.expect(200).items()[0]["id"], cycle.json["id"]);
    }
}

both_stores! {
    fn the_steps_of_a_cancelled_one_can_be_read(store) {
        let scene = scene(store).await;
        let id = scene.open("joint").await;
        let _ = scene.command(id, "cancel").await.expect(200);
        let steps = scene.leader.get(&format!("/v1/self-evaluations/{id}/transitions")).await.expect(200);
        let steps: Vec<_> = steps.items().iter().map(|step| step["command"].clone()).collect();
        assert_eq!(steps, ["start", "cancel"]);
        assert_eq!(scene.read(id).await.json["availableCommands"], json!([]));
        // What is still prepared can be deleted.
        let draft = scene.evaluation("joint", json!({})).await;
        assert_eq!(scene.leader.delete(&format!("/v1/self-evaluations/{draft}")).await.status, 204);
    }
}
