//! What is gathered for a conversation, as it is at that moment.

use akoki_domain::{
    access::Permission,
    conversation::{Gathered, Previous, QualityConversation, gather},
    organisation::Unit,
};
use akoki_persistence::find;

use crate::{
    failure::Failure,
    usecase::{standing::stands_now, verdict::heard_besides},
    work::Work,
};

/// Gathers agenda and figures, as far as whoever prepares the conversation may see them.
pub async fn gathered(
    work: Work<'_>,
    conversation: &QualityConversation,
    previous: Option<&Previous>,
) -> Result<Gathered, Failure> {
    let scope = work.call.scope_of(Permission::ReadStanding);
    let unit = find::<Unit>(work.tx, &scope, conversation.unit_id.0).await?;
    let unit = unit.ok_or_else(Failure::not_found)?.record;
    let stands = stands_now(work.call, work.tx, &unit).await?;
    let units = stands.units.iter();
    let units: Vec<_> = units.map(|one| (unit.board_id, one.unit_id)).collect();
    let verdicts = heard_besides(work.call, work.tx, &units).await?;
    Ok(gather(&stands, &verdicts, previous))
}
