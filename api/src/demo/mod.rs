//! `serve --demo`: a fictional board with a believable year of work, to look at and to build against.
//!
//! What is in it stands in stories (`migrations/seed/demo`): who does what on which day, counted from the
//! day on which the demo is filled. A player takes them through the router as if they came over HTTP, with
//! the clock at those days, so that no rule is passed by and the demo never ages. Ids rest on the place in
//! the story alone (see [`crate::clock::Story`]).
//!
//! The store says from the first moment on that it is being filled, and only at the end that it is filled.
//! A process that is killed in between leaves a store that nothing else opens, and that the next start with
//! `--demo` empties and fills anew.

mod player;
mod script;
mod welcome;

use akoki_domain::id::PrincipalId;
use akoki_persistence::{
    Source,
    repo::{sandbox, setting},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{collections::BTreeMap, sync::Arc};
use time::Date;
use uuid::Uuid;

use crate::{
    app::{self, StartError},
    clock::{Clock, Story},
    config::Config,
    failure::Failure,
    guard::Call,
};

pub use welcome::{Welcome, welcome};

/// Under what name the store keeps that it is a demo.
const NAME: &str = "demo";
/// What the trail says did it, where nobody called.
const OPERATION: &str = "fillDemo";

/// What the store says of its demo.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "state")]
enum Demo {
    /// It is being filled, or the process that filled it was killed.
    Filling,
    /// It is filled.
    Filled(Filled),
}

/// What a filled demo holds.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Filled {
    /// Ids by their names in the stories.
    ids: BTreeMap<String, Uuid>,
    /// Who acts in the stories, by name.
    cast: BTreeMap<String, PrincipalId>,
}

fn wrong(error: impl std::fmt::Display) -> StartError {
    StartError(format!("demo: {error}"))
}

async fn kept(source: &impl Source) -> Result<Option<Demo>, Failure> {
    let Some(value) = setting::get(source, NAME).await? else {
        return Ok(None);
    };
    let demo = serde_json::from_value(value);
    demo.map(Some)
        .map_err(|error| Failure::Internal(error.to_string()))
}

/// Whether the store is a demo.
///
/// # Errors
/// When the store fails.
pub(crate) async fn is_demo(source: &impl Source) -> Result<bool, Failure> {
    Ok(kept(source).await?.is_some())
}

/// Nothing but `serve --demo` opens a demo that is not filled.
pub(crate) async fn refuse_unfinished(call: &Call) -> Result<(), StartError> {
    match kept(call.store()).await.map_err(wrong)? {
        Some(Demo::Filling) => Err(wrong(
            "this store was left half filled; `akoki serve --demo` empties it and fills it anew",
        )),
        Some(Demo::Filled(_)) | None => Ok(()),
    }
}

/// Fills the store as a demo that ends today, unless it is one already; says whether it was filled.
///
/// # Errors
/// When the store is in use for something else, or a step of the stories fails.
pub async fn ready(config: Config, today: Date, sandbox: bool) -> Result<bool, StartError> {
    let story = Arc::new(Story::ending(today));
    let shared = app::assemble(config, Clock::told(story.clone()), sandbox).await?;
    let call = app::service_call(&shared, OPERATION).await?;
    match kept(call.store()).await.map_err(wrong)? {
        Some(Demo::Filled(_)) => return Ok(false),
        Some(Demo::Filling) => {}
        None if sandbox::is_unused(call.store()).await.map_err(wrong)? => {}
        None => {
            return Err(wrong(
                "this store is in use and was not made by --demo; start with an empty one (AKOKI_DATA_DIR or AKOKI_DATABASE_URL)",
            ));
        }
    }
    let filled = player::play(&shared, &story).await?;
    finish(&call, filled).await.map_err(wrong)?;
    Ok(true)
}

/// Says in the store that it is filled.
async fn finish(call: &Call, filled: Filled) -> Result<(), Failure> {
    let value = value(&Demo::Filled(filled))?;
    call.unit(move |tx| {
        let value = value.clone();
        Box::pin(async move { Ok(setting::put(tx, NAME, value).await?) })
    })
    .await
}

/// Empties the store and says that it is being filled, in one unit.
async fn begin(call: &Call) -> Result<(), Failure> {
    let value = value(&Demo::Filling)?;
    let is_sandbox = call.shared.sandbox;
    call.unit(move |tx| {
        let value = value.clone();
        Box::pin(async move {
            sandbox::clear(tx).await?;
            if is_sandbox {
                app::say_sandbox(tx).await?;
            }
            Ok(setting::put(tx, NAME, value).await?)
        })
    })
    .await
}

fn value(demo: &Demo) -> Result<Value, Failure> {
    serde_json::to_value(demo).map_err(|error| Failure::Internal(error.to_string()))
}
