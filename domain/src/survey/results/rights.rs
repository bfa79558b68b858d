//! Of which groups of a campaign somebody may see results.

use std::collections::BTreeSet;

use crate::access::Permission;
use crate::id::UnitId;
use crate::survey::campaign::{CampaignGroupKind, GroupTree};
use crate::survey::suppression::Tree;

/// What is known of somebody who asks for results: where they have which permission.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RightsFacts {
    /// Those among the units that matter on which they have the permission that is asked for.
    pub units: BTreeSet<UnitId>,
    /// Those among these of which they may see classes as well.
    pub classes: BTreeSet<UnitId>,
    /// The keys of the classes that they teach.
    pub taught: BTreeSet<String>,
}

/// The units of a campaign of which somebody may see something, and those of which classes as well. All together may
/// see whoever may see it of the unit that holds the campaign and of all that took part: of whoever misses one alone,
/// that one would be what is left.
///
/// A class, and what lies under it, is seen by whoever leads the school and by who teaches it alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rights {
    whole: bool,
    facts: RightsFacts,
}

impl Rights {
    /// The units that matter: those that took part, and the one that holds the campaign.
    pub fn asked(holder: UnitId, groups: &GroupTree) -> BTreeSet<UnitId> {
        let mut asked = groups.units();
        asked.insert(holder);
        asked
    }

    /// Whether teaching a class shows what takes this permission. Who teaches a class sees what was counted of it, not
    /// what was written.
    pub fn follow_from_teaching(permission: Permission) -> bool {
        permission == Permission::ReadSurveyResults
    }

    /// What follows from the facts, of the units that matter.
    pub fn of(asked: &BTreeSet<UnitId>, facts: RightsFacts) -> Self {
        Self {
            whole: facts.units == *asked,
            facts,
        }
    }

    /// Of all together.
    pub fn whole(&self) -> bool {
        self.whole
    }

    /// Whether they teach this class.
    pub fn teaches(&self, key: &str) -> bool {
        self.facts.taught.contains(key)
    }

    /// Whether they see this group as the teacher of a class alone.
    pub fn is_as_teacher(&self, groups: &GroupTree, key: &str) -> bool {
        let sees = groups
            .unit_of(key)
            .is_some_and(|unit| self.facts.classes.contains(&unit));
        class_of(groups, key).is_some() && !sees
    }

    /// Of this group.
    pub fn reaches(&self, groups: &GroupTree, key: &str) -> bool {
        let class = class_of(groups, key);
        if class.is_some_and(|class| self.teaches(class)) {
            return true;
        }
        let units = match class {
            Some(_) => &self.facts.classes,
            None => &self.facts.units,
        };
        groups
            .unit_of(key)
            .is_some_and(|unit| units.contains(&unit))
    }

    /// The node of the group that is named, as far as it is in reach, or else the widest.
    pub fn node(&self, groups: &GroupTree, tree: &Tree, named: Option<&str>) -> Option<usize> {
        match named {
            Some(key) => tree.node(key).filter(|_| self.reaches(groups, key)),
            None => self.widest(groups, tree),
        }
    }

    /// The node of the widest group that they see: all together, or else the first unit in their reach, or the first
    /// class that they teach.
    fn widest(&self, groups: &GroupTree, tree: &Tree) -> Option<usize> {
        if self.whole {
            return Some(0);
        }
        let classes = groups.groups().filter(|group| self.teaches(&group.key));
        let classes = classes.map(|group| &group.key);
        let mut all = groups.tops().iter().chain(classes);
        let first = all.find(|key| self.reaches(groups, key));
        first.and_then(|key| tree.node(key))
    }

    /// The nodes of the groups at the top of which they see all that lies beside the group that is asked for: of one
    /// class a teacher sees no other, also where they see the school.
    pub fn known(&self, groups: &GroupTree, tree: &Tree, asked: Option<&str>) -> BTreeSet<usize> {
        let own = asked.filter(|key| self.is_as_teacher(groups, key));
        let own = own.and_then(|key| groups.unit_of(key));
        let tops = groups.tops().iter();
        tops.filter(|top| self.reaches(groups, top))
            .filter(|top| own.is_none() || groups.unit_of(top) != own)
            .filter_map(|top| tree.node(top))
            .collect()
    }
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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::survey::campaign::CampaignGroup;

    const BOARD: UnitId = UnitId(Uuid::from_u128(1));
    const OAK: UnitId = UnitId(Uuid::from_u128(2));
    const ELM: UnitId = UnitId(Uuid::from_u128(3));

    fn group(key: &str, parent: Option<&str>, kind: CampaignGroupKind) -> CampaignGroup {
        CampaignGroup {
            key: key.into(),
            parent_key: parent.map(str::to_owned),
            title: key.into(),
            kind,
            unit_id: None,
            group_id: None,
            teacher_ids: Vec::new(),
            population: None,
        }
    }

    /// The oak has a stage of two classes, one of which has a part, and a stage of one class; the elm is one class.
    fn groups() -> GroupTree {
        use CampaignGroupKind::{Class, Other, Stage, Unit};
        let unit = |key: &str, id| CampaignGroup {
            unit_id: Some(id),
            ..group(key, None, Unit)
        };
        GroupTree::built(&[
            unit("oak", OAK),
            group("lower", Some("oak"), Stage),
            group("1", Some("lower"), Class),
            group("1-left", Some("1"), Other),
            group("1-right", Some("1"), Other),
            group("2", Some("lower"), Class),
            group("upper", Some("oak"), Stage),
            group("8", Some("upper"), Class),
            unit("elm", ELM),
            group("elm-1", Some("elm"), Class),
        ])
    }

    fn rights(units: &[UnitId], classes: &[UnitId], taught: &[&str]) -> Rights {
        let facts = RightsFacts {
            units: units.iter().copied().collect(),
            classes: classes.iter().copied().collect(),
            taught: taught.iter().map(|key| (*key).to_owned()).collect(),
        };
        Rights::of(&Rights::asked(BOARD, &groups()), facts)
    }

    fn reached(rights: &Rights) -> Vec<String> {
        let groups = groups();
        let all = groups.groups().map(|group| group.key.clone());
        all.filter(|key| rights.reaches(&groups, key)).collect()
    }

    #[test]
    fn all_together_takes_the_holder_and_every_unit() {
        assert!(rights(&[BOARD, OAK, ELM], &[], &[]).whole());
        assert!(!rights(&[OAK, ELM], &[], &[]).whole());
        assert!(!rights(&[BOARD, OAK], &[OAK], &["elm-1"]).whole());
    }

    #[test]
    fn a_unit_is_seen_without_its_classes_and_without_a_stage_that_is_one_class() {
        let sees = rights(&[BOARD, OAK, ELM], &[], &[]);
        assert_eq!(reached(&sees), ["elm", "lower", "oak"]);
        assert_eq!(reached(&rights(&[OAK], &[], &[])), ["lower", "oak"]);
        assert!(reached(&rights(&[BOARD], &[], &[])).is_empty());
    }

    #[test]
    fn who_leads_the_school_sees_its_classes_and_what_lies_under_them() {
        let leads = rights(&[OAK], &[OAK], &[]);
        let oak = ["1", "1-left", "1-right", "2", "8", "lower", "oak", "upper"];
        assert_eq!(reached(&leads), oak);
        assert!(!leads.is_as_teacher(&groups(), "8"));
    }

    #[test]
    fn who_teaches_a_class_sees_that_class_alone() {
        let teaches = rights(&[], &[], &["1", "8"]);
        // The stage that is one class is that class.
        assert_eq!(reached(&teaches), ["1", "1-left", "1-right", "8", "upper"]);
        assert!(teaches.teaches("8") && !teaches.teaches("upper"));
        assert!(teaches.is_as_teacher(&groups(), "1-left"));
        assert!(!teaches.is_as_teacher(&groups(), "lower"));
        // Of one class they see no other, also where they see the school.
        let sees = rights(&[OAK], &[], &["2"]);
        assert_eq!(reached(&sees), ["2", "lower", "oak"]);
    }

    /// The key of the group that is found where this one is named.
    fn found(rights: &Rights, named: Option<&str>) -> Option<String> {
        let groups = groups();
        let tree = Tree::of(&groups);
        let node = rights.node(&groups, &tree, named);
        node.map(|node| tree.key(node).to_owned())
    }

    #[test]
    fn a_group_that_is_named_is_found_within_reach_alone() {
        let sees = rights(&[OAK], &[], &["2"]);
        for (named, reached) in [
            ("oak", true),
            ("lower", true),
            ("2", true),
            ("1", false),
            ("upper", false),
            ("elm", false),
            ("nowhere", false),
            // All together has no key by which it is named.
            ("", false),
        ] {
            let expected = reached.then(|| named.to_owned());
            assert_eq!(found(&sees, Some(named)), expected, "{named}");
        }
    }

    #[test]
    fn where_none_is_named_the_widest_in_reach_is_found() {
        let widest = |units: &[UnitId], taught: &[&str]| found(&rights(units, &[], taught), None);
        assert_eq!(widest(&[BOARD, OAK, ELM], &["2"]).as_deref(), Some(""));
        // A unit before a class, whichever is declared first.
        assert_eq!(widest(&[ELM], &["2"]).as_deref(), Some("elm"));
        assert_eq!(widest(&[OAK, ELM], &[]).as_deref(), Some("oak"));
        assert_eq!(widest(&[], &["8", "2"]).as_deref(), Some("2"));
        assert_eq!(widest(&[BOARD], &[]), None);
    }

    #[test]
    fn what_is_seen_beside_a_group_is_all_but_the_school_of_which_somebody_teaches_that_class_alone()
     {
        let known = |rights: &Rights, asked: Option<&str>| -> Vec<String> {
            let groups = groups();
            let tree = Tree::of(&groups);
            let nodes = rights.known(&groups, &tree, asked).into_iter();
            nodes.map(|node| tree.key(node).to_owned()).collect()
        };
        let teaches = rights(&[OAK, ELM], &[], &["2"]);
        assert_eq!(known(&teaches, Some("oak")), ["oak", "elm"]);
        assert_eq!(known(&teaches, Some("2")), ["elm"]);
        assert_eq!(known(&teaches, None), ["oak", "elm"]);
        // Who leads the school sees its other classes.
        let leads = rights(&[OAK, ELM], &[OAK], &["2"]);
        assert_eq!(known(&leads, Some("2")), ["oak", "elm"]);
        assert!(known(&rights(&[], &[], &["2"]), Some("2")).is_empty());
    }

    #[test]
    fn a_unit_of_one_class_is_itself() {
        let elm = rights(&[], &[], &["elm-1"]);
        assert_eq!(reached(&elm), ["elm-1"]);
    }

    #[test]
    fn teaching_shows_what_was_counted_alone() {
        let all = Permission::ALL.iter().copied();
        let shown: Vec<Permission> = all
            .filter(|one| Rights::follow_from_teaching(*one))
            .collect();
        assert_eq!(shown, [Permission::ReadSurveyResults]);
    }
}
