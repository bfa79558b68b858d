//! Who acts, when, and what was changed: what a unit of work writes beside its rows.

use akoki_domain::{Noun, event::Verb};
use serde_json::Value;
use std::sync::Arc;
use time::Date;
use uuid::Uuid;

/// Makes ids and salts. Given by the shell, which alone knows the clock and the source of randomness.
#[derive(Clone)]
pub struct Mint {
    /// An id for a moment in milliseconds since 1970; later calls give greater ids.
    pub id: Arc<dyn Fn(i64) -> Uuid + Send + Sync>,
    /// Fills the slice with unpredictable bytes.
    pub fill: fn(&mut [u8]),
}

/// The circumstances of a unit of work.
#[derive(Clone)]
pub struct Act {
    /// The moment, in milliseconds since 1970.
    pub at: i64,
    /// The day on which that is, for the dates of grants.
    pub today: Date,
    /// Whoever acts; none for the service itself.
    pub principal: Option<Uuid>,
    /// What they identified themselves with.
    pub credential: Option<Uuid>,
    /// The operation, by its id in the published document, or the name of a worker.
    pub operation: &'static str,
    /// The id of the request, for the log.
    pub request: String,
    /// Where ids come from.
    pub mint: Mint,
}

impl Act {
    /// A new id.
    pub fn id(&self) -> Uuid {
        (self.mint.id)(self.at)
    }
}

impl std::fmt::Debug for Act {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Act")
            .field("operation", &self.operation)
            .field("request", &self.request)
            .finish()
    }
}

/// Stands for the version of a change that changed nothing of the resource: no version is 0.
pub const UNCHANGED: i64 = 0;

/// One change of one resource: becomes one entry of the trail and one event of the feed.
#[derive(Debug, Clone)]
pub struct Change {
    /// The kind of resource.
    pub noun: Noun,
    /// Which one.
    pub id: Uuid,
    /// Its board; the platform for what belongs to none.
    pub board: Uuid,
    /// The unit on which it hangs.
    pub unit: Uuid,
    /// Its version after the change.
    pub version: i64,
    /// What happened.
    pub verb: Verb,
    /// For the trail: the values changed, `{"name": {"from": …, "to": …}}`.
    pub values: Value,
    /// For the feed: what a follower needs beside the ids; never personal data.
    pub data: Option<Value>,
    /// Only this principal sees the event; the trail is not written then.
    pub audience: Option<Uuid>,
}
