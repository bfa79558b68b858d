//! The report, and what the units say to it.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::{account_of, command_by, pairs, report, scene};

both_stores! {
    fn the_report_is_for_those_who_write_it_until_the_units_may_reply(store) {
        let scene = scene(store).await;
        let (audit, lead) = scene.led().await;
        let path = format!("/v1/audits/{audit}");
        let lead = scene.as_person("leider@een.nl", lead).await;
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        // The lead brings the audit to its report without any role on the school.
        assert_eq!(lead.get("/v1/audits").await.expect(200).items().len(), 1);
        for command in ["prepare", "start", "draftReport"] {
            let _ = command_by(&lead, audit, command).await.expect(200);
        }
        let _ = lead.put(&format!("{path}/report"), report()).await.expect(200);
        leader.put(&format!("{path}/report"), report()).await.refused(403, "forbidden");
        let shown = leader.get(&path).await.expect(200);
        assert_eq!((&shown.json["state"], &shown.json["report"]), (&json!("draftReport"), &Value::Null));
        assert_eq!(leader.get("/v1/audits").await.items()[0]["report"], Value::Null);
        for inside in [&lead, &scene.officer] {
            assert_eq!(inside.get(&path).await.json["report"]["summary"], json!("Het gaat goed."));
        }
        let early = leader.put(&format!("{path}/reply"), json!({"text": "Nee.", "dissent": true})).await;
        early.refused(409, "audit-state-forbids");
        let _ = command_by(&lead, audit, "submitForReply").await.expect(200);
        assert_eq!(leader.get(&path).await.json["report"]["summary"], json!("Het gaat goed."));
        command_by(&lead, audit, "adopt").await.refused(403, "forbidden");
        command_by(&leader, audit, "adopt").await.refused(403, "forbidden");
        // Who audits does not reply to themselves, and dissent is annexed to what is adopted.
        let said = json!({"text": "Wij herkennen dit niet.", "dissent": true});
        lead.put(&format!("{path}/reply"), said.clone()).await.refused(403, "team-does-not-reply");
        let _ = leader.put(&format!("{path}/reply"), said).await.expect(200);
        let adopted = command_by(&scene.officer, audit, "adopt").await.expect(200);
        let annexed = &adopted.json["replies"][0];
        assert_eq!((&annexed["dissent"], &annexed["text"], &annexed["unitId"]), (&json!(true), &json!("Wij herkennen dit niet."), &json!(scene.school)));
        let late = leader.put(&format!("{path}/reply"), json!({"text": "Toch niet.", "dissent": false})).await;
        late.refused(409, "audit-state-forbids");
        let closed = command_by(&scene.officer, audit, "close").await.expect(200);
        assert_eq!(closed.json["replies"], adopted.json["replies"]);
    }
}

both_stores! {
    fn the_lead_keeps_the_agenda_and_nobody_of_the_team_changes_whom_it_is_about(store) {
        let scene = scene(store).await;
        let (audit, lead) = scene.led().await;
        let path = format!("/v1/audits/{audit}");
        let lead = scene.as_person("leider@een.nl", lead).await;
        let agenda = json!({"agenda": [{"on": scene.day(2), "from": "13:00", "until": "14:00", "title": "Gesprek"}]});
        let _ = lead.patch(&path, agenda).await.expect(200);
        lead.patch(&path, json!({"title": "Anders"})).await.refused(403, "forbidden");
        lead.patch(&path, json!({"team": null})).await.refused(403, "forbidden");
        lead.delete(&path).await.refused(403, "forbidden");
        let watcher = scene.person("Kijker", scene.other).await;
        let both = json!({"team": [{"personId": watcher, "role": "observer"}]});
        let _ = scene.officer.patch(&path, both).await.expect(200);
        // Whoever left the team left the audit.
        lead.get(&path).await.refused(404, "not-found");
        let watcher = scene.as_person("kijker@een.nl", watcher).await;
        let _ = watcher.get(&path).await.expect(200);
        command_by(&watcher, audit, "prepare").await.refused(403, "forbidden");
        watcher.put(&format!("{path}/report"), report()).await.refused(403, "forbidden");
        let _ = command_by(&scene.officer, audit, "cancel").await.expect(200);
        let _ = watcher.get(&path).await.expect(200);
        scene.app.shared.clock.advance(86_400_000);
        watcher.get(&path).await.refused(404, "not-found");
    }
}

both_stores! {
    fn each_unit_replies_for_itself_and_none_who_made_the_report(store) {
        let scene = scene(store).await;
        let third = scene.app.school(&scene.officer, scene.board, "De Derde").await;
        let lead = scene.person("Leider", third).await;
        // Leads the audit, and runs the audits of the board besides.
        let leading = scene.app.signed_in("leider@een.nl", None, Role::BoardQualityOfficer, scene.board).await;
        let account = format!("/v1/accounts/{}", account_of(&leading).await);
        let _ = scene.officer.patch(&account, json!({"personId": lead})).await.expect(200);
        let units = [scene.school, scene.other];
        let audit = scene.plan(json!({"scopeUnitIds": units, "team": [{"personId": lead, "role": "lead"}]})).await;
        let path = format!("/v1/audits/{audit}/reply");
        scene.bring(audit, &["prepare", "start", "draftReport", "submitForReply"]).await;
        let one = scene.app.caller(Role::SchoolLeader, scene.school).await;
        let two = scene.app.caller(Role::SchoolLeader, scene.other).await;
        let said = |unit: uuid::Uuid, dissent: bool| json!({"unitId": unit, "text": "Zo zien wij het.", "dissent": dissent});
        leading.put(&path, said(scene.school, false)).await.refused(403, "team-does-not-reply");
        scene.officer.put(&path, said(scene.school, false)).await.refused(403, "adopter-does-not-reply");
        let unsaid = one.put(&path, json!({"text": "Wij.", "dissent": false})).await.refused(400, "invalid-input");
        assert_eq!(unsaid.errors(), pairs(&[("/unitId", "required")]));
        let elsewhere = one.put(&path, said(third, false)).await.refused(400, "invalid-input");
        assert_eq!(elsewhere.errors(), pairs(&[("/unitId", "unit-not-audited")]));
        one.put(&path, said(scene.other, false)).await.refused(403, "forbidden");
        let _ = two.put(&path, said(scene.other, true)).await.expect(200);
        // While one of them can still reply, the report does not stand.
        let refused = command_by(&scene.officer, audit, "adopt").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["reply-term-running"]);
        assert_eq!(refused.json["blockers"][0]["href"], json!(format!("/v1/organisation-units/{}", scene.school)));
        let _ = one.put(&path, said(scene.school, true)).await.expect(200);
        let _ = one.put(&path, said(scene.school, false)).await.expect(200);
        let adopted = command_by(&scene.officer, audit, "adopt").await.expect(200);
        let replies = adopted.json["replies"].as_array().unwrap().iter();
        let replies: Vec<_> = replies.map(|one| (one["unitId"].clone(), one["dissent"].clone())).collect();
        assert_eq!(replies, [(json!(scene.school), json!(false)), (json!(scene.other), json!(true))]);
    }
}

both_stores! {
    fn the_right_of_reply_is_neither_shortened_nor_cut_off(store) {
        let scene = scene(store).await;
        let (audit, _) = scene.led().await;
        let path = format!("/v1/audits/{audit}");
        let _ = scene.officer.patch(&path, json!({"replyDueOn": scene.day(1)})).await.expect(200);
        scene.bring(audit, &["prepare", "start", "draftReport", "submitForReply"]).await;
        assert_eq!(scene.read(audit).await["replyDueOn"], json!(scene.day(14)), "the days of the kind are the least");
        for due in [Value::Null, json!(scene.day(0)), json!(scene.day(13))] {
            let refused = scene.officer.patch(&path, json!({"replyDueOn": due})).await.refused(400, "invalid-input");
            assert_eq!(refused.errors(), pairs(&[("/replyDueOn", "reply-term-only-later")]));
        }
        let _ = scene.officer.patch(&path, json!({"replyDueOn": scene.day(20)})).await.expect(200);
        // What the school was given to read is not taken away from it.
        command_by(&scene.officer, audit, "cancel").await.refused(409, "audit-state-forbids");
        scene.app.shared.clock.advance(20 * 86_400_000);
        command_by(&scene.officer, audit, "adopt").await.refused(409, "transition-blocked");
        scene.app.shared.clock.advance(86_400_000);
        let _ = command_by(&scene.officer, audit, "adopt").await.expect(200);
    }
}

both_stores! {
    fn what_was_judged_is_told_with_the_report(store) {
        let scene = scene(store).await;
        let third = scene.app.school(&scene.officer, scene.board, "De Derde").await;
        let lead = scene.person("Leider", third).await;
        let units = [scene.school, scene.other];
        let audit = scene.plan(json!({"kind": "internal-system", "scopeUnitIds": units, "team": [{"personId": lead, "role": "lead"}]})).await;
        scene.bring(audit, &["prepare", "start", "draftReport"]).await;
        let path = format!("/v1/audits/{audit}");
        let _ = scene.officer.put(&format!("{path}/report"), report()).await.expect(200);
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        let of_submitting = |audit: &Value| {
            let all = audit["blockers"].as_array().unwrap().clone();
            let found = all.into_iter().find(|one| one["command"] == json!("submitForReply")).unwrap();
            found["reasons"].as_array().unwrap().clone()
        };
        let seen = leader.get(&path).await.expect(200).json;
        let told = of_submitting(&seen);
        assert_eq!(told.iter().map(|one| &one["code"]).collect::<Vec<_>>(), [&json!("audit-verdicts-missing")]);
        // Two standards at two schools: each item is named once.
        let mut items: Vec<_> = of_submitting(&scene.read(audit).await).iter().map(|one| one["href"].clone()).collect();
        items.dedup();
        assert_eq!(items.len(), 4);
        assert!(items.iter().all(|href| href.as_str().unwrap().starts_with("/v1/checklist-items/")), "{items:?}");
    }
}

both_stores! {
    fn what_is_replied_to_stays_what_it_was_unless_it_is_taken_back_openly(store) {
        let scene = scene(store).await;
        let (audit, lead) = scene.led().await;
        let path = format!("/v1/audits/{audit}");
        let lead = scene.as_person("leider@een.nl", lead).await;
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        scene.bring(audit, &["prepare", "start"]).await;
        let finding = json!({"auditId": audit, "unitId": scene.school, "grade": "strength", "statement": "Aandacht in elke les."});
        let finding = lead.post("/v1/findings", finding).await.expect(201).id();
        let finding = format!("/v1/findings/{finding}");
        let asked = json!({"auditId": audit, "unitId": scene.school, "question": "Hoe leren nieuwe collega's dit?"});
        let asked = lead.post("/v1/checklist-items", asked).await.expect(201).id();
        scene.bring(audit, &["draftReport", "submitForReply"]).await;
        let dissent = json!({"text": "In groep 5 was het anders.", "dissent": true});
        let _ = leader.put(&format!("{path}/reply"), dissent).await.expect(200);
        let better = json!({"summary": "Het gaat meestal goed.", "text": "In alle lessen op een na."});
        for caller in [&lead, &scene.officer] {
            let refused = caller.put(&format!("{path}/report"), better.clone()).await.refused(409, "report-under-reply");
            assert_eq!(refused.blockers(), ["report-under-reply"]);
            caller.patch(&finding, json!({"statement": "Anders."})).await.refused(409, "fieldwork-not-running");
        }
        command_by(&leader, audit, "backToDraft").await.refused(403, "forbidden");
        assert!(scene.read(audit).await["availableCommands"].as_array().unwrap().contains(&json!("backToDraft")));

        let back = command_by(&lead, audit, "backToDraft").await.expect(200);
        assert_eq!((&back.json["state"], &back.json["replies"]), (&json!("draftReport"), &json!([])));
        let earlier = &back.json["earlierReports"][0];
        assert_eq!(earlier["report"]["summary"], json!("Het gaat goed."));
        assert_eq!((&earlier["replies"][0]["text"], &earlier["replies"][0]["dissent"]), (&json!("In groep 5 was het anders."), &json!(true)));
        assert_eq!(earlier["takenBackOn"], json!(scene.day(0)));
        // The school keeps what it was given and said; what is written now it does not see yet.
        let _ = lead.put(&format!("{path}/report"), better).await.expect(200);
        let _ = lead.patch(&finding, json!({"statement": "Aandacht in bijna elke les."})).await.expect(200);
        let seen = leader.get(&path).await.expect(200).json;
        assert_eq!((&seen["report"], &seen["earlierReports"]), (&Value::Null, &json!([earlier])));
        let cancel = command_by(&scene.officer, audit, "cancel").await.refused(409, "transition-blocked");
        assert_eq!(cancel.blockers(), ["report-was-given"]);
        // What the school said is about these, so they stay. What was never given goes.
        for given in [finding.clone(), format!("/v1/checklist-items/{asked}")] {
            let kept = lead.delete(&given).await.refused(409, "given-to-units");
            assert_eq!(kept.json["blockers"][0]["href"], json!(given));
        }
        let later = json!({"auditId": audit, "unitId": scene.school, "grade": "strength", "statement": "Rust in de gangen."});
        let later = lead.post("/v1/findings", later).await.expect(201).id();
        let _ = lead.delete(&format!("/v1/findings/{later}")).await.expect(204);

        // It is given anew, and the school replies to what it says now.
        let _ = command_by(&lead, audit, "submitForReply").await.expect(200);
        let refused = command_by(&scene.officer, audit, "adopt").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["reply-term-running"]);
        let _ = leader.put(&format!("{path}/reply"), json!({"text": "Zo herkennen wij het.", "dissent": false})).await.expect(200);
        let adopted = command_by(&scene.officer, audit, "adopt").await.expect(200).json;
        assert_eq!((&adopted["report"]["summary"], &adopted["replies"][0]["dissent"]), (&json!("Het gaat meestal goed."), &json!(false)));
        assert_eq!(adopted["earlierReports"], json!([earlier]));
        let steps = scene.officer.get(&format!("{path}/transitions")).await.expect(200);
        let steps: Vec<_> = steps.items().iter().map(|one| one["command"].as_str().unwrap()).collect();
        assert_eq!(steps, ["prepare", "start", "draftReport", "submitForReply", "backToDraft", "submitForReply", "adopt"]);
    }
}
