//! Verdicts of a visit, measures of an order and the board's check rest on evidence.

use akoki_tests::both_stores;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Scene, pairs, scene};
use crate::http::evidence::{goes, kept, stays, used_by};

impl Scene {
    async fn evidence(&self, more: Value) -> Uuid {
        kept(&self.officer, self.school, self.owner, more).await
    }

    fn measure(&self, ids: &[Uuid]) -> Value {
        json!([{"text": "Scholing", "ownerId": self.owner, "doneOn": self.day(0), "evidenceIds": ids}])
    }
}

both_stores! {
    fn measures_and_the_check_rest_on_evidence_of_the_order(store) {
        let scene = scene(store).await;
        // The visit began thirty days ago, and the order is due in sixty.
        let visit = scene.reported(json!({})).await;
        let early = scene.evidence(json!({"effectiveUntil": scene.day(-31)})).await;
        let first = scene.evidence(json!({"effectiveUntil": scene.day(-30)})).await;
        let last = scene.evidence(json!({"effectiveFrom": scene.day(60)})).await;
        let late = scene.evidence(json!({"effectiveFrom": scene.day(61)})).await;
        let other = scene.app.school(&scene.officer, scene.board, "Ernaast").await;
        let beside = kept(&scene.officer, other, scene.owner, json!({})).await;
        let ids = [early, first, last, late, beside, Uuid::from_u128(9)];
        let refused = scene.order(visit, json!({"measures": scene.measure(&ids)})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[
            ("/measures/0/evidenceIds/0", "evidence-outside-period"), ("/measures/0/evidenceIds/3", "evidence-outside-period"),
            ("/measures/0/evidenceIds/4", "evidence-of-other-unit"), ("/measures/0/evidenceIds/5", "unknown-reference"),
        ]));
        let made = scene.order(visit, json!({"measures": scene.measure(&[first])})).await.expect(201);
        let (order, path) = (made.id(), format!("/v1/recovery-orders/{}", made.id()));
        assert_eq!(made.json["measures"][0]["evidenceIds"], json!([first]));
        let changed = scene.officer.patch(&path, json!({"measures": scene.measure(&[last])})).await.expect(200);
        assert_eq!(changed.json["measures"][0]["evidenceIds"], json!([last]));
        goes(&scene.officer, first).await;
        let _ = scene.command(order, json!({"command": "reportMeasures"})).await.expect(200);
        let seen = scene.evidence(json!({})).await;
        let mut check = scene.verified_by(scene.verifier, false);
        check["verification"]["evidenceIds"] = json!([seen, early]);
        let refused = scene.command(order, check.clone()).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/verification/evidenceIds/1", "evidence-outside-period")]));
        check["verification"]["evidenceIds"] = json!([seen]);
        let checked = scene.command(order, check).await.expect(200);
        assert_eq!(checked.json["verification"]["evidenceIds"], json!([seen]));
        // A check that was followed by more measures is kept, with what it rests on.
        let _ = scene.command(order, json!({"command": "reportMeasures"})).await.expect(200);
        for evidence in [last, seen] {
            stays(&scene.officer, evidence, std::slice::from_ref(&path)).await;
        }
    }
}

both_stores! {
    fn an_order_that_is_deleted_lets_its_evidence_go(store) {
        let scene = scene(store).await;
        // Of a visit that is not reported: what the inspectorate gave is kept.
        let visit = scene.visit(json!({})).await.expect(201).id();
        let evidence = scene.evidence(json!({})).await;
        let order = scene.order(visit, json!({"measures": scene.measure(&[evidence])})).await.expect(201).id();
        let path = format!("/v1/recovery-orders/{order}");
        assert_eq!(used_by(&scene.officer, evidence).await, [path.as_str()]);
        scene.officer.delete(&path).await.expect(204);
        goes(&scene.officer, evidence).await;
    }
}

both_stores! {
    fn a_verdict_of_the_inspectorate_is_kept_with_evidence_of_the_visit(store) {
        let scene = scene(store).await;
        let report = scene.evidence(json!({"title": "Rapport", "effectiveFrom": scene.day(-7)})).await;
        let old = scene.evidence(json!({"effectiveUntil": scene.day(-31)})).await;
        let verdict = |ids: &[Uuid]| json!({"outcome": null, "verdicts": [
            {"standard": "OP2", "value": "unsatisfactory", "reason": "Geen zicht op de groei.", "evidenceIds": ids},
        ]});
        let refused = scene.visit(verdict(&[report, old])).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/verdicts/0/evidenceIds/1", "evidence-outside-period")]));
        let made = scene.visit(verdict(&[report])).await.expect(201);
        let path = format!("/v1/inspection-visits/{}", made.id());
        assert_eq!(made.json["verdicts"][0]["evidenceIds"], json!([report]));
        stays(&scene.officer, report, std::slice::from_ref(&path)).await;
        scene.officer.delete(&path).await.expect(204);
        goes(&scene.officer, report).await;
    }
}

both_stores! {
    fn readiness_asks_by_what_it_is_seen_that_an_order_was_met(store) {
        let scene = scene(store).await;
        let visit = scene.reported(json!({})).await;
        let made = scene.order(visit, json!({})).await.expect(201);
        let path = format!("/v1/recovery-orders/{}", made.id());
        // Why nothing shows it, of this order alone: the dossier lacks evidence as well.
        let told = async |on: i64| -> Vec<(String, String, Value)> {
            let ready = format!("/v1/organisation-units/{}/inspection-readiness?on={}", scene.school, scene.day(on));
            let ready = scene.officer.get(&ready).await.expect(200).json;
            let standards = ready["standards"].as_array().unwrap();
            let op2 = standards.iter().find(|one| one["standard"] == "OP2").unwrap();
            let mut all = Vec::new();
            for gap in op2["gaps"].as_array().unwrap().iter().filter(|gap| gap["gap"] != "orderOpen") {
                let of_order = gap["why"].as_array().unwrap().iter().filter(|one| one["href"] == json!(path));
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                all.extend(of_order.map(|one| (text(&gap["gap"]), text(&one["code"]), one["location"].clone())));
            }
            all
        };
        assert_eq!(told(0).await, [], "what is only planned needs no evidence yet");
        let _ = scene.officer.patch(&path, scene.done()).await.expect(200);
        let at = json!("/measures/0/evidenceIds");
        let missing = ("evidenceMissing".to_owned(), "done-without-evidence".to_owned(), at.clone());
        assert_eq!(told(0).await, [missing]);
        let shown = scene.evidence(json!({"expiresOn": scene.day(10)})).await;
        let _ = scene.officer.patch(&path, json!({"measures": scene.measure(&[shown])})).await.expect(200);
        assert_eq!((told(0).await, told(10).await), (vec![], vec![]));
        let expired = ("evidenceExpired".to_owned(), "evidence-holds-no-longer".to_owned(), at);
        assert_eq!(told(11).await, [expired]);
    }
}
