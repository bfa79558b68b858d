//! Taking in files: lists of the country and of boards, twice, newer, broken, stopped and gone on with.

mod board;
mod job;
mod kill;
mod national;
mod sums;

use akoki_tests::{Answer, Caller, send};
use reqwest::{Method, header};
use serde_json::Value;

pub(super) const PRIMARY: &[u8] = include_bytes!("../../fixtures/duo/primary.csv");
pub(super) const SPECIAL: &[u8] = include_bytes!("../../fixtures/duo/special.csv");
pub(super) const SECONDARY: &[u8] = include_bytes!("../../fixtures/duo/secondary.csv");
pub(super) const BOARDS: &[u8] = include_bytes!("../../fixtures/duo/boards.csv");

/// Sends a file.
pub(super) async fn upload(caller: &Caller, query: &str, bytes: impl Into<Vec<u8>>) -> Answer {
    let request = caller
        .request(Method::POST, &format!("/v1/imports?{query}"))
        .header(header::CONTENT_TYPE, "text/csv")
        .body(bytes.into());
    send(request).await
}

/// Waits until a job stands still.
pub(super) async fn settled(caller: &Caller, job: &str) -> Value {
    for _ in 0..600 {
        let job = caller.get(job).await.expect(200).json;
        match job["status"].as_str() {
            Some("queued" | "running") => {}
            _ => return job,
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{job} is still not done");
}

/// Sends a file and waits for the job.
pub(super) async fn import(caller: &Caller, query: &str, bytes: impl Into<Vec<u8>>) -> Value {
    let accepted = upload(caller, query, bytes).await.expect(202);
    settled(caller, accepted.header("location")).await
}

/// The figures: created, updated, unchanged, rejected, outOfScope, transferPending, ended.
pub(super) fn figures(job: &Value) -> [i64; 7] {
    let result = &job["result"];
    let figure = |name: &str| result[name].as_i64().unwrap_or_else(|| panic!("{job}"));
    let rows = figure("rows");
    let figures = [
        "created",
        "updated",
        "unchanged",
        "rejected",
        "outOfScope",
        "transferPending",
        "ended",
    ]
    .map(figure);
    assert_eq!(figures[..5].iter().sum::<i64>(), rows, "{job}");
    figures
}

/// The lines of the report with one of these outcomes.
pub(super) async fn report(caller: &Caller, job: &Value, query: &str) -> Vec<Value> {
    let path = format!("{}?limit=200&{query}", job["rows"].as_str().unwrap());
    caller.get(&path).await.expect(200).items().to_vec()
}

/// The unit with this identifier.
pub(super) async fn unit(caller: &Caller, identifier: &str) -> Value {
    let found = caller
        .get(&format!("/v1/organisation-units?identifier={identifier}"))
        .await
        .expect(200);
    assert_eq!(found.items().len(), 1, "{identifier}: {}", found.text);
    found.items()[0].clone()
}

/// Windows-1252 as far as the fixtures use it.
pub(super) fn text(bytes: &[u8]) -> String {
    bytes
        .iter()
        .map(|byte| match byte {
            0x92 => '’',
            byte => char::from(*byte),
        })
        .collect()
}

/// The rows of a list without those that hold one of these words.
pub(super) fn without(list: &str, words: &[&str]) -> String {
    let kept = list
        .lines()
        .filter(|line| !words.iter().any(|word| line.contains(word)));
    kept.map(|line| format!("{line}\r\n")).collect()
}
