//! From the checklist to the closed audit.

use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::{own_id, scene, today};

both_stores! {
    fn what_was_closed_never_changes(store) {
        let scene = scene(store).await;
        let audit = scene.running("internal-system", &["OP1", "SKA1"]).await;
        let finding = scene.found(audit, "minor").await;
        scene.judge(audit).await;
        scene.adopt(audit).await;
        let day = today(&scene.app);
        let mut plan = scene.correction(&day);
        (plan["executedOn"], plan["executedById"]) = (json!(day), json!(scene.owner));
        let _ = scene.part(&scene.leader, finding, "correction", plan.clone()).await.expect(200);
        for command in ["answer", "reportCarriedOut"] {
            let _ = scene.command(&scene.leader, finding, command).await.expect(200);
        }
        let seen = json!({"verifiedOn": day, "verifiedById": scene.lead, "effective": true, "text": "Gezien"});
        let _ = scene.part(&scene.auditor, finding, "verification", seen).await.expect(200);
        let _ = scene.command(&scene.auditor, finding, "close").await.expect(200);
        let _ = scene.step(audit, "close").await.expect(200);

        let path = format!("/v1/findings/{finding}");
        let before = scene.officer.get(&path).await.expect(200).text;
        scene.auditor.patch(&path, json!({"statement": "Anders"})).await.refused(409, "fieldwork-not-running");
        scene.officer.delete(&path).await.refused(409, "fieldwork-not-running");
        scene.part(&scene.leader, finding, "correction", plan).await.refused(409, "audit-not-followed-up");
        for command in ["answer", "reportCarriedOut", "backToCorrection", "close", "reopen"] {
            let refused = scene.command(&scene.officer, finding, command).await;
            assert_eq!(refused.status, 409, "{command}: {}", refused.text);
        }
        for item in scene.items(audit).await {
            let path = format!("/v1/checklist-items/{}", item["id"].as_str().unwrap());
            scene.auditor.patch(&path, json!({"notes": "Anders"})).await.refused(409, "fieldwork-not-running");
        }
        let sent = json!({"items": [{"type": "finding", "id": own_id(1), "value": scene.finding(audit, "minor")}]});
        let sent = scene.auditor.post(&format!("/v1/audits/{audit}/fieldwork"), sent).await.expect(200);
        assert_eq!(sent.items()[0]["code"], json!("fieldwork-not-running"));
        assert_eq!(scene.officer.get(&path).await.expect(200).text, before);
        let verdicts: Vec<Value> = scene.items(audit).await.iter().map(|one| one["verdict"].clone()).collect();
        assert_eq!(verdicts, [json!("satisfactory"), json!("satisfactory")]);
    }
}
