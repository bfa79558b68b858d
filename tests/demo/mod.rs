//! The demo: filled, whole, the same everywhere, and as the README tells it.

mod check;
mod organisation;
mod same;
mod start;
mod states;
mod surveys;
mod tour;

use akoki_api::demo::{self, Welcome};
use akoki_domain::access::Role;
use akoki_tests::{Caller, StoreHandle, TestApp, app::config, clock};
use serde_json::Value;
use std::collections::BTreeSet;
use time::Date;

/// A service with the demo in its store.
struct Demo {
    app: TestApp,
    welcome: Welcome,
}

fn today() -> Date {
    clock().today()
}

/// Fills this store with a demo that ends on a day.
async fn fill(store: &StoreHandle, on: Date) -> Result<bool, String> {
    let data = tempfile::tempdir().unwrap();
    let filled = demo::ready(config(store.url(), data.path()), on, true).await;
    filled.map_err(|error| error.to_string())
}

/// Fills this store and serves it.
async fn demo(store: StoreHandle) -> Demo {
    demo_of(store, today()).await
}

async fn demo_of(store: StoreHandle, on: Date) -> Demo {
    assert_eq!(fill(&store, on).await, Ok(true));
    let app = TestApp::start(store).await;
    let call = app.service().await;
    let welcome = demo::welcome(&call).await.unwrap();
    Demo { app, welcome }
}

impl Demo {
    /// Whoever was given the token of this role.
    fn caller(&self, role: Role) -> Caller {
        let mut tokens = self.welcome.tokens();
        let (_, token) = tokens.find(|(of, _)| *of == role).unwrap();
        self.app.with_token(token)
    }

    fn officer(&self) -> Caller {
        self.caller(Role::BoardQualityOfficer)
    }

    /// The id of what is called so in the stories.
    fn id(&self, name: &str) -> String {
        self.welcome.ids()[name].to_string()
    }

    /// The operations that list something and need nothing more, with the schema of their answer.
    fn lists(&self) -> Vec<(String, String)> {
        let document = akoki_openapi::document::build(&akoki_api::operations());
        let paths = document["paths"].as_object().unwrap();
        let list = |(path, item): (&String, &Value)| {
            let answer = &item["get"]["responses"]["200"]["content"]["application/json"]["schema"];
            let schema = answer["$ref"].as_str()?.rsplit('/').next()?;
            let lists = !path.contains('{') && schema.ends_with("Page");
            lists.then(|| (path.clone(), schema.to_owned()))
        };
        paths.iter().filter_map(list).collect()
    }
}

/// All items of a list, page by page.
async fn all(caller: &Caller, path: &str) -> Vec<Value> {
    let mut items = Vec::new();
    let mark = if path.contains('?') { '&' } else { '?' };
    let mut next = format!("/v1{path}{mark}limit=100");
    loop {
        let page = caller.get(&next).await.expect(200).json;
        items.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["nextCursor"].as_str() else {
            return items;
        };
        if page["items"] == serde_json::json!([]) {
            return items;
        }
        next = format!("/v1{path}{mark}limit=100&cursor={cursor}");
    }
}

/// The words under a field of these items.
fn words(items: &[Value], pointer: &str) -> BTreeSet<String> {
    items
        .iter()
        .filter_map(|item| item.pointer(pointer)?.as_str().map(str::to_owned))
        .collect()
}

/// Fails with the words that are missing.
#[track_caller]
fn has_all<W: ToString>(found: &BTreeSet<String>, wanted: impl IntoIterator<Item = W>, what: &str) {
    let missing: Vec<String> = wanted
        .into_iter()
        .map(|word| word.to_string())
        .filter(|word| !found.contains(word))
        .collect();
    assert!(missing.is_empty(), "the demo has no {what} {missing:?}");
}
