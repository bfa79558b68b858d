//! Verdicts and scores rest on evidence; whose score rests on which is the participant's own secret.

use akoki_tests::both_stores;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Scene, pairs, person, said, scene, score};
use crate::http::{
    evidence::{goes, kept, stays, used_by},
    follower::settle,
};

impl Scene {
    async fn evidence(&self, more: Value) -> Uuid {
        kept(&self.officer, self.school, self.leader_id, more).await
    }
}

fn resting(standard: &str, value: &str, ids: &[Uuid]) -> Value {
    let mut said = said(standard, Some(value));
    said["evidenceIds"] = json!(ids);
    said
}

both_stores! {
    fn a_verdict_given_together_rests_on_evidence_of_the_year(store) {
        let scene = scene(store).await;
        let id = scene.open("joint").await;
        let path = format!("/v1/self-evaluations/{id}");
        let (one, two) = (scene.evidence(json!({})).await, scene.evidence(json!({})).await);
        let earlier = scene.evidence(json!({"effectiveUntil": "2026-07-31"})).await;
        let last_day = scene.evidence(json!({"effectiveFrom": "2027-07-31"})).await;
        let later = scene.evidence(json!({"effectiveFrom": "2027-08-01"})).await;
        let other = scene.app.school(&scene.officer, scene.board, "Ernaast").await;
        let beside = kept(&scene.officer, other, scene.leader_id, json!({})).await;
        let items = json!([
            resting("OP2", "satisfactory", &[earlier, last_day, later, beside]),
            resting("OP3", "grand", &[one, Uuid::from_u128(9), one]),
        ]);
        let refused = scene.judge(id, items).await.refused(400, "invalid-input");
        // What hangs at a school beside is out of the reach of the leader.
        assert_eq!(refused.errors(), pairs(&[
            ("/items/0/evidenceIds/0", "evidence-outside-period"), ("/items/0/evidenceIds/2", "evidence-outside-period"),
            ("/items/0/evidenceIds/3", "unknown-reference"), ("/items/1/evidenceIds/1", "unknown-reference"),
            ("/items/1/evidenceIds/2", "duplicate"), ("/items/1/value", "unknown-level"),
        ]));
        let judged = scene.judge(id, json!([resting("OP2", "satisfactory", &[one, two]), resting("OP3", "good", &[one])])).await.expect(200);
        assert_eq!(judged.json["verdicts"][0]["evidenceIds"], json!([one, two]));
        stays(&scene.officer, one, std::slice::from_ref(&path)).await;
        let _ = scene.judge(id, json!([resting("OP2", "satisfactory", &[])])).await.expect(200);
        goes(&scene.officer, two).await;
        assert_eq!(used_by(&scene.officer, one).await, [path.as_str()], "the other verdict rests on it still");

        let met = json!({"meeting": {"heldOn": scene.app.shared.clock.today(), "attendeeIds": [scene.leader_id]}});
        let _ = scene.leader.patch(&path, met).await.expect(200);
        let _ = scene.command(id, "conclude").await.expect(200);
        let before = scene.read(id).await;
        let of = format!("/v1/evidence/{one}");
        scene.officer.patch(&of, json!({"effectiveUntil": "2021-01-01"})).await.refused(409, "evidence-in-use");
        let _ = scene.officer.patch(&of, json!({"expiresOn": "2021-01-01"})).await.expect(200);
        stays(&scene.officer, one, std::slice::from_ref(&path)).await;
        assert_eq!(scene.read(id).await.text, before.text, "not a byte changes");
    }
}

both_stores! {
    fn who_rests_on_what_is_told_to_nobody(store) {
        let scene = scene(store).await;
        let id = scene.open("individual").await;
        let path = format!("/v1/self-evaluations/{id}");
        let staff = scene.staff(2).await;
        let (one, two) = (scene.evidence(json!({})).await, scene.evidence(json!({})).await);
        let late = scene.evidence(json!({"effectiveUntil": "2021-01-01"})).await;
        let refused = score(&staff[0], id, json!([resting("OP2", "good", &[one, late])])).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/items/0/evidenceIds/1", "evidence-outside-period")]));
        let mut own = Vec::new();
        for caller in &staff {
            let given = score(caller, id, json!([resting("OP2", "good", &[one]), resting("OP3", "good", &[one, two])])).await.expect(201);
            let given = &given.json["scores"];
            assert_eq!(given[1]["evidenceIds"], json!([one, two]));
            own.push([0, 1].map(|n| given[n]["links"]["self"].as_str().unwrap().to_owned()));
        }
        let people: Vec<String> = {
            let mut people = Vec::new();
            for caller in &staff {
                people.push(caller.get(&own[people.len()][0]).await.expect(200).json["personId"].as_str().unwrap().to_owned());
            }
            people
        };

        // The evaluation as a whole is said to use it, once.
        for caller in [&scene.officer, &scene.leader, &staff[1]] {
            assert_eq!(used_by(caller, one).await, [path.as_str()]);
        }
        let shown = scene.officer.get(&format!("/v1/evidence/{one}")).await.expect(200).text;
        let refused = scene.officer.delete(&format!("/v1/evidence/{one}")).await.refused(409, "in-use").text;
        settle(&scene.app).await;
        let trail = scene.officer.get("/v1/trail?limit=200").await.expect(200).text;
        let events = scene.officer.get("/v1/events?limit=200").await.expect(200).text;
        for text in [&shown, &refused] {
            assert!(people.iter().all(|person| !text.contains(person)), "{text}");
            assert!(own.iter().flatten().all(|score| !text.contains(score.as_str())), "{text}");
        }
        for text in [&trail, &events] {
            assert!(!text.contains("\"evidenceIds\"") && !text.contains("/v1/scores/"), "{text}");
        }

        // It is used as long as one of them rests on it.
        let _ = staff[0].patch(&own[0][1], json!({"evidenceIds": [one]})).await.expect(200);
        stays(&scene.officer, two, std::slice::from_ref(&path)).await;
        let changed = staff[1].patch(&own[1][1], json!({"evidenceIds": null})).await.expect(200);
        assert_eq!(changed.json["evidenceIds"], json!([]));
        goes(&scene.officer, two).await;
        let refused = staff[1].patch(&own[1][1], json!({"evidenceIds": [late]})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), pairs(&[("/evidenceIds/0", "evidence-outside-period")]));
        stays(&scene.officer, one, std::slice::from_ref(&path)).await;
    }
}

both_stores! {
    fn what_was_agreed_and_what_was_scored_let_go_each_for_itself(store) {
        let scene = scene(store).await;
        let id = scene.open("individual").await;
        let path = format!("/v1/self-evaluations/{id}");
        let evidence = scene.evidence(json!({})).await;
        let colleague = person(&scene.officer, scene.school, "Vries").await;
        let place = (scene.board, scene.school);
        let colleague = scene.app.signed_in_as(colleague, akoki_domain::access::Role::Staff, place).await;
        let given = score(&colleague, id, json!([resting("OP2", "good", &[evidence])])).await.expect(201);
        let own = given.json["scores"][0]["links"]["self"].as_str().unwrap().to_owned();
        let _ = scene.command(id, "endScoring").await.expect(200);
        let judged = scene.judge(id, json!([resting("OP2", "good", &[evidence])])).await.expect(200);
        assert_eq!(judged.json["verdicts"][0]["evidenceIds"], json!([evidence]));
        assert_eq!(used_by(&scene.officer, evidence).await, [path.as_str()]);
        let _ = scene.command(id, "reopen").await.expect(200);
        let _ = colleague.patch(&own, json!({"evidenceIds": []})).await.expect(200);
        stays(&scene.officer, evidence, std::slice::from_ref(&path)).await;
        let _ = scene.command(id, "endScoring").await.expect(200);
        let _ = scene.judge(id, json!([resting("OP2", "good", &[])])).await.expect(200);
        goes(&scene.officer, evidence).await;
    }
}
