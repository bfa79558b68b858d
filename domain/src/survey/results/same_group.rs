//! The same group in the campaign before.

use super::{At, Results, Rights};
use crate::survey::campaign::GroupTree;

impl Results {
    /// The group of a later campaign in this one, where it is shown and whoever asks may see it here: all together, or
    /// the group of the same unit with the same key and class, or else the group that is the same unit.
    pub fn same_group(
        &self,
        rights: &Rights,
        (later, key): (&GroupTree, Option<&str>),
    ) -> Option<At<'_>> {
        let Some(key) = key else {
            return self.at(0).filter(|_| rights.whole());
        };
        let key = same_key(&self.groups, (later, key))?;
        let reached = rights.reaches(&self.groups, key);
        let node = self.tree.node(key).filter(|_| reached)?;
        self.at(node)
    }
}

/// The key that a group of a later campaign has in this one.
fn same_key<'a>(groups: &'a GroupTree, (later, key): (&GroupTree, &str)) -> Option<&'a str> {
    let class = |groups: &GroupTree| groups.group(key).and_then(|group| group.group_id);
    let is_same = groups.unit_of(key) == later.unit_of(key) && class(groups) == class(later);
    let named = groups.group(key).filter(|_| is_same);
    let own = later.group(key).and_then(|group| group.unit_id);
    let of_unit = || {
        let mut all = groups.groups();
        all.find(|group| own.is_some() && group.unit_id == own)
    };
    let group = named.or_else(of_unit);
    group.map(|group| group.key.as_str())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use uuid::Uuid;

    use super::*;
    use crate::id::{GroupId, UnitId};
    use crate::survey::campaign::{CampaignGroup, CampaignGroupKind};
    use crate::survey::results::RightsFacts;
    use crate::survey::results::tests::{results, three_schools};

    const BOARD: UnitId = UnitId(Uuid::from_u128(30));

    fn unit(key: &str, unit: u128) -> CampaignGroup {
        CampaignGroup {
            key: key.into(),
            parent_key: None,
            title: key.into(),
            kind: CampaignGroupKind::Unit,
            unit_id: Some(UnitId(Uuid::from_u128(unit))),
            group_id: None,
            teacher_ids: Vec::new(),
            population: Some(20),
        }
    }

    fn class(key: &str, parent: &str, group: Option<u128>) -> CampaignGroup {
        CampaignGroup {
            parent_key: Some(parent.into()),
            kind: CampaignGroupKind::Class,
            unit_id: None,
            group_id: group.map(|group| GroupId(Uuid::from_u128(group))),
            ..unit(key, 0)
        }
    }

    fn same(then: &[CampaignGroup], later: &[CampaignGroup], key: &str) -> Option<String> {
        let (then, later) = (GroupTree::built(then), GroupTree::built(later));
        same_key(&then, (&later, key)).map(str::to_owned)
    }

    #[test]
    fn a_unit_is_the_same_by_what_it_is_whatever_its_key() {
        let then = [unit("a", 1), unit("b", 2)];
        assert_eq!(same(&then, &[unit("a", 1)], "a").as_deref(), Some("a"));
        assert_eq!(same(&then, &[unit("oak", 2)], "oak").as_deref(), Some("b"));
        // Another school has the key of before.
        assert_eq!(same(&then, &[unit("a", 2)], "a").as_deref(), Some("b"));
        assert_eq!(same(&then, &[unit("a", 9)], "a"), None);
    }

    #[test]
    fn a_class_is_the_same_where_its_key_its_unit_and_the_class_are() {
        let then = [unit("a", 1), class("7", "a", Some(70))];
        let found = |later: &[CampaignGroup]| same(&then, later, "7");
        let again = [unit("a", 1), class("7", "a", Some(70))];
        assert_eq!(found(&again).as_deref(), Some("7"));
        // The pupils of this year's class 7 were in class 6 then.
        assert_eq!(found(&[unit("a", 1), class("7", "a", Some(71))]), None);
        assert_eq!(found(&[unit("a", 1), class("7", "a", None)]), None);
        assert_eq!(found(&[unit("b", 2), class("7", "b", Some(70))]), None);
    }

    #[test]
    fn only_what_is_shown_and_may_be_seen_is_found() {
        // Of the third school four answered, of the others ten.
        let mut answers = three_schools();
        answers.truncate(24);
        let before = results(&answers, &[]);
        let units: Vec<UnitId> = before.groups().units().into_iter().collect();
        let rights = |units: BTreeSet<UnitId>| {
            let facts = RightsFacts {
                units,
                ..RightsFacts::default()
            };
            Rights::of(&Rights::asked(BOARD, before.groups()), facts)
        };
        let everywhere = rights(units.iter().copied().chain([BOARD]).collect());
        let key = |rights: &Rights, key: Option<&str>| {
            let found = before.same_group(rights, (before.groups(), key));
            found.map(|at| before.tree().key(at.node).to_owned())
        };
        assert_eq!(key(&everywhere, None).as_deref(), Some(""));
        assert_eq!(key(&everywhere, Some("c")), None);
        let shown = ["a", "b"].map(|one| key(&everywhere, Some(one)).is_some());
        let visible = ["a", "b"].map(|one| {
            let node = before.tree().node(one);
            node.is_some_and(|node| before.at(node).is_some())
        });
        // One of the two protects the third, the other is told.
        assert_eq!(shown, visible);
        assert_eq!(shown.iter().filter(|shown| **shown).count(), 1);
        let nowhere = rights(BTreeSet::new());
        assert_eq!(["a", "b"].map(|one| key(&nowhere, Some(one))), [None, None]);
        let without_holder = rights(units.into_iter().collect());
        assert_eq!(key(&without_holder, None), None);
    }
}
