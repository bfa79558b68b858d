//! Starting with the demo: what is said, a second time, and what is refused.

use super::{Demo, demo, fill, today};
use akoki_api::{
    app::{self},
    cli::set_up::{Progress, begin, renew},
    demo::welcome,
};
use akoki_domain::access::Role;
use akoki_tests::{StoreHandle, TestApp, app::config, both_stores, clock};
use serde_json::{Value, json};
use std::process::Command;
use tokio::task::spawn_blocking;

both_stores! {
    fn a_start_with_the_demo_fills_it_once_and_says_what_to_try(store) {
        left_half_filled_it_is_opened_by_nothing_else(&store).await;
        let demo = demo(store).await;
        the_printed_tokens_and_calls_work(&demo).await;
        assert_eq!(fill(demo.app.store(), today()).await, Ok(false), "a second start serves what is there");
        a_second_start_gives_fresh_tokens(&demo).await;
        a_start_without_the_demo_has_nothing_to_set_up(&demo).await;
        // Emptied by the sandbox it is no demo any more.
        demo.app.anonymous().post("/sandbox/reset", json!({})).await.expect(200);
        assert!(welcome(&demo.app.service().await).await.is_err());
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

/// As a process leaves it that was killed while it filled the store.
async fn left_half_filled_it_is_opened_by_nothing_else(store: &StoreHandle) {
    let begun = "INSERT INTO setting (name, value) VALUES ('demo', '{\"state\": \"filling\"}')";
    store.execute(begun).await.unwrap();
    let data = tempfile::tempdir().unwrap();
    let config = config(store.url(), data.path());
    let refused = app::open(config, clock(), false).await;
    let refused = refused.err().unwrap().to_string();
    assert!(refused.contains("half filled"), "{refused}");
}

async fn the_printed_tokens_and_calls_work(demo: &Demo) {
    let said = demo.welcome.json();
    let roles: Vec<Role> = demo.welcome.tokens().map(|(role, _)| role).collect();
    assert_eq!(roles.len(), 5);
    for role in roles {
        let caller = demo.caller(role);
        let units = caller.get("/v1/organisation-units").await.expect(200);
        assert!(!units.items().is_empty());
        assert_eq!(said["tokens"][role.as_str()], json!(caller.token));
    }
    let text = demo.welcome.text();
    let calls = demo.welcome.calls();
    assert_eq!(calls.len(), 3);
    for (_, line) in calls {
        assert!(text.contains(&line));
        let line = line.replace("http://akoki.test", &demo.app.address);
        let script = format!("{line} --silent --show-error --fail");
        let done = spawn_blocking(move || Command::new("bash").args(["-c", &script]).output());
        let done = done.await.unwrap().unwrap();
        assert!(done.status.success(), "{done:?}");
        let answer: Value = serde_json::from_slice(&done.stdout).unwrap();
        assert_ne!(answer["items"], json!([]), "{answer}");
    }
}

/// No secret is printed as if the store were empty.
async fn a_start_without_the_demo_has_nothing_to_set_up(demo: &Demo) {
    let call = demo.app.service().await;
    for _ in 0..2 {
        let progress = begin(&call).await.unwrap();
        assert!(matches!(progress, Progress::Done));
    }
    assert!(renew(&call).await.is_err());
}

async fn a_second_start_gives_fresh_tokens(demo: &Demo) {
    let call = demo.app.service().await;
    let again = welcome(&call).await.unwrap();
    assert_eq!(again.ids(), demo.welcome.ids());
    for ((role, before), (_, after)) in demo.welcome.tokens().zip(again.tokens()) {
        assert_ne!(before, after, "{role:?}");
        for token in [before, after] {
            let caller = demo.app.with_token(token);
            caller.get("/v1/organisation-units").await.expect(200);
        }
    }
}
