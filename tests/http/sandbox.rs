//! The sandbox: a clock that moves and a store that can be emptied.

use akoki_api::app;
use akoki_tests::{TestApp, app::config, both_stores, clock};
use serde_json::json;

both_stores! {
    fn the_clock_moves_forwards_only(store) {
        let app = TestApp::start(store).await;
        let nobody = app.anonymous();
        let before = nobody.get("/sandbox/clock").await.expect(200).json["now"].as_str().unwrap().to_owned();
        let after = nobody.post("/sandbox/clock", json!({"days": 40})).await.expect(200);
        assert!(after.json["now"].as_str().unwrap() > before.as_str());
        nobody.post("/sandbox/clock", json!({"to": before})).await.refused(400, "invalid-input");
        nobody.post("/sandbox/clock", json!({})).await.refused(400, "invalid-input");
        let code = |pointer: &str, code: &str| (pointer.to_owned(), code.to_owned());
        let strange = nobody.post("/sandbox/clock", json!({"day": 1})).await.refused(400, "invalid-input");
        assert_eq!(strange.errors(), [code("/day", "unknown-field")]);
        let far = nobody.post("/sandbox/clock", json!({"days": 2001})).await.refused(400, "invalid-input");
        assert_eq!(far.errors(), [code("", "clock-out-of-range")]);
        assert!(far.json["errors"][0]["detail"].as_str().unwrap().contains("hooguit 2000 dagen"), "{}", far.text);
        let all = json!({"days": 1, "hours": 1, "to": "morgen"});
        let errors = nobody.post("/sandbox/clock", all).await.refused(400, "invalid-input").errors();
        assert_eq!(errors, [code("/days", "not-both"), code("/hours", "not-both"), code("/to", "invalid-format")]);
    }
}

both_stores! {
    fn a_token_ends_when_the_clock_says_so(store) {
        let app = TestApp::start(store).await;
        let platform = app.platform().await;
        platform.get("/v1/organisation-units").await.expect(200);
        app.anonymous().post("/sandbox/clock", json!({"hours": 2})).await.expect(200);
        platform.get("/v1/organisation-units").await.refused(401, "unauthenticated");
    }
}

both_stores! {
    fn a_reset_leaves_nothing(store) {
        let app = TestApp::start(store).await;
        let (_, officer) = app.board("Bestuur").await;
        app.anonymous().post("/sandbox/reset", json!({})).await.expect(200);
        officer.get("/v1/organisation-units").await.refused(401, "unauthenticated");
        let platform = app.platform().await;
        assert!(platform.get("/v1/organisation-units").await.expect(200).items().is_empty());
        let (board, officer) = app.board("Nieuw").await;
        officer.get(&format!("/v1/organisation-units/{board}")).await.expect(200);
        assert_eq!(officer.get("/v1/frameworks").await.expect(200).items().len(), 4);
    }
}

both_stores! {
    fn a_store_in_use_is_no_sandbox(store) {
        let data = tempfile::tempdir().unwrap();
        let config = config(store.url(), data.path());
        let shared = app::open(config.clone(), clock(), false).await.unwrap();
        let call = app::service_call(&shared, "test").await.unwrap();
        let scopes = akoki_api::auth::scope::Scopes::all();
        let role = akoki_domain::access::Role::PlatformAdmin;
        akoki_api::cli::token::script(&call, role, uuid::Uuid::nil(), 1000, &scopes).await.unwrap();
        let refused = app::open(config, clock(), true).await.err().unwrap().to_string();
        assert!(refused.contains("did not begin as a sandbox"), "{refused}");
    }
}

both_stores! {
    fn the_command_line_and_the_next_start_go_by_the_moved_clock(store) {
        let app = TestApp::start(store).await;
        let (board, _) = app.board("Een").await;
        for days in [1, 39] {
            app.anonymous().post("/sandbox/clock", json!({"days": days})).await.expect(200);
        }
        let data = tempfile::tempdir().unwrap();
        // As a command opens the store, and as the service does when it starts again.
        for sandbox in [false, true] {
            let config = config(&app.store().service_url(), data.path());
            let beside = app::open(config, clock(), sandbox).await.unwrap();
            let apart = beside.clock.millis() - app.shared.clock.millis();
            assert!(apart.abs() < 60_000, "{apart}");
            let call = app::service_call(&beside, "test").await.unwrap();
            let role = akoki_domain::access::Role::BoardQualityOfficer;
            let (life, scopes) = (8 * 3_600_000, akoki_api::auth::scope::Scopes::all());
            let token = akoki_api::cli::token::script(&call, role, board, life, &scopes);
            let script = app.with_token(token.await.unwrap());
            script.get("/v1/organisation-units").await.expect(200);
            app.anonymous().post("/sandbox/clock", json!({"hours": 7})).await.expect(200);
            script.get("/v1/organisation-units").await.expect(200);
            app.anonymous().post("/sandbox/clock", json!({"hours": 2})).await.expect(200);
            script.get("/v1/organisation-units").await.refused(401, "unauthenticated");
        }
        app.anonymous().post("/sandbox/reset", json!({})).await.expect(200);
        let begun = app::open(config(&app.store().service_url(), data.path()), clock(), true).await.unwrap();
        let apart = begun.clock.millis() - clock().millis();
        assert!(apart.abs() < 60_000, "{apart}");
    }
}
