//! What is gathered for a conversation, as it is at that moment.

use akoki_domain::{
    access::Permission,
    conversation::{Gathered, Previous, QualityConversation, gather},
    organisation::Unit,
};
use akoki_persistence::find;

use crate::{failure::Failure, usecase::standing::stands_now, work::Work};

/// Gathers agenda and figures, as far as whoever prepares the conversation may see them.
pub async fn gathered(
    work: Work<'_>,
    conversation: &QualityConversation,
    previous: Option<&Previous>,
) -> Result<Gathered, Failure> {
    let scope = work.call.scope_of(Permission::ReadStanding);
    let unit = find::<Unit>(work.tx, &scope, conversation.unit_id.0).await?;
    let unit = unit.ok_or_else(Failure::not_found)?.record;
    let (stands, verdicts) = stands_now(work.call, work.tx, &unit).await?;
    Ok(gather(&stands, &verdicts, previous))
}
