//! Titles of evidence that a migration took over: in SQL there is no way to write them as they are searched.

use akoki_persistence::repo::{evidence::respell_titles, setting};
use serde_json::json;

use crate::{failure::Failure, guard::Call};

/// Under this name the store keeps that the titles are as they are searched.
const RESPELLED: &str = "evidence-titles-respelled";

/// Puts the titles of evidence right, once.
///
/// # Errors
/// When the store fails.
pub async fn respell(call: &Call) -> Result<(), Failure> {
    if setting::get(call.store(), RESPELLED).await?.is_some() {
        return Ok(());
    }
    let everything = call.everything();
    call.unit(move |tx| {
        let everything = everything.clone();
        Box::pin(async move {
            respell_titles(tx, &everything).await?;
            Ok(setting::put(tx, RESPELLED, json!(true)).await?)
        })
    })
    .await
}
