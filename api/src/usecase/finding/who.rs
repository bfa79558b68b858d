//! Who calls: for the unit, for those who audit it, as which person.

use akoki_domain::{
    access::{Account, Permission},
    finding::Finding,
    id::{FindingId, PersonId, UnitId},
    organisation::Unit,
};
use akoki_persistence::{find, may_write};

use crate::{failure::Failure, work::Work};

/// Whether the caller has a role with which a unit follows up.
///
/// # Errors
/// When the store fails.
pub async fn is_of_unit(work: Work<'_>, unit: UnitId) -> Result<bool, Failure> {
    let scope = work.call.scope_of(Permission::FollowUpAudits);
    Ok(find::<Unit>(work.tx, &scope, unit.0).await?.is_some())
}

/// Whether the caller writes down what the audit finds, with a token that is for that.
///
/// # Errors
/// When the store fails.
pub async fn is_of_auditors(work: Work<'_>, finding: FindingId) -> Result<bool, Failure> {
    let permission = Permission::WriteAudits;
    let actor = work.call.actor.as_ref();
    if !actor.is_none_or(|actor| actor.scopes.contains(permission.scope())) {
        return Ok(false);
    }
    let scope = work.call.scope_of(permission);
    Ok(may_write::<Finding>(work.tx, &scope, finding.0).await?)
}

/// The person that the caller is, of a board.
///
/// # Errors
/// When the store fails.
pub async fn caller_person(work: Work<'_>) -> Result<Option<PersonId>, Failure> {
    let Some(actor) = &work.call.actor else {
        return Ok(None);
    };
    let everywhere = work.call.everything();
    let account = find::<Account>(work.tx, &everywhere, actor.principal).await?;
    Ok(account.and_then(|account| account.record.details.person_id))
}
