//! Tokens that people make for scripts of their own.

use super::{
    follower::{Follower, settle},
    set_up::{PASSWORD, sign_in},
};
use akoki_api::{app::service_call, auth::scope::Scopes, cli::token::personal};
use akoki_domain::access::Role;
use akoki_tests::{Caller, TestApp, both_stores};
use serde_json::{Value, json};
use time::{Duration, format_description::well_known::Rfc3339};
use uuid::Uuid;

const PATH: &str = "/v1/personal-access-tokens";
const EMAIL: &str = "officier@school.example";

fn input(app: &TestApp, scopes: Value, days: i64) -> Value {
    let ends = app.shared.clock.now() + Duration::days(days);
    json!({"name": " Weekrapport ", "scopes": scopes, "expiresAt": ends.format(&Rfc3339).unwrap()})
}

/// An officer of a board who signed in, and another who follows the feed.
async fn officer(app: &TestApp) -> (Uuid, Caller, Caller) {
    let (board, other) = app.board("Een").await;
    let account = app.account(EMAIL, board, Some(PASSWORD)).await;
    app.give(account, Role::BoardQualityOfficer, board).await;
    let (caller, _) = sign_in(app, EMAIL, PASSWORD).await;
    (board, caller, other)
}

both_stores! {
    fn a_token_does_what_its_maker_can_within_its_scopes_until_it_is_revoked(store) {
        let app = TestApp::start(store).await;
        let (_, officer, other) = officer(&app).await;
        let made = officer.post(PATH, input(&app, json!(["organisation.read"]), 366)).await.expect(201);
        let id = made.id();
        assert_eq!(made.header("location"), format!("{PATH}/{id}"));
        assert_eq!(made.json["name"], "Weekrapport");
        assert_eq!(made.json["scopes"], json!(["organisation.read"]));
        let token = app.with_token(made.json["token"].as_str().unwrap());
        assert_eq!(token.get("/v1/organisation-units").await.expect(200).items().len(), 1);
        token.get("/v1/people").await.refused(403, "insufficient-scope");
        let shown = officer.get(PATH).await.expect(200);
        assert_eq!(shown.items().len(), 1);
        assert_eq!(shown.items()[0]["id"], json!(id));
        assert!(shown.items()[0].get("token").is_none());
        // It outlives the session and its clock, not its revocation.
        app.shared.clock.advance(365 * 86_400_000);
        token.get("/v1/organisation-units").await.expect(200);
        other.delete(&format!("{PATH}/{id}")).await.refused(401, "unauthenticated");
        let (again, _) = sign_in(&app, EMAIL, PASSWORD).await;
        again.delete(&format!("{PATH}/{id}")).await.expect(204);
        token.get("/v1/organisation-units").await.refused(401, "unauthenticated");
        again.delete(&format!("{PATH}/{id}")).await.expect(204);
        assert!(again.get(PATH).await.expect(200).items().is_empty());
    }
}

both_stores! {
    fn a_token_is_made_by_somebody_who_signed_in_and_for_no_more(store) {
        let app = TestApp::start(store).await;
        let (_, officer, script) = officer(&app).await;
        script.post(PATH, input(&app, json!(["organisation.read"]), 1)).await.refused(403, "session-required");
        let made = officer.post(PATH, input(&app, json!(["organisation.read"]), 1)).await.expect(201);
        let token = app.with_token(made.json["token"].as_str().unwrap());
        token.post(PATH, input(&app, json!(["organisation.read"]), 1)).await.refused(403, "session-required");
        let body = json!({"email": EMAIL, "password": PASSWORD, "scope": "organisation.read people.read"});
        let session = app.anonymous().post("/v1/sessions", body).await.expect(201);
        let narrow = app.with_token(session.json["accessToken"].as_str().unwrap());
        let wrong = json!({"name": " ", "scopes": ["people.write", "nonsense", "all", "people.read"], "expiresAt": "2020-01-01T00:00:00Z"});
        let answer = narrow.post(PATH, wrong).await.refused(400, "invalid-input");
        let expected = [
            ("/expiresAt", "out-of-range"),
            ("/name", "required"),
            ("/scopes/0", "scope-not-covered"),
            ("/scopes/1", "unknown-scope"),
            ("/scopes/2", "scope-not-covered"),
        ];
        assert_eq!(answer.errors(), expected.map(|(at, code)| (at.to_owned(), code.to_owned())));
        officer.post(PATH, input(&app, json!(["all"]), 367)).await.refused(400, "invalid-input");
        let mut same = input(&app, Value::Null, 1);
        same.as_object_mut().unwrap().remove("scopes");
        let answer = narrow.post(PATH, same).await.expect(201);
        assert_eq!(answer.json["scopes"], json!(["organisation.read", "people.read"]));
    }
}

both_stores! {
    fn an_answer_with_a_token_is_never_kept(store) {
        let app = TestApp::start(store).await;
        let (_, officer, _) = officer(&app).await;
        let body = input(&app, json!(["organisation.read"]), 1);
        let first = officer.post_once(PATH, "sleutel", body.clone()).await.expect(201);
        let second = officer.post_once(PATH, "sleutel", body).await.expect(201);
        assert_ne!(first.id(), second.id());
        assert_eq!(first.header("cache-control"), "no-store");
    }
}

both_stores! {
    fn the_trail_shows_tokens_and_only_their_owner_follows_them(store) {
        let app = TestApp::start(store).await;
        let (_, officer, other) = officer(&app).await;
        settle(&app).await;
        let (mut own, mut others) = (Follower::latest(&officer).await, Follower::latest(&other).await);
        let made = officer.post(PATH, input(&app, json!(["all"]), 1)).await.expect(201);
        officer.delete(&format!("{PATH}/{}", made.id())).await.expect(204);
        settle(&app).await;
        let kinds = |events: Vec<Value>| -> Vec<String> {
            let kinds = events.iter().map(|event| event["type"].as_str().unwrap().to_owned());
            kinds.filter(|kind| kind.contains("personalaccesstoken")).collect()
        };
        assert_eq!(kinds(own.rest(&officer, "").await), [
            "nl.akoki.personalaccesstoken.created.v1",
            "nl.akoki.personalaccesstoken.deleted.v1",
        ]);
        assert!(kinds(others.rest(&other, "").await).is_empty());
        let trail = other.get(&format!("/v1/trail?resource={}", made.id())).await.expect(200);
        let verbs: Vec<_> = trail.items().iter().map(|entry| entry["verb"].clone()).collect();
        assert_eq!(verbs, ["created", "deleted"]);
    }
}

both_stores! {
    fn the_command_line_makes_one_for_an_account(store) {
        let app = TestApp::start(store).await;
        let (_, officer, _) = officer(&app).await;
        let call = app.service().await;
        let scopes = Scopes::parse("organisation.read").unwrap();
        let token = personal(&call, "Officier@School.example", 3_600_000, scopes.clone()).await.unwrap();
        let script = app.with_token(token);
        assert_eq!(script.get("/v1/organisation-units").await.expect(200).items().len(), 1);
        script.get("/v1/people").await.refused(403, "insufficient-scope");
        let id = officer.get(PATH).await.expect(200).items()[0]["id"].as_str().unwrap().to_owned();
        officer.delete(&format!("{PATH}/{id}")).await.expect(204);
        script.get("/v1/organisation-units").await.refused(401, "unauthenticated");
        app.disabled_account("weg@school.example", Uuid::nil(), PASSWORD).await;
        for nobody in ["niemand@school.example", "weg@school.example"] {
            assert!(personal(&call, nobody, 3_600_000, scopes.clone()).await.is_err());
        }
    }
}

both_stores! {
    fn a_token_for_a_script_stands_in_the_trail(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let call = service_call(&app.shared, "createToken").await.unwrap();
        let token = akoki_api::cli::token::script(&call, Role::Hr, board, 3_600_000, &Scopes::all()).await.unwrap();
        let script = app.with_token(token);
        let me = script.get("/v1/me").await.expect(200);
        let grant = me.json["grants"][0]["id"].as_str().unwrap().to_owned();
        settle(&app).await;
        let trail = officer.get(&format!("/v1/trail?resource={grant}")).await.expect(200);
        assert_eq!(trail.items().len(), 1, "{}", trail.text);
        assert_eq!((&trail.items()[0]["operation"], &trail.items()[0]["verb"]), (&json!("createToken"), &json!("created")), "{}", trail.text);
        assert!(trail.text.contains(me.json["id"].as_str().unwrap()), "{}", trail.text);
        let events = officer.get("/v1/events?limit=200").await.expect(200);
        assert!(events.text.contains(&format!("/v1/grants/{grant}")), "{}", events.text);
    }
}

both_stores! {
    fn what_location_names_is_read_by_its_owner_alone(store) {
        let app = TestApp::start(store).await;
        let (board, _, stranger) = officer(&app).await;
        app.account("ander@school.example", board, Some(PASSWORD)).await;
        let (own, _) = sign_in(&app, EMAIL, PASSWORD).await;
        let (other, _) = sign_in(&app, "ander@school.example", PASSWORD).await;
        let made = own.post(PATH, input(&app, json!(["people.read"]), 9)).await.expect(201);
        let token = made.header("location").to_owned();
        let shown = own.get(&token).await.expect(200);
        assert_eq!((&shown.json["name"], shown.json.get("token")), (&json!("Weekrapport"), None));
        other.get(&token).await.refused(404, "not-found");
        stranger.get(&token).await.refused(404, "not-found");
        app.anonymous().get(&token).await.refused(401, "unauthenticated");
        own.delete(&token).await.expect(204);
        own.get(&token).await.refused(404, "not-found");
    }
}
