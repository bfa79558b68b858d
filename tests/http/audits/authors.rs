//! Those who wrote an audit, once it has ended.

use akoki_domain::access::Role;
use akoki_tests::{Caller, both_stores};
use serde_json::{Value, json};

use super::{account_of, report, scene};

const DAY: i64 = 86_400_000;

/// How many of these somebody is shown.
async fn seen(caller: &Caller, list: &str) -> usize {
    let answer = caller.get(&format!("/v1/{list}")).await;
    answer.expect(200).items().len()
}

both_stores! {
    fn whoever_wrote_an_audit_keeps_reading_it_while_they_work_for_the_board(store) {
        let scene = scene(store).await;
        let officer = &scene.officer;
        let lead = scene.person("Leider", scene.other).await;
        let leading = scene.app.signed_in_as(lead, Role::Staff, (scene.board, scene.other)).await;
        let (their_board, _) = scene.app.board("Twee").await;
        let guest = scene.app.signed_in("gast@twee.nl", None, Role::Staff, their_board).await;
        let looks_on = scene.person("Kijker", scene.other).await;
        let looking = scene.app.signed_in_as(looks_on, Role::Staff, (scene.board, scene.other)).await;
        let team = json!([
            {"personId": lead, "role": "lead"},
            {"personId": looks_on, "role": "observer"},
            {"accountId": account_of(&guest).await, "role": "auditor", "startsOn": scene.day(0), "endsOn": scene.day(4)},
        ]);
        let audit = scene.plan(json!({"team": team})).await;
        let path = format!("/v1/audits/{audit}");
        scene.bring(audit, &["prepare", "start"]).await;
        let shows = json!({"unitId": scene.school, "kind": "document", "title": "Verslag", "ownerId": lead, "effectiveFrom": scene.day(-1)});
        let shows = officer.post("/v1/evidence", shows).await.expect(201).id();
        let found = json!({
            "auditId": audit, "unitId": scene.school, "grade": "development-point", "statement": "Meer variatie.",
            "evidence": [{"kind": "observation", "text": "Vijf lessen."}], "evidenceIds": [shows],
        });
        let finding = officer.post("/v1/findings", found).await.expect(201).id();
        scene.bring(audit, &["draftReport", "submitForReply"]).await;
        let leader = scene.app.caller(Role::SchoolLeader, scene.school).await;
        let _ = leader.put(&format!("{path}/reply"), json!({"text": "Eens.", "dissent": false})).await.expect(200);
        let read = [path.clone(), format!("/v1/findings/{finding}"), format!("/v1/evidence/{shows}")];
        for way in &read {
            for caller in [&leading, &guest, &looking] {
                let _ = caller.get(way).await.expect(200);
            }
        }
        scene.bring(audit, &["adopt", "close"]).await;
        scene.app.shared.clock.advance(DAY);

        // It is theirs to read, and nothing of it to write.
        let closed = officer.get(&path).await.expect(200);
        assert_eq!(closed.json["state"], json!("closed"));
        assert_eq!(leading.get(&path).await.expect(200).json["report"], closed.json["report"]);
        for way in &read {
            let _ = leading.get(way).await.expect(200);
            // The days of the guest are not over, and the audit is; whoever looked on wrote nothing of it.
            guest.get(way).await.refused(404, "not-found");
            looking.get(way).await.refused(404, "not-found");
        }
        assert_eq!([seen(&leading, "audits").await, seen(&leading, "findings").await], [1, 1]);
        assert_eq!([seen(&guest, "audits").await, seen(&guest, "findings").await], [0, 0]);
        leading.put(&format!("{path}/report"), report()).await.refused(403, "forbidden");
        // Nothing else of the school comes with it.
        for list in ["improvement-cycles", "dossiers", "people"] {
            let seen = leading.get(&format!("/v1/{list}?unitId={}", scene.school)).await;
            assert!(seen.status == 403 || seen.items().is_empty(), "{list}: {}", seen.text);
        }

        // Whoever leaves the board leaves it behind.
        let works = officer.get(&format!("/v1/assignments?personId={lead}")).await.expect(200);
        let works = format!("/v1/assignments/{}", works.items()[0]["id"].as_str().unwrap());
        let _ = officer.patch(&works, json!({"endsOn": scene.day(0)})).await.expect(200);
        let _ = leading.get(&path).await.expect(200);
        scene.app.shared.clock.advance(DAY);
        for way in &read {
            leading.get(way).await.refused(404, "not-found");
        }
        assert_eq!(leading.get("/v1/audits").await.expect(200).items(), &[] as &[Value]);
    }
}
