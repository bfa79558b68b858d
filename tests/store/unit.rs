//! The unit of work: all or nothing, in one place, on both databases.

use akoki_api::clock::mint;
use akoki_persistence::{Act, Store, StoreError, Stores, repo::setting};
use akoki_tests::{StoreHandle, both_stores, clock};
use serde_json::json;

/// The circumstances of a unit in a test.
pub(super) fn act() -> Act {
    Act {
        at: clock().millis(),
        today: clock().today(),
        principal: None,
        credential: None,
        operation: "test",
        request: "test".into(),
        mint: mint(),
    }
}

/// The store, opened as a worker has it.
pub(super) async fn open(store: &StoreHandle) -> Store {
    Stores::open(store.url(), 4)
        .await
        .expect("a store")
        .worker()
        .await
        .expect("a worker")
}

both_stores! {
    fn a_unit_that_fails_leaves_nothing(store) {
        let store = open(&store).await;
        let failed: Result<(), StoreError> = store
            .unit(&act(), |tx| {
                Box::pin(async move {
                    setting::put(tx, "half", json!(1)).await?;
                    Err(StoreError::Failed("on purpose".into()))
                })
            })
            .await;
        assert!(failed.is_err());
        assert_eq!(setting::get(&store, "half").await.unwrap(), None);
        let done: Result<(), StoreError> =
            store.unit(&act(), |tx| Box::pin(async move { setting::put(tx, "whole", json!(1)).await })).await;
        assert!(done.is_ok());
        assert_eq!(setting::get(&store, "whole").await.unwrap(), Some(json!(1)));
    }
}

both_stores! {
    fn one_unit_that_panics_harms_no_other(store) {
        let store = open(&store).await;
        let panicking = store.clone();
        let task = tokio::spawn(async move {
            let _: Result<(), StoreError> = panicking
                .unit(&act(), |tx| {
                    Box::pin(async move {
                        setting::put(tx, "lost", json!(1)).await?;
                        panic!("on purpose")
                    })
                })
                .await;
        });
        let _ = task.await;
        let done: Result<(), StoreError> =
            store.unit(&act(), |tx| Box::pin(async move { setting::put(tx, "kept", json!(1)).await })).await;
        assert!(done.is_ok());
        assert_eq!(setting::get(&store, "lost").await.unwrap(), None);
        assert_eq!(setting::get(&store, "kept").await.unwrap(), Some(json!(1)));
    }
}

both_stores! {
    fn units_at_once_all_count(store) {
        let store = open(&store).await;
        let zero: Result<(), StoreError> =
            store.unit(&act(), |tx| Box::pin(async move { setting::put(tx, "count", json!(0)).await })).await;
        zero.unwrap();
        let tasks: Vec<_> = (0..20)
            .map(|n| {
                let store = store.clone();
                tokio::spawn(async move {
                    let done: Result<(), StoreError> = store
                        .unit(&act(), move |tx| {
                            Box::pin(async move { setting::add(tx, &format!("n{n}"), json!(n)).await })
                        })
                        .await;
                    done.unwrap();
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        for n in 0..20 {
            assert_eq!(setting::get(&store, &format!("n{n}")).await.unwrap(), Some(json!(n)));
        }
        let twice: Result<(), StoreError> =
            store.unit(&act(), |tx| Box::pin(async move { setting::add(tx, "n0", json!(0)).await })).await;
        assert!(matches!(twice, Err(StoreError::NotUnique(_))));
    }
}
