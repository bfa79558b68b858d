//! Tokens of machine clients.

use super::*;
use akoki_tests::both_stores;

both_stores! {
    fn a_client_is_registered_gets_a_secret_is_approved_and_calls(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let (other, neighbour) = app.board("Twee").await;
        let school = app.school(&officer, board, "School").await;
        let machine = registered(&app, &["organisation.read", "people.read", "people.write"]).await;
        for scope in [None, Some("organisation.read")] {
            let said = refused(&asked(&app, &machine, scope).await, 400, "invalid_scope");
            assert!(said.starts_with("No board has approved any of these scopes for this client: organisation.read"), "{said}");
        }
        approved(&officer, machine.id, board, &["organisation.read", "people.read"]).await;
        let early = caller(&app, &machine).await;
        assert_eq!(early.get("/v1/organisation-units").await.expect(200).items().len(), 2, "a board with its school");
        approved(&neighbour, machine.id, other, &["organisation.read"]).await;
        let made = |home| json!({"givenName": "Anouk", "familyName": "Meer", "homeUnitId": home});
        let here = officer.post("/v1/people", made(school)).await.expect(201).id();
        let there = neighbour.post("/v1/people", made(other)).await.expect(201).id();
        // The token was there before the second approval, for a scope that it has: that counts at once.
        let units = early.get("/v1/organisation-units").await.expect(200);
        assert_eq!(units.items().len(), 3, "{}", units.text);
        let people = early.get("/v1/people").await.expect(200);
        assert_eq!(people.items().len(), 1, "the other board did not approve people.read");
        assert_eq!(people.items()[0]["id"], json!(here));
        early.get(&format!("/v1/people/{here}")).await.expect(200);
        early.get(&format!("/v1/people/{there}")).await.refused(404, "not-found");
        assert!(early.get(&format!("/v1/people?unitId={other}")).await.expect(200).items().is_empty());
        // It may ask for people.write, and nobody approved that.
        for scope in [None, Some("people.write people.read organisation.read")] {
            let given = asked(&app, &machine, scope).await.expect(200);
            let mut scopes: Vec<_> = given.json["scope"].as_str().unwrap().split(' ').collect();
            scopes.sort_unstable();
            assert_eq!(scopes, ["organisation.read", "people.read"]);
        }
        refused(&asked(&app, &machine, Some("people.write")).await, 400, "invalid_scope");
        early.patch(&format!("/v1/people/{here}"), json!({"givenName": "x"})).await.refused(403, "insufficient-scope");
        // Once a board approves it, it is in the next token, and holds at that board alone.
        approved_for_role(&neighbour, machine.id, other, &["people.read", "people.write"], "hr").await;
        early.patch(&format!("/v1/people/{there}"), json!({"givenName": "x"})).await.refused(403, "insufficient-scope");
        let later = caller(&app, &machine).await;
        later.patch(&format!("/v1/people/{there}"), json!({"givenName": "x"})).await.expect(200);
        later.patch(&format!("/v1/people/{here}"), json!({"givenName": "x"})).await.refused(403, "forbidden");
        early.get("/v1/groups").await.refused(403, "insufficient-scope");
    }
}

both_stores! {
    fn a_token_says_what_it_is_for(store) {
        let app = TestApp::start(store).await;
        let machine = usable(&app, &["people.read", "people.write", "organisation.read"]).await;
        let all = asked(&app, &machine, None).await.expect(200);
        assert_eq!(all.json["scope"], "organisation.read people.read people.write");
        assert_eq!((&all.json["token_type"], &all.json["expires_in"]), (&json!("Bearer"), &json!(3600)));
        assert_eq!((all.header("cache-control"), all.header("pragma")), ("no-store", "no-cache"));
        let some = asked(&app, &machine, Some("people.read")).await.expect(200);
        assert_eq!(some.json["scope"], "people.read");
        app.with_token(some.json["access_token"].as_str().unwrap())
            .get("/v1/organisation-units").await.refused(403, "insufficient-scope");
        let said = refused(&asked(&app, &machine, Some("people.read audits.fly all groups.read")).await, 400, "invalid_scope");
        assert_eq!(said, "Unknown scopes: audits.fly all. The client may not ask for these scopes: groups.read.");
        // Fewer scopes of the client are fewer scopes of the next token.
        let path = format!("/v1/api-clients/{}", machine.id);
        app.platform().await.patch(&path, json!({"scopes": ["people.read"]})).await.expect(200);
        assert_eq!(asked(&app, &machine, None).await.expect(200).json["scope"], "people.read");
        refused(&asked(&app, &machine, Some("people.write")).await, 400, "invalid_scope");
        // It ends in an hour.
        let token = asked(&app, &machine, None).await.expect(200);
        let caller = app.with_token(token.json["access_token"].as_str().unwrap());
        caller.get("/v1/people").await.expect(200);
        app.shared.clock.advance(3_600_000);
        caller.get("/v1/people").await.refused(401, "unauthenticated");
    }
}

both_stores! {
    fn everything_wrong_with_a_request_is_said(store) {
        let app = TestApp::start(store).await;
        let machine = registered(&app, &["people.read"]).await;
        let wrong = [("grant_type", "password"), ("scope", "nonsense"), ("scope", "x")];
        let said = refused(&sent(&app, "/oauth/token?x=1", None, &wrong).await, 401, "invalid_client");
        for part in ["no parameters in the address", "scope is there more than once", "grant_type is client_credentials only",
            "Unknown scopes: nonsense", "does not say who it is"] {
            assert!(said.contains(part), "{part}: {said}");
        }
        let said = refused(&sent(&app, "/oauth/token", Some(&machine), &[]).await, 400, "invalid_request");
        assert_eq!(said, "grant_type is missing.");
        refused(&sent(&app, "/oauth/token", Some(&machine), &[("grant_type", "authorization_code")]).await, 400, "unsupported_grant_type");
        let json = app.anonymous().request(Method::POST, "/oauth/token").basic_auth(machine.id, Some(&machine.secret)).json(&json!({}));
        assert!(refused(&send(json).await, 400, "invalid_request").contains("formulier"), "in Dutch unless asked otherwise");
        // What is in the form is no way to say who one is.
        let id = machine.id.to_string();
        let post = [GRANT, ("client_id", id.as_str()), ("client_secret", machine.secret.as_str())];
        let answer = sent(&app, "/oauth/token", None, &post).await;
        assert!(refused(&answer, 401, "invalid_client").contains("client_secret_basic"));
        let nobody = Machine { id: Uuid::from_u128(5), ..machine.clone() };
        let guess = Machine { secret: "akoki_client_x".into(), ..machine.clone() };
        let mut told = Vec::new();
        for stranger in [nobody, guess] {
            let answer = asked(&app, &stranger, None).await;
            told.push(refused(&answer, 401, "invalid_client"));
            assert_eq!(answer.header("www-authenticate"), "Basic realm=\"akoki\"");
        }
        assert_eq!(told[0], told[1]);
        let other = [GRANT, ("client_id", "0199c2f6-7d5a-7000-8000-000000000001")];
        refused(&sent(&app, "/oauth/token", Some(&machine), &other).await, 401, "invalid_client");
        for method in [Method::GET, Method::PUT] {
            let answer = send(app.anonymous().request(method, "/oauth/token")).await;
            assert_eq!((answer.status, answer.header("allow")), (405, "POST"), "{}", answer.text);
        }
    }
}

both_stores! {
    fn a_client_that_is_stopped_is_stopped_at_once(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let machine = registered(&app, &["organisation.read"]).await;
        approved(&officer, machine.id, board, &["organisation.read"]).await;
        let running = caller(&app, &machine).await;
        running.get("/v1/organisation-units").await.expect(200);
        let path = format!("/v1/api-clients/{}", machine.id);
        let platform = app.platform().await;
        platform.patch(&path, json!({"disabled": true})).await.expect(200);
        running.get("/v1/organisation-units").await.refused(401, "unauthenticated");
        refused(&asked(&app, &machine, None).await, 401, "invalid_client");
        platform.patch(&path, json!({"disabled": false})).await.expect(200);
        running.get("/v1/organisation-units").await.refused(401, "unauthenticated");
        let again = caller(&app, &machine).await;
        assert_eq!(again.get("/v1/organisation-units").await.expect(200).items().len(), 1);
    }
}

both_stores! {
    fn a_token_is_given_back_and_asked_about_by_its_client_alone(store) {
        let app = TestApp::start(store).await;
        let (machine, other) = (usable(&app, &["people.read"]).await, usable(&app, &["people.read"]).await);
        let token = asked(&app, &machine, None).await.expect(200).json["access_token"].as_str().unwrap().to_owned();
        let about = [("token", token.as_str())];
        let known = sent(&app, "/oauth/introspect", Some(&machine), &about).await.expect(200);
        assert_eq!((&known.json["active"], &known.json["scope"]), (&json!(true), &json!("people.read")));
        assert_eq!(known.json["client_id"], json!(machine.id));
        let hidden = sent(&app, "/oauth/introspect", Some(&other), &about).await.expect(200);
        assert_eq!(hidden.json, json!({"active": false}));
        refused(&sent(&app, "/oauth/introspect", None, &about).await, 401, "invalid_client");
        refused(&sent(&app, "/oauth/introspect", Some(&machine), &[]).await, 400, "invalid_request");
        refused(&sent(&app, "/oauth/revoke", Some(&other), &about).await, 400, "unauthorized_client");
        refused(&sent(&app, "/oauth/revoke", None, &about).await, 401, "invalid_client");
        app.with_token(token.clone()).get("/v1/people").await.expect(200);
        for _ in 0..2 {
            sent(&app, "/oauth/revoke", Some(&machine), &[about[0], ("token_type_hint", "access_token")]).await.expect(200);
            app.with_token(token.clone()).get("/v1/people").await.refused(401, "unauthenticated");
        }
        sent(&app, "/oauth/revoke", Some(&machine), &[("token", "nonsense")]).await.expect(200);
        let gone = sent(&app, "/oauth/introspect", Some(&machine), &about).await.expect(200);
        assert_eq!(gone.json, json!({"active": false}));
    }
}

both_stores! {
    fn tokens_that_ended_are_forgotten(store) {
        let app = TestApp::start(store).await;
        let machine = usable(&app, &["people.read"]).await;
        for _ in 0..3 {
            asked(&app, &machine, None).await.expect(200);
        }
        let of_clients = "DELETE FROM credential WHERE kind = 'client'";
        app.anonymous().post("/sandbox/clock", json!({"hours": 24})).await.expect(200);
        let call = app.service().await;
        akoki_api::worker::keeper::forget(&call).await.unwrap();
        asked(&app, &machine, None).await.expect(200);
        app.anonymous().post("/sandbox/clock", json!({"hours": 2})).await.expect(200);
        let left = crate::http::raw::changed(&app, of_clients).await;
        assert_eq!(left, 1, "those of yesterday are gone, the one of now is there");
    }
}
