//! Front-ends in a browser: what a page of another origin may ask.

use akoki_tests::{TestApp, both_stores};
use reqwest::Method;

both_stores! {
    fn a_browser_that_asks_beforehand_is_told_what_it_may_send(store) {
        let app = TestApp::start_with(store, |config| {
            config.cors_origins = vec!["https://app.example".to_owned()];
        }).await;
        let asked = async |origin: &str, path: &str| {
            let request = app.anonymous().request(Method::OPTIONS, path);
            let request = request.header("origin", origin).header("access-control-request-method", "POST");
            request.header("access-control-request-headers", "content-type").send().await.unwrap()
        };
        // Nothing is looked up: a browser sends no token with it.
        for path in ["/v1/survey-sessions", "/v1/me"] {
            let known = asked("https://app.example", path).await;
            assert_eq!(known.status(), 204, "{path}");
            let of = |name: &str| known.headers()[name].to_str().unwrap().to_lowercase();
            assert_eq!(of("access-control-allow-origin"), "https://app.example");
            assert!(of("access-control-allow-methods").contains("post"));
            assert!(of("access-control-allow-headers").contains("content-type"));
            let strange = asked("https://elsewhere.example", path).await;
            assert_eq!(strange.headers().get("access-control-allow-origin"), None);
        }
        // Of somebody who is no browser it is a method that is not there.
        let plain = app.anonymous().request(Method::OPTIONS, "/v1/me").send().await.unwrap();
        assert_eq!(plain.status(), 405);
    }
}
