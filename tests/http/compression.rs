//! Compressed answers: the same bytes in fewer, and tags that work in either form.

use akoki_tests::{Caller, TestApp, both_stores};
use flate2::read::GzDecoder;
use reqwest::{Method, header::HeaderMap};
use serde_json::json;
use std::io::Read;

/// Asks with what the caller takes; gives status, headers and the bytes as they were sent.
async fn ask(
    caller: &Caller,
    method: Method,
    path: &str,
    headers: &[(&str, &str)],
) -> (u16, HeaderMap, Vec<u8>) {
    let request = headers
        .iter()
        .fold(caller.request(method, path), |request, (name, value)| {
            request.header(*name, *value)
        });
    let response = request.send().await.unwrap();
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    (status, headers, response.bytes().await.unwrap().to_vec())
}

fn coding(headers: &HeaderMap) -> Option<&str> {
    headers
        .get("content-encoding")
        .map(|value| value.to_str().unwrap())
}

fn tag(headers: &HeaderMap) -> &str {
    headers["etag"].to_str().unwrap()
}

fn unzipped(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    GzDecoder::new(bytes).read_to_end(&mut plain).unwrap();
    plain
}

const GZIP: (&str, &str) = ("accept-encoding", "gzip, br");

both_stores! {
    fn a_long_list_is_compressed_for_who_takes_it(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Bestuur").await;
        for n in 0..20 {
            app.school(&officer, board, &format!("School {n}")).await;
        }
        let path = "/v1/organisation-units?kind=school&limit=100";
        let (status, headers, plain) = ask(&officer, Method::GET, path, &[]).await;
        assert_eq!((status, coding(&headers)), (200, None));
        assert!(headers["vary"].to_str().unwrap().contains("Accept-Encoding"), "a cache keeps them apart");
        let (status, headers, sent) = ask(&officer, Method::GET, path, &[GZIP]).await;
        assert_eq!((status, coding(&headers)), (200, Some("gzip")));
        assert_eq!(headers["content-length"].to_str().unwrap(), sent.len().to_string());
        assert!(sent.len() * 4 < plain.len(), "{} of {}", sent.len(), plain.len());
        assert_eq!(unzipped(&sent), plain);
        let (status, heads, nothing) = ask(&officer, Method::HEAD, path, &[GZIP]).await;
        assert_eq!((status, coding(&heads), nothing.len()), (200, Some("gzip"), 0));
        assert_eq!(heads["content-length"], headers["content-length"]);
        for takes in ["identity", "br", "gzip;q=0"] {
            let (status, headers, sent) = ask(&officer, Method::GET, path, &[("accept-encoding", takes)]).await;
            assert_eq!((status, coding(&headers)), (200, None), "{takes}");
            assert_eq!(sent, plain);
        }
        let path = format!("/v1/organisation-units/{board}");
        let (_, headers, sent) = ask(&officer, Method::GET, &path, &[GZIP]).await;
        assert!(sent.len() < 1024);
        assert_eq!(coding(&headers), None, "what is short stays plain");
    }
}

both_stores! {
    fn the_tag_of_a_compressed_answer_works_in_conditions(store) {
        let app = TestApp::start(store).await;
        let (board, officer) = app.board("Bestuur").await;
        let school = app.school(&officer, board, "School").await;
        let dossier = json!({"unitId": school, "requirement": "inspectorate/2025/po/OP2", "ambition": "Elke leerling groeit. ".repeat(40)});
        let dossier = officer.post("/v1/dossiers", dossier).await.expect(201).id();
        let path = format!("/v1/dossiers/{dossier}");
        let (_, plain, _) = ask(&officer, Method::GET, &path, &[]).await;
        let (_, short, _) = ask(&officer, Method::GET, &path, &[GZIP]).await;
        assert_eq!(coding(&short), Some("gzip"));
        assert_ne!(tag(&short), tag(&plain), "a strong tag is that of the bytes");
        for (takes, known) in [(Some(GZIP), &short), (Some(GZIP), &plain), (None, &short), (None, &plain)] {
            let mut headers = vec![("if-none-match", tag(known))];
            headers.extend(takes);
            let (status, answered, body) = ask(&officer, Method::GET, &path, &headers).await;
            assert_eq!((status, body.len(), coding(&answered)), (304, 0, None));
            if takes.is_some() {
                assert_eq!(tag(&answered), tag(known));
            }
        }
        let changed = officer.patch_if(&path, tag(&short), json!({"ambition": "Anders. ".repeat(200)})).await.expect(200);
        officer.patch_if(&path, tag(&short), json!({"ambition": "x"})).await.refused(412, "precondition-failed");
        let (status, ..) = ask(&officer, Method::GET, &path, &[GZIP, ("if-none-match", tag(&short))]).await;
        assert_eq!(status, 200, "it changed");
        assert_eq!(changed.json["version"], 2);
    }
}

both_stores! {
    fn the_document_and_long_problems_are_compressed_too(store) {
        let app = TestApp::start(store).await;
        let nobody = app.anonymous();
        let (_, _, plain) = ask(&nobody, Method::GET, "/v1/openapi.json", &[]).await;
        let (status, headers, sent) = ask(&nobody, Method::GET, "/v1/openapi.json", &[GZIP]).await;
        assert_eq!((status, coding(&headers)), (200, Some("gzip")));
        assert!(sent.len() * 5 < plain.len(), "{} of {}", sent.len(), plain.len());
        assert_eq!(unzipped(&sent), plain);
        let known = [GZIP, ("if-none-match", tag(&headers))];
        let (status, again, _) = ask(&nobody, Method::GET, "/v1/openapi.json", &known).await;
        assert_eq!((status, tag(&again)), (304, tag(&headers)));
        let (_, board) = app.board("Bestuur").await;
        let wrong: String = (0..40).map(|n| format!("&nonsense{n}=1")).collect();
        let (status, headers, sent) = ask(&board, Method::GET, &format!("/v1/people?limit=1{wrong}"), &[GZIP]).await;
        assert_eq!((status, coding(&headers)), (400, Some("gzip")));
        assert_eq!(headers["content-type"], "application/problem+json");
        assert!(unzipped(&sent).starts_with(b"{\"type\""));
    }
}
