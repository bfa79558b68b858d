//! Starting with the demo: what is said, a second time, and what is refused.

use super::{demo, fill, today};
use akoki_api::{
    app::{self, service_call},
    clock::Clock,
    demo::welcome,
};
use akoki_domain::access::Role;
use akoki_tests::{TestApp, app::config, both_stores};
use serde_json::json;
use std::process::Command;

both_stores! {
    fn the_printed_tokens_and_calls_work(store) {
        let demo = demo(store).await;
        let roles: Vec<Role> = demo.welcome.tokens().map(|(role, _)| role).collect();
        assert_eq!(roles.len(), 5);
        for role in roles {
            let caller = demo.caller(role);
            assert!(!caller.get("/v1/organisation-units").await.expect(200).items().is_empty());
            let (said, token) = (demo.welcome.json(), caller.token.clone());
            assert_eq!(said["tokens"][role.as_str()], json!(token));
        }
        let text = demo.welcome.text();
        let calls = demo.welcome.calls();
        assert_eq!(calls.len(), 3);
        for (_, line) in calls {
            assert!(text.contains(&line));
            let line = line.replace("http://akoki.test", &demo.app.address);
            let script = format!("{line} --silent --show-error --fail");
            let done = tokio::task::spawn_blocking(move || Command::new("bash").args(["-c", &script]).output());
            let done = done.await.unwrap().unwrap();
            assert!(done.status.success(), "{done:?}");
            let answer: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
            assert_ne!(answer["items"], json!([]), "{answer}");
        }
    }
}

both_stores! {
    fn a_second_start_serves_what_is_there(store) {
        let data = tempfile::tempdir().unwrap();
        assert_eq!(fill(&store, today()).await, Ok(true));
        assert_eq!(fill(&store, today()).await, Ok(false));
        let url = store.url().to_owned();
        let app = TestApp::start(store).await;
        let call = service_call(&app.shared, "test").await.unwrap();
        let (one, other) = (welcome(&call).await.unwrap(), welcome(&call).await.unwrap());
        assert_eq!(one.ids(), other.ids());
        let tokens = |welcome: &akoki_api::demo::Welcome| -> Vec<String> { welcome.tokens().map(|(_, token)| token.to_owned()).collect() };
        for (before, after) in tokens(&one).iter().zip(tokens(&other)) {
            assert_ne!(*before, after, "fresh ones");
            app.with_token(before).get("/v1/organisation-units").await.expect(200);
        }
        drop(config(&url, data.path()));
        // Emptied by the sandbox it is no demo any more, and the next start fills it anew.
        app.anonymous().post("/sandbox/reset", json!({})).await.expect(200);
        assert!(welcome(&call).await.is_err());
    }
}

both_stores! {
    fn a_store_in_use_is_refused(store) {
        let app = TestApp::start(store).await;
        app.board("Bestuur").await;
        let refused = fill(app.store(), today()).await.unwrap_err();
        assert!(refused.contains("in use"), "{refused}");
    }
}

both_stores! {
    fn a_demo_left_half_filled_is_filled_anew_and_opened_by_nothing_else(store) {
        store.execute("INSERT INTO setting (name, value) VALUES ('demo', '{\"state\": \"filling\"}')").await.unwrap();
        let data = tempfile::tempdir().unwrap();
        let config = config(store.url(), data.path());
        let refused = app::open(config, Clock::default(), false).await.err().unwrap().to_string();
        assert!(refused.contains("half filled"), "{refused}");
        let demo = demo(store).await;
        demo.officer().get("/v1/organisation-units").await.expect(200);
    }
}
