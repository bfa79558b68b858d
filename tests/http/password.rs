//! Passwords: set with a code, changed by their owner.

use super::set_up::{PASSWORD, sign_in};
use akoki_domain::access::Role;
use akoki_tests::{TestApp, both_stores};
use serde_json::json;
use uuid::Uuid;

const NEW: &str = "drie fietsen zonder licht";
const EMAIL: &str = "a.vandermeer@school.example";
const HOUR: i64 = 3_600_000;

both_stores! {
    fn a_code_sets_a_password_once_and_ends_what_was_open(store) {
        let app = TestApp::start(store).await;
        let nobody = app.anonymous();
        let account = app.account(EMAIL, Uuid::nil(), Some(PASSWORD)).await;
        let (before, _) = sign_in(&app, EMAIL, PASSWORD).await;
        for _ in 0..6 {
            let body = json!({"email": EMAIL, "password": "vergeten, helaas"});
            nobody.post("/v1/sessions", body).await;
        }
        let old = app.activation_code(account, HOUR).await;
        let code = app.activation_code(account, HOUR).await;
        let body = |code: &str, password: &str| json!({"code": code, "password": password});
        for wrong in [old.as_str(), "akoki_activation_x"] {
            let answer = nobody.post("/v1/activations", body(wrong, "kort")).await.refused(400, "invalid-input");
            assert_eq!(answer.errors(), [
                ("/code".to_owned(), "invalid-activation-code".to_owned()),
                ("/password".to_owned(), "too-short".to_owned()),
            ]);
        }
        // A refused password does not spend the code.
        let answer = nobody.post("/v1/activations", body(&code, "A.vanderMeer@school.example")).await;
        assert_eq!(answer.errors(), [("/password".to_owned(), "password-is-name".to_owned())]);
        let nul = nobody.post("/v1/activations", body(&code, "met een \0 erin erbij")).await;
        assert_eq!(nul.errors(), [("/password".to_owned(), "contains-nul".to_owned())]);
        before.get("/v1/sessions").await.expect(200);
        let done = nobody.post("/v1/activations", body(&code, NEW)).await.expect(204);
        assert_eq!(done.header("cache-control"), "no-store");
        before.get("/v1/sessions").await.refused(401, "unauthenticated");
        nobody.post("/v1/activations", body(&code, NEW)).await.refused(400, "invalid-input");
        // The failed tries are forgotten with it.
        sign_in(&app, EMAIL, NEW).await;
        let body = json!({"email": EMAIL, "password": PASSWORD});
        nobody.post("/v1/sessions", body).await.refused(401, "invalid-credentials");
    }
}

both_stores! {
    fn a_code_is_for_who_the_account_was(store) {
        let app = TestApp::start(store).await;
        let platform = app.platform().await;
        let account = app.account(EMAIL, Uuid::nil(), Some(PASSWORD)).await;
        let path = format!("/v1/accounts/{account}");
        let refused = async |code: String, why: &str| {
            let body = json!({"code": code, "password": NEW});
            let answer = app.anonymous().post("/v1/activations", body).await;
            assert_eq!(answer.json["errors"][0]["code"], "invalid-activation-code", "{why}: {}", answer.text);
        };
        let code = app.activation_code(account, HOUR).await;
        let (own, _) = sign_in(&app, EMAIL, PASSWORD).await;
        let next = "een ander goed wachtwoord";
        own.put_plain("/v1/me/password", json!({"currentPassword": PASSWORD, "password": next})).await.expect(204);
        refused(code, "password").await;
        let code = app.activation_code(account, HOUR).await;
        platform.patch(&path, json!({"email": "anders@school.example"})).await.expect(200);
        refused(code, "e-mail").await;
        let code = app.activation_code(account, HOUR).await;
        platform.patch(&path, json!({"disabled": true})).await.expect(200);
        platform.patch(&path, json!({"disabled": false})).await.expect(200);
        refused(code, "disabled").await;
    }
}

both_stores! {
    fn a_code_ends_and_is_nothing_for_a_disabled_account(store) {
        let app = TestApp::start(store).await;
        let late = app.account(EMAIL, Uuid::nil(), None).await;
        let code = app.activation_code(late, HOUR).await;
        app.shared.clock.advance(HOUR);
        let body = json!({"code": code, "password": NEW});
        app.anonymous().post("/v1/activations", body).await.refused(400, "invalid-input");
        let disabled = app.disabled_account("weg@school.example", Uuid::nil(), PASSWORD).await;
        let code = app.activation_code(disabled, HOUR).await;
        let body = json!({"code": code, "password": NEW});
        app.anonymous().post("/v1/activations", body).await.refused(400, "invalid-input");
    }
}

both_stores! {
    fn of_many_who_use_a_code_at_once_one_does(store) {
        let app = TestApp::start(store).await;
        let account = app.account(EMAIL, Uuid::nil(), None).await;
        let code = app.activation_code(account, HOUR).await;
        let tries: Vec<_> = (0..5)
            .map(|_| {
                let caller = app.anonymous();
                let body = json!({"code": code, "password": NEW});
                tokio::spawn(async move { caller.post("/v1/activations", body).await.status })
            })
            .collect();
        let mut statuses = Vec::new();
        for one in tries {
            statuses.push(one.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [204, 400, 400, 400, 400]);
    }
}

both_stores! {
    fn a_new_password_ends_the_other_sessions(store) {
        let app = TestApp::start(store).await;
        app.account(EMAIL, Uuid::nil(), Some(PASSWORD)).await;
        let (phone, _) = sign_in(&app, EMAIL, PASSWORD).await;
        let (laptop, _) = sign_in(&app, EMAIL, PASSWORD).await;
        let body = |current: &str, new: &str| json!({"currentPassword": current, "password": new});
        let answer = laptop.put_plain("/v1/me/password", body("niet het oude", "Welkom2026")).await;
        assert_eq!(answer.refused(400, "invalid-input").errors(), [
            ("/password".to_owned(), "password-too-common".to_owned()),
            ("/password".to_owned(), "too-short".to_owned()),
        ]);
        // The new one is judged first: a weak one is no failed try, however often.
        for _ in 0..6 {
            laptop.put_plain("/v1/me/password", body(PASSWORD, "kort")).await.refused(400, "invalid-input");
        }
        let answer = laptop.put_plain("/v1/me/password", body("niet het oude", NEW)).await;
        assert_eq!(answer.refused(400, "invalid-input").errors(), [
            ("/currentPassword".to_owned(), "wrong-password".to_owned()),
        ]);
        laptop.put_plain("/v1/me/password", body(PASSWORD, NEW)).await.expect(204);
        phone.get("/v1/sessions").await.refused(401, "unauthenticated");
        laptop.get("/v1/sessions").await.expect(200);
        sign_in(&app, EMAIL, NEW).await;
        // Whoever has a session in hand guesses no faster, and locks nobody out.
        for _ in 0..5 {
            laptop.put_plain("/v1/me/password", body("niet het oude", PASSWORD)).await.refused(400, "invalid-input");
        }
        laptop.put_plain("/v1/me/password", body(NEW, PASSWORD)).await.refused(429, "too-many-requests");
        sign_in(&app, EMAIL, NEW).await;
    }
}

both_stores! {
    fn an_account_that_another_board_keeps_changes_its_password_and_makes_tokens(store) {
        let app = TestApp::start(store).await;
        let (keeper, _) = app.board("Een").await;
        let (board, _) = app.board("Twee").await;
        let id = app.account(EMAIL, keeper, Some(PASSWORD)).await;
        app.give(id, Role::Hr, board).await;
        let (own, _) = sign_in(&app, EMAIL, PASSWORD).await;
        let ends = akoki_api::clock::instant(app.shared.clock.millis() + HOUR);
        let ends = ends.format(&time::format_description::well_known::Rfc3339).unwrap();
        let token = json!({"name": "koppeling", "expiresAt": ends});
        own.post("/v1/personal-access-tokens", token).await.expect(201);
        own.put_plain("/v1/me/password", json!({"currentPassword": PASSWORD, "password": NEW})).await.expect(204);
        sign_in(&app, EMAIL, NEW).await;
    }
}

both_stores! {
    fn a_script_has_no_password(store) {
        let app = TestApp::start(store).await;
        let (board, _) = app.board("Een").await;
        let script = app.caller(Role::Hr, board).await;
        let body = json!({"currentPassword": PASSWORD, "password": NEW});
        script.put_plain("/v1/me/password", body.clone()).await.refused(403, "session-required");
        app.anonymous().put_plain("/v1/me/password", body).await.refused(401, "unauthenticated");
    }
}
