//! Of which groups of a campaign the caller may see results.

use akoki_domain::{
    access::Permission,
    id::UnitId,
    survey::campaign::{Campaign, CampaignGroupKind, GroupTree},
};
use akoki_persistence::repo::survey::{
    Key,
    reach::{reached, taught},
};
use std::collections::BTreeSet;

use crate::{failure::Failure, guard::Call};

/// The units of a campaign of which the caller may see something, and those of which classes as well. All together
/// may see whoever may see it of the unit that holds the campaign and of all that took part: of whoever misses one
/// alone, that one would be what is left.
///
/// A class, and what lies under it, is seen by whoever leads the school and by who teaches it alone.
pub(super) struct Rights {
    whole: bool,
    units: BTreeSet<UnitId>,
    classes: BTreeSet<UnitId>,
    /// The keys of the classes that the caller teaches.
    taught: BTreeSet<String>,
}

impl Rights {
    /// With this permission, and for classes that of classes besides. Who teaches a class sees what was counted of
    /// it, not what was written.
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
            whole: units == asked,
            classes: with(call, Permission::ReadClassResults, &units).await?,
            units,
            taught: match permission {
                Permission::ReadSurveyResults => {
                    let key = Key::new(campaign.board_id, campaign.id);
                    taught(call.store(), &call.besides(permission), key).await?
                }
                _ => BTreeSet::new(),
            },
        })
    }

    /// Of all together.
    pub(super) fn whole(&self) -> bool {
        self.whole
    }

    /// Whether the caller teaches this class.
    pub(super) fn teaches(&self, key: &str) -> bool {
        self.taught.contains(key)
    }

    /// Whether the caller sees this group as the teacher of a class alone.
    pub(super) fn is_as_teacher(&self, groups: &GroupTree, key: &str) -> bool {
        let sees = groups
            .unit_of(key)
            .is_some_and(|unit| self.classes.contains(&unit));
        class_of(groups, key).is_some() && !sees
    }

    /// Of this group.
    pub(super) fn reaches(&self, groups: &GroupTree, key: &str) -> bool {
        let class = class_of(groups, key);
        if class.is_some_and(|class| self.taught.contains(class)) {
            return true;
        }
        let units = match class {
            Some(_) => &self.classes,
            None => &self.units,
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

/// The class that a group is, of which it is a part, or of which alone it consists: a stage of one class is that class.
/// A unit is itself, whatever its parts.
fn class_of<'a>(groups: &'a GroupTree, key: &str) -> Option<&'a str> {
    let mut below = groups.group(key);
    while let Some(group) = below {
        let [only] = groups.parts(&group.key) else {
            break;
        };
        if group.kind == CampaignGroupKind::Unit {
            break;
        }
        let part = groups.group(only);
        if part.is_some_and(|part| part.kind == CampaignGroupKind::Class) {
            return part.map(|part| part.key.as_str());
        }
        below = part;
    }
    let mut at = groups.group(key);
    while let Some(group) = at {
        if group.kind == CampaignGroupKind::Class {
            return Some(&group.key);
        }
        let parent = group.parent_key.as_deref();
        at = parent.and_then(|parent| groups.group(parent));
    }
    None
}
