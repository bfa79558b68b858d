//! Who calls: for the unit, or for those who audit it.

use akoki_domain::{
    access::Permission,
    finding::Finding,
    id::{FindingId, UnitId},
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
    if !work.call.names(permission) {
        return Ok(false);
    }
    let scope = work.call.scope_of(permission);
    Ok(may_write::<Finding>(work.tx, &scope, finding.0).await?)
}
