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

both_stores! {
    fn what_cannot_be_answered_with_is_said(store) {
        let app = TestApp::start(store).await;
        let nobody = app.anonymous();
        let asked = async |accept: &str| send(nobody.request(Method::GET, "/v1/problems").header("Accept", accept)).await;
        for accept in ["application/xml", "image/png, text/html", "*/*;q=0"] {
            asked(accept).await.refused(406, "not-acceptable");
        }
        for accept in ["*/*", "application/json", "text/html, application/*;q=0.5", "application/problem+json, */*;q=0.1"] {
            asked(accept).await.expect(200);
        }
    }
}

both_stores! {
    fn an_operation_without_parameters_refuses_each(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let pair = |key: &str| (key.to_owned(), "unknown-parameter".to_owned());
        let body = json!({"kind": "school", "name": "School", "parentId": board, "sector": "po"});
        let answer = officer.post("/v1/organisation-units?foo=1&bar=2", body).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [pair("bar"), pair("foo")]);
        let answer = officer.get("/v1/glossary?lang=en").await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [pair("lang")]);
        assert_eq!(officer.get("/v1/organisation-units").await.items().len(), 1, "nothing was made");
    }
}

both_stores! {
    fn a_word_that_is_none_of_the_list_is_refused_with_the_list(store) {
        let app = TestApp::start(store).await;
        let (_, officer) = app.board("Een").await;
        let answer = officer.get("/v1/improvement-cycles?theme=q&state=plan&state=x").await.refused(400, "invalid-input");
        let pair = |key: &str| (key.to_owned(), "invalid-value".to_owned());
        assert_eq!(answer.errors(), [pair("state"), pair("theme")]);
        assert!(answer.text.contains("leiderschap"), "{}", answer.text);
        officer.get("/v1/improvement-cycles?theme=context&state=plan&state=do").await.expect(200);
    }
}

both_stores! {
    fn the_document_is_read_in_either_language(store) {
        let app = TestApp::start(store).await;
        let nobody = app.anonymous();
        let read = async |language: &str| send(nobody.request(Method::GET, "/v1/openapi.json").header("Accept-Language", language)).await.expect(200);
        let (dutch, english) = (read("nl").await, read("en").await);
        assert_ne!(dutch.header("etag"), english.header("etag"));
        let text = |answer: &akoki_tests::Answer| answer.json["paths"]["/glossary"]["get"]["description"].clone();
        assert_eq!(text(&english), dutch.json["paths"]["/glossary"]["get"]["x-description-en"]);
        assert_ne!(text(&dutch), text(&english));
    }
}
