//! What is gathered for a conversation, as it is at that moment.

use akoki_domain::{
    access::Permission,
    conversation::{Gathered, Previous, QualityConversation, gather},
    organisation::Unit,
    verdict::Voice,
};
use akoki_persistence::{find, repo::verdict::of_units};

use crate::{failure::Failure, usecase::standing::stands_now, work::Work};

/// Who may read what is told the verdicts of these voices.
const VOICES: &[(Permission, &[Voice])] = &[
    (Permission::ReadEvaluations, &[Voice::SelfAssessed]),
    (
        Permission::ReadAudits,
        &[Voice::InternalAudit, Voice::ExternalAudit],
    ),
    (Permission::ReadInspections, &[Voice::Inspectorate]),
];

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
    let mut verdicts = Vec::new();
    for (permission, voices) in VOICES {
        let scope = work.call.besides(*permission);
        verdicts.extend(of_units(work.tx, &scope, &units, voices).await?);
    }
    Ok(gather(&stands, &verdicts, previous))
}
