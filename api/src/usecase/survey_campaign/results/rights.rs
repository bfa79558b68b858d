//! What is known of the caller where the domain says of which groups of a campaign they may see results.

use akoki_domain::{
    access::Permission,
    id::UnitId,
    survey::{
        campaign::{Campaign, GroupTree},
        results::{Rights, RightsFacts},
    },
};
use akoki_persistence::repo::survey::{
    Key,
    reach::{reached, taught},
};
use std::collections::BTreeSet;

use crate::{failure::Failure, guard::Call};

/// The rights of the caller with this permission, and for classes with that of classes besides.
///
/// # Errors
/// When the store fails.
pub(super) async fn rights(
    call: &Call,
    campaign: &Campaign,
    groups: &GroupTree,
    permission: Permission,
) -> Result<Rights, Failure> {
    let asked = Rights::asked(campaign.unit_id, groups);
    let units = with(call, permission, &asked).await?;
    let facts = RightsFacts {
        classes: with(call, Permission::ReadClassResults, &units).await?,
        units,
        taught: match Rights::follow_from_teaching(permission) {
            true => {
                let key = Key::new(campaign.board_id, campaign.id);
                taught(call.store(), &call.besides(permission), key).await?
            }
            false => BTreeSet::new(),
        },
    };
    Ok(Rights::of(&asked, facts))
}

/// Those among these units on which the caller has a permission.
async fn with(
    call: &Call,
    permission: Permission,
    units: &BTreeSet<UnitId>,
) -> Result<BTreeSet<UnitId>, Failure> {
    if units.is_empty() || !call.names(permission) {
        return Ok(BTreeSet::new());
    }
    Ok(reached(call.store(), &call.scope_of(permission), units).await?)
}
