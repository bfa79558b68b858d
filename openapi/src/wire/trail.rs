//! The trail on the wire.

use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// One entry of the trail: who changed what, when, and the values as long as they are kept.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrailEntry {
    /// Its id.
    pub id: Uuid,
    /// Its place in the one order of the trail.
    pub number: i64,
    /// When it was changed.
    #[serde(with = "crate::wire::instant")]
    pub time: OffsetDateTime,
    /// The resource.
    #[schema(format = "uri-reference")]
    pub subject: String,
    /// What happened to it: `created`, `updated`, `deleted`, `transitioned` or `completed`.
    pub verb: String,
    /// Its board; none for what belongs to the platform.
    pub board_id: Option<Uuid>,
    /// The unit on which it hangs; none for what hangs on the platform.
    pub unit_id: Option<Uuid>,
    /// Its version after the change.
    pub version: i64,
    /// The account, machine client or script that did it; none when the service did.
    pub principal_id: Option<Uuid>,
    /// The operation, by its id in the document.
    pub operation: String,
    /// The request, as its answer named it in `X-Request-Id`.
    pub request_id: String,
    /// The values changed; none when they were erased.
    #[schema(value_type = Option<Object>)]
    pub changes: Option<Value>,
    /// Whether the values were erased.
    pub erased: bool,
}

/// A page of the trail.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TrailEntryPage {
    /// The entries.
    pub items: Vec<TrailEntry>,
    /// Where the next page begins; none after the last.
    pub next_cursor: Option<String>,
}
