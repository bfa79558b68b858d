//! Somebody who follows the feed, as an integrating system does.

use akoki_api::worker::run_due;
use akoki_tests::{Answer, Caller, TestApp};
use serde_json::Value;

/// A place in the feed.
pub(super) struct Follower {
    pub(super) cursor: String,
    pub(super) answer: Answer,
}

impl Follower {
    /// From the oldest that is kept.
    pub(super) fn beginning() -> Self {
        Self {
            cursor: String::new(),
            answer: Answer {
                status: 0,
                headers: reqwest::header::HeaderMap::new(),
                json: Value::Null,
                text: String::new(),
            },
        }
    }

    /// From now on.
    pub(super) async fn latest(caller: &Caller) -> Self {
        let answer = caller.get("/v1/events?cursor=latest").await.expect(200);
        assert!(answer.items().is_empty());
        Self {
            cursor: answer.json["nextCursor"].as_str().unwrap().to_owned(),
            answer,
        }
    }

    /// The next page. `more` are further parameters, each with its `&`.
    pub(super) async fn page(&mut self, caller: &Caller, more: &str) -> Vec<Value> {
        let start = match self.cursor.as_str() {
            "" => String::new(),
            cursor => format!("cursor={cursor}"),
        };
        let query = format!("{start}{more}");
        let path = format!("/v1/events?{}", query.trim_start_matches('&'));
        self.answer = caller.get(&path).await.expect(200);
        self.cursor = self.answer.json["nextCursor"].as_str().unwrap().to_owned();
        self.answer.items().to_vec()
    }

    /// All that there is for now.
    pub(super) async fn rest(&mut self, caller: &Caller, more: &str) -> Vec<Value> {
        let mut all = Vec::new();
        loop {
            all.extend(self.page(caller, more).await);
            if self.answer.json["hasMore"] == false {
                return all;
            }
        }
    }
}

/// The verbs of events, in their order.
pub(super) fn types(events: &[Value]) -> Vec<&str> {
    let kinds = events.iter().map(|event| event["type"].as_str().unwrap());
    kinds.map(|kind| kind.split('.').nth(3).unwrap()).collect()
}

/// Lets the workers do all that is to be done at this moment.
pub(super) async fn settle(app: &TestApp) {
    let call = app.service().await;
    run_due(&call).await.unwrap();
    // The service may have begun with some of it at the same time; that is done when this is.
    run_due(&call).await.unwrap();
}

/// What the feed tells of what is late, from a place in it: subject, days late, the unit at which it is told.
/// None of it has a version.
pub(super) async fn escalations(
    follower: &mut Follower,
    caller: &Caller,
    noun: &str,
) -> Vec<(String, i64, Value)> {
    let kind = format!("nl.akoki.{noun}.escalated.v1");
    let events = follower.rest(caller, &format!("&type={kind}")).await;
    let seen = events.iter().map(|event| {
        assert_eq!(
            (event["type"].as_str(), &event["version"]),
            (Some(kind.as_str()), &Value::Null)
        );
        let data = &event["data"];
        let subject = event["subject"].as_str().unwrap().to_owned();
        (
            subject,
            data["daysLate"].as_i64().unwrap(),
            data["escalatedToUnitId"].clone(),
        )
    });
    seen.collect()
}
