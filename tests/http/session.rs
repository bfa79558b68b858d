//! Signing in and going on.

use super::set_up::{EMAIL, PASSWORD, sign_in};
use akoki_domain::access::Role;
use akoki_tests::{Answer, TestApp, both_stores};
use serde_json::{Value, json};
use uuid::Uuid;

const HOUR: i64 = 3_600_000;
const DAY: i64 = 24 * HOUR;

pub(super) async fn refresh(app: &TestApp, tokens: &Value) -> Answer {
    let body = json!({"refreshToken": tokens["refreshToken"]});
    app.anonymous().post("/v1/sessions/refreshes", body).await
}

async fn try_with(app: &TestApp, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password});
    app.anonymous().post("/v1/sessions", body).await
}

both_stores! {
    fn a_session_goes_on_until_a_refresh_token_is_used_twice(store) {
        let app = TestApp::start(store).await;
        let secret = app.set_up_secret().await;
        let first = json!({"secret": secret, "email": EMAIL, "displayName": "B", "password": PASSWORD});
        app.anonymous().post("/v1/set-up", first).await.expect(201);
        // The address is taken however it is written.
        let (caller, tokens) = sign_in(&app, " Beheer@Platform.EXAMPLE ", PASSWORD).await;
        assert_eq!(tokens["tokenType"], "Bearer");
        assert_eq!(tokens["expiresIn"], 900);
        assert_eq!(tokens["scope"], "all");
        caller.get("/v1/organisation-units").await.expect(200);
        let next = refresh(&app, &tokens).await.expect(201);
        assert_eq!(next.json["id"], tokens["id"]);
        assert_ne!(next.json["refreshToken"], tokens["refreshToken"]);
        let going_on = app.with_token(next.json["accessToken"].as_str().unwrap());
        going_on.get("/v1/organisation-units").await.expect(200);
        // Somebody has a copy of the first token.
        let reused = refresh(&app, &tokens).await.refused(401, "refresh-token-reused");
        assert_eq!(reused.header("www-authenticate"), "Bearer");
        for caller in [&caller, &going_on] {
            caller.get("/v1/organisation-units").await.refused(401, "unauthenticated");
        }
        refresh(&app, &next.json).await.refused(401, "invalid-refresh-token");
        refresh(&app, &json!({"refreshToken": "akoki_refresh_x"})).await.refused(401, "invalid-refresh-token");
    }
}

both_stores! {
    fn whatever_is_wrong_the_answer_is_the_same(store) {
        let app = TestApp::start(store).await;
        let nil = Uuid::nil();
        app.account("goed@school.example", nil, Some(PASSWORD)).await;
        app.account("nieuw@school.example", nil, None).await;
        app.disabled_account("weg@school.example", nil, PASSWORD).await;
        let mut answers = Vec::new();
        for (email, password) in [
            ("goed@school.example", "iets heel anders"),
            ("nieuw@school.example", PASSWORD),
            ("weg@school.example", PASSWORD),
            ("niemand@school.example", PASSWORD),
            ("geen adres", PASSWORD),
            ("", ""),
        ] {
            let answer = try_with(&app, email, password).await.refused(401, "invalid-credentials");
            let mut names: Vec<String> = answer.headers.keys().map(ToString::to_string).collect();
            names.sort();
            let mut body = answer.json.clone();
            body["traceId"] = Value::Null;
            answers.push((names, answer.header("www-authenticate").to_owned(), body));
        }
        assert_eq!(answers[0].1, "Bearer");
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:#?}");
        try_with(&app, "goed@school.example", PASSWORD).await.expect(201);
    }
}

both_stores! {
    fn whoever_guesses_must_wait_longer_and_longer(store) {
        let app = TestApp::start(store).await;
        app.account("goed@school.example", Uuid::nil(), Some(PASSWORD)).await;
        for email in ["goed@school.example", "niemand@school.example"] {
            for _ in 0..5 {
                try_with(&app, email, "fout wachtwoord").await.refused(401, "invalid-credentials");
            }
            let answer = try_with(&app, email, PASSWORD).await.refused(429, "too-many-requests");
            assert_eq!(answer.header("retry-after"), "30", "{email}");
        }
        app.shared.clock.advance(30_000);
        try_with(&app, "goed@school.example", "fout wachtwoord").await.refused(401, "invalid-credentials");
        let answer = try_with(&app, "goed@school.example", PASSWORD).await.refused(429, "too-many-requests");
        assert_eq!(answer.header("retry-after"), "60");
        app.shared.clock.advance(60_000);
        try_with(&app, "goed@school.example", PASSWORD).await.expect(201);
        // From here on nothing is counted.
        for _ in 0..4 {
            try_with(&app, "goed@school.example", "fout wachtwoord").await.refused(401, "invalid-credentials");
        }
        try_with(&app, "goed@school.example", PASSWORD).await.expect(201);
    }
}

both_stores! {
    fn many_guesses_at_once_are_no_more_than_one_after_another(store) {
        let app = TestApp::start(store).await;
        app.account("goed@school.example", Uuid::nil(), Some(PASSWORD)).await;
        let tries: Vec<_> = (0..12)
            .map(|_| {
                let caller = app.anonymous();
                let body = json!({"email": "goed@school.example", "password": "fout wachtwoord"});
                tokio::spawn(async move { caller.post("/v1/sessions", body).await.status })
            })
            .collect();
        let mut looked_at = 0;
        for one in tries {
            match one.await.unwrap() {
                401 => looked_at += 1,
                status => assert_eq!(status, 429),
            }
        }
        assert_eq!(looked_at, 5);
    }
}

both_stores! {
    fn of_many_refreshes_at_once_one_wins_and_the_session_ends(store) {
        let app = TestApp::start(store).await;
        app.account(EMAIL, Uuid::nil(), Some(PASSWORD)).await;
        let (caller, tokens) = sign_in(&app, EMAIL, PASSWORD).await;
        let tries: Vec<_> = (0..8)
            .map(|_| {
                let caller = app.anonymous();
                let body = json!({"refreshToken": tokens["refreshToken"]});
                tokio::spawn(async move { caller.post("/v1/sessions/refreshes", body).await })
            })
            .collect();
        let mut won = Vec::new();
        for one in tries {
            let answer = one.await.unwrap();
            match answer.status {
                201 => won.push(answer.json),
                _ => assert_eq!(answer.refused(401, "refresh-token-reused").status, 401),
            }
        }
        assert_eq!(won.len(), 1);
        caller.get("/v1/sessions").await.refused(401, "unauthenticated");
        refresh(&app, &won[0]).await.refused(401, "invalid-refresh-token");
    }
}

both_stores! {
    fn tokens_and_sessions_end_by_themselves(store) {
        let app = TestApp::start(store).await;
        app.account(EMAIL, Uuid::nil(), Some(PASSWORD)).await;
        let (caller, tokens) = sign_in(&app, EMAIL, PASSWORD).await;
        app.shared.clock.advance(900_000);
        caller.get("/v1/sessions").await.refused(401, "unauthenticated");
        app.shared.clock.advance(DAY);
        refresh(&app, &tokens).await.refused(401, "invalid-refresh-token");
        // However often it is refreshed, a session ends after thirty days.
        let (_, mut tokens) = sign_in(&app, EMAIL, PASSWORD).await;
        let mut refreshed = 0;
        let last = loop {
            app.shared.clock.advance(23 * HOUR);
            let answer = refresh(&app, &tokens).await;
            if answer.status != 201 {
                break answer;
            }
            refreshed += 1;
            tokens = answer.json;
        };
        last.refused(401, "invalid-refresh-token");
        assert_eq!(refreshed, 30 * 24 / 23);
    }
}

both_stores! {
    fn a_session_for_less_does_less(store) {
        let app = TestApp::start(store).await;
        let (board, _) = app.board("Een").await;
        let account = app.account("goed@school.example", board, Some(PASSWORD)).await;
        app.give(account, Role::BoardQualityOfficer, board).await;
        let mut body = json!({"email": "goed@school.example", "password": PASSWORD, "scope": "organisation.read nonsense"});
        let answer = app.anonymous().post("/v1/sessions", body.clone()).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [("/scope".to_owned(), "unknown-scope".to_owned())]);
        body["scope"] = json!("organisation.read");
        let answer = app.anonymous().post("/v1/sessions", body).await.expect(201);
        assert_eq!(answer.json["scope"], "organisation.read");
        let next = refresh(&app, &answer.json).await.expect(201);
        let caller = app.with_token(next.json["accessToken"].as_str().unwrap());
        assert_eq!(caller.get("/v1/organisation-units").await.expect(200).items().len(), 1);
        caller.get("/v1/people").await.refused(403, "insufficient-scope");
    }
}
