//! Connections for single statements are kept in hand; what befalls one harms no later caller.

use akoki_persistence::{Store, StoreError, repo::setting};
use akoki_tests::{Backend, both_stores};
use serde_json::json;

use super::unit::{act, open};

both_stores! {
    fn more_statements_than_connections_all_are_answered_though_some_are_dropped(store) {
        let store = open(&store).await;
        const NAMES: [&str; 7] = ["a", "b", "c", "d", "e", "f", "g"];
        for name in NAMES {
            add(&store, name).await;
        }
        let tasks: Vec<_> = (0..200)
            .zip(NAMES.into_iter().cycle())
            .map(|(n, name): (usize, &str)| {
                let store = store.clone();
                let task = tokio::spawn(async move { setting::get(&store, name).await });
                (n, name, task)
            })
            .collect();
        for (n, name, task) in tasks {
            if n % 3 == 0 {
                // Somewhere between waiting for a connection and having been answered.
                tokio::task::yield_now().await;
                task.abort();
                let _ = task.await;
            } else {
                // Its own answer, not what somebody who went away had asked for.
                assert_eq!(task.await.unwrap().unwrap(), Some(json!(name)));
            }
        }
        for name in NAMES {
            assert_eq!(setting::get(&store, name).await.unwrap(), Some(json!(name)));
        }
    }
}

/// Eight readings at once, over every connection that is kept.
async fn read_all(store: &Store) {
    let tasks: Vec<_> = (0..8)
        .map(|_| {
            let store = store.clone();
            tokio::spawn(async move { setting::get(&store, "before").await })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap(), Some(json!("before")));
    }
}

async fn add(store: &Store, name: &'static str) {
    let done: Result<(), StoreError> = store
        .unit(&act(), move |tx| {
            Box::pin(async move { setting::put(tx, name, json!(name)).await })
        })
        .await;
    done.unwrap();
}

#[tokio::test]
async fn what_the_server_ended_is_taken_up_again_over_other_connections() {
    let handle = crate::fresh(Backend::Postgres).await.unwrap();
    let store = open(&handle).await;
    add(&store, "before").await;
    read_all(&store).await;
    let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()";
    handle.execute(end).await.unwrap();
    read_all(&store).await;
    add(&store, "after").await;
    assert_eq!(
        setting::get(&store, "after").await.unwrap(),
        Some(json!("after"))
    );
}
