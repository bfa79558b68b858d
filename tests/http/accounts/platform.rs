//! Somebody always runs the platform.

use super::{account, signed_in};
use akoki_api::auth::scope::Scopes;
use akoki_tests::{Caller, TestApp, both_stores};
use serde_json::json;
use uuid::Uuid;

async fn admin(platform: &Caller, email: &str) -> (Uuid, Uuid) {
    let body = json!({"email": email, "displayName": email});
    let account = platform.post("/v1/accounts", body).await.expect(201).id();
    let body = json!({"principalId": account, "role": "platform-admin"});
    let made = platform.post("/v1/grants", body).await.expect(201);
    assert!(made.json["unitId"].is_null() && made.json["boardId"].is_null());
    (account, made.id())
}

both_stores! {
    fn the_last_who_runs_the_platform_stays(store) {
        let app = TestApp::start(store).await;
        let platform = app.platform().await;
        let (first, first_grant) = admin(&platform, "een@p.example").await;
        // The token of a script ends by itself: it does not count as somebody who stays.
        let ending = format!("/v1/grants/{first_grant}/endings");
        platform.post(&ending, json!({})).await.refused(409, "last-platform-admin");
        platform.post(&ending, json!({"endsOn": "2099-01-01"})).await.refused(409, "last-platform-admin");
        platform.patch(&format!("/v1/grants/{first_grant}"), json!({"endsOn": "2099-01-01"})).await.refused(409, "last-platform-admin");
        let answer = platform.patch(&format!("/v1/accounts/{first}"), json!({"disabled": true})).await;
        let answer = answer.refused(409, "last-platform-admin");
        assert_eq!(answer.json["blockers"][0]["href"], format!("/v1/grants/{first_grant}"));
        let (second, second_grant) = admin(&platform, "twee@p.example").await;
        platform.patch(&format!("/v1/accounts/{second}"), json!({"disabled": true})).await.expect(200);
        // Disabled, the second is nobody to leave it to.
        platform.post(&ending, json!({})).await.refused(409, "last-platform-admin");
        platform.patch(&format!("/v1/accounts/{second}"), json!({"disabled": false})).await.expect(200);
        let own = signed_in(&app, first, &Scopes::all()).await;
        own.post(&ending, json!({})).await.expect(200);
        let ending = format!("/v1/grants/{second_grant}/endings");
        platform.post(&ending, json!({})).await.refused(409, "last-platform-admin");
    }
}

both_stores! {
    fn only_an_account_of_the_platform_counts_and_is_given_it(store) {
        let app = TestApp::start(store).await;
        let platform = app.platform().await;
        let (_, first) = admin(&platform, "een@p.example").await;
        let client = json!({"name": "Systeem", "vendor": "V", "scopes": ["access.read", "access.write"]});
        let client = platform.post("/v1/api-clients", client).await.expect(201).id();
        let approval = json!({"role": "platform-admin", "scopes": ["access.read", "access.write"]});
        platform.post(&format!("/v1/api-clients/{client}/approvals"), approval).await.expect(201);
        // A client does not sign in: it is nobody to leave the platform to, and can be disabled at any time.
        let ending = format!("/v1/grants/{first}/endings");
        platform.post(&ending, json!({})).await.refused(409, "last-platform-admin");
        platform.patch(&format!("/v1/api-clients/{client}"), json!({"disabled": true})).await.expect(200);
        let (board, officer) = app.board("Een").await;
        let of_board = account(&officer, board, "noor@b.example").await;
        for body in [
            json!({"principalId": of_board, "role": "platform-admin"}),
            json!({"email": "noor@b.example", "role": "platform-admin"}),
        ] {
            let answer = platform.post("/v1/grants", body).await.refused(400, "invalid-input");
            assert_eq!(answer.errors()[0].1, "role-needs-platform-account");
        }
    }
}

both_stores! {
    fn two_who_step_back_at_once_do_not_both(store) {
        let app = TestApp::start(store).await;
        let platform = app.platform().await;
        for round in 0..5 {
            let (first, one) = admin(&platform, &format!("a{round}@p.example")).await;
            let (second, other) = admin(&platform, &format!("b{round}@p.example")).await;
            let (first, second) = (signed_in(&app, first, &Scopes::all()).await, signed_in(&app, second, &Scopes::all()).await);
            // Whoever was left of the round before goes first.
            let listed = platform.get("/v1/grants?role=platform-admin&inForce=true&limit=200").await;
            for grant in listed.items() {
                let id = grant["id"].as_str().unwrap();
                if grant["principal"]["kind"] == "account" && id != one.to_string() && id != other.to_string() {
                    platform.post(&format!("/v1/grants/{id}/endings"), json!({})).await.expect(200);
                }
            }
            let (one, other) = (format!("/v1/grants/{one}/endings"), format!("/v1/grants/{other}/endings"));
            let (left, right) = tokio::join!(first.post(&one, json!({})), second.post(&other, json!({})));
            let mut statuses = [left.status, right.status];
            statuses.sort_unstable();
            assert_eq!(statuses, [200, 409], "{} {}", left.text, right.text);
        }
    }
}
