//! Actions and decisions rest on evidence.

use akoki_tests::both_stores;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Scene, scene, today};
use crate::http::evidence::{goes, kept, stays, used_by};

impl Scene {
    async fn evidence(&self, more: Value) -> Uuid {
        kept(&self.officer, self.school, self.owner, more).await
    }

    /// Evidence of a school beside this one.
    async fn evidence_beside(&self) -> Uuid {
        let other = self.app.school(&self.officer, self.board, "Ernaast").await;
        kept(&self.officer, other, self.owner, json!({})).await
    }
}

fn pair(at: &str, code: &str) -> (String, String) {
    (at.to_owned(), code.to_owned())
}

both_stores! {
    fn an_action_shows_that_it_was_done(store) {
        let scene = scene(store).await;
        let (cycle, _) = scene.brought_to("do", json!({})).await;
        let day = scene.app.shared.clock.today();
        let (shown, ended) = (scene.evidence(json!({})).await, scene.evidence(json!({"effectiveUntil": day.previous_day().unwrap()})).await);
        let beside = scene.evidence_beside().await;
        let actions = format!("/v1/improvement-cycles/{cycle}/actions");
        let done = |ids: &[Uuid]| json!({"title": "Scholing", "status": "done", "doneOn": day, "evidenceIds": ids});
        let wrong = done(&[shown, ended, beside, Uuid::from_u128(9), shown]);
        let refused = scene.officer.post(&actions, wrong).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [
            pair("/evidenceIds/1", "evidence-outside-period"), pair("/evidenceIds/2", "evidence-of-other-unit"),
            pair("/evidenceIds/3", "unknown-reference"), pair("/evidenceIds/4", "duplicate"),
        ]);
        assert_eq!(used_by(&scene.officer, shown).await, [] as [String; 0], "nothing is half written");
        let made = scene.officer.post(&actions, done(&[shown])).await.expect(201);
        let path = format!("/v1/actions/{}", made.id());
        assert_eq!(made.json["evidenceIds"], json!([shown]));
        assert_eq!(scene.read("actions", made.id()).await["evidenceIds"], json!([shown]));
        stays(&scene.officer, shown, std::slice::from_ref(&path)).await;
        assert_eq!(used_by(&scene.officer, shown).await, [path.as_str()]);
        // What it rests on already may stay, whatever became of it.
        let past = json!({"effectiveFrom": "2020-01-01", "expiresOn": "2020-01-02"});
        let _ = scene.officer.patch(&format!("/v1/evidence/{shown}"), past).await.expect(200);
        let kept = scene.officer.patch(&path, json!({"description": "In twee middagen."})).await.expect(200);
        assert_eq!(kept.json["evidenceIds"], json!([shown]));
        // What was done before Do began is shown by something of that day.
        let earlier = json!({"doneOn": day.previous_day().unwrap(), "evidenceIds": [ended]});
        let _ = scene.officer.patch(&path, earlier).await.expect(200);
        goes(&scene.officer, shown).await;
        let _ = scene.command(cycle, "backToPlan").await.expect(200);
        scene.officer.delete(&path).await.expect(204);
        goes(&scene.officer, ended).await;
    }
}

both_stores! {
    fn a_cycle_that_is_deleted_lets_the_evidence_of_its_actions_go(store) {
        let scene = scene(store).await;
        let (cycle, other) = (scene.cycle().await, scene.cycle().await);
        let (one, two) = (scene.evidence(json!({})).await, scene.evidence(json!({})).await);
        for (cycle, evidence) in [(cycle, one), (other, two)] {
            let action = json!({"title": "Scholing", "evidenceIds": [evidence]});
            scene.under("improvement-cycles", cycle, "actions", action).await;
        }
        scene.officer.delete(&format!("/v1/improvement-cycles/{cycle}")).await.expect(204);
        goes(&scene.officer, one).await;
        assert_eq!(used_by(&scene.officer, two).await.len(), 1, "that of another cycle stays");
    }
}

both_stores! {
    fn a_decision_rests_on_evidence_of_its_round(store) {
        let scene = scene(store).await;
        let (_, goal) = scene.brought_to("act", json!({})).await;
        let day = scene.app.shared.clock.today();
        let shown = scene.evidence(json!({"effectiveFrom": day, "effectiveUntil": day})).await;
        let before = scene.evidence(json!({"effectiveUntil": day.previous_day().unwrap()})).await;
        let after = scene.evidence(json!({"effectiveFrom": day.next_day().unwrap()})).await;
        let decisions = format!("/v1/goals/{goal}/decisions");
        let decided = |ids: &[Uuid]| json!({"kind": "secure", "lesson": "Begin eerder", "takenOn": today(&scene.app), "evidenceIds": ids});
        let refused = scene.officer.post(&decisions, decided(&[before, shown, after])).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/evidenceIds/0", "evidence-outside-period"), pair("/evidenceIds/2", "evidence-outside-period")]);
        let made = scene.officer.post(&decisions, decided(&[shown])).await.expect(201);
        let path = format!("/v1/decisions/{}", made.id());
        assert_eq!(scene.read("decisions", made.id()).await["evidenceIds"], json!([shown]));
        stays(&scene.officer, shown, std::slice::from_ref(&path)).await;
        let listed = scene.officer.get(&decisions).await.expect(200);
        assert_eq!(listed.items()[0]["evidenceIds"], json!([shown]));
        let _ = scene.officer.patch(&path, json!({"evidenceIds": null})).await.expect(200);
        goes(&scene.officer, shown).await;
    }
}
