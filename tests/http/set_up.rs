//! The first account of an empty store.

use akoki_api::cli::set_up::{Progress, begin, renew};
use akoki_tests::{Caller, TestApp, both_stores};
use serde_json::{Value, json};

pub(super) const EMAIL: &str = "beheer@platform.example";
pub(super) const PASSWORD: &str = "zeven zwanen op het water";

fn input(secret: &str) -> Value {
    json!({"secret": secret, "email": EMAIL, "displayName": "Bente Beheer", "password": PASSWORD})
}

/// Signs in; the access token is taken on, the rest is in the answer.
pub(super) async fn sign_in(app: &TestApp, email: &str, password: &str) -> (Caller, Value) {
    let body = json!({"email": email, "password": password});
    let answer = app.anonymous().post("/v1/sessions", body).await.expect(201);
    assert_eq!(answer.header("cache-control"), "no-store");
    let location = format!("/v1/sessions/{}", answer.json["id"].as_str().unwrap());
    assert_eq!(answer.header("location"), location);
    let token = answer.json["accessToken"].as_str().unwrap();
    (app.with_token(token), answer.json.clone())
}

both_stores! {
    fn an_empty_store_is_set_up_once_and_its_first_account_runs_the_platform(store) {
        let app = TestApp::start(store).await;
        let nobody = app.anonymous();
        let old = app.set_up_secret().await;
        let secret = app.set_up_secret().await;
        for wrong in ["akoki_setup_wrong", old.as_str()] {
            nobody.post("/v1/set-up", input(wrong)).await.refused(403, "wrong-set-up-secret");
        }
        let made = nobody.post("/v1/set-up", input(&secret)).await.expect(201);
        assert_eq!(made.header("location"), format!("/v1/accounts/{}", made.id()));
        assert_eq!(made.json["email"], EMAIL);
        assert!(!made.text.contains(PASSWORD) && !made.text.contains(&secret));
        for again in [secret.as_str(), "akoki_setup_wrong"] {
            nobody.post("/v1/set-up", input(again)).await.refused(409, "already-set-up");
        }
        let (caller, _) = sign_in(&app, EMAIL, PASSWORD).await;
        let board = json!({"kind": "board", "name": "Stichting Een"});
        caller.post("/v1/organisation-units", board).await.expect(201);
    }
}

both_stores! {
    fn everything_wrong_with_the_first_account_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let secret = app.set_up_secret().await;
        let body = json!({"secret": secret, "email": "geen", "displayName": " ", "password": "welkom"});
        let answer = app.anonymous().post("/v1/set-up", body).await.refused(400, "invalid-input");
        let wrong = [
            ("/displayName", "required"),
            ("/email", "invalid-format"),
            ("/password", "password-too-common"),
            ("/password", "too-short"),
        ];
        assert_eq!(answer.errors(), wrong.map(|(at, code)| (at.to_owned(), code.to_owned())));
        app.anonymous().post("/v1/set-up", input(&secret)).await.expect(201);
    }
}

both_stores! {
    fn of_many_who_set_up_at_once_one_does(store) {
        let app = TestApp::start(store).await;
        let secret = app.set_up_secret().await;
        let tries = (0..6).map(|n| {
            let caller = app.anonymous();
            let mut body = input(&secret);
            body["email"] = json!(format!("beheer{n}@platform.example"));
            tokio::spawn(async move { caller.post("/v1/set-up", body).await.status })
        });
        let mut statuses = Vec::new();
        for one in tries.collect::<Vec<_>>() {
            statuses.push(one.await.unwrap());
        }
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 409, 409, 409, 409, 409]);
    }
}

both_stores! {
    fn the_secret_is_shown_at_the_first_start_alone(store) {
        let app = TestApp::start(store).await;
        let call = app.service().await;
        // A script made on the machine does not count.
        app.platform().await;
        let Progress::Began(secret) = begin(&call).await.unwrap() else {
            panic!("it was begun before")
        };
        assert!(matches!(begin(&call).await.unwrap(), Progress::Pending));
        app.anonymous().post("/v1/set-up", input(&secret)).await.expect(201);
        assert!(matches!(begin(&call).await.unwrap(), Progress::Done));
        assert!(renew(&call).await.is_err());
    }
}

both_stores! {
    fn a_reset_of_the_sandbox_begins_anew(store) {
        let app = TestApp::start(store).await;
        let nobody = app.anonymous();
        let secret = app.set_up_secret().await;
        nobody.post("/v1/set-up", input(&secret)).await.expect(201);
        let reset = nobody.post("/sandbox/reset", json!({})).await.expect(200);
        nobody.post("/v1/set-up", input(&secret)).await.refused(403, "wrong-set-up-secret");
        let fresh = reset.json["setUpSecret"].as_str().unwrap();
        nobody.post("/v1/set-up", input(fresh)).await.expect(201);
    }
}

both_stores! {
    fn a_script_on_the_machine_does_not_set_up_but_an_account_that_runs_the_platform_does(store) {
        let app = TestApp::start(store).await;
        app.platform().await;
        let secret = app.set_up_secret().await;
        let nil = uuid::Uuid::nil();
        let account = app.account("eerste@platform.example", nil, None).await;
        app.give(account, akoki_domain::access::Role::PlatformAdmin, nil).await;
        app.anonymous().post("/v1/set-up", input(&secret)).await.refused(409, "already-set-up");
    }
}
