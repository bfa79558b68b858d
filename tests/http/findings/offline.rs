//! Without a connection: ids that the auditor made, sending again, and two who wrote the same thing.

use akoki_tests::both_stores;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{own_id, pair, put_if, scene, today};

both_stores! {
    fn what_is_put_again_is_there_once(store) {
        let scene = scene(store).await;
        let audit = scene.running("internal-system", &["SKA1"]).await;
        let (id, body) = (own_id(1), scene.finding(audit, "minor"));
        let path = format!("/v1/findings/{id}");
        let made = scene.auditor.put_plain(&path, body.clone()).await.expect(201);
        assert_eq!((made.id(), made.header("location")), (id, path.as_str()));
        let again = scene.auditor.put_plain(&path, body.clone()).await.expect(200);
        assert_eq!(again.header("etag"), made.header("etag"), "nothing changed");
        put_if(&scene.auditor, &path, ("if-none-match", "*"), &body).await.refused(412, "precondition-failed");

        let mut changed = body.clone();
        changed["grade"] = json!("major");
        // Who wrote without a connection is shown both versions, to choose.
        let there = scene.auditor.get(&path).await.expect(200).json;
        let blind = scene.auditor.put_plain(&path, changed.clone()).await.refused(428, "precondition-required");
        let late = put_if(&scene.auditor, &path, ("if-match", "\"7\""), &changed).await.refused(412, "precondition-failed");
        for refused in [blind, late] {
            assert_eq!(refused.json["current"], there);
            assert_eq!(refused.json["sent"]["grade"], "major");
        }
        let replaced = put_if(&scene.auditor, &path, ("if-match", made.header("etag")), &changed).await.expect(200);
        assert_eq!((&replaced.json["grade"], &replaced.json["version"]), (&json!("major"), &json!(2)));

        // An id of another kind is no id that a device makes; one of another audit is taken.
        let old = Uuid::from_u128(0x0199_c2f6_7d5a_1000_8000_0000_0000_0001);
        let refused = scene.auditor.put_plain(&format!("/v1/findings/{old}"), body).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("id", "invalid-format")]);
        let other = scene.running("internal-system", &["SKA1"]).await;
        scene.auditor.put_plain(&path, scene.finding(other, "minor")).await.refused(409, "id-taken");
        put_if(&scene.auditor, &format!("/v1/findings/{}", own_id(2)), ("if-match", "*"), &scene.finding(audit, "minor"))
            .await.refused(412, "precondition-failed");
        let item = &scene.items(audit).await[0];
        let path = format!("/v1/checklist-items/{}", item["id"].as_str().unwrap());
        let judged = json!({"auditId": audit, "unitId": scene.school, "standard": "SKA1", "verdict": "unsatisfactory", "assessedOn": today(&scene.app)});
        let put = put_if(&scene.auditor, &path, ("if-match", "\"1\""), &judged).await.expect(200);
        assert_eq!(put.json["verdict"], "unsatisfactory");
    }
}

both_stores! {
    fn an_id_that_another_board_has_is_taken_and_no_more_is_said(store) {
        let scene = scene(store).await;
        let audit = scene.running("internal-system", &["SKA1"]).await;
        let _ = scene.auditor.put_plain(&format!("/v1/findings/{}", own_id(1)), scene.finding(audit, "minor")).await.expect(201);
        let (board, officer) = scene.app.board("Twee").await;
        let school = scene.app.school(&officer, board, "Elders").await;
        let day = today(&scene.app);
        let person = json!({"givenName": "Noor", "familyName": "Bos", "homeUnitId": board});
        let lead = officer.post("/v1/people", person).await.expect(201).id();
        let body = json!({
            "title": "Audit", "kind": "internal-system", "scopeUnitIds": [school], "standards": ["SKA1"], "plannedFrom": day,
            "plannedUntil": day, "agenda": [{"on": day, "from": "09:00", "until": "10:00", "title": "Start"}],
            "team": [{"personId": lead, "role": "lead"}],
        });
        let there = officer.post("/v1/audits", body).await.expect(201).id();
        for command in ["prepare", "start"] {
            let _ = officer.post(&format!("/v1/audits/{there}/transitions"), json!({"command": command})).await.expect(200);
        }
        let mut mine = scene.finding(there, "minor");
        mine["unitId"] = json!(school);
        let taken = officer.put_plain(&format!("/v1/findings/{}", own_id(1)), mine.clone()).await.refused(409, "id-taken");
        assert_eq!(taken.json["blockers"][0]["href"], Value::Null);
        let item = json!({"type": "finding", "id": own_id(1), "value": mine});
        let sent = officer.post(&format!("/v1/audits/{there}/fieldwork"), json!({"items": [item]})).await.expect(200);
        assert_eq!((&sent.items()[0]["status"], &sent.items()[0]["code"]), (&json!(409), &json!("id-taken")));
    }
}

both_stores! {
    fn two_auditors_who_wrote_without_a_connection_see_what_each_wrote(store) {
        let scene = scene(store).await;
        let audit = scene.running("internal-system", &["OP1", "SKA1"]).await;
        let path = format!("/v1/audits/{audit}/fieldwork");
        let items = scene.items(audit).await;
        let item = |verdict: &str| json!({
            "type": "checklistItem", "id": items[0]["id"], "version": items[0]["version"], "value": {
                "auditId": audit, "unitId": scene.school, "standard": items[0]["standard"],
                "verdict": verdict, "assessedOn": today(&scene.app),
            },
        });
        let finding = |n: u128, grade: &str| json!({"type": "finding", "id": own_id(n), "value": scene.finding(audit, grade)});
        let first = json!({"items": [item("satisfactory"), finding(1, "minor"), finding(2, "wonderful")]});
        let sent = scene.auditor.post(&path, first.clone()).await.expect(200);
        let came: Vec<_> = sent.items().iter().map(|one| (one["status"].as_u64().unwrap(), one["code"].as_str())).collect();
        assert_eq!(came, [(200, None), (201, None), (400, Some("invalid-input"))], "one fault does not stop the others");
        assert_eq!(sent.items()[2]["errors"][0]["location"], "/grade");

        // The other was on the road as well, and saw what was there before.
        let second = json!({"items": [item("unsatisfactory"), finding(3, "strength")]});
        let sent = scene.officer.post(&path, second).await.expect(200);
        let [conflict, made] = sent.items() else { panic!("{}", sent.text) };
        assert_eq!((&conflict["status"], &conflict["code"]), (&json!(409), &json!("changed-since")));
        assert_eq!((&conflict["current"]["verdict"], &conflict["sent"]["verdict"]), (&json!("satisfactory"), &json!("unsatisfactory")));
        assert_eq!((&conflict["version"], &conflict["current"]["version"]), (&json!(2), &json!(2)));
        assert_eq!(made["status"], json!(201));

        // Sent again it changes nothing and says so; not even the audit counts up.
        let version = scene.officer.get(&format!("/v1/audits/{audit}")).await.expect(200).json["version"].clone();
        let same = json!({"items": [first["items"][0], first["items"][1]]});
        let again = scene.auditor.post(&path, same).await.expect(200);
        let came: Vec<_> = again.items().iter().map(|one| (&one["status"], &one["unchanged"])).collect();
        assert_eq!(came, [(&json!(200), &json!(true)); 2]);
        assert_eq!(scene.officer.get(&format!("/v1/audits/{audit}")).await.expect(200).json["version"], version);
        // Nor when everything is refused.
        let refused = json!({"items": [finding(4, "wonderful"), first["items"][0]]});
        let sent = scene.auditor.post_once(&path, "geweigerd", refused.clone()).await.expect(200);
        assert_eq!((&sent.items()[0]["status"], &sent.items()[1]["unchanged"]), (&json!(400), &json!(true)));
        let again = scene.auditor.post_once(&path, "geweigerd", refused).await.expect(200);
        assert_eq!(again.text, sent.text);
        assert_eq!(scene.officer.get(&format!("/v1/audits/{audit}")).await.expect(200).json["version"], version);
        let found = scene.officer.get(&format!("/v1/findings?auditId={audit}")).await.expect(200);
        assert_eq!(found.items().len(), 2);
    }
}

both_stores! {
    fn fieldwork_is_for_those_who_audit_and_for_their_audit(store) {
        let scene = scene(store).await;
        let audit = scene.running("internal-system", &["SKA1"]).await;
        let other = scene.running("internal-system", &["SKA1"]).await;
        let path = format!("/v1/audits/{audit}/fieldwork");
        let body = json!({"items": [{"type": "finding", "id": own_id(1), "value": scene.finding(other, "minor")}]});
        scene.leader.post(&path, body.clone()).await.refused(403, "forbidden");
        let (_, stranger) = scene.app.board("Twee").await;
        stranger.post(&path, body.clone()).await.refused(404, "not-found");
        let sent = scene.auditor.post(&path, body).await.expect(200);
        assert_eq!(sent.items()[0]["errors"][0]["location"], "/auditId");
        let unseen = json!({"type": "finding", "id": own_id(2), "version": 3, "value": scene.finding(audit, "minor")});
        let blind = scene.found(audit, "minor").await;
        let mut graver = scene.finding(audit, "major");
        graver["statement"] = json!("Erger");
        let blind = json!({"type": "finding", "id": blind, "value": graver});
        let sent = scene.auditor.post(&path, json!({"items": [unseen, blind]})).await.expect(200);
        let came: Vec<_> = sent.items().iter().map(|one| (one["status"].as_u64().unwrap(), one["code"].as_str().unwrap())).collect();
        assert_eq!(came, [(404, "not-found"), (428, "precondition-required")]);
        let both = &sent.items()[1];
        assert_eq!((&both["current"]["grade"], &both["sent"]["statement"]), (&json!("minor"), &json!("Erger")));
        let many: Vec<Value> = (0..201).map(|n| json!({"type": "finding", "id": own_id(n), "value": {}})).collect();
        let refused = scene.auditor.post(&path, json!({"items": many})).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("/items", "too-long")]);
        let key = json!({"items": [{"type": "finding", "id": own_id(5), "value": scene.finding(audit, "minor")}]});
        let first = scene.auditor.post_once(&path, "k", key.clone()).await.expect(200);
        let again = scene.auditor.post_once(&path, "k", key).await.expect(200);
        assert_eq!(first.text, again.text);
    }
}

both_stores! {
    fn a_full_batch_is_taken_as_a_whole(store) {
        let scene = scene(store).await;
        let audit = scene.running("internal-system", &["SKA1"]).await;
        let path = format!("/v1/audits/{audit}/fieldwork");
        let items: Vec<Value> = (1..201).map(|n| json!({"type": "finding", "id": own_id(n), "value": scene.finding(audit, "minor")})).collect();
        let sent = scene.auditor.post(&path, json!({"items": items})).await.expect(200);
        assert!(sent.items().iter().all(|one| one["status"] == 201));
    }
}

both_stores! {
    fn what_cannot_be_read_stops_nothing_else(store) {
        let scene = scene(store).await;
        let audit = scene.running("internal-system", &["SKA1"]).await;
        let path = format!("/v1/audits/{audit}/fieldwork");
        let item = |n: u128, value: Value| json!({"type": "finding", "id": own_id(n), "value": value});
        let (good, fine) = (item(1, scene.finding(audit, "minor")), item(2, scene.finding(audit, "minor")));
        let mut nul = scene.finding(audit, "minor");
        nul["statement"] = json!("Leeg\u{0}teken");
        let strange = json!({"type": "photo", "id": "nergens", "version": "twee", "colour": "blauw", "values": {}});
        let items = json!([good, strange, 7, item(3, nul), item(4, json!("tekst")), item(5, json!({})), fine]);
        let sent = scene.auditor.post(&path, json!({"items": items})).await.expect(200);
        let came: Vec<_> = sent.items().iter().map(|one| (one["status"].as_u64().unwrap(), one["code"].as_str())).collect();
        let wrong = (400, Some("invalid-input"));
        assert_eq!(came, [(201, None), wrong, wrong, wrong, wrong, wrong, (201, None)], "{}", sent.text);
        let faults = |n: usize| {
            let all = sent.items()[n]["errors"].as_array().unwrap().iter();
            let mut all: Vec<_> = all.map(|one| pair(one["location"].as_str().unwrap(), one["code"].as_str().unwrap())).collect();
            all.sort();
            all
        };
        assert_eq!(faults(1), [
            pair("/colour", "unknown-field"), pair("/id", "invalid-format"), pair("/type", "invalid-value"), pair("/value", "required"),
            pair("/values", "unknown-field"), pair("/version", "invalid-type"),
        ]);
        assert_eq!((faults(2), faults(4)), (vec![pair("", "invalid-type")], vec![pair("/value", "invalid-type")]));
        assert_eq!(faults(3), [pair("/statement", "contains-nul")]);
        let told: Vec<_> = [1, 2, 3].iter().map(|n: &usize| (&sent.items()[*n]["type"], &sent.items()[*n]["id"])).collect();
        assert_eq!(told, [(&Value::Null, &Value::Null), (&Value::Null, &Value::Null), (&json!("finding"), &json!(own_id(3)))]);
        // Sent again, what is there is there, and not even the audit counts up.
        let version = scene.officer.get(&format!("/v1/audits/{audit}")).await.expect(200).json["version"].clone();
        let again = scene.auditor.post(&path, json!({"items": items})).await.expect(200);
        assert_eq!((&again.items()[0]["unchanged"], &again.items()[6]["unchanged"]), (&json!(true), &json!(true)));
        assert_eq!(scene.officer.get(&format!("/v1/audits/{audit}")).await.expect(200).json["version"], version);
        // What is wrong around the items is wrong with all of it.
        for body in [json!({"items": [good], "more": 1}), json!({"items": []}), json!({"items": {}}), json!([good])] {
            scene.auditor.post(&path, body).await.refused(400, "invalid-input");
        }
        let broken = scene.auditor.request(reqwest::Method::POST, &path).header("content-type", "application/json").body("{\"items\": [");
        let refused = akoki_tests::send(broken).await;
        assert_eq!((refused.status, &refused.json["errors"][0]["code"]), (400, &json!("invalid-json")), "{}", refused.text);
        // A key that stands in an item twice is a fault of that item: which of the two is meant, nobody can say.
        let (one, two) = (item(6, scene.finding(audit, "minor")), item(7, scene.finding(audit, "minor")));
        let doubled = one.to_string().replacen("\"grade\":", "\"grade\":\"major\",\"grade\":", 1);
        let body = format!("{{\"items\": [{doubled}, {two}]}}");
        let twice = scene.auditor.request(reqwest::Method::POST, &path).header("content-type", "application/json").body(body);
        let came = akoki_tests::send(twice).await.expect(200);
        let fault = &came.items()[0]["errors"][0];
        assert_eq!((&fault["location"], &fault["code"]), (&json!("/grade"), &json!("duplicate-key")), "{}", came.text);
        assert_eq!(came.items()[1]["status"], json!(201));
        // Who may not write is told no more of the items.
        scene.leader.post(&path, json!({"items": [strange]})).await.refused(403, "forbidden");
    }
}
