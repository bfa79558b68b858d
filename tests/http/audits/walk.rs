//! From the programme to the closing.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::{command_by, pairs, report, scene, wrong};

both_stores! {
    fn an_audit_goes_from_the_programme_to_its_closing(store) {
        let scene = scene(store).await;
        let officer = &scene.officer;
        let programme = json!({"boardId": scene.board, "schoolYear": 2026, "title": "Audits 2026/27", "objectives": ["Elke school"]});
        let programme = officer.post("/v1/audit-programmes", programme).await.expect(201);
        let lead = scene.person("Leider", scene.other).await;
        let audit = scene.plan(json!({"programmeId": programme.id()})).await;
        let planned = scene.read(audit).await;
        assert_eq!((&planned["state"], &planned["unitId"]), (&json!("planned"), &json!(scene.school)));
        assert_eq!((&planned["edition"], &planned["selection"]), (&json!("inspectorate/2025/po"), &json!("named")));
        assert_eq!(planned["standards"][0], json!({"requirement": "inspectorate/2025/po/OP2", "weight": 1}));
        let listed = officer.get(programme.json["links"]["audits"].as_str().unwrap()).await.expect(200);
        assert_eq!(listed.items().len(), 1);

        // Everything that is missing is told at once, and the representation says the same.
        let _ = officer.patch(&format!("/v1/audits/{audit}"), json!({"researchQuestions": null, "agenda": null})).await.expect(200);
        let refused = command_by(officer, audit, "prepare").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["audit-lead-missing", "audit-team-missing", "research-question-missing"]);
        let shown = scene.read(audit).await;
        assert_eq!(shown["availableCommands"], json!(["cancel"]));
        assert_eq!(shown["blockers"][0]["reasons"], refused.json["blockers"]);
        let change = json!({"team": [{"personId": lead, "role": "lead"}], "researchQuestions": ["Wat zien wij?"]});
        let _ = officer.patch(&format!("/v1/audits/{audit}"), change).await.expect(200);
        let _ = command_by(officer, audit, "prepare").await.expect(200);
        let refused = command_by(officer, audit, "start").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["agenda-missing"]);
        let agenda = json!({"agenda": [{"on": scene.day(0), "from": "09:00", "until": "10:00", "title": "Ontvangst"}]});
        let _ = officer.patch(&format!("/v1/audits/{audit}"), agenda).await.expect(200);
        // What it looks at stands by now.
        let late = officer.patch(&format!("/v1/audits/{audit}"), json!({"standards": ["OP2"]})).await;
        assert_eq!(late.refused(409, "audit-state-forbids").blockers(), ["audit-state-forbids"]);
        let started = command_by(officer, audit, "start").await.expect(200);
        assert_eq!(started.json["startedOn"], json!(scene.day(0)));
        let _ = command_by(officer, audit, "draftReport").await.expect(200);
        let refused = command_by(officer, audit, "submitForReply").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["report-missing"]);
        let _ = officer.put(&format!("/v1/audits/{audit}/report"), report()).await.expect(200);
        let given = command_by(officer, audit, "submitForReply").await.expect(200);
        assert_eq!(given.json["replyDueOn"], json!(scene.day(14)));
        let refused = command_by(officer, audit, "adopt").await.refused(409, "transition-blocked");
        assert_eq!(refused.blockers(), ["reply-term-running"]);
        scene.app.shared.clock.advance(15 * 86_400_000);
        let adopted = command_by(officer, audit, "adopt").await.expect(200);
        assert_eq!(adopted.json["adopted"]["on"], json!(scene.day(0)));
        let _ = command_by(officer, audit, "startFollowUp").await.expect(200);
        // What it made necessary is an improvement cycle that leads back.
        let cycle = json!({"unitId": scene.school, "theme": "onderwijs", "title": "Overdracht", "arisesFrom": {"type": "audit", "id": audit}});
        let cycle = officer.post("/v1/improvement-cycles", cycle).await.expect(201);
        assert_eq!(cycle.json["links"]["arisesFrom"], json!(format!("/v1/audits/{audit}")));
        let following = officer.get(adopted.json["links"]["improvementCycles"].as_str().unwrap()).await.expect(200);
        assert_eq!(following.items().len(), 1);
        let closed = command_by(officer, audit, "close").await.expect(200);
        assert_eq!((&closed.json["state"], &closed.json["endedOn"]), (&json!("closed"), &json!(scene.day(0))));

        let steps = officer.get(&format!("/v1/audits/{audit}/transitions")).await.expect(200);
        let steps: Vec<&str> = steps.items().iter().map(|step| step["command"].as_str().unwrap()).collect();
        assert_eq!(steps, ["prepare", "start", "draftReport", "submitForReply", "adopt", "startFollowUp", "close"]);
    }
}

both_stores! {
    fn a_closed_audit_never_changes_a_byte(store) {
        let scene = scene(store).await;
        let (audit, lead) = scene.led().await;
        let path = format!("/v1/audits/{audit}");
        scene.bring(audit, &["prepare", "start", "draftReport", "submitForReply"]).await;
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        let _ = leader.put(&format!("{path}/reply"), json!({"text": "Eens.", "dissent": false})).await.expect(200);
        scene.bring(audit, &["adopt", "close"]).await;
        let before = scene.officer.get(&path).await.expect(200).text;
        let refused = [
            scene.officer.patch(&path, json!({"title": "Anders"})).await,
            scene.officer.patch(&path, json!({"team": null})).await,
            scene.officer.patch(&path, json!({"agenda": null})).await,
            scene.officer.put(&format!("{path}/report"), json!({"summary": "Anders", "text": "Anders"})).await,
            leader.put(&format!("{path}/reply"), json!({"text": "Anders", "dissent": true})).await,
            scene.officer.delete(&path).await,
            command_by(&scene.officer, audit, "adopt").await,
            command_by(&scene.officer, audit, "cancel").await,
        ];
        for answer in refused {
            answer.refused(409, "audit-state-forbids");
        }
        // What happens around it leaves it as it is: the lead comes to work at the school, a year goes by.
        let work = json!({"personId": lead, "unitId": scene.school, "function": "teacher", "startsOn": scene.day(0)});
        let _ = scene.officer.post("/v1/assignments", work).await.expect(201);
        scene.app.shared.clock.advance(7 * 86_400_000);
        assert_eq!(scene.officer.get(&path).await.expect(200).text, before);
    }
}

both_stores! {
    fn an_audit_that_was_planned_only_is_deleted_any_other_broken_off(store) {
        let scene = scene(store).await;
        let (audit, _) = scene.led().await;
        let path = format!("/v1/audits/{audit}");
        let _ = command_by(&scene.officer, audit, "prepare").await.expect(200);
        scene.officer.delete(&path).await.refused(409, "audit-state-forbids");
        let cancelled = command_by(&scene.officer, audit, "cancel").await.expect(200);
        assert_eq!((&cancelled.json["state"], &cancelled.json["availableCommands"]), (&json!("cancelled"), &json!([])));
        let other = scene.plan(json!({})).await;
        scene.officer.delete(&format!("/v1/audits/{other}")).await.expect(204);
        scene.officer.get(&format!("/v1/audits/{other}")).await.refused(404, "not-found");
    }
}

both_stores! {
    fn everything_wrong_with_a_plan_is_told_at_once(store) {
        let scene = scene(store).await;
        let (stranger_board, stranger) = scene.app.board("Twee").await;
        let theirs = scene.app.school(&stranger, stranger_board, "Elders").await;
        let mut body = scene.collegial(json!({
            "scopeUnitIds": [scene.school, theirs], "plannedUntil": scene.day(-1), "programmeId": scene.school,
            "bodyId": scene.school, "edition": "inspectorate/2024/po", "standards": ["OP2", "XX9"],
        }));
        body["agenda"] = json!([{"on": scene.day(30), "from": "10:00", "until": "09:00", "title": "Later"}]);
        body["team"] = json!([{"personId": scene.school, "role": "lead"}, {"role": "auditor"}]);
        let refused = scene.officer.post("/v1/audits", body).await.refused(400, "invalid-input");
        let expected = pairs(&[
            ("/scopeUnitIds/1", "unknown-reference"), ("/plannedUntil", "end-before-start"), ("/programmeId", "unknown-reference"),
            ("/bodyId", "unknown-reference"), ("/edition", "audit-edition-not-in-force"), ("/standards/1", "unknown-standard"),
            ("/agenda/0/on", "outside-audit-days"), ("/agenda/0/until", "end-before-start"),
            ("/team/0/personId", "unknown-reference"), ("/team/1/personId", "required"),
        ]);
        assert_eq!(wrong(&refused), expected);
        let of_sector = scene.collegial(json!({"edition": "inspectorate/2025/vo"}));
        let refused = scene.officer.post("/v1/audits", of_sector).await.refused(400, "invalid-input");
        assert!(wrong(&refused).contains(&("/edition".to_owned(), "edition-not-of-sector".to_owned())));
        // Several schools hang at the board; one is seen from each of them.
        let both = scene.plan(json!({"scopeUnitIds": [scene.school, scene.other]})).await;
        assert_eq!(scene.read(both).await["unitId"], json!(scene.board));
        let leader = scene.app.caller(Role::SchoolLeader, scene.other).await;
        let seen = leader.get("/v1/audits").await.expect(200);
        assert_eq!(seen.items().iter().map(|one| &one["id"]).collect::<Vec<_>>(), [&json!(both)]);
        let _ = leader.get(&format!("/v1/audits/{both}")).await.expect(200);
        stranger.get(&format!("/v1/audits/{both}")).await.refused(404, "not-found");
        assert_eq!(stranger.get("/v1/audits").await.expect(200).items(), &[] as &[Value]);
    }
}

both_stores! {
    fn an_audit_is_planned_ahead_and_begins_on_one_of_its_days(store) {
        let scene = scene(store).await;
        let past = scene.collegial(json!({"plannedFrom": scene.day(-1)}));
        let refused = scene.officer.post("/v1/audits", past).await.refused(400, "invalid-input");
        assert_eq!(wrong(&refused), pairs(&[("/plannedFrom", "date-in-past")]));
        let (audit, _) = scene.led().await;
        let path = format!("/v1/audits/{audit}");
        let agenda = json!([{"on": scene.day(3), "from": "09:00", "until": "10:00", "title": "Ontvangst"}]);
        let later = json!({"plannedFrom": scene.day(2), "agenda": agenda});
        let _ = scene.officer.patch(&path, later).await.expect(200);
        let _ = command_by(&scene.officer, audit, "prepare").await.expect(200);
        let early = command_by(&scene.officer, audit, "start").await.refused(409, "transition-blocked");
        assert_eq!(early.blockers(), ["starts-outside-audit-days"]);
        scene.app.shared.clock.advance(7 * 86_400_000);
        let late = command_by(&scene.officer, audit, "start").await.refused(409, "transition-blocked");
        assert_eq!(late.blockers(), ["starts-outside-audit-days"]);
        let agenda = json!([{"on": scene.day(-2), "from": "09:00", "until": "10:00", "title": "Ontvangst"}]);
        let past = json!({"plannedFrom": scene.day(-2), "plannedUntil": scene.day(1), "agenda": agenda});
        let refused = scene.officer.patch(&path, past).await.refused(400, "invalid-input");
        assert_eq!(wrong(&refused), pairs(&[("/plannedFrom", "date-in-past")]));
        let agenda = json!([{"on": scene.day(0), "from": "09:00", "until": "10:00", "title": "Ontvangst"}]);
        let now = json!({"plannedFrom": scene.day(0), "plannedUntil": scene.day(1), "agenda": agenda});
        let _ = scene.officer.patch(&path, now).await.expect(200);
        let _ = command_by(&scene.officer, audit, "start").await.expect(200);
    }
}
