//! Clients and their secrets.

use super::*;
use akoki_tests::both_stores;

const DAY: i64 = 86_400_000;

both_stores! {
    fn a_secret_is_replaced_with_overlap(store) {
        let app = TestApp::start(store).await;
        let machine = usable(&app, &["people.read"]).await;
        let platform = app.platform().await;
        let path = format!("/v1/api-clients/{}/secrets", machine.id);
        let second = Machine { secret: secret(&platform, machine.id, json!({"overlapDays": 2})).await, ..machine.clone() };
        asked(&app, &machine, None).await.expect(200);
        asked(&app, &second, None).await.expect(200);
        let listed = platform.get(&path).await.expect(200);
        assert!(!listed.text.contains("akoki_client"), "{}", listed.text);
        assert_eq!(listed.items().len(), 2);
        assert!(listed.items()[0]["expiresAt"].is_string());
        assert_eq!(listed.items()[1]["expiresAt"], Value::Null);
        let ended = listed.items()[1]["id"].as_str().unwrap().to_owned();
        platform.post(&path, json!({})).await.refused(409, "secret-limit-reached");
        app.shared.clock.advance(2 * DAY - 10_000);
        asked(&app, &machine, None).await.expect(200);
        app.shared.clock.advance(10_000);
        refused(&asked(&app, &machine, None).await, 401, "invalid_client");
        asked(&app, &second, None).await.expect(200);
        // At once, and a third by now.
        let platform = app.platform().await;
        let third = Machine { secret: secret(&platform, machine.id, json!({"overlapDays": 90})).await, ..machine.clone() };
        platform.delete(&format!("{path}/{ended}")).await.expect(204);
        platform.delete(&format!("{path}/{ended}")).await.expect(204);
        refused(&asked(&app, &second, None).await, 401, "invalid_client");
        asked(&app, &third, None).await.expect(200);
        platform.delete(&format!("{path}/{}", Uuid::from_u128(3))).await.refused(404, "not-found");
        let answer = platform.post(&path, json!({"overlapDays": 91})).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [("/overlapDays".to_owned(), "out-of-range".to_owned())]);
        let request = platform.request(Method::POST, &path).header("idempotency-key", "\"k\"").json(&json!({"overlapDays": 0}));
        let (first, again) = (send(request.try_clone().unwrap()).await.expect(201), send(request).await.expect(201));
        assert_ne!(first.json["secret"], again.json["secret"], "no key repeats a secret");
    }
}

both_stores! {
    fn what_is_taken_from_a_client_is_taken_from_its_tokens(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let machine = registered(&app, &["people.read", "organisation.read"]).await;
        approved(&officer, machine.id, board, &["people.read", "organisation.read"]).await;
        let platform = app.platform().await;
        let path = format!("/v1/api-clients/{}", machine.id);
        let first = caller(&app, &machine).await;
        platform.patch(&path, json!({"name": "Anders", "scopes": ["people.read", "organisation.read", "groups.read"]})).await.expect(200);
        first.get("/v1/people").await.expect(200);
        platform.patch(&path, json!({"scopes": ["people.read"]})).await.expect(200);
        first.get("/v1/people").await.refused(401, "unauthenticated");
        let second = caller(&app, &machine).await;
        second.get("/v1/people").await.expect(200);
        let secrets = platform.get(&format!("{path}/secrets")).await.expect(200);
        let old = secrets.items()[0]["id"].as_str().unwrap().to_owned();
        let next = Machine { secret: secret(&platform, machine.id, json!({"overlapDays": 9})).await, ..machine.clone() };
        second.get("/v1/people").await.expect(200);
        platform.delete(&format!("{path}/secrets/{old}")).await.expect(204);
        second.get("/v1/people").await.refused(401, "unauthenticated");
        caller(&app, &next).await.get("/v1/people").await.expect(200);
    }
}

both_stores! {
    fn clients_are_the_platforms_and_boards_see_them(store) {
        let app = TestApp::start(store).await;
        let (_, officer) = app.board("Een").await;
        let machine = registered(&app, &["people.read"]).await;
        let path = format!("/v1/api-clients/{}", machine.id);
        let seen = officer.get("/v1/api-clients?q=rooster&disabled=false").await.expect(200);
        assert_eq!(seen.items().len(), 1);
        let one = officer.get(&path).await.expect(200);
        assert_eq!(one.json["vendor"], "Leverancier BV");
        officer.patch(&path, json!({"name": "x"})).await.refused(403, "forbidden");
        officer.post("/v1/api-clients", described(&["people.read"])).await.refused(403, "forbidden");
        for answer in [officer.get(&format!("{path}/secrets")).await, officer.post(&format!("{path}/secrets"), json!({})).await] {
            answer.refused(403, "forbidden");
        }
        app.platform().await.delete(&path).await.refused(405, "method-not-allowed");
    }
}

both_stores! {
    fn keys_of_clients_are_public_ones(store) {
        let app = TestApp::start(store).await;
        let platform = app.platform().await;
        let coordinate = "A".repeat(43);
        let key = json!({"kid": "a", "kty": "EC", "crv": "P-256", "x": coordinate, "y": coordinate, "key_ops": ["verify"]});
        let with = |key: &Value, changes: Value| {
            let mut key = key.clone();
            for (name, value) in changes.as_object().unwrap() {
                key[name] = value.clone();
            }
            key
        };
        let body = |keys: Value| {
            let mut body = described(&["people.read"]);
            body["jwks"] = json!({"keys": keys});
            body
        };
        let made = platform.post("/v1/api-clients", body(json!([key]))).await.expect(201);
        assert_eq!(made.json["jwks"]["keys"][0]["kid"], "a");
        assert_eq!(made.json["jwks"]["keys"][0]["key_ops"], Value::Null, "what is not known is not kept");
        let path = format!("/v1/api-clients/{}", made.id());
        assert_eq!(platform.patch(&path, json!({"jwks": null})).await.expect(200).json["jwks"], Value::Null);
        let keys = json!([
            with(&key, json!({"d": coordinate})), key, with(&key, json!({"kid": "b", "crv": "P-384"})), with(&key, json!({"kid": "c", "alg": "RS256"})),
        ]);
        let answer = platform.post("/v1/api-clients", body(keys)).await.refused(400, "invalid-input");
        let errors = [
            ("/jwks/keys/0/d", "private-key-sent"), ("/jwks/keys/1/kid", "duplicate"),
            ("/jwks/keys/2", "key-not-supported"), ("/jwks/keys/3/alg", "invalid-value"),
        ];
        assert_eq!(answer.errors(), errors.map(|(at, code)| (at.to_owned(), code.to_owned())));
        let mut nameless = key.clone();
        nameless.as_object_mut().unwrap().remove("kid");
        let answer = platform.post("/v1/api-clients", body(json!([nameless]))).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [("/jwks/keys/0/kid".to_owned(), "required".to_owned())]);
        let answer = platform.post("/v1/api-clients", described(&["all"])).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [("/scopes/0".to_owned(), "invalid-value".to_owned())]);
    }
}
