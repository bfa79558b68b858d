//! Findings, checklist items and the follow-up of findings rest on evidence.

use akoki_tests::both_stores;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{Scene, own_id, pair, put_if, scene, today};
use crate::http::evidence::{file, goes, kept, stays, used_by};

impl Scene {
    async fn evidence(&self, more: Value) -> Uuid {
        kept(&self.officer, self.school, self.owner, more).await
    }

    /// A finding that rests on these.
    fn resting(&self, audit: Uuid, ids: &[Uuid]) -> Value {
        let mut body = self.finding(audit, "minor");
        body["evidenceIds"] = json!(ids);
        body
    }
}

fn href(noun: &str, id: Uuid) -> String {
    format!("/v1/{noun}/{id}")
}

both_stores! {
    fn a_finding_rests_on_evidence_until_it_is_deleted(store) {
        let scene = scene(store).await;
        let audit = scene.running("internal-system", &["SKA1"]).await;
        let (one, two) = (scene.evidence(json!({})).await, scene.evidence(json!({})).await);
        let body = scene.resting(audit, &[one]);
        let made = scene.auditor.post("/v1/findings", body).await.expect(201);
        let path = href("findings", made.id());
        assert_eq!((&made.json["evidenceIds"], made.json["evidence"].as_array().unwrap().len()), (&json!([one]), 1));
        assert_eq!(used_by(&scene.officer, one).await, [path.as_str()]);
        stays(&scene.officer, one, std::slice::from_ref(&path)).await;
        // The people of the school do not hear of it before the report does tell them.
        assert_eq!(used_by(&scene.leader, one).await, [] as [String; 0]);
        stays(&scene.leader, one, &[]).await;
        let narrower = json!({"effectiveFrom": "2020-08-02"});
        let refused = scene.leader.patch(&href("evidence", one), narrower).await.refused(409, "evidence-in-use");
        assert_eq!(refused.blockers(), [] as [String; 0]);
        let changed = scene.auditor.patch(&path, json!({"evidenceIds": [two]})).await.expect(200);
        assert_eq!(changed.json["evidenceIds"], json!([two]));
        goes(&scene.officer, one).await;
        scene.auditor.delete(&path).await.expect(204);
        goes(&scene.officer, two).await;
    }
}

both_stores! {
    fn all_that_is_wrong_with_the_evidence_of_a_finding_is_said_at_once(store) {
        let scene = scene(store).await;
        let audit = scene.running("internal-system", &["SKA1"]).await;
        let day = scene.app.shared.clock.today();
        let (before, after) = (day.previous_day().unwrap(), day.next_day().unwrap());
        let good = scene.evidence(json!({"effectiveFrom": day, "effectiveUntil": day})).await;
        let ended = scene.evidence(json!({"effectiveUntil": before})).await;
        let begins = scene.evidence(json!({"effectiveFrom": after})).await;
        let of_board = kept(&scene.officer, scene.board, scene.owner, json!({})).await;
        let other = scene.app.school(&scene.officer, scene.board, "Ernaast").await;
        let beside = kept(&scene.officer, other, scene.owner, json!({})).await;
        let (board, stranger) = scene.app.board("Twee").await;
        let person = json!({"givenName": "Noor", "familyName": "Bos", "homeUnitId": board});
        let person = stranger.post("/v1/people", person).await.expect(201).id();
        let theirs = kept(&stranger, board, person, json!({})).await;
        let ids = [good, ended, begins, of_board, beside, theirs, own_id(9), good];
        let wrong = [
            pair("/evidenceIds/1", "evidence-outside-period"), pair("/evidenceIds/2", "evidence-outside-period"),
            pair("/evidenceIds/4", "evidence-of-other-unit"), pair("/evidenceIds/5", "unknown-reference"),
            pair("/evidenceIds/6", "unknown-reference"), pair("/evidenceIds/7", "duplicate"),
        ];
        let body = scene.resting(audit, &ids);
        let refused = scene.officer.post("/v1/findings", body).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), wrong);
        let item = scene.items(audit).await[0]["id"].as_str().unwrap().to_owned();
        let item = format!("/v1/checklist-items/{item}");
        let refused = scene.officer.patch(&item, json!({"evidenceIds": ids})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), wrong);
        assert_eq!(used_by(&scene.officer, good).await, [] as [String; 0], "nothing is half written");
        // What is there may stay, whatever became of it.
        let changed = scene.officer.patch(&item, json!({"evidenceIds": [good, of_board]})).await.expect(200);
        let _ = scene.officer.patch(&href("evidence", good), json!({"effectiveFrom": "2020-01-01", "expiresOn": "2020-01-02"})).await.expect(200);
        let changed = scene.officer.patch_if(&item, changed.header("etag"), json!({"notes": "Gelezen."})).await.expect(200);
        assert_eq!(changed.json["evidenceIds"], json!([good, of_board]));
    }
}

both_stores! {
    fn what_is_sent_from_the_field_rests_on_evidence(store) {
        let scene = scene(store).await;
        let audit = scene.running("internal-system", &["OP1", "SKA1"]).await;
        let (one, two) = (scene.evidence(json!({})).await, scene.evidence(json!({})).await);
        let late = scene.evidence(json!({"effectiveUntil": "2021-01-01"})).await;
        // An item of the auditor's own, made without a connection.
        let path = href("checklist-items", own_id(1));
        let mut question = json!({"auditId": audit, "unitId": scene.school, "question": "Leren wij?", "evidenceIds": [one]});
        let made = scene.auditor.put_plain(&path, question.clone()).await.expect(201);
        let again = scene.auditor.put_plain(&path, question.clone()).await.expect(200);
        assert_eq!((again.header("etag"), used_by(&scene.officer, one).await), (made.header("etag"), vec![path.clone()]));
        question["evidenceIds"] = json!([late]);
        let refused = put_if(&scene.auditor, &path, ("if-match", "\"1\""), &question).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/evidenceIds/0", "evidence-outside-period")]);
        assert_eq!(used_by(&scene.officer, one).await, [path.as_str()]);

        let items = scene.items(audit).await;
        let item = items.iter().find(|one| one["standard"] == "SKA1").unwrap();
        let judged = |version: u64, ids: &[Uuid]| json!({
            "type": "checklistItem", "id": item["id"], "version": version, "value": {
                "auditId": audit, "unitId": scene.school, "standard": "SKA1", "verdict": "satisfactory",
                "assessedOn": today(&scene.app), "evidenceIds": ids,
            },
        });
        let finding = |n: u128, ids: &[Uuid]| json!({"type": "finding", "id": own_id(n), "value": scene.resting(audit, ids)});
        let batch = format!("/v1/audits/{audit}/fieldwork");
        let sent = json!({"items": [judged(1, &[two]), finding(2, &[two]), finding(3, &[one, late])]});
        let came = scene.auditor.post(&batch, sent.clone()).await.expect(200);
        let statuses: Vec<_> = came.items().iter().map(|one| one["status"].as_u64().unwrap()).collect();
        assert_eq!(statuses, [200, 201, 400], "{}", came.text);
        assert_eq!(came.items()[2]["errors"][0]["location"], "/evidenceIds/1");
        let own = format!("/v1/checklist-items/{}", item["id"].as_str().unwrap());
        assert_eq!(used_by(&scene.officer, two).await, [own.clone(), href("findings", own_id(2))]);
        assert_eq!(used_by(&scene.officer, one).await, [path], "what is refused uses nothing");
        // Somebody was first: what is not taken over uses nothing, and lets nothing go.
        let came = scene.officer.post(&batch, json!({"items": [judged(1, &[one])]})).await.expect(200);
        assert_eq!((&came.items()[0]["status"], &came.items()[0]["current"]["evidenceIds"]), (&json!(409), &json!([two])));
        assert_eq!(used_by(&scene.officer, two).await, [own, href("findings", own_id(2))]);
        let again = scene.auditor.post(&batch, json!({"items": [sent["items"][0], sent["items"][1]]})).await.expect(200);
        assert!(again.items().iter().all(|one| one["unchanged"] == json!(true)), "{}", again.text);
    }
}

both_stores! {
    fn the_follow_up_rests_on_evidence_of_after_the_audit(store) {
        let scene = scene(store).await;
        let (_, finding) = scene.nonconformity("minor").await;
        let path = href("findings", finding);
        let day = scene.app.shared.clock.today();
        let old = scene.evidence(json!({"effectiveUntil": day.previous_day().unwrap()})).await;
        let done = scene.evidence(json!({"effectiveFrom": day.next_day().unwrap()})).await;
        let mut correction = scene.correction(&day.to_string());
        correction["executedOn"] = json!(day);
        correction["executedById"] = json!(scene.owner);
        correction["evidenceIds"] = json!([done, old]);
        let refused = scene.part(&scene.leader, finding, "correction", correction.clone()).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/evidenceIds/1", "evidence-outside-period")]);
        correction["evidenceIds"] = json!([done]);
        let set = scene.part(&scene.leader, finding, "correction", correction).await.expect(200);
        assert_eq!(set.json["correction"]["evidenceIds"], json!([done]));
        for command in ["answer", "reportCarriedOut"] {
            let _ = scene.command(&scene.leader, finding, command).await.expect(200);
        }
        let seen = scene.evidence(json!({})).await;
        let verification = json!({
            "verifiedOn": day, "verifiedById": scene.lead, "effective": false, "text": "Gelezen.", "evidenceIds": [seen],
        });
        let _ = scene.part(&scene.officer, finding, "verification", verification).await.expect(200);
        // What was of no effect is kept, with what showed it.
        let back = scene.command(&scene.officer, finding, "backToCorrection").await.expect(200);
        assert_eq!(back.json["earlierAttempts"][0]["verification"]["evidenceIds"], json!([seen]));
        for evidence in [done, seen] {
            stays(&scene.officer, evidence, std::slice::from_ref(&path)).await;
        }
        goes(&scene.officer, old).await;
    }
}

both_stores! {
    fn an_answer_rests_on_evidence_of_after_the_audit(store) {
        let scene = scene(store).await;
        let audit = scene.running("collegial", &["SKA1"]).await;
        let finding = scene.found(audit, "recommendation").await;
        scene.adopt(audit).await;
        let day = scene.app.shared.clock.today();
        let (shown, second) = (scene.evidence(json!({"effectiveFrom": day.next_day().unwrap()})).await, scene.evidence(json!({})).await);
        let old = scene.evidence(json!({"effectiveUntil": day.previous_day().unwrap()})).await;
        let answer = |ids: &[Uuid]| json!({"decision": "declined", "reason": "Wij doen dit al.", "evidenceIds": ids});
        let refused = scene.part(&scene.leader, finding, "response", answer(&[shown, old, shown])).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/evidenceIds/1", "evidence-outside-period"), pair("/evidenceIds/2", "duplicate")]);
        let set = scene.part(&scene.leader, finding, "response", answer(&[shown])).await.expect(200);
        assert_eq!(set.json["response"]["evidenceIds"], json!([shown]));
        stays(&scene.officer, shown, &[href("findings", finding)]).await;
        let _ = scene.part(&scene.leader, finding, "response", answer(&[second])).await.expect(200);
        goes(&scene.officer, shown).await;
        assert_eq!(used_by(&scene.leader, second).await, [href("findings", finding)]);
    }
}

both_stores! {
    fn readiness_asks_by_what_it_is_seen_that_a_finding_was_put_right(store) {
        let scene = scene(store).await;
        let (_, finding) = scene.nonconformity("minor").await;
        let path = href("findings", finding);
        let day = scene.app.shared.clock.today();
        let told = async |on: time::Date| -> Vec<(String, String, Value)> {
            let ready = format!("/v1/organisation-units/{}/inspection-readiness?on={on}", scene.school);
            let ready = scene.officer.get(&ready).await.expect(200).json;
            let standards = ready["standards"].as_array().unwrap();
            let ska1 = standards.iter().find(|one| one["standard"] == "SKA1").unwrap();
            let mut all = Vec::new();
            for gap in ska1["gaps"].as_array().unwrap().iter().filter(|gap| gap["gap"] != "findingOpen") {
                let of_finding = gap["why"].as_array().unwrap().iter().filter(|one| one["href"] == json!(path));
                let text = |value: &Value| value.as_str().unwrap().to_owned();
                all.extend(of_finding.map(|one| (text(&gap["gap"]), text(&one["code"]), one["location"].clone())));
            }
            all
        };
        let mut correction = scene.correction(&day.to_string());
        let _ = scene.part(&scene.leader, finding, "correction", correction.clone()).await.expect(200);
        assert_eq!(told(day).await, [], "nothing was done yet");
        (correction["executedOn"], correction["executedById"]) = (json!(day), json!(scene.owner));
        let _ = scene.part(&scene.leader, finding, "correction", correction.clone()).await.expect(200);
        let at = json!("/correction/evidenceIds");
        let missing = ("evidenceMissing".to_owned(), "done-without-evidence".to_owned(), at.clone());
        assert_eq!(told(day).await, [missing]);
        let shown = scene.evidence(json!({"expiresOn": day})).await;
        correction["evidenceIds"] = json!([shown]);
        let _ = scene.part(&scene.leader, finding, "correction", correction).await.expect(200);
        let expired = ("evidenceExpired".to_owned(), "evidence-holds-no-longer".to_owned(), at);
        assert_eq!((told(day).await, told(day.next_day().unwrap()).await), (vec![], vec![expired]));
    }
}

both_stores! {
    fn a_closed_audit_keeps_its_evidence_and_its_bytes(store) {
        let scene = scene(store).await;
        let audit = scene.running("internal-system", &["SKA1"]).await;
        let evidence = scene.evidence(json!({})).await;
        let body = {
            let mut body = scene.resting(audit, &[evidence]);
            body["grade"] = json!("strength");
            body
        };
        let finding = scene.auditor.post("/v1/findings", body).await.expect(201).id();
        scene.judge(audit).await;
        scene.adopt(audit).await;
        let _ = scene.step(audit, "close").await.expect(200);
        let path = href("findings", finding);
        let before = scene.officer.get(&path).await.expect(200);
        let of = href("evidence", evidence);
        let bytes = file(&scene.officer, &of).await;
        scene.officer.delete(&bytes).await.refused(409, "evidence-in-use");
        scene.officer.patch(&of, json!({"title": "Anders", "effectiveUntil": "2020-09-01"})).await.refused(409, "evidence-in-use");
        let _ = scene.officer.patch(&of, json!({"title": "Anders", "effectiveFrom": "2020-07-01"})).await.expect(200);
        stays(&scene.officer, evidence, std::slice::from_ref(&path)).await;
        assert_eq!(scene.officer.get(&path).await.expect(200).text, before.text);
    }
}

both_stores! {
    fn what_is_used_keeps_what_it_showed(store) {
        let scene = scene(store).await;
        let (_, finding) = scene.nonconformity("minor").await;
        let day = scene.app.shared.clock.today();
        let link = |name: &str| json!({"url": format!("https://school.example/{name}")});
        let shown = scene.evidence(json!({"effectiveUntil": day, "webLinks": [link("a")]})).await;
        let of = href("evidence", shown);
        let bytes = file(&scene.officer, &of).await;
        // A dossier holds it to nothing.
        let dossier = json!({"unitId": scene.school, "requirement": "inspectorate/2025/po/OP2", "evidenceIds": [shown]});
        let _ = scene.officer.post("/v1/dossiers", dossier).await.expect(201);
        assert_eq!(scene.officer.delete(&bytes).await.status, 204);
        for links in [json!([]), json!([link("a")])] {
            let _ = scene.officer.patch(&of, json!({"webLinks": links})).await.expect(200);
        }
        let bytes = file(&scene.officer, &of).await;
        let mut correction = scene.correction(&day.to_string());
        correction["executedOn"] = json!(day);
        correction["executedById"] = json!(scene.owner);
        correction["evidenceIds"] = json!([shown]);
        let _ = scene.part(&scene.leader, finding, "correction", correction.clone()).await.expect(200);
        let refused = scene.officer.delete(&bytes).await.refused(409, "evidence-in-use");
        assert_eq!(refused.blockers(), ["evidence-in-use"], "the dossier is not in the way");
        assert_eq!(refused.json["blockers"][0]["href"], json!(href("findings", finding)));
        for less in [
            json!({"webLinks": []}), json!({"webLinks": [link("b")]}), json!({"effectiveFrom": "2020-08-02"}),
            json!({"effectiveUntil": day.previous_day().unwrap()}),
        ] {
            let refused = scene.officer.patch(&of, less).await.refused(409, "evidence-in-use");
            assert_eq!(refused.json["blockers"][0]["href"], json!(href("findings", finding)));
        }
        let more = json!({
            "title": "Anders", "webLinks": [link("b"), link("a")], "effectiveFrom": "2020-07-01", "effectiveUntil": null,
        });
        let _ = scene.officer.patch(&of, more).await.expect(200);
        let again = json!({"effectiveUntil": day});
        scene.officer.patch(&of, again.clone()).await.refused(409, "evidence-in-use");
        // What should not be there goes after what refers to it has let go.
        correction["evidenceIds"] = json!([]);
        let _ = scene.part(&scene.leader, finding, "correction", correction).await.expect(200);
        assert_eq!(scene.officer.delete(&bytes).await.status, 204);
        let _ = scene.officer.patch(&of, again).await.expect(200);
    }
}
