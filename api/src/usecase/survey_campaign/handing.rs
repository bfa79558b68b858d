//! Handing out codes, of whatever kind: who may, of which groups, and how the campaign is held meanwhile.

use akoki_domain::{
    Code, Reason,
    access::Permission,
    survey::campaign::{Campaign, Channel, GroupTree},
};
use akoki_persistence::{Verb, find, lock, repo::survey::Key};
use serde_json::Value;
use std::collections::BTreeSet;
use uuid::Uuid;

use crate::{failure::Failure, guard::Call, work::Work};

/// A campaign in reach, and the groups of it of which the caller may hand out codes.
pub(super) struct Handing {
    pub(super) campaign: Campaign,
    pub(super) tree: GroupTree,
    pub(super) leaves: BTreeSet<String>,
}

/// As far as the caller holds the campaign, or surveys at one of its units.
///
/// # Errors
/// "not-found" out of reach; "forbidden" where the caller may hand out codes of none of its groups.
pub(super) async fn handing(
    call: &Call,
    source: &impl akoki_persistence::Source,
    id: Uuid,
) -> Result<Handing, Failure> {
    let read = call.scope_of(Permission::ReadSurveys);
    let found = match find::<Campaign>(source, &call.scope(), id).await? {
        Some(found) => Some(found),
        None => find::<Campaign>(source, &read, id).await?,
    };
    let Some(found) = found else {
        return Err(call.absent().await);
    };
    let campaign = found.record;
    let tree = campaign.stated.tree();
    let write = Permission::WriteSurveys;
    let whole = call.may(source, write, campaign.unit_id).await?;
    let units = match whole {
        true => tree.units(),
        false => call.may_of(source, write, &tree.units()).await?,
    };
    let leaf = |key: &str| tree.unit_of(key).is_some_and(|unit| units.contains(&unit));
    let keys = tree.leaves().map(|group| group.key.clone());
    let leaves: BTreeSet<String> = keys.filter(|key| leaf(key)).collect();
    if leaves.is_empty() {
        return Err(Code::Forbidden.into());
    }
    Ok(Handing {
        campaign,
        tree,
        leaves,
    })
}

impl Handing {
    /// What is wrong with a group that is named.
    pub(super) fn wrong_group(&self, key: &str, pointer: &str) -> Option<Reason> {
        if self.leaves.contains(key) {
            return None;
        }
        let there = self.tree.group(key).is_some();
        let code = match there && !self.tree.is_leaf(key) {
            true => Code::GroupHasParts,
            false => Code::UnknownGroupKey,
        };
        Some(Reason::new(code).at(pointer).with("key", key))
    }

    /// Locks the campaign, says in the trail and by its version that something belonging to it changed, and looks
    /// again whether codes can be handed out in this way: nobody closes it or takes it back before this unit ends.
    ///
    /// # Errors
    /// As [`Campaign::may_hand_out`]; "not-found" when it is gone.
    pub(super) async fn held(
        mut self,
        work: Work<'_>,
        channel: Channel,
        values: Value,
    ) -> Result<Self, Failure> {
        self.campaign = told(work, self.campaign.id.0, values).await?;
        self.campaign.may_hand_out(channel)?;
        Ok(self)
    }

    pub(super) fn key(&self) -> Key {
        Key::new(self.campaign.board_id, self.campaign.id)
    }
}

/// Says in the trail, and by the version of the campaign, that something belonging to it changed; nobody takes the
/// campaign back meanwhile.
///
/// # Errors
/// "not-found" when it is gone.
pub(super) async fn told(work: Work<'_>, id: Uuid, values: Value) -> Result<Campaign, Failure> {
    let held = lock::<Campaign>(work.tx, &work.call.everything(), id).await?;
    let held = held.ok_or_else(Failure::not_found)?;
    let (after, version) = (&held.record, held.meta.version);
    work.record(after, version, Verb::Updated, values, None);
    Ok(held.record)
}
