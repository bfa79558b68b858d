//! References to requirements: to a standard of a published edition, or to one of the board's own.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    akoki::Theme,
    framework::{OwnStandard, RequirementRef},
    id::BoardId,
};
use akoki_persistence::repo::own_standard::of_ids;

use crate::{failure::Failure, frameworks::Known, work::Work};

/// Requirements that were looked up.
pub struct Found {
    /// What is wrong with those that cannot be referred to, at their pointers.
    pub wrong: Vec<Reason>,
    own: Vec<OwnStandard>,
}

/// Looks up what is referred to, in few statements: a code must be a standard of a published edition;
/// an own standard must be one of this board, when that is known, and in reach.
///
/// # Errors
/// When the store fails.
pub async fn look_up(
    work: Work<'_>,
    board: impl Into<Option<BoardId>>,
    references: &[(String, RequirementRef)],
) -> Result<Found, Failure> {
    let known = work.call.frameworks().await?;
    let ids: Vec<uuid::Uuid> = references
        .iter()
        .filter_map(|(_, reference)| match reference {
            RequirementRef::Own(id) => Some(id.0),
            RequirementRef::Shipped { .. } => None,
        })
        .collect();
    let scope = work.call.scope_of(Permission::ReadDossiers);
    let mut own = of_ids(work.tx, &scope, &ids).await?;
    let board = board.into();
    own.retain(|standard| board.is_none_or(|board| standard.board == board));
    let wrong = references
        .iter()
        .filter_map(|(pointer, reference)| {
            let code = match reference {
                RequirementRef::Shipped { edition, code } => {
                    known.library.wrong_with(edition, code)
                }
                RequirementRef::Own(id) => (!own.iter().any(|standard| standard.id == *id))
                    .then_some(Code::UnknownReference),
            }?;
            Some(
                Reason::new(code)
                    .at(pointer.clone())
                    .with("standard", reference),
            )
        })
        .collect();
    Ok(Found { wrong, own })
}

impl Found {
    /// The theme of a requirement that was looked up.
    pub fn theme(&self, known: &Known, requirement: &RequirementRef) -> Option<Theme> {
        match requirement {
            RequirementRef::Shipped { .. } => known.library.theme_of(requirement),
            RequirementRef::Own(id) => {
                let standard = self.own.iter().find(|standard| standard.id == *id);
                standard.and_then(|standard| standard.theme)
            }
        }
    }
}
