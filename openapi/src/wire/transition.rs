//! What every resource with a state machine shows: which commands are open, what blocks the others, and the
//! steps that it took.

use akoki_domain::{Reason, text::Language};
use serde::Serialize;
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::problem::WireReason;

/// A command that cannot be given now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BlockedCommand {
    /// The command.
    pub command: String,
    /// Everything that stands in its way.
    pub reasons: Vec<WireReason>,
}

/// A step that was taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Transition {
    /// Id.
    pub id: Uuid,
    /// What was asked.
    pub command: String,
    /// The state before.
    pub from: String,
    /// The state after.
    pub to: String,
    /// The day.
    pub taken_on: Date,
    /// The moment.
    #[serde(with = "crate::wire::instant")]
    pub at: OffsetDateTime,
    /// Who took it.
    pub principal_id: Option<Uuid>,
}

/// Splits the commands into those that can be given and those that cannot, with what is in the way.
pub fn commands<C: std::fmt::Display>(
    all: Vec<(C, Vec<Reason>)>,
    language: Language,
) -> (Vec<String>, Vec<BlockedCommand>) {
    let (open, blocked): (Vec<_>, Vec<_>) = all.into_iter().partition(|(_, why)| why.is_empty());
    let open = open.into_iter().map(|(command, _)| command.to_string());
    let blocked = blocked
        .into_iter()
        .map(|(command, reasons)| BlockedCommand {
            command: command.to_string(),
            reasons: reasons
                .iter()
                .map(|reason| WireReason::new(reason, language))
                .collect(),
        });
    (open.collect(), blocked.collect())
}
