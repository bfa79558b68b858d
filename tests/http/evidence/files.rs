//! Files of evidence over HTTP: sent, read, refused, taken away.

use super::{PDF, PLAN, Scene, bytes::there, pair, path, scene, upload};
use akoki_tests::{Answer, both_stores, send};
use base64::{Engine, prelude::BASE64_STANDARD};
use reqwest::{Method, header};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const CSV: &str = "text/csv";
const PNG: &[u8] = b"\x89PNG\r\n\x1a\nbeeld";

fn sha256(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

async fn read(scene: &Scene, href: &str) -> (u16, header::HeaderMap, Vec<u8>) {
    let answer = scene
        .officer
        .request(Method::GET, href)
        .send()
        .await
        .unwrap();
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    (status, headers, answer.bytes().await.unwrap().to_vec())
}

async fn files(scene: &Scene, plan: &str) -> Vec<Value> {
    let shown = scene.officer.get(plan).await.expect(200).json;
    shown["files"].as_array().unwrap().clone()
}

fn href(made: &Answer) -> &str {
    made.json["href"].as_str().unwrap()
}

both_stores! {
    fn a_file_is_read_as_it_was_sent(store) {
        let scene = scene(store).await;
        let plan = scene.made().await;
        // More than one piece, and bytes of every kind.
        let mut large = PLAN.to_vec();
        large.extend((0..700_000_u32).flat_map(|n| n.to_le_bytes()));
        let name = "Veiligheidsplan – é 学校.pdf";
        let made = upload(&scene.officer, &plan, name, PDF, &large).await.expect(201);
        assert_eq!(made.header("location"), href(&made));
        assert_eq!((&made.json["name"], &made.json["type"], &made.json["size"]), (&json!(name), &json!(PDF), &json!(large.len())));
        assert_eq!(made.json["sha256"], json!(sha256(&large)));
        assert_eq!(files(&scene, &plan).await, std::slice::from_ref(&made.json));
        let (status, headers, bytes) = read(&scene, href(&made)).await;
        assert_eq!((status, bytes == large), (200, true));
        let said = |name: &str| headers[name].to_str().unwrap().to_owned();
        assert_eq!((said("content-type"), said("content-length")), (PDF.to_owned(), large.len().to_string()));
        assert_eq!((said("x-content-type-options"), said("cache-control")), ("nosniff".into(), "private, no-cache".into()));
        let disposition = said("content-disposition");
        assert!(disposition.starts_with("attachment; filename=\"Veiligheidsplan _ _ __.pdf\""), "{disposition}");
        assert!(disposition.contains("filename*=UTF-8''Veiligheidsplan%20%E2%80%93%20%C3%A9%20%E5%AD%A6%E6%A0%A1.pdf"), "{disposition}");
        let tag = said("etag");
        assert_eq!(tag, format!("\"{}\"", sha256(&large)));
        for (tag, status) in [(tag.as_str(), 304), ("\"other\"", 200)] {
            for accept in ["application/pdf", "*/*"] {
                let request = scene.officer.request(Method::GET, href(&made));
                let request = request.header("if-none-match", tag).header("accept", accept);
                assert_eq!(request.send().await.unwrap().status().as_u16(), status);
            }
        }
        let unknown = format!("{plan}/files/{}", uuid::Uuid::from_u128(5));
        scene.officer.get(&unknown).await.refused(404, "not-found");
    }
}

both_stores! {
    fn a_name_is_never_a_path(store) {
        let scene = scene(store).await;
        let plan = scene.made().await;
        for (number, (name, kept)) in [
            ("../../../etc/passwd", "passwd"), ("C:\\Documenten\\plan.pdf", "plan.pdf"),
            ("a\r\nSet-Cookie: x=\"1\".pdf", "aSet-Cookie_ x=_1_.pdf"), ("factuur\u{202e}fdp.exe", "factuurfdp.exe"),
        ].into_iter().enumerate() {
            let bytes = [PLAN, &[number as u8]].concat();
            let made = upload(&scene.officer, &plan, name, PDF, &bytes).await.expect(201);
            assert_eq!(made.json["name"], json!(kept));
            let (status, headers, _) = read(&scene, href(&made)).await;
            assert_eq!(status, 200);
            assert!(headers["content-disposition"].to_str().unwrap().starts_with("attachment; filename="));
            assert!(!headers.contains_key("set-cookie"));
        }
        for name in ["", "..", "map/"] {
            let refused = upload(&scene.officer, &plan, name, PDF, PLAN).await.refused(400, "invalid-input");
            assert_eq!(refused.errors(), [pair("name", "required")], "{name}");
        }
    }
}

both_stores! {
    fn what_is_no_such_file_is_refused(store) {
        let scene = scene(store).await;
        let plan = scene.made().await;
        for media in ["application/x-msdownload", "text/html", "image/svg+xml", "application/zip", "application/json", ""] {
            let refused = upload(&scene.officer, &plan, "x", media, PLAN).await.refused(415, "unsupported-media-type");
            assert!(refused.json["detail"].as_str().unwrap().contains("application/pdf, image/png"), "{media}");
        }
        let word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        for (media, bytes) in [
            (PDF, PNG), ("image/png", PLAN), ("image/jpeg", PNG), (word, PLAN), (CSV, PLAN), (CSV, b"PK\x03\x04..."),
            ("text/plain", b"MZ\x90\0"), (PDF, b""), (CSV, b""),
        ] {
            let refused = upload(&scene.officer, &plan, "x", media, bytes).await.refused(400, "invalid-input");
            assert_eq!(refused.errors(), [pair("Content-Type", "type-mismatch")], "{media}");
        }
        for (media, bytes) in [("image/png", PNG), ("text/csv; charset=utf-8", b"a;b\r\n1;2\r\n"), (word, b"PK\x03\x04...")] {
            let _ = upload(&scene.officer, &plan, "x", media, bytes).await.expect(201);
        }
        assert_eq!(files(&scene, &plan).await.len(), 3);
    }
}

both_stores! {
    fn a_digest_that_is_sent_is_checked(store) {
        let scene = scene(store).await;
        let with_each = async |digests: &[(&str, &str)]| {
            // The same bytes are taken by a piece of evidence once.
            let plan = scene.made().await;
            let request = scene.officer.request(Method::POST, &format!("{plan}/files?name=plan.pdf"));
            let request = request.header(header::CONTENT_TYPE, PDF);
            let request = digests.iter().fold(request, |request, (name, digest)| request.header(*name, *digest));
            send(request.body(PLAN)).await
        };
        let with = async |digest: &str| with_each(&[("Repr-Digest", digest)]).await;
        let right = format!("sha-256=:{}:", BASE64_STANDARD.encode(Sha256::digest(PLAN)));
        let wrong = format!("sha-256=:{}:", BASE64_STANDARD.encode(Sha256::digest(PNG)));
        for (digest, code) in [
            (wrong.as_str(), "digest-mismatch"), ("sha-256=:x:", "invalid-format"), ("sha-256=abc", "invalid-format"),
            ("4f2a", "invalid-format"), ("SHA-256=:x:", "invalid-format"),
        ] {
            let refused = with(digest).await.refused(400, "invalid-input");
            assert_eq!(refused.errors(), [pair("Repr-Digest", code)], "{digest}");
        }
        // Both headers are looked at, and all that is wrong is said at once.
        let refused = with_each(&[("Repr-Digest", &right), ("Content-Digest", &wrong)]).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("Content-Digest", "digest-mismatch")]);
        let refused = with_each(&[("Repr-Digest", "x"), ("Content-Digest", "sha-256")]).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("Content-Digest", "invalid-format"), pair("Repr-Digest", "invalid-format")]);
        assert_eq!(there(&scene.app.shared.files), Vec::<std::path::PathBuf>::new(), "nothing is left of what was refused");
        let _ = with_each(&[("Repr-Digest", &right), ("Content-Digest", &right)]).await.expect(201);
        let _ = with("md5=:x:").await.expect(201);
        let _ = with(&format!("sha-512=:x:, {right}")).await.expect(201);
    }
}

both_stores! {
    fn a_file_is_not_too_large(store) {
        let scene = scene(store).await;
        let plan = scene.made().await;
        let max = usize::try_from(scene.app.shared.config.max_file_size).unwrap();
        let mut bytes = vec![b' '; max + 1];
        bytes[..8].copy_from_slice(b"%PDF-1.7");
        let refused = upload(&scene.officer, &plan, "x.pdf", PDF, &bytes).await.refused(413, "payload-too-large");
        assert!(refused.json["detail"].as_str().unwrap().contains(&max.to_string()));
        bytes.pop();
        let _ = upload(&scene.officer, &plan, "x.pdf", PDF, &bytes).await.expect(201);
    }
}

both_stores! {
    fn there_are_twenty_files_and_no_two_of_the_same_bytes(store) {
        let scene = scene(store).await;
        let plan = scene.made().await;
        let mut last = None;
        for number in 0..20_u8 {
            let bytes = [PLAN, &[number]].concat();
            last = Some(upload(&scene.officer, &plan, &format!("{number}.pdf"), PDF, &bytes).await.expect(201));
            if number == 3 {
                upload(&scene.officer, &plan, "anders.pdf", PDF, &bytes).await.refused(409, "duplicate");
            }
        }
        let refused = upload(&scene.officer, &plan, "21.pdf", PDF, PLAN).await.refused(409, "too-many-files");
        assert_eq!(refused.json["detail"], "Bij een bewijsstuk horen hooguit 20 bestanden.");
        let shown = scene.officer.get(&plan).await.expect(200);
        assert_eq!(shown.json["version"], json!(21), "every file is a version");
        let last = last.unwrap();
        let with = async |tag: Option<&str>| {
            let request = scene.officer.request(Method::DELETE, href(&last));
            send(match tag { Some(tag) => request.header("if-match", tag), None => request }).await
        };
        with(None).await.refused(428, "precondition-required");
        with(Some("\"other\"")).await.refused(412, "precondition-failed");
        assert_eq!(scene.officer.delete(href(&last)).await.status, 204);
        scene.officer.delete(href(&last)).await.refused(404, "not-found");
        scene.officer.get(href(&last)).await.refused(404, "not-found");
        let _ = upload(&scene.officer, &plan, "21.pdf", PDF, PLAN).await.expect(201);
    }
}

both_stores! {
    fn a_repeated_upload_is_one_file(store) {
        let scene = scene(store).await;
        let plan = scene.made().await;
        let once = async |bytes: &'static [u8]| {
            let request = scene.officer.request(Method::POST, &format!("{plan}/files?name=plan.pdf"));
            let request = request.header(header::CONTENT_TYPE, PDF).header("Idempotency-Key", "\"plan\"");
            send(request.body(bytes)).await
        };
        let first = once(PLAN).await.expect(201);
        assert_eq!(once(PLAN).await.expect(201).text, first.text);
        once(b"%PDF-1.7 anders").await.refused(422, "idempotency-key-reused");
        assert_eq!(files(&scene, &plan).await.len(), 1);
    }
}

both_stores! {
    fn what_happened_to_files_is_told(store) {
        let scene = scene(store).await;
        let plan = scene.made().await;
        let made = upload(&scene.officer, &plan, "plan.pdf", PDF, PLAN).await.expect(201);
        assert_eq!(scene.officer.delete(href(&made)).await.status, 204);
        let id = path_id(&plan);
        let mut told = Vec::new();
        for _ in 0..50 {
            let trail = scene.officer.get(&format!("/v1/trail?resource={id}")).await.expect(200);
            told = trail.items().to_vec();
            if told.len() == 3 {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        let verbs: Vec<_> = told.iter().map(|one| one["verb"].as_str().unwrap().to_owned()).collect();
        assert_eq!(verbs, ["created", "updated", "updated"], "{told:#?}");
        assert_eq!(told[1]["changes"]["files"]["to"][0]["name"], "plan.pdf", "{:#?}", told[1]);
        assert_eq!(told[1]["changes"]["files"]["to"][0]["sha256"], json!(sha256(PLAN)));
    }
}

fn path_id(plan: &str) -> &str {
    plan.rsplit('/').next().unwrap()
}

both_stores! {
    fn deleted_evidence_takes_its_files_along(store) {
        let scene = scene(store).await;
        let (one, other) = (scene.with(json!({})).await.expect(201), scene.made().await);
        let gone = upload(&scene.officer, &path(&one), "plan.pdf", PDF, PLAN).await.expect(201);
        let stays = upload(&scene.officer, &other, "kopie.pdf", PDF, PLAN).await.expect(201);
        assert_eq!(scene.officer.delete(&path(&one)).await.status, 204);
        scene.officer.get(href(&gone)).await.refused(404, "not-found");
        let (status, _, bytes) = read(&scene, href(&stays)).await;
        assert_eq!((status, bytes.as_slice()), (200, PLAN));
    }
}

both_stores! {
    fn a_refusal_by_what_is_said_of_a_file_comes_after_all_of_it_was_sent(store) {
        let scene = scene(store).await;
        let plan = scene.made().await;
        let large = vec![b'x'; 12_000_000];
        let refused = upload(&scene.officer, &plan, "plan.html", "text/html", &large).await;
        refused.refused(415, "unsupported-media-type");
        let refused = upload(&scene.officer, &plan, " ", PDF, &large).await.refused(400, "invalid-input");
        assert_eq!(refused.errors()[0].0, "name");
        let request = scene.officer.request(Method::POST, &format!("{plan}/files?name=plan.pdf"));
        let request = request.header(header::CONTENT_TYPE, PDF).header("repr-digest", "sha-256=x");
        let refused = send(request.body(large)).await.refused(400, "invalid-input");
        assert_eq!(refused.errors(), [pair("Repr-Digest", "invalid-format")]);
    }
}
