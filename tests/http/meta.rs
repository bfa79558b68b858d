//! What the service says of itself: glossary, kinds of problem, and the reference as a page.

use akoki_tests::{TestApp, both_stores, send};
use reqwest::Method;
use serde_json::json;

both_stores! {
    fn the_type_of_a_problem_can_be_looked_up(store) {
        let app = TestApp::start(store).await;
        let nobody = app.anonymous();
        let problem = nobody.get("/v1/organisation-units").await.refused(401, "unauthenticated");
        let kind = nobody.get(problem.json["type"].as_str().unwrap()).await.expect(200);
        assert_eq!((&kind.json["code"], &kind.json["status"]), (&json!("unauthenticated"), &json!(401)));
        for key in ["detailNl", "detailEn"] {
            assert!(!kind.json[key].as_str().unwrap().is_empty());
        }
        nobody.get("/v1/problems/nonsense").await.refused(404, "not-found");
        let all = nobody.get("/v1/problems").await.expect(200);
        assert!(all.items().contains(&kind.json));
    }
}

both_stores! {
    fn the_glossary_names_the_terms_in_both_languages(store) {
        let app = TestApp::start(store).await;
        let glossary = app.anonymous().get("/v1/glossary").await.expect(200);
        assert!(glossary.items().len() >= 60);
        let board = glossary.items().iter().find(|term| term["key"] == "board").unwrap();
        assert_eq!((&board["nl"], &board["en"]), (&json!("bevoegd gezag"), &json!("board")));
    }
}

both_stores! {
    fn the_reference_is_a_page_that_needs_nothing_from_elsewhere(store) {
        let app = TestApp::start(store).await;
        let nobody = app.anonymous();
        let request = nobody.request(Method::GET, "/docs");
        let page = send(request).await.expect(200);
        assert!(page.header("content-type").starts_with("text/html"));
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self'"), "{policy}");
        // Every script and style is one of ours, and there.
        let mut assets = 0;
        for part in page.text.split(['"', '\'']).filter(|part| part.ends_with(".js") || part.ends_with(".css")) {
            assert!(!part.contains("//"), "{part}");
            let asset = nobody.get(&format!("/docs/{}", part.trim_start_matches("./"))).await.expect(200);
            assert!(asset.text.len() > 100, "{part}");
            assets += 1;
        }
        assert!(assets >= 3, "{}", page.text);
        assert!(!page.text.contains("<script>"), "the policy forbids scripts in the page");
        let start = nobody.get("/docs/swagger-initializer.js").await.expect(200);
        assert!(start.text.contains("/v1/openapi.json"), "{}", start.text);
        let elsewhere = nobody.get("/v1/problems").await;
        assert_eq!(elsewhere.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
    }
}
