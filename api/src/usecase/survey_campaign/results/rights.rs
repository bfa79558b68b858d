//! Of which groups of a campaign the caller may see results.

use akoki_domain::{
    access::Permission,
    id::UnitId,
    survey::campaign::{Campaign, CampaignGroupKind, GroupTree},
};
use akoki_persistence::repo::survey::reach::reached;
use std::collections::BTreeSet;

use crate::{failure::Failure, guard::Call};

/// The units of a campaign of which the caller may see something, and those of which classes as well. All together
/// may see whoever may see it of the unit that holds the campaign.
///
/// A class, and what lies under it, is seen by whoever leads the school alone. Who teaches a class is not kept here:
/// assignments name a unit and a function, never a class.
pub(super) struct Rights {
    whole: bool,
    units: BTreeSet<UnitId>,
    classes: BTreeSet<UnitId>,
}

impl Rights {
    /// With this permission, and for classes that of classes besides.
    pub(super) async fn of(
        call: &Call,
        campaign: &Campaign,
        groups: &GroupTree,
        permission: Permission,
    ) -> Result<Self, Failure> {
        let mut asked = groups.units();
        asked.insert(campaign.unit_id);
        let units = with(call, permission, &asked).await?;
        Ok(Self {
            whole: units.contains(&campaign.unit_id),
            classes: with(call, Permission::ReadClassResults, &units).await?,
            units,
        })
    }

    /// Of all together.
    pub(super) fn whole(&self) -> bool {
        self.whole
    }

    /// Of this group.
    pub(super) fn reaches(&self, groups: &GroupTree, key: &str) -> bool {
        let units = match of_a_class(groups, key) {
            true => &self.classes,
            false => &self.units,
        };
        groups
            .unit_of(key)
            .is_some_and(|unit| units.contains(&unit))
    }
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

/// Whether a group is a class, or a part of one.
fn of_a_class(groups: &GroupTree, key: &str) -> bool {
    let mut at = groups.group(key);
    while let Some(group) = at {
        if group.kind == CampaignGroupKind::Class {
            return true;
        }
        at = group
            .parent_key
            .as_deref()
            .and_then(|parent| groups.group(parent));
    }
    false
}
