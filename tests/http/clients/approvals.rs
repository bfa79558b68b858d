//! What boards approve.

use super::*;
use akoki_domain::access::Role;
use akoki_tests::both_stores;

fn pair(location: &str, code: &str) -> (String, String) {
    (location.to_owned(), code.to_owned())
}

both_stores! {
    fn an_approval_that_is_taken_back_ends_at_once(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let machine = registered(&app, &["organisation.read", "people.read"]).await;
        let id = approved(&officer, machine.id, board, &["organisation.read"]).await;
        let running = caller(&app, &machine).await;
        running.get(&format!("/v1/organisation-units/{board}")).await.expect(200);
        let path = format!("/v1/api-clients/{}/approvals/{id}", machine.id);
        let kept = officer.get(&path).await.expect(200);
        assert_eq!(kept.json["scopes"], json!(["organisation.read"]));
        assert_eq!((&kept.json["role"], &kept.json["endedAt"]), (&json!("integrator"), &Value::Null));
        officer.delete(&path).await.expect(204);
        running.get(&format!("/v1/organisation-units/{board}")).await.refused(404, "not-found");
        officer.delete(&path).await.refused(409, "already-ended");
        assert!(officer.get(&path).await.expect(200).json["endedAt"].is_string());
        // It can be given again, for more.
        approved(&officer, machine.id, board, &["organisation.read", "people.read"]).await;
        running.get(&format!("/v1/organisation-units/{board}")).await.expect(200);
        let list = format!("/v1/api-clients/{}/approvals", machine.id);
        assert_eq!(officer.get(&list).await.expect(200).items().len(), 2);
        // More scopes of the client widen nothing.
        let client = format!("/v1/api-clients/{}", machine.id);
        let more = json!({"scopes": ["groups.read", "organisation.read", "people.read"]});
        app.platform().await.patch(&client, more).await.expect(200);
        let wider = caller(&app, &machine).await;
        wider.get("/v1/groups").await.refused(403, "insufficient-scope");
        let group = officer.get("/v1/trail?limit=200").await.expect(200);
        assert!(group.text.contains("approveApiClient") && group.text.contains("withdrawApiClientApproval"));
    }
}

both_stores! {
    fn a_client_is_given_nothing_but_approvals(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let machine = registered(&app, &["organisation.read"]).await;
        let id = approved(&officer, machine.id, board, &["organisation.read"]).await;
        for scopes in [Value::Null, json!(["people.read"])] {
            let mut body = json!({"principalId": machine.id, "unitId": board, "role": "hr"});
            if !scopes.is_null() {
                body["scopes"] = scopes;
            }
            let answer = officer.post("/v1/grants", body).await.refused(400, "invalid-input");
            assert_eq!(answer.errors(), [pair("/principalId", "client-needs-approval")]);
            assert!(answer.text.contains(&format!("/v1/api-clients/{}/approvals", machine.id)), "{}", answer.text);
        }
        // Whoever does not know it is not told what it is.
        let (other, stranger) = app.board("Twee").await;
        let body = json!({"principalId": machine.id, "unitId": other, "role": "hr"});
        let answer = stranger.post("/v1/grants", body).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [pair("/principalId", "unknown-reference")]);
        // An approval gets a last day as any grant does.
        officer.patch(&format!("/v1/grants/{id}"), json!({"endsOn": "2099-01-01"})).await.expect(200);
    }
}

both_stores! {
    fn each_board_sees_its_own_approvals(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (other, neighbour) = app.board("Twee").await;
        let machine = registered(&app, &["organisation.read"]).await;
        let ours = approved(&officer, machine.id, board, &["organisation.read"]).await;
        approved(&neighbour, machine.id, other, &["organisation.read"]).await;
        let list = format!("/v1/api-clients/{}/approvals", machine.id);
        let seen = officer.get(&list).await.expect(200);
        assert_eq!(seen.items().len(), 1);
        assert_eq!(seen.items()[0]["id"], json!(ours));
        neighbour.get(&format!("{list}/{ours}")).await.refused(404, "not-found");
        neighbour.delete(&format!("{list}/{ours}")).await.refused(404, "not-found");
        let platform = app.platform().await;
        let first = platform.get(&format!("{list}?limit=1&sortOrder=desc")).await.expect(200);
        let cursor = first.json["nextCursor"].as_str().unwrap();
        let second = platform.get(&format!("{list}?limit=1&sortOrder=desc&cursor={cursor}")).await.expect(200);
        assert_eq!(second.items()[0]["id"], json!(ours));
        assert_eq!(second.json["nextCursor"], Value::Null);
        // A privacy officer reads, and takes nothing back.
        let privacy = app.caller(Role::PrivacyOfficer, board).await;
        assert_eq!(privacy.get(&list).await.expect(200).items().len(), 1);
        privacy.delete(&format!("{list}/{ours}")).await.refused(403, "forbidden");
        privacy.post(&list, json!({"unitId": board, "scopes": ["organisation.read"]})).await.refused(403, "forbidden");
        // The client is no other's.
        let second = registered(&app, &["organisation.read"]).await;
        officer.delete(&format!("/v1/api-clients/{}/approvals/{ours}", second.id)).await.refused(404, "not-found");
    }
}

both_stores! {
    fn everything_wrong_with_an_approval_is_said(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (other, _) = app.board("Twee").await;
        let machine = registered(&app, &["people.read"]).await;
        let list = format!("/v1/api-clients/{}/approvals", machine.id);
        let body = json!({"unitId": other, "role": "platform-admin", "scopes": ["people.write", "people.read"]});
        let answer = officer.post(&list, body).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [
            pair("/role", "role-not-grantable"), pair("/scopes/0", "scope-not-of-client"), pair("/unitId", "role-needs-platform"),
        ]);
        let answer = officer.post(&list, json!({"unitId": other, "scopes": ["people.read"]})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [pair("/unitId", "unknown-reference")]);
        let answer = officer.post(&list, json!({"scopes": []})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [pair("/scopes", "too-short")]);
        let before = approved(&officer, machine.id, board, &["people.read"]).await;
        let answer = officer.post(&list, json!({"unitId": board, "scopes": ["people.read"]})).await.refused(409, "already-approved");
        assert_eq!((answer.blockers(), answer.errors()), (vec!["already-approved".to_owned()], Vec::new()));
        assert_eq!(answer.json["blockers"][0]["href"], json!(format!("/v1/grants/{before}")));
        assert_eq!(officer.get(&list).await.expect(200).items().len(), 1);
        // A client approves nobody else, and least of all itself.
        let itself = registered(&app, &["clients.approve", "clients.read", "people.read"]).await;
        let path = format!("/v1/api-clients/{}/approvals", itself.id);
        let all = json!({"unitId": board, "role": "board-quality-officer", "scopes": ["clients.approve", "clients.read"]});
        officer.post(&path, all).await.expect(201);
        let machine = caller(&app, &itself).await;
        let answer = machine.post(&path, json!({"unitId": board, "scopes": ["people.read"]})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [pair("", "own-grant"), pair("/scopes/0", "scope-not-covered")]);
    }
}

both_stores! {
    fn an_approval_is_given_once_for_a_key(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let machine = registered(&app, &["people.read"]).await;
        let list = format!("/v1/api-clients/{}/approvals", machine.id);
        let body = json!({"unitId": board, "scopes": ["people.read"]});
        let first = officer.post_once(&list, "a", body.clone()).await.expect(201);
        let again = officer.post_once(&list, "a", body).await.expect(201);
        assert_eq!(first.json, again.json);
        assert_eq!(first.header("location"), format!("{list}/{}", first.id()));
    }
}
