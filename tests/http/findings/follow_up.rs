//! The follow-up: answers, non-conformities until somebody else has seen the effect.

use akoki_tests::both_stores;
use serde_json::{Value, json};
use time::Duration;

use super::{Scene, named, pair, scene, today};

fn later(scene: &Scene, days: i64) -> String {
    (scene.app.shared.clock.today() + Duration::days(days)).to_string()
}

both_stores! {
    fn a_recommendation_is_answered_and_linked_to_where_it_is_done(store) {
        let scene = scene(store).await;
        let audit = scene.running("collegial", &["SKA1"]).await;
        let finding = scene.found(audit, "recommendation").await;
        let strength = scene.found(audit, "strength").await;
        scene.adopt(audit).await;
        let open = scene.read(finding).await;
        assert_eq!((&open["state"], &open["asks"], &open["dueOn"]), (&json!("open"), &json!("response"), &json!(later(&scene, 60))));
        assert_eq!(open["availableCommands"], json!([]));
        assert_eq!(scene.read(strength).await["state"], json!("noted"));
        scene.part(&scene.leader, strength, "response", json!({"decision": "adopted"})).await.refused(409, "grade-asks-otherwise");
    }
}

both_stores! {
    fn an_answer_says_why_and_where(store) {
        let scene = scene(store).await;
        let audit = scene.running("collegial", &["SKA1"]).await;
        let finding = scene.found(audit, "recommendation").await;
        scene.adopt(audit).await;
        let refused = scene.command(&scene.leader, finding, "answer").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["response-missing"]);
        let nobody = "0199c2f6-7d5a-7000-8000-00000000dead";
        let wrong = json!({"decision": "adapted", "cycleIds": [nobody], "actionIds": [nobody, nobody]});
        let refused = scene.part(&scene.leader, finding, "response", wrong).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [
            pair("/actionIds/0", "unknown-reference"), pair("/actionIds/1", "duplicate"), pair("/actionIds/1", "unknown-reference"),
            pair("/cycleIds/0", "unknown-reference"), pair("/reason", "required"),
        ]);
        let _ = scene.part(&scene.leader, finding, "response", json!({"decision": "adopted"})).await.expect(200);
        let _ = scene.command(&scene.leader, finding, "answer").await.expect(200);
        let refused = scene.command(&scene.leader, finding, "close").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["response-not-linked"]);

        // The cycle arises from the finding, and the answer leads back to it.
        let cycle = json!({"unitId": scene.school, "theme": "onderwijs", "title": "Evalueren", "arisesFrom": {"type": "finding", "id": finding}});
        let cycle = scene.leader.post("/v1/improvement-cycles", cycle).await.expect(201).id();
        let linked = json!({"decision": "adopted", "cycleIds": [cycle]});
        let answered = scene.part(&scene.leader, finding, "response", linked.clone()).await.expect(200);
        let again = scene.part(&scene.leader, finding, "response", linked).await.expect(200);
        assert_eq!(answered.header("etag"), again.header("etag"));
        let cycles = answered.json["links"]["improvementCycles"].as_str().unwrap();
        assert_eq!(scene.leader.get(cycles).await.expect(200).items()[0]["id"], json!(cycle));
        let by_cycle = scene.leader.get(&format!("/v1/findings?cycleId={cycle}")).await.expect(200);
        assert_eq!(by_cycle.items()[0]["id"], json!(finding));
        let refused = scene.officer.delete(&format!("/v1/improvement-cycles/{cycle}")).await.refused(409, "in-use");
        assert_eq!(crate::http::named(&refused), [format!("/v1/findings/{finding}")]);
        let refused = scene.step(audit, "close").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["finding-open"]);
        let closed = scene.command(&scene.leader, finding, "close").await.expect(200);
        assert_eq!((&closed.json["state"], &closed.json["dueOn"]), (&json!("closed"), &Value::Null));
        let _ = scene.step(audit, "close").await.expect(200);
        scene.command(&scene.officer, finding, "reopen").await.refused(409, "transition-blocked");
        scene.part(&scene.leader, finding, "response", json!({"decision": "declined", "reason": "Toch niet"})).await.refused(409, "audit-not-followed-up");
    }
}

both_stores! {
    fn a_cycle_that_arises_from_a_recommendation_is_its_link(store) {
        let scene = scene(store).await;
        let audit = scene.running("collegial", &["SKA1"]).await;
        let (finding, other) = (scene.found(audit, "recommendation").await, scene.found(audit, "recommendation").await);
        scene.adopt(audit).await;
        for one in [finding, other] {
            let _ = scene.part(&scene.leader, one, "response", json!({"decision": "adopted"})).await.expect(200);
        }
        let blocking = |shown: &Value| -> Vec<String> {
            let close = shown["blockers"].as_array().unwrap().iter().find(|one| one["command"] == "close");
            let reasons = close.map_or(vec![], |one| one["reasons"].as_array().unwrap().clone());
            reasons.iter().map(|one| one["code"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(blocking(&scene.read(finding).await), ["response-not-linked"]);
        // One call, that leads back.
        let cycle = json!({"unitId": scene.school, "theme": "onderwijs", "title": "Evalueren", "arisesFrom": {"type": "finding", "id": finding}});
        let cycle = scene.leader.post("/v1/improvement-cycles", cycle).await.expect(201).id();
        let shown = scene.read(finding).await;
        assert_eq!((blocking(&shown), &shown["response"]["cycleIds"]), (vec![], &json!([])));
        assert!(shown["availableCommands"].as_array().unwrap().contains(&json!("close")), "{shown}");
        assert_eq!(blocking(&scene.read(other).await), ["response-not-linked"], "it arises from one of the two");
        let listed = scene.officer.get(&format!("/v1/findings?auditId={audit}")).await.expect(200);
        let listed: Vec<_> = listed.items().iter().map(|one| (one["id"].clone(), blocking(one).len())).collect();
        assert!(listed.contains(&(json!(finding), 0)) && listed.contains(&(json!(other), 1)), "{listed:?}");
        let by_cycle = scene.leader.get(&format!("/v1/findings?cycleId={cycle}")).await.expect(200);
        let ids: Vec<_> = by_cycle.items().iter().map(|one| one["id"].clone()).collect();
        assert_eq!(ids, [json!(finding)]);
        // Until it is closed the cycle can go, and nothing says where the work is any more.
        let path = format!("/v1/improvement-cycles/{cycle}");
        scene.leader.delete(&path).await.expect(204);
        assert_eq!(scene.command(&scene.leader, finding, "close").await.refused(409, "transition-blocked").blockers(), ["response-not-linked"]);
        let cycle = json!({"unitId": scene.school, "theme": "onderwijs", "title": "Evalueren", "arisesFrom": {"type": "finding", "id": finding}});
        // One that is broken off follows nothing up.
        let broken_off = scene.leader.post("/v1/improvement-cycles", cycle.clone()).await.expect(201).id();
        let _ = scene.leader.post(&format!("/v1/improvement-cycles/{broken_off}/transitions"), json!({"command": "cancel"})).await.expect(200);
        assert_eq!(blocking(&scene.read(finding).await), ["response-not-linked"]);
        let cycle = scene.leader.post("/v1/improvement-cycles", cycle).await.expect(201).id();
        let closed = scene.command(&scene.leader, finding, "close").await.expect(200);
        assert_eq!((&closed.json["state"], &closed.json["response"]["cycleIds"]), (&json!("closed"), &json!([cycle])));
        scene.leader.delete(&format!("/v1/improvement-cycles/{cycle}")).await.refused(409, "in-use");
        assert_eq!(scene.command(&scene.leader, other, "close").await.refused(409, "transition-blocked").blockers(), ["response-not-linked"]);
    }
}

both_stores! {
    fn a_major_closed_too_early_is_told_everything_that_fails(store) {
        let scene = scene(store).await;
        let (audit, finding) = scene.nonconformity("major").await;
        let refused = scene.command(&scene.officer, finding, "close").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), [
            "action-not-executed", "cause-missing", "correction-missing", "corrective-action-missing", "effect-not-verified",
        ]);
        // The representation says the same.
        let shown = scene.read(finding).await;
        let close = shown["blockers"].as_array().unwrap().iter().find(|one| one["command"] == "close").unwrap();
        assert_eq!(close["reasons"], refused.json["blockers"]);
        scene.command(&scene.leader, finding, "close").await.refused(403, "forbidden");
        let refused = scene.step(audit, "close").await.refused(409, "transition-blocked");
        assert_eq!((refused.blockers(), &refused.json["blockers"][0]["href"]), (vec!["finding-open".to_owned()], &json!(format!("/v1/findings/{finding}"))));
    }
}

both_stores! {
    fn a_major_is_put_right_and_seen_to_be_so_by_another(store) {
        let scene = scene(store).await;
        let (audit, finding) = scene.nonconformity("major").await;
        let colleague = scene.person("Smit").await;
        let day = today(&scene.app);
        let late = scene.correction(&later(&scene, 91));
        let refused = scene.part(&scene.leader, finding, "correction", late).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/correctiveAction/dueOn", "due-later-than-grade-allows")]);
        let mut plan = scene.correction(&later(&scene, 90));
        let _ = scene.part(&scene.leader, finding, "correction", plan.clone()).await.expect(200);
        let answered = scene.command(&scene.leader, finding, "answer").await.expect(200);
        assert_eq!((&answered.json["state"], &answered.json["dueOn"]), (&json!("inCorrection"), &json!(later(&scene, 90))));
        scene.command(&scene.leader, finding, "reportCarriedOut").await.refused(409, "transition-blocked");
        plan["executedOn"] = json!(day);
        let refused = scene.part(&scene.leader, finding, "correction", plan.clone()).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/executedById", "required")]);
        plan["executedById"] = json!(colleague);
        let _ = scene.part(&scene.leader, finding, "correction", plan.clone()).await.expect(200);
        let seen = |by: uuid::Uuid, effective: bool| json!({"verifiedOn": day, "verifiedById": by, "effective": effective, "text": "Drie verslagen"});
        scene.part(&scene.auditor, finding, "verification", seen(scene.lead, true)).await.refused(409, "finding-state-forbids");
        let _ = scene.command(&scene.leader, finding, "reportCarriedOut").await.expect(200);

        for own in [scene.owner, colleague] {
            let refused = scene.part(&scene.officer, finding, "verification", seen(own, true)).await.refused(400, "invalid-input");
            assert_eq!(refused.errors(), [pair("/verifiedById", "verifier-carried-out")]);
        }
        scene.part(&scene.leader, finding, "verification", seen(scene.lead, true)).await.refused(403, "forbidden");
        let _ = scene.part(&scene.auditor, finding, "verification", seen(scene.lead, false)).await.expect(200);
        let refused = scene.command(&scene.officer, finding, "close").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["effect-not-achieved"]);

        // It had no effect: back, with what was done kept.
        let back = scene.command(&scene.auditor, finding, "backToCorrection").await.expect(200);
        assert_eq!((&back.json["state"], &back.json["verification"], &back.json["correction"]["executedOn"]), (&json!("inCorrection"), &Value::Null, &Value::Null));
        assert_eq!(back.json["earlierAttempts"][0]["verification"]["effective"], json!(false));
        let _ = scene.part(&scene.leader, finding, "correction", plan).await.expect(200);
        let _ = scene.command(&scene.leader, finding, "reportCarriedOut").await.expect(200);
        let _ = scene.part(&scene.auditor, finding, "verification", seen(scene.lead, true)).await.expect(200);
        scene.command(&scene.auditor, finding, "backToCorrection").await.refused(409, "transition-blocked");
        let closed = scene.command(&scene.auditor, finding, "close").await.expect(200);
        assert_eq!(closed.json["state"], json!("closed"));
        let steps = scene.officer.get(&format!("/v1/findings/{finding}/transitions")).await.expect(200);
        let steps: Vec<_> = steps.items().iter().map(|step| step["command"].as_str().unwrap().to_owned()).collect();
        assert_eq!(steps, ["adopt", "answer", "reportCarriedOut", "backToCorrection", "reportCarriedOut", "close"]);
        let _ = scene.step(audit, "close").await.expect(200);
    }
}

both_stores! {
    fn whoever_did_the_work_records_no_effect_of_it_for_another(store) {
        let scene = scene(store).await;
        let (_, finding) = scene.nonconformity("minor").await;
        let day = today(&scene.app);
        // The auditor was made responsible for the action: then another must look.
        let mut plan = scene.correction(&day);
        plan["correctiveAction"]["ownerId"] = json!(scene.lead);
        (plan["executedOn"], plan["executedById"]) = (json!(day), json!(scene.owner));
        let _ = scene.part(&scene.officer, finding, "correction", plan).await.expect(200);
        for command in ["answer", "reportCarriedOut"] {
            let _ = scene.command(&scene.officer, finding, command).await.expect(200);
        }
        let colleague = scene.person("Smit").await;
        let seen = json!({"verifiedOn": day, "verifiedById": colleague, "effective": true, "text": "Gezien"});
        let refused = scene.part(&scene.auditor, finding, "verification", seen.clone()).await.refused(400, "invalid-input");
        assert!(refused.errors().contains(&pair("", "verifier-carried-out")), "{}", refused.text);
        let reader = named(&scene.app, &scene.officer, scene.board, ("smit@een.example", colleague)).await;
        scene.part(&reader, finding, "verification", seen.clone()).await.refused(404, "not-found");
        let _ = scene.part(&scene.officer, finding, "verification", seen).await.expect(200);
    }
}
