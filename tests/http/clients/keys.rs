//! Signing keys are replaced while the service runs.

use super::*;
use akoki_api::{
    app::{self, service_call},
    auth::vault,
};
use akoki_tests::{app::config, both_stores, clock};

async fn kids(app: &TestApp) -> Vec<String> {
    let keys = app
        .anonymous()
        .get("/.well-known/jwks.json")
        .await
        .expect(200)
        .json;
    let keys = keys["keys"].as_array().unwrap().clone();
    keys.iter()
        .map(|key| key["kid"].as_str().unwrap().to_owned())
        .collect()
}

fn kid(answer: &Answer) -> String {
    let token = answer.json["access_token"].as_str().unwrap();
    jsonwebtoken::decode_header(token).unwrap().kid.unwrap()
}

both_stores! {
    fn the_next_key_is_published_a_week_before_it_signs(store) {
        let app = TestApp::start(store).await;
        let machine = usable(&app, &["people.read"]).await;
        let first = kids(&app).await;
        assert_eq!(first.len(), 1);
        app.anonymous().post("/sandbox/clock", json!({"days": 84})).await.expect(200);
        let both = kids(&app).await;
        assert_eq!((both.len(), &both[0]), (2, &first[0]));
        let old = asked(&app, &machine, None).await.expect(200);
        assert_eq!(kid(&old), both[0], "published, and not signing yet");
        app.anonymous().post("/sandbox/clock", json!({"days": 8})).await.expect(200);
        assert_eq!(kid(&asked(&app, &machine, None).await.expect(200)), both[1]);
        assert_eq!(kids(&app).await.len(), 2, "what the old one signed can still be checked");
    }
}

both_stores! {
    fn a_running_process_rotates_by_itself(store) {
        let app = TestApp::start(store).await;
        assert_eq!(kids(&app).await.len(), 1);
        app.shared.clock.advance(84 * 86_400_000);
        for _ in 0..100 {
            if kids(&app).await.len() == 2 {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("no key was made");
    }
}

both_stores! {
    fn keys_of_another_process_are_taken_over(store) {
        let app = TestApp::start(store).await;
        let machine = usable(&app, &["people.read"]).await;
        // Another process, whose clock is ahead, makes a key and signs with it at once.
        let data = tempfile::tempdir().unwrap();
        let clock = clock();
        clock.advance(200 * 86_400_000);
        let other = app::open(config(app.store().url(), data.path()), clock, true).await.unwrap();
        assert_eq!(other.auth.ring().jwks()["keys"].as_array().unwrap().len(), 2);
        let call = service_call(&other, "test").await.unwrap();
        let key = other.key("signing-keys");
        let again = vault::load(&call, &key).await.unwrap();
        assert_eq!(again.jwks(), other.auth.ring().jwks(), "one key is enough");
        let scopes = akoki_api::auth::scope::Scopes::all();
        let token = akoki_api::cli::token::script(&call, akoki_domain::access::Role::PlatformAdmin, Uuid::nil(), 3_600_000, &scopes);
        let stranger = app.with_token(token.await.unwrap());
        assert_eq!(kids(&app).await.len(), 1);
        // The first call meets a key that is not known; soon after it is.
        stranger.get("/v1/organisation-units").await.refused(401, "unauthenticated");
        for _ in 0..100 {
            if stranger.get("/v1/organisation-units").await.status == 200 {
                assert_eq!(kids(&app).await.len(), 2);
                asked(&app, &machine, None).await.expect(200);
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        panic!("the key was not taken over");
    }
}
