//! The feed on the wire.

use serde::Serialize;
use serde_json::Value;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

/// One event: what happened to which resource. Thin: whoever wants more reads the resource.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// Its id; the same whenever it is read again.
    pub id: Uuid,
    /// What happened, one of the published types.
    #[serde(rename = "type")]
    pub kind: String,
    /// When it happened.
    #[serde(with = "crate::wire::instant")]
    pub time: OffsetDateTime,
    /// The resource.
    #[schema(format = "uri-reference")]
    pub subject: String,
    /// Its board; none for what belongs to the platform.
    pub board_id: Option<Uuid>,
    /// The unit on which it hangs; none for what hangs on the platform.
    pub unit_id: Option<Uuid>,
    /// Its version after what happened; none for what came about without a change of the resource, such as
    /// that it is late.
    pub version: Option<i64>,
    /// What a follower needs beside the ids; never personal data.
    #[schema(value_type = Option<Object>)]
    pub data: Option<Value>,
}

/// A stretch of the feed. The feed has no end, so there is always a next cursor.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventPage {
    /// The events, in their order.
    pub items: Vec<Event>,
    /// Where to go on: right away when there is more, later when there is not.
    pub next_cursor: String,
    /// Whether there may be more to read right away.
    pub has_more: bool,
}

/// A published type of event.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EventType {
    /// The type, as events carry it.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its version, also the last word of the type.
    pub version: u16,
    /// The collection in which its subjects stand.
    #[schema(format = "uri-reference")]
    pub collection: String,
    /// What it means, in Dutch.
    pub description_nl: String,
    /// What it means, in English.
    pub description_en: String,
}

/// The published types of event.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct EventTypes {
    /// Every type.
    pub items: Vec<EventType>,
}
