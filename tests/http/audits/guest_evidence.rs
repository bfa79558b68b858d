//! What an audit rests on is read by whoever is in its team, guests on their days; nothing else is.

use akoki_domain::access::Role;
use akoki_tests::both_stores;
use serde_json::{Value, json};

use super::{account_of, scene};
use crate::http::evidence::{file, kept, used_by};

const DAY: i64 = 86_400_000;

both_stores! {
    fn a_guest_reads_what_the_audit_rests_on_and_nothing_else(store) {
        let scene = scene(store).await;
        let (their_board, _) = scene.app.board("Twee").await;
        let guest = scene.app.signed_in("gast@twee.nl", None, Role::Staff, their_board).await;
        let account = account_of(&guest).await;
        let lead = scene.person("Leider", scene.other).await;
        let team = json!([
            {"personId": lead, "role": "lead"},
            {"accountId": account, "role": "auditor", "startsOn": scene.day(0), "endsOn": scene.day(2)},
        ]);
        let audit = scene.plan(json!({"team": team})).await;
        let unrelated = scene.plan(json!({"team": [{"personId": lead, "role": "lead"}]})).await;
        for audit in [audit, unrelated] {
            scene.bring(audit, &["prepare", "start"]).await;
        }
        let plan = kept(&scene.officer, scene.school, lead, json!({})).await;
        let of_board = kept(&scene.officer, scene.board, lead, json!({})).await;
        let unused = kept(&scene.officer, scene.school, lead, json!({})).await;
        let elsewhere = kept(&scene.officer, scene.school, lead, json!({})).await;
        let finding = |audit: uuid::Uuid, ids: Value| json!({
            "auditId": audit, "unitId": scene.school, "grade": "strength", "standard": "OP2",
            "statement": "Het team kent elke leerling.", "evidenceIds": ids,
        });
        let made = scene.officer.post("/v1/findings", finding(audit, json!([plan, of_board]))).await.expect(201);
        let href = format!("/v1/findings/{}", made.id());
        let _ = scene.officer.post("/v1/findings", finding(unrelated, json!([elsewhere, plan]))).await.expect(201);
        let at = |evidence| format!("/v1/evidence/{evidence}");
        let bytes = file(&scene.officer, &at(plan)).await;
        let hidden = file(&scene.officer, &at(unused)).await;

        assert_eq!(used_by(&guest, plan).await, [href.as_str()], "of another audit nothing is told");
        let _ = guest.get(&at(of_board)).await.expect(200);
        let read = guest.request(reqwest::Method::GET, &bytes).send().await.unwrap();
        assert_eq!(read.status().as_u16(), 200);
        let listed = guest.get("/v1/evidence?sortBy=createdAt").await.expect(200);
        let listed: Vec<_> = listed.items().iter().map(|one| one["id"].clone()).collect();
        assert_eq!(listed, [json!(plan), json!(of_board)]);
        for out_of_reach in [at(unused), at(elsewhere), hidden] {
            guest.get(&out_of_reach).await.refused(404, "not-found");
        }
        // A guest adds and changes none.
        guest.patch(&at(plan), json!({"title": "x"})).await.refused(403, "forbidden");
        guest.delete(&at(plan)).await.refused(403, "forbidden");
        let body = json!({"unitId": scene.school, "kind": "document", "title": "x", "ownerId": lead, "effectiveFrom": "2020-08-01"});
        let refused = guest.post("/v1/evidence", body).await;
        assert!(matches!(refused.status, 400 | 403), "{}", refused.text);
        // What the audit rests on can carry another finding of the guest's; what they do not see cannot.
        let refused = guest.post("/v1/findings", finding(audit, json!([plan, unused]))).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [("/evidenceIds/1".to_owned(), "unknown-reference".to_owned())]);
        let theirs = guest.post("/v1/findings", finding(audit, json!([plan]))).await.expect(201).id();
        let _ = guest.patch(&format!("/v1/findings/{theirs}"), json!({"statement": "Elke leerling is in beeld."})).await.expect(200);
        // Whoever leads it from another school reads it as well.
        let leader = scene.as_person("leider@een.nl", lead).await;
        let _ = leader.get(&at(plan)).await.expect(200);

        // What the audit rests on no more is out of sight again, and so is all of it after the days.
        let _ = scene.officer.patch(&href, json!({"evidenceIds": [plan]})).await.expect(200);
        guest.get(&at(of_board)).await.refused(404, "not-found");
        let _ = guest.get(&at(plan)).await.expect(200);
        scene.app.shared.clock.advance(3 * DAY);
        guest.get(&at(plan)).await.refused(404, "not-found");
        guest.get(&bytes).await.refused(404, "not-found");
        assert_eq!(guest.get("/v1/evidence").await.expect(200).items(), &[] as &[Value]);
    }
}
