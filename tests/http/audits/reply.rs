//! The report, and what the units say to it.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::{command_by, report, scene};

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
        lead.put(&format!("{path}/reply"), said.clone()).await.refused(403, "forbidden");
        let _ = leader.put(&format!("{path}/reply"), said).await.expect(200);
        let adopted = command_by(&scene.officer, audit, "adopt").await.expect(200);
        assert_eq!((&adopted.json["reply"]["dissent"], &adopted.json["reply"]["text"]), (&json!(true), &json!("Wij herkennen dit niet.")));
        let late = leader.put(&format!("{path}/reply"), json!({"text": "Toch niet.", "dissent": false})).await;
        late.refused(409, "audit-state-forbids");
        let closed = command_by(&scene.officer, audit, "close").await.expect(200);
        assert_eq!(closed.json["reply"], adopted.json["reply"]);
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
