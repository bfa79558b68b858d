//! The ids of the demo are the same in every store, on both databases, whenever it is filled.

use super::{Demo, all, demo_of, today};
use akoki_tests::{Backend, Outcome, StoreHandle};
use std::collections::BTreeSet;
use time::{Date, Duration};

/// The ids of all that a list shows, and those that the demo says itself.
async fn ids(store: StoreHandle, on: Date) -> BTreeSet<String> {
    let demo: Demo = demo_of(store, on).await;
    let mut ids: BTreeSet<String> = BTreeSet::new();
    for (name, id) in demo.welcome.ids() {
        ids.insert(format!("{name} {id}"));
    }
    for (path, _) in demo.lists() {
        // Entries of feed and trail have numbers; of the feed a month is kept.
        if matches!(path.as_str(), "/events" | "/trail") {
            continue;
        }
        for item in all(&demo.officer(), &path).await {
            // What was served on a later day has moved on: surveys that ran have ended, and are followed up.
            if item["createdAt"].as_str() >= Some(on.to_string().as_str()) {
                continue;
            }
            let id = item["id"].as_str().unwrap_or_default();
            ids.insert(format!("{path} {id}"));
        }
    }
    ids
}

#[tokio::test]
async fn the_ids_are_the_same_on_both_databases_and_on_any_day() -> Outcome<()> {
    let first = ids(crate::fresh(Backend::Sqlite).await?, today()).await;
    assert!(first.len() > 200, "{}", first.len());
    // Begins and ends at other places of a month, a school year and summer time.
    let earlier = today() - Duration::days(101);
    let other = ids(crate::fresh(Backend::Postgres).await?, earlier).await;
    let differ: Vec<_> = first.symmetric_difference(&other).collect();
    assert!(
        differ.is_empty(),
        "on PostgreSQL, on another day: {differ:?}"
    );
    Ok(())
}
