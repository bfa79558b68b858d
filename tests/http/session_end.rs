//! Ending sessions, what is left of them, and what the trail says.

use super::{
    follower::{Follower, settle},
    session::refresh,
    set_up::{EMAIL, PASSWORD, sign_in},
};
use akoki_api::{app::service_call, auth::secret, worker::keeper::forget};
use akoki_domain::access::Role;
use akoki_persistence::repo::{credential, session, throttle};
use akoki_tests::{TestApp, both_stores};
use serde_json::json;
use uuid::Uuid;

const DAY: i64 = 24 * 3_600_000;

both_stores! {
    fn one_sees_and_ends_ones_own_sessions(store) {
        let app = TestApp::start(store).await;
        app.account(EMAIL, Uuid::nil(), Some(PASSWORD)).await;
        app.account("ander@school.example", Uuid::nil(), Some(PASSWORD)).await;
        let (phone, first) = sign_in(&app, EMAIL, PASSWORD).await;
        let (laptop, second) = sign_in(&app, EMAIL, PASSWORD).await;
        let (stranger, _) = sign_in(&app, "ander@school.example", PASSWORD).await;
        let shown = laptop.get("/v1/sessions").await.expect(200);
        let seen: Vec<_> = shown.items().iter().map(|one| (one["id"].clone(), one["current"] == true)).collect();
        assert_eq!(seen, [(second["id"].clone(), true), (first["id"].clone(), false)]);
        assert_eq!(shown.items()[0]["refreshExpiresAt"], second["refreshExpiresAt"]);
        let path = format!("/v1/sessions/{}", first["id"].as_str().unwrap());
        let other = laptop.get(&path).await.expect(200);
        assert_eq!(other.json, shown.items()[1], "as in the list");
        let own = phone.get(&path).await.expect(200);
        assert_eq!((&own.json["id"], &own.json["current"]), (&first["id"], &json!(true)));
        stranger.get(&path).await.refused(404, "not-found");
        stranger.delete(&path).await.refused(404, "not-found");
        laptop.delete(&path).await.expect(204);
        laptop.get(&path).await.refused(404, "not-found");
        laptop.get("/v1/sessions/nonsense").await.refused(404, "not-found");
        phone.get("/v1/sessions").await.refused(401, "unauthenticated");
        refresh(&app, &first).await.refused(401, "invalid-refresh-token");
        laptop.delete(&path).await.expect(204);
        laptop.delete("/v1/sessions/nonsense").await.refused(404, "not-found");
        assert_eq!(laptop.get("/v1/sessions").await.expect(200).items().len(), 1);
        laptop.get("/v1/sessions?x=1").await.refused(400, "invalid-input");
        assert_eq!(stranger.get("/v1/sessions").await.expect(200).items().len(), 1);
    }
}

both_stores! {
    fn all_others_end_at_once(store) {
        let app = TestApp::start(store).await;
        app.account(EMAIL, Uuid::nil(), Some(PASSWORD)).await;
        let (phone, _) = sign_in(&app, EMAIL, PASSWORD).await;
        let (laptop, _) = sign_in(&app, EMAIL, PASSWORD).await;
        laptop.delete("/v1/sessions").await.expect(204);
        phone.get("/v1/sessions").await.refused(401, "unauthenticated");
        assert_eq!(laptop.get("/v1/sessions").await.expect(200).items().len(), 1);
    }
}

both_stores! {
    fn the_trail_says_who_came_and_went_by_ids_alone_and_nobody_follows_it(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        settle(&app).await;
        let mut follower = Follower::latest(&officer).await;
        let account = app.account("goed@school.example", board, Some(PASSWORD)).await;
        let wrong = json!({"email": "goed@school.example", "password": "fout wachtwoord"});
        app.anonymous().post("/v1/sessions", wrong).await.expect(401);
        let (caller, tokens) = sign_in(&app, "goed@school.example", PASSWORD).await;
        let id = tokens["id"].as_str().unwrap();
        caller.delete(&format!("/v1/sessions/{id}")).await.expect(204);
        settle(&app).await;
        let trail = officer.get("/v1/trail?limit=200").await.expect(200);
        let seen: Vec<_> = trail
            .items()
            .iter()
            .map(|entry| {
                let text = |name: &str| entry[name].as_str().unwrap_or_default().to_owned();
                (text("operation"), text("subject"), text("verb"), text("principalId"))
            })
            .filter(|(operation, ..)| operation.ends_with("Session"))
            .collect();
        let row = |operation: &str, subject: String, verb: &str, who: String| {
            (operation.to_owned(), subject, verb.to_owned(), who)
        };
        let (person, of) = (format!("/v1/accounts/{account}"), format!("/v1/sessions/{id}"));
        assert_eq!(seen, [
            row("createSession", person, "updated", String::new()),
            row("createSession", of.clone(), "created", account.to_string()),
            row("endSession", of, "deleted", account.to_string()),
        ]);
        assert!(!trail.text.contains('@'), "{}", trail.text);
        let events = follower.rest(&officer, "").await;
        assert!(events.iter().all(|event| !event["type"].as_str().unwrap().contains("session")), "{events:?}");
    }
}

both_stores! {
    fn what_has_ended_is_forgotten(store) {
        let app = TestApp::start(store).await;
        let (board, _) = app.board("Een").await;
        let account = app.account(EMAIL, board, Some(PASSWORD)).await;
        app.give(account, Role::Staff, board).await;
        let (_, tokens) = sign_in(&app, EMAIL, PASSWORD).await;
        let code = app.activation_code(account, DAY).await;
        let body = json!({"email": "niemand@school.example", "password": PASSWORD});
        app.anonymous().post("/v1/sessions", body).await.expect(401);
        let digest = secret::digest(tokens["refreshToken"].as_str().unwrap());
        let id: Uuid = tokens["id"].as_str().unwrap().parse().unwrap();
        let call = service_call(&app.shared, "test").await.unwrap();
        assert!(session::refresh(call.store(), &digest).await.unwrap().is_some());
        app.shared.clock.advance(2 * DAY);
        let call = service_call(&app.shared, "test").await.unwrap();
        forget(&call).await.unwrap();
        assert!(session::refresh(call.store(), &digest).await.unwrap().is_none());
        assert!(credential::find(call.store(), id).await.unwrap().is_some());
        let body = json!({"code": code, "password": "drie fietsen zonder licht"});
        app.anonymous().post("/v1/activations", body).await.refused(400, "invalid-input");
        app.shared.clock.advance(400 * DAY);
        let call = service_call(&app.shared, "test").await.unwrap();
        forget(&call).await.unwrap();
        assert!(credential::find(call.store(), id).await.unwrap().is_none());
        let key = akoki_api::state::derive(&app.shared.key("throttle"), "email:niemand@school.example");
        assert!(throttle::read(call.store(), &key).await.unwrap().is_none());
    }
}
