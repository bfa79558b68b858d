//! Whoever stops sending a file, or any other body, is cut off, and nothing of it is left.

use super::{PDF, Scene, bytes::there, scene_of};
use akoki_tests::{Caller, TestApp, both_stores};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// What the service answers to a request of which only this is sent, until it closes the connection.
async fn answer_to(
    app: &TestApp,
    caller: &Caller,
    (path, media): (&str, &str),
    pieces: &[&[u8]],
) -> String {
    let host = app.address.trim_start_matches("http://");
    let mut connection = TcpStream::connect(host).await.unwrap();
    let token = caller.token.as_deref().unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\ncontent-type: {media}\r\ncontent-length: 1000\r\n\r\n"
    );
    connection.write_all(head.as_bytes()).await.unwrap();
    for piece in pieces {
        connection.write_all(piece).await.unwrap();
        connection.flush().await.unwrap();
        tokio::time::sleep(Duration::from_millis(600)).await;
    }
    let mut text = String::new();
    let read = connection.read_to_string(&mut text);
    let _ = tokio::time::timeout(Duration::from_secs(10), read)
        .await
        .expect("the connection is closed");
    text
}

async fn impatient(store: akoki_tests::StoreHandle) -> Scene {
    scene_of(TestApp::start_with(store, |config| config.upload_patience = 2).await).await
}

both_stores! {
    fn an_upload_of_which_no_more_comes_is_cut_off(store) {
        let scene = impatient(store).await;
        let plan = scene.made().await;
        let started = Instant::now();
        let files = format!("{plan}/files?name=plan.pdf");
        // Slowly is not too slowly: each piece comes within the two seconds, all of them take longer.
        let pieces: [&[u8]; 4] = [b"%PDF-1.7", b" and so", b" on", b" and on"];
        let text = answer_to(&scene.app, &scene.officer, (&files, PDF), &pieces).await;
        assert!(text.starts_with("HTTP/1.1 408") && text.contains("\"upload-stalled\""), "{text}");
        let took = started.elapsed();
        assert!(took > Duration::from_millis(4300) && took < Duration::from_secs(9), "{took:?}");
        assert_eq!(there(&scene.app.shared.files), Vec::<std::path::PathBuf>::new());
        assert_eq!(scene.officer.get(&plan).await.expect(200).json["files"], json!([]));
        // Nor does it wait for the rest of what is refused anyway.
        let unknown = format!("{files}&x=1");
        let text = answer_to(&scene.app, &scene.officer, (&unknown, PDF), &[b"%PDF"]).await;
        assert!(text.starts_with("HTTP/1.1 400") && text.contains("\"unknown-parameter\""), "{text}");
    }
}

both_stores! {
    fn an_import_of_which_no_more_comes_is_cut_off(store) {
        let scene = impatient(store).await;
        let asked = ("/v1/imports?kind=people", "text/csv");
        let text = answer_to(&scene.app, &scene.officer, asked, &[b"system;externalId;givenName;familyName\n"]).await;
        assert!(text.starts_with("HTTP/1.1 408") && text.contains("\"upload-stalled\""), "{text}");
    }
}

both_stores! {
    fn any_other_body_is_there_in_that_time_or_is_cut_off(store) {
        let scene = impatient(store).await;
        let asked = ("/v1/evidence", "application/json");
        let text = answer_to(&scene.app, &scene.officer, asked, &[b"{\"title\""]).await;
        assert!(text.starts_with("HTTP/1.1 408") && text.contains("\"upload-stalled\""), "{text}");
    }
}
