//! What every resource with a state machine shows: which commands are open, and what blocks the others.

use serde::Serialize;
use utoipa::ToSchema;

use crate::problem::WireReason;

/// A command that cannot be given now.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct BlockedCommand {
    /// The command.
    pub command: String,
    /// Everything that stands in its way.
    pub reasons: Vec<WireReason>,
}
