//! What came of agreements is shown by evidence.

use akoki_tests::both_stores;
use serde_json::json;

use super::scene;
use crate::http::evidence::{goes, kept, stays, used_by};

both_stores! {
    fn what_came_of_an_agreement_is_shown_by_evidence(store) {
        let scene = scene(store).await;
        let first = scene.held().await;
        let day = scene.app.shared.clock.today();
        let evidence = async |more| kept(&scene.officer, scene.school, scene.leader, more).await;
        let (shown, later) = (evidence(json!({})).await, evidence(json!({"effectiveFrom": day, "effectiveUntil": day})).await);
        let old = evidence(json!({"effectiveUntil": day.previous_day().unwrap()})).await;
        let with = |ids: &[uuid::Uuid]| {
            let mut agreement = scene.agreement("Consultatie");
            agreement["evidenceIds"] = json!(ids);
            json!({"minutes": "Besproken.", "agreements": [scene.agreement("Rooster"), agreement]})
        };
        let refused = scene.change(first, with(&[shown, old, shown])).await.refused(400, "invalid-input");
        let pair = |at: &str, code: &str| (at.to_owned(), code.to_owned());
        assert_eq!(refused.errors(), [
            pair("/agreements/1/evidenceIds/1", "evidence-outside-period"), pair("/agreements/1/evidenceIds/2", "duplicate"),
        ]);
        let agreed = scene.change(first, with(&[shown])).await.expect(200);
        let agreements = agreed.json["agreements"].clone();
        assert_eq!((&agreements[0]["evidenceIds"], &agreements[1]["evidenceIds"]), (&json!([]), &json!([shown])));
        let path = format!("/v1/quality-conversations/{first}");
        stays(&scene.officer, shown, std::slice::from_ref(&path)).await;
        let _ = scene.command(first, "close").await.expect(200);

        // The next one looks back on all days since then.
        scene.app.shared.clock.advance(60 * 86_400_000);
        let second = scene.conversation(json!({})).await;
        let checked = |ids: &[uuid::Uuid]| json!({"checked": [{"agreementId": agreements[0]["id"], "status": "done", "evidenceIds": ids}]});
        let refused = scene.change(second, checked(&[later, old])).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/checked/0/evidenceIds/1", "evidence-outside-period")]);
        let said = scene.change(second, checked(&[later])).await.expect(200);
        assert_eq!(said.json["checked"][0]["evidenceIds"], json!([later]));
        assert_eq!(used_by(&scene.officer, later).await, [format!("/v1/quality-conversations/{second}")]);
        scene.officer.delete(&format!("/v1/quality-conversations/{second}")).await.expect(204);
        goes(&scene.officer, later).await;
        goes(&scene.officer, old).await;
        assert_eq!(used_by(&scene.officer, shown).await, [path]);
    }
}
