//! Accounts: kept where they were made, seen where they have a role, disabled and never deleted.

use super::{account, errors, grant, signed_in};
use crate::http::person::hired;
use akoki_api::auth::scope::Scopes;
use akoki_domain::access::Role;
use akoki_tests::{TestApp, both_stores};
use serde_json::json;
use uuid::Uuid;

both_stores! {
    fn an_account_is_kept_where_it_was_made_and_seen_where_it_has_a_role(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (other, stranger) = app.board("Twee").await;
        let school = app.school(&officer, board, "School").await;
        let body = json!({"email": " N.Jansen@School.nl", "displayName": "Noor  Jansen", "unitId": school});
        let made = officer.post("/v1/accounts", body).await.expect(201);
        assert_eq!(made.json["email"], "n.jansen@school.nl");
        assert_eq!((&made.json["boardId"], &made.json["language"]), (&json!(board), &json!("nl")));
        assert_eq!((&made.json["activated"], &made.json["disabled"]), (&json!(false), &json!(false)));
        let (id, path) = (made.id(), format!("/v1/accounts/{}", made.id()));
        stranger.get(&path).await.refused(404, "not-found");
        stranger.patch(&path, json!({"displayName": "x"})).await.refused(404, "not-found");
        stranger.post(&format!("{path}/activations"), json!({})).await.refused(404, "not-found");
        // One account an address, whoever asks.
        let again = json!({"email": "n.jansen@school.nl", "displayName": "Noor", "unitId": other});
        stranger.post("/v1/accounts", again).await.refused(409, "duplicate");
        // The other board gives it a role by the address: it sees the account then, and does not change it.
        let mut body = json!({"email": "N.Jansen@school.nl", "unitId": other, "role": "internal-auditor"});
        body["accountBoardId"] = json!(board);
        let given = stranger.post("/v1/grants", body).await.expect(201);
        assert_eq!(given.json["principal"]["id"], json!(id));
        let seen = stranger.get(&path).await.expect(200);
        assert!(seen.json["unitId"].is_null() && seen.json["personId"].is_null(), "{}", seen.text);
        assert_eq!(seen.json["email"], "n.jansen@school.nl");
        assert_eq!(officer.get(&path).await.expect(200).json["unitId"], json!(school));
        stranger.patch(&path, json!({"displayName": "x"})).await.refused(403, "forbidden");
        stranger.post(&format!("{path}/activations"), json!({})).await.refused(403, "forbidden");
        officer.patch(&path, json!({"displayName": "Noor J.", "language": "en"})).await.expect(200);
        officer.delete(&path).await.refused(405, "method-not-allowed");
        // Found by words of the name or by the address, never by an address in an address.
        for (caller, q, found) in [
            (&officer, "j. noor", 1), (&officer, "N.Jansen@school.nl", 1), (&stranger, "noor", 1), (&officer, "nora", 0),
        ] {
            let answer = caller.post("/v1/accounts/_search", json!({"q": q})).await.expect(200);
            assert_eq!(answer.items().len(), found, "{q}");
        }
        officer.get("/v1/accounts?q=noor").await.refused(400, "invalid-input");
        for (query, found) in [
            (format!("unitId={school}"), 1), (format!("boardId={other}"), 0), ("disabled=true".into(), 0),
        ] {
            assert_eq!(officer.get(&format!("/v1/accounts?{query}")).await.items().len(), found, "{query}");
        }
        // Seen until the role is taken back.
        stranger.post(&format!("/v1/grants/{}/endings", given.id()), json!({})).await.expect(200);
        stranger.get(&path).await.refused(404, "not-found");
        assert!(stranger.get("/v1/accounts").await.items().is_empty());
    }
}

both_stores! {
    fn everything_wrong_with_an_account_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (other, stranger) = app.board("Twee").await;
        let foreign = hired(&stranger, other, "Anouk", "Meer").await;
        let body = json!({"email": "nobody", "displayName": " ", "unitId": other, "personId": foreign});
        let answer = officer.post("/v1/accounts", body).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[
            ("/displayName", "required"), ("/email", "invalid-format"), ("/personId", "unknown-reference"),
            ("/unitId", "unknown-reference"),
        ]));
        // The platform keeps an account that hangs nowhere; a board does not.
        let nowhere = json!({"email": "a@b.example", "displayName": "A"});
        let answer = officer.post("/v1/accounts", nowhere.clone()).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/unitId", "required")]));
        let member = app.caller(Role::BoardMember, board).await;
        member.post("/v1/accounts", nowhere.clone()).await.refused(403, "forbidden");
        let made = app.platform().await.post("/v1/accounts", nowhere).await.expect(201);
        assert!(made.json["boardId"].is_null() && made.json["unitId"].is_null());
        officer.get(&format!("/v1/accounts/{}", made.id())).await.refused(404, "not-found");
        let own = account(&officer, board, "own@b.example").await;
        let school = app.school(&officer, board, "School").await;
        let answer = officer.patch(&format!("/v1/accounts/{own}"), json!({"unitId": school})).await;
        assert_eq!(answer.refused(400, "invalid-input").errors(), errors(&[("/unitId", "not-changeable")]));
        let person = hired(&officer, school, "Bas", "Vos").await;
        officer.patch(&format!("/v1/accounts/{own}"), json!({"personId": person})).await.expect(200);
    }
}

both_stores! {
    fn a_disabled_account_is_signed_out_with_the_answer(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let id = account(&officer, board, "leider@b.example").await;
        let other = account(&officer, board, "ander@b.example").await;
        for account in [id, other] {
            officer.post("/v1/grants", grant(account, board, Role::BoardQualityOfficer)).await.expect(201);
        }
        let own = signed_in(&app, id, &Scopes::all()).await;
        let second = signed_in(&app, id, &Scopes::all()).await;
        let beside = signed_in(&app, other, &Scopes::all()).await;
        let path = format!("/v1/accounts/{id}");
        let answer = own.patch(&path, json!({"disabled": true})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), errors(&[("/disabled", "own-account")]));
        own.get("/v1/people").await.expect(200);
        officer.patch(&path, json!({"disabled": true})).await.expect(200);
        for caller in [&own, &second] {
            caller.get("/v1/me").await.refused(401, "unauthenticated");
            caller.get("/v1/people").await.refused(401, "unauthenticated");
            caller.get(&path).await.refused(401, "unauthenticated");
        }
        beside.get("/v1/people").await.expect(200);
        assert_eq!(officer.get("/v1/accounts?disabled=true").await.items().len(), 1);
        // Enabling it again gives no token back.
        officer.patch(&path, json!({"disabled": false})).await.expect(200);
        own.get("/v1/people").await.refused(401, "unauthenticated");
        signed_in(&app, id, &Scopes::all()).await.get("/v1/people").await.expect(200);
    }
}

both_stores! {
    fn no_code_is_made_for_an_account_that_reaches_further(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (other, colleague) = app.board("Twee").await;
        let platform = app.platform().await;
        let id = account(&officer, board, "noor@b.example").await;
        let path = format!("/v1/accounts/{id}/activations");
        officer.post("/v1/grants", grant(id, board, Role::Staff)).await.expect(201);
        officer.post(&path, json!({})).await.expect(201);
        let elsewhere = json!({"email": "noor@b.example", "accountBoardId": board, "unitId": other, "role": "staff"});
        let elsewhere = colleague.post("/v1/grants", elsewhere).await.expect(201).id();
        let refused = officer.post(&path, json!({})).await.refused(409, "account-reaches-further");
        assert!(!refused.text.contains(&elsewhere.to_string()), "{}", refused.text);
        platform.post(&path, json!({})).await.expect(201);
        colleague.post(&format!("/v1/grants/{elsewhere}/endings"), json!({})).await.expect(200);
        officer.post(&path, json!({})).await.expect(201);
        app.give(id, Role::PlatformAdmin, Uuid::nil()).await;
        officer.post(&path, json!({})).await.refused(409, "account-reaches-further");
        platform.post(&path, json!({})).await.expect(201);
    }
}

both_stores! {
    fn the_code_of_an_activation_is_shown_once_and_nowhere_else(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let id = account(&officer, board, "noor@b.example").await;
        let path = format!("/v1/accounts/{id}/activations");
        let reader = app.caller(Role::PrivacyOfficer, board).await;
        reader.post(&path, json!({})).await.refused(403, "forbidden");
        let first = officer.post(&path, json!({})).await.expect(201);
        let second = officer.post_once(&path, "key", json!({})).await.expect(201);
        let code = |answer: &akoki_tests::Answer| answer.json["code"].as_str().unwrap().to_owned();
        assert!(code(&first).starts_with("akoki_activation_"));
        assert_ne!(code(&first), code(&second));
        assert_eq!(second.header("location"), format!("/v1/accounts/{id}"));
        officer.post(&format!("/v1/accounts/{}/activations", Uuid::from_u128(1)), json!({})).await.refused(404, "not-found");
        crate::http::follower::settle(&app).await;
        for path in [format!("/v1/trail?resource={id}"), "/v1/events".to_owned()] {
            let answer = officer.get(&path).await.expect(200);
            assert!(!answer.items().is_empty() && !answer.text.contains("akoki_activation_"), "{path}");
        }
    }
}
