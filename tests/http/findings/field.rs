//! In the field: the checklist that is drawn, verdicts and findings, and what is wrong with them.

use akoki_tests::both_stores;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{pair, scene, today};

both_stores! {
    fn a_checklist_is_drawn_from_the_standards_of_the_audit(store) {
        let scene = scene(store).await;
        let audit = scene.planned("internal-system", &["OP1", "SKA1"]).await;
        assert_eq!(scene.items(audit).await, [] as [Value; 0]);
        let _ = scene.step(audit, "prepare").await.expect(200);
        let items = scene.items(audit).await;
        let mut drawn: Vec<_> = items.iter().map(|one| (one["standard"].as_str().unwrap(), &one["drawn"], &one["unitId"])).collect();
        drawn.sort_by_key(|one| one.0);
        assert_eq!(drawn, [("OP1", &json!(true), &json!(scene.school)), ("SKA1", &json!(true), &json!(scene.school))]);

        // While it is prepared questions are written, and nothing else.
        let path = format!("/v1/checklist-items/{}", items[0]["id"].as_str().unwrap());
        let _ = scene.auditor.patch(&path, json!({"question": "Wie stelt het doel vast?"})).await.expect(200);
        let early = json!({"verdict": "satisfactory", "assessedOn": today(&scene.app)});
        scene.auditor.patch(&path, early.clone()).await.refused(409, "fieldwork-not-running");
        let own = json!({"auditId": audit, "unitId": scene.school, "question": "Hoe leren de leraren?"});
        let own = scene.auditor.post("/v1/checklist-items", own).await.expect(201).id();
        scene.auditor.post("/v1/findings", scene.finding(audit, "minor")).await.refused(409, "fieldwork-not-running");

        let _ = scene.step(audit, "start").await.expect(200);
        assert_eq!(scene.items(audit).await.len(), 3, "nothing is drawn twice");
        let judged = scene.auditor.patch(&path, early).await.expect(200);
        assert_eq!((&judged.json["judged"], &judged.json["verdict"]), (&json!(true), &json!("satisfactory")));
        assert!(judged.json["assessedByPrincipalId"].is_string());
        let open = scene.auditor.get(&format!("/v1/checklist-items?auditId={audit}&judged=false&drawn=true")).await.expect(200);
        assert_eq!(open.items().len(), 1);
        scene.auditor.delete(&path).await.refused(409, "drawn-item-stays");
        let own = format!("/v1/checklist-items/{own}");
        let _ = scene.auditor.delete(&own).await.expect(204);

        // What is left unjudged stands in the way of the report.
        let _ = scene.step(audit, "draftReport").await.expect(200);
        let report = json!({"summary": "Kort", "text": "Het rapport."});
        let _ = scene.officer.put(&format!("/v1/audits/{audit}/report"), report).await.expect(200);
        let refused = scene.step(audit, "submitForReply").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["audit-verdict-missing"]);
    }
}

both_stores! {
    fn everything_wrong_in_the_field_is_said_at_once(store) {
        let scene = scene(store).await;
        let audit = scene.running("internal-system", &["OP1", "SKA1"]).await;
        let item = &scene.items(audit).await[0];
        let path = format!("/v1/checklist-items/{}", item["id"].as_str().unwrap());
        let wrong = json!({"verdict": "grand", "notAssessed": true, "assessedOn": "2999-01-01"});
        let refused = scene.auditor.patch(&path, wrong).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [
            pair("/assessedOn", "date-in-future"), pair("/notAssessed", "not-assessed-with-verdict"), pair("/verdict", "unknown-level"),
        ]);
        // "Good" is an ambition of a school and no verdict of an auditor.
        let refused = scene.auditor.patch(&path, json!({"verdict": "good"})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/assessedOn", "required"), pair("/verdict", "level-is-ambition")]);
        let own = json!({
            "auditId": audit, "unitId": scene.board, "standard": "OP2", "question": "?",
            "verdict": "satisfactory", "assessedOn": today(&scene.app),
        });
        let refused = scene.auditor.post("/v1/checklist-items", own).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [
            pair("/standard", "standard-not-selected"), pair("/unitId", "unit-not-audited"), pair("/verdict", "question-takes-no-verdict"),
        ]);

        let mut finding = scene.finding(audit, "catastrophe");
        finding["standard"] = json!("OP2");
        finding["unitId"] = json!(scene.board);
        finding["statement"] = json!(" ");
        let refused = scene.auditor.post("/v1/findings", finding).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [
            pair("/grade", "grade-not-of-kind"), pair("/standard", "standard-not-selected"),
            pair("/statement", "required"), pair("/unitId", "unit-not-audited"),
        ]);
        let refused = scene.auditor.post("/v1/findings", scene.finding(Uuid::from_u128(9), "minor")).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/auditId", "unknown-reference")]);
        // Who reads audits and is not in the team writes nothing down.
        scene.leader.post("/v1/findings", scene.finding(audit, "minor")).await.refused(403, "forbidden");
        let (_, stranger) = scene.app.board("Twee").await;
        let refused = stranger.post("/v1/findings", scene.finding(audit, "minor")).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/auditId", "unknown-reference")]);
    }
}

both_stores! {
    fn a_finding_stays_where_it_was_found_and_is_fixed_with_the_report(store) {
        let scene = scene(store).await;
        let audit = scene.running("internal-system", &["SKA1"]).await;
        let other = scene.running("internal-system", &["SKA1"]).await;
        let finding = scene.found(audit, "minor").await;
        let path = format!("/v1/findings/{finding}");
        let refused = scene.auditor.patch(&path, json!({"auditId": other})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/auditId", "not-changeable")]);
        let graver = scene.auditor.patch(&path, json!({"grade": "major"})).await.expect(200);
        assert_eq!((&graver.json["asks"], &graver.json["state"]), (&json!("correction"), &json!("draft")));
        let gone = scene.found(audit, "strength").await;
        let _ = scene.auditor.delete(&format!("/v1/findings/{gone}")).await.expect(204);
        scene.judge(audit).await;
        scene.report(audit).await;
        scene.auditor.patch(&path, json!({"grade": "minor"})).await.refused(409, "fieldwork-not-running");
        scene.auditor.delete(&path).await.refused(409, "fieldwork-not-running");
        scene.command(&scene.officer, finding, "answer").await.refused(409, "finding-state-forbids");
    }
}
