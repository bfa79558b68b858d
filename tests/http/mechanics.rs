//! What holds for every resource: lists, ETags, idempotency, problems. Shown on organisation units.

use akoki_tests::{TestApp, both_stores, send};
use reqwest::Method;
use serde_json::json;

both_stores! {
    fn every_answer_names_the_version_of_the_api(store) {
        let app = TestApp::start(store).await;
        let nobody = app.anonymous();
        for path in ["/v1/organisation-units", "/v1/nothing", "/nothing", "/v1/problems", "/v1/organisation-units/"] {
            let answer = nobody.get(path).await;
            assert_eq!(answer.header("api-version"), akoki_openapi::API_VERSION, "{path}");
            assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        }
        nobody.get("/v1/organisation-units").await.refused(401, "unauthenticated");
        nobody.get("/v1/organisation-units/").await.refused(404, "not-found");
        let answer = nobody.post("/v1/problems", json!({})).await.refused(405, "method-not-allowed");
        assert_eq!(answer.header("allow"), "GET, HEAD");
    }
}

both_stores! {
    fn everything_wrong_with_a_body_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let admin = app.platform().await;
        let body = json!({"kind": "board", "nam": "x", "identifiers": [{"type": "brin", "value": 3}], "phone": "a\u{0}b"});
        let answer = admin.post("/v1/organisation-units", body).await.refused(400, "invalid-input");
        let pair = |location: &str, code: &str| (location.to_owned(), code.to_owned());
        assert_eq!(answer.errors(), [
            pair("/identifiers/0/value", "invalid-type"),
            pair("/nam", "unknown-field"),
            pair("/name", "required"),
            pair("/phone", "contains-nul"),
        ]);
        let request = admin.request(Method::POST, "/v1/organisation-units").body("{").header("content-type", "application/json");
        assert_eq!(send(request).await.refused(400, "invalid-input").errors(), [pair("", "invalid-json")]);
        let request = admin.request(Method::POST, "/v1/organisation-units").body("a,b").header("content-type", "text/csv");
        send(request).await.refused(415, "unsupported-media-type");
    }
}

both_stores! {
    fn a_change_is_a_merge_patch_and_nothing_else(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let path = format!("/v1/organisation-units/{board}");
        let before = officer.get(&path).await.expect(200);
        let merge_patch = "application/merge-patch+json";
        let sent_as = |media: &str| {
            let request = officer.request(Method::PATCH, &path).header("if-match", "*").header("accept-language", "en");
            send(request.header("content-type", media).body(r#"{"shortName": "B"}"#))
        };
        for media in ["application/json", "application/json-patch+json", "text/plain", ""] {
            let answer = sent_as(media).await.refused(415, "unsupported-media-type");
            assert_eq!(answer.json["detail"], "This media type is not taken here; expected: application/merge-patch+json.", "{media}");
            assert_eq!(answer.header("accept-patch"), merge_patch, "{media}");
        }
        assert_eq!(officer.get(&path).await.expect(200).text, before.text, "nothing was changed");
        let changed = sent_as("Application/Merge-Patch+JSON; charset=utf-8").await.expect(200);
        assert_eq!(changed.json["shortName"], "B");
        // What is made is plain JSON; no patch is asked for there.
        let request = officer.request(Method::POST, "/v1/organisation-units").header("content-type", merge_patch);
        let answer = send(request.body(r#"{"kind": "school"}"#)).await.refused(415, "unsupported-media-type");
        assert_eq!(answer.header("accept-patch"), "");
    }
}

both_stores! {
    fn everything_wrong_with_a_query_is_said_at_once(store) {
        let app = TestApp::start(store).await;
        let answer = app.platform().await
            .get("/v1/organisation-units?page=3&sortBy=x&limit=0&parentId=1&cursor=abc&fields=id,nonsense")
            .await
            .refused(400, "invalid-input");
        let locations: Vec<_> = answer.errors().into_iter().map(|(location, _)| location).collect();
        assert_eq!(locations, ["cursor", "fields", "limit", "page", "parentId", "sortBy"]);
        // An id is said to be one, also where a filter looks further than one column, and in a body.
        let admin = app.platform().await;
        let board = json!({"kind": "school", "name": "School", "parentId": "x"});
        for answer in [
            admin.get("/v1/organisation-units?under=x").await,
            admin.get("/v1/people?unitId=x").await,
            admin.get("/v1/goals?unitId=x").await,
            admin.get("/v1/trail?unitId=x").await,
            admin.post("/v1/organisation-units", board).await,
        ] {
            let error = &answer.refused(400, "invalid-input").json["errors"][0];
            assert_eq!(error["code"], "invalid-format", "{error}");
            assert_eq!(error["detail"], "De waarde heeft niet de gevraagde vorm: id (UUID).", "{error}");
        }
    }
}

both_stores! {
    fn a_text_holds_nothing_that_is_not_seen(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let before = officer.get("/v1/organisation-units").await.expect(200).items().len();
        let school = json!({"kind": "school", "parentId": board, "name": "De\u{202e} Regenboog", "shortName": "Boog\u{2066}"});
        let answer = officer.post("/v1/organisation-units", school).await.refused(400, "invalid-input");
        let pair = |location: &str, code: &str| (location.to_owned(), code.to_owned());
        let code = "character-not-allowed";
        assert_eq!(answer.errors(), [pair("/name", code), pair("/shortName", code)]);
        for (location, character) in [("/name", "U+202E"), ("/shortName", "U+2066")] {
            let errors = answer.json["errors"].as_array().unwrap();
            let error = errors.iter().find(|error| error["location"] == location).unwrap();
            assert!(error["detail"].as_str().unwrap().contains(character), "{error}");
        }
        let after = officer.get("/v1/organisation-units").await.expect(200).items().len();
        assert_eq!(after, before, "nothing was kept");
        // Running text has lines, and nothing else that is not seen.
        let standard = json!({"code": "EA1", "boardId": board, "title": "Goed", "theme": "onderwijs",
            "validFrom": "2026-08-01", "description": "een\n\ttwee\u{2069}"});
        let answer = officer.post("/v1/own-standards", standard).await.refused(400, "invalid-input");
        assert_eq!(answer.errors(), [pair("/description", code)]);
    }
}

both_stores! {
    fn a_version_is_named_by_its_number_too(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Een").await;
        let path = format!("/v1/organisation-units/{board}");
        let version = officer.get(&path).await.expect(200).json["version"].as_i64().unwrap();
        let wrong = format!("\"{}\"", version + 1);
        officer.patch_if(&path, &wrong, json!({"phone": "020 1"})).await.refused(412, "precondition-failed");
        officer.patch_if(&path, &format!("\"{version}\""), json!({"phone": "020 1"})).await.expect(200);
        officer.patch_if(&path, &format!("W/\"{}\"", version + 1), json!({"phone": "020 2"})).await.refused(400, "invalid-input");
    }
}

both_stores! {
    fn pages_show_every_item_once_in_either_order(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Bestuur").await;
        // Equal names, so that the tie is broken by the id.
        for name in ["De Regenboog", "de regenboog", "’t Palet", "Élan", "De Regenboog", "Zonnewijzer", "IJsselschool"] {
            app.school(&officer, board, name).await;
        }
        for order in ["asc", "desc"] {
            let mut path = format!("/v1/organisation-units?kind=school&limit=2&sortOrder={order}&fields=id,name");
            let (mut ids, mut names) = (Vec::new(), Vec::new());
            for _ in 0..10 {
                let page = officer.get(&path).await.expect(200);
                ids.extend(page.items().iter().map(|item| item["id"].as_str().unwrap().to_owned()));
                names.extend(page.items().iter().map(|item| item["name"].as_str().unwrap().to_owned()));
                assert!(page.items().iter().all(|item| item.as_object().unwrap().len() == 2));
                let Some(next) = page.json["nextCursor"].as_str() else { break };
                assert!(page.header("link").contains(next));
                path = format!("/v1/organisation-units?kind=school&limit=2&sortOrder={order}&fields=id,name&cursor={next}");
            }
            let mut distinct = ids.clone();
            distinct.sort();
            distinct.dedup();
            assert_eq!((ids.len(), distinct.len()), (7, 7));
            let first = if order == "asc" { "De Regenboog" } else { "Zonnewijzer" };
            assert!(names[0].eq_ignore_ascii_case(first), "{names:?}");
        }
        let page = officer.get("/v1/organisation-units?kind=school&limit=2").await;
        let cursor = page.json["nextCursor"].as_str().unwrap().to_owned();
        officer.get(&format!("/v1/organisation-units?kind=board&limit=2&cursor={cursor}")).await.refused(400, "invalid-input");
    }
}

both_stores! {
    fn a_stale_version_is_refused_and_an_unchanged_one_saved_the_trouble(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Bestuur").await;
        let path = format!("/v1/organisation-units/{board}");
        let first = officer.get(&path).await.expect(200);
        let tag = first.header("etag").to_owned();
        let request = officer.request(Method::GET, &path).header("if-none-match", &tag);
        assert_eq!(send(request).await.expect(304).text, "");
        let request = officer.request(Method::PATCH, &path).header("content-type", "application/merge-patch+json");
        send(request.body(r#"{"shortName": "B"}"#)).await.refused(428, "precondition-required");
        let changed = officer.patch_if(&path, &tag, json!({"shortName": "B"})).await.expect(200);
        assert_eq!(changed.json["shortName"], "B");
        officer.patch_if(&path, &tag, json!({"shortName": "C"})).await.refused(412, "precondition-failed");
        let again = officer.patch_if(&path, changed.header("etag"), json!({"shortName": "B"})).await.expect(200);
        assert_eq!(again.header("etag"), changed.header("etag"), "nothing changed, so no new version");
        assert_eq!(officer.get(&path).await.header("etag"), changed.header("etag"));
        let emptied = officer.patch(&path, json!({"shortName": null})).await.expect(200);
        assert_eq!(emptied.json["shortName"], json!(null));
        officer.patch(&path, json!({"name": null})).await.refused(400, "invalid-input");
    }
}

both_stores! {
    fn a_repeated_request_gets_the_first_answer(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Bestuur").await;
        let body = json!({"kind": "school", "name": "Een", "parentId": board});
        let first = officer.post_once("/v1/organisation-units", "k", body.clone()).await.expect(201);
        let again = officer.post_once("/v1/organisation-units", "k", body).await.expect(201);
        assert_eq!((&first.text, first.header("etag"), first.header("location")), (&again.text, again.header("etag"), again.header("location")));
        let other = json!({"kind": "school", "name": "Twee", "parentId": board});
        officer.post_once("/v1/organisation-units", "k", other.clone()).await.refused(422, "idempotency-key-reused");
        // A refused request leaves no key behind.
        let wrong = json!({"kind": "school", "name": "Drie"});
        officer.post_once("/v1/organisation-units", "r", wrong).await.refused(400, "invalid-input");
        officer.post_once("/v1/organisation-units", "r", other).await.expect(201);
        assert_eq!(officer.get("/v1/organisation-units?kind=school").await.items().len(), 2);
    }
}

both_stores! {
    fn two_at_once_with_one_key_do_the_work_once(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Bestuur").await;
        let tries = (0..12).map(|_| {
            let officer = officer.clone();
            tokio::spawn(async move {
                let body = json!({"kind": "school", "name": "Een", "parentId": board});
                officer.post_once("/v1/organisation-units", "same", body).await.expect(201).id()
            })
        });
        let mut ids = Vec::new();
        for one in tries.collect::<Vec<_>>() {
            ids.push(one.await.unwrap());
        }
        ids.dedup();
        assert_eq!(ids.len(), 1);
        assert_eq!(officer.get("/v1/organisation-units?kind=school").await.items().len(), 1);
    }
}

both_stores! {
    fn parallel_changes_never_lose_one(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Bestuur").await;
        let path = format!("/v1/organisation-units/{board}");
        let tasks: Vec<_> = (0..8).map(|n| {
            let (officer, path) = (officer.clone(), path.clone());
            tokio::spawn(async move {
                loop {
                    let now = officer.get(&path).await.expect(200);
                    let name = format!("{} {n}", now.json["name"].as_str().unwrap());
                    let done = officer.patch_if(&path, now.header("etag"), json!({"name": name})).await;
                    match done.status {
                        200 => return,
                        412 => {}
                        _ => panic!("{}", done.text),
                    }
                }
            })
        }).collect();
        for task in tasks {
            task.await.unwrap();
        }
        let name = officer.get(&path).await.json["name"].as_str().unwrap().to_owned();
        let mut numbers: Vec<_> = name.split(' ').skip(1).map(str::to_owned).collect();
        numbers.sort();
        assert_eq!(numbers, ["0", "1", "2", "3", "4", "5", "6", "7"], "{name}");
    }
}
