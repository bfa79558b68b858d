//! Among whom a campaign is held: a tree of units, stages and classes, declared before it begins.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use crate::check::{MAX_TITLE, required_line};
use crate::error::{Code, Reason};
use crate::id::{GroupId, PersonId, UnitId};
use crate::survey::publish::{KEY, is_key};
use crate::words::words;

use super::record::RespondentUnit;

/// The most groups of one campaign.
pub const MAX_GROUPS: usize = 2_000;
/// The most people in one group.
pub const MAX_POPULATION: u32 = 1_000_000;
/// The most teachers of one class.
pub const MAX_TEACHERS: usize = 10;
/// How deep the tree may go.
const MAX_DEPTH: usize = 6;

words! {
    /// What a group of respondents is.
    CampaignGroupKind {
        /// All of one unit.
        Unit => "unit",
        /// A stage of a school ("bouw"), or its years.
        Stage => "stage",
        /// One class or teaching group.
        Class => "class",
        /// Something else, such as a team.
        Other => "other",
    }
}

/// A group of respondents, as it is declared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CampaignGroup {
    /// Its key, unique within the campaign.
    pub key: String,
    /// Key of the group that it is a part of; none at the top.
    #[serde(default)]
    pub parent_key: Option<String>,
    /// Its name.
    pub title: String,
    /// What it is.
    pub kind: CampaignGroupKind,
    /// The unit, of a group of that kind.
    #[serde(default)]
    pub unit_id: Option<UnitId>,
    /// The class, where that is known here.
    #[serde(default)]
    pub group_id: Option<GroupId>,
    /// Who teaches it, of a class: they see its results.
    #[serde(default)]
    pub teacher_ids: Vec<PersonId>,
    /// How many could answer; of a group without parts.
    #[serde(default)]
    pub population: Option<u32>,
}

/// The declared groups, looked through: which is a part of which, and of which unit each is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct GroupTree {
    groups: BTreeMap<String, CampaignGroup>,
    children: BTreeMap<String, Vec<String>>,
    units: BTreeMap<String, UnitId>,
    tops: Vec<String>,
}

impl GroupTree {
    /// Looks through declared groups.
    ///
    /// # Errors
    /// Everything that is wrong with them, at its place.
    pub fn check(groups: &[CampaignGroup], asked: RespondentUnit) -> Result<Self, Vec<Reason>> {
        let mut wrong = Vec::new();
        if groups.is_empty() {
            wrong.push(Reason::new(Code::Required).at("/groups"));
        }
        crate::check::at_most(&mut wrong, "/groups", groups.len(), MAX_GROUPS);
        let mut keys = BTreeSet::new();
        for (at, group) in groups.iter().enumerate() {
            let pointer = |name: &str| format!("/groups/{at}/{name}");
            if !is_key(&group.key) {
                let reason = Reason::new(Code::InvalidFormat).at(pointer("key"));
                wrong.push(reason.with("expected", KEY));
            }
            if !keys.insert(group.key.as_str()) {
                wrong.push(Reason::new(Code::Duplicate).at(pointer("key")));
            }
            required_line(&mut wrong, &pointer("title"), &group.title, MAX_TITLE);
        }
        let tree = Self::built(groups);
        if asked.is_of_parents() {
            tree.coarse(groups, &mut wrong);
        }
        tree.related(groups, &mut wrong);
        if wrong.is_empty() {
            Ok(tree)
        } else {
            Err(wrong)
        }
    }

    /// The tree of groups, looked through before or not: of groups with one key the first counts, so that each is a
    /// part of one other at most and whoever walks down from the top comes to an end.
    pub fn built(groups: &[CampaignGroup]) -> Self {
        let mut tree = Self::default();
        for group in groups {
            match tree.groups.entry(group.key.clone()) {
                Entry::Occupied(_) => continue,
                Entry::Vacant(place) => drop(place.insert(group.clone())),
            }
            match &group.parent_key {
                Some(parent) => {
                    let of = tree.children.entry(parent.clone()).or_default();
                    of.push(group.key.clone());
                }
                None => tree.tops.push(group.key.clone()),
            }
        }
        let mut next: Vec<(String, Option<UnitId>)> =
            tree.tops.iter().map(|key| (key.clone(), None)).collect();
        let mut seen = BTreeSet::new();
        while let Some((key, above)) = next.pop() {
            if !seen.insert(key.clone()) {
                continue;
            }
            let own = tree.groups.get(&key).and_then(|group| group.unit_id);
            let unit = own.or(above);
            if let Some(unit) = unit {
                tree.units.insert(key.clone(), unit);
            }
            let parts = tree.children.get(&key).into_iter().flatten();
            next.extend(parts.map(|part| (part.clone(), unit)));
        }
        tree
    }

    /// Of parents there are units, and stages right under those, and nothing else. A group of any other kind could
    /// be a class by another name, and a part of a stage is finer than one. What a stage holds cannot be judged by
    /// its name.
    fn coarse(&self, groups: &[CampaignGroup], wrong: &mut Vec<Reason>) {
        let is_stage = |key: &String| {
            let group = self.groups.get(key);
            group.is_some_and(|group| group.kind == CampaignGroupKind::Stage)
        };
        for (at, group) in groups.iter().enumerate() {
            let finer = |name| {
                let pointer = format!("/groups/{at}/{name}");
                Reason::new(Code::FinerThanStage).at(pointer)
            };
            match group.kind {
                CampaignGroupKind::Unit => {}
                CampaignGroupKind::Stage => {
                    let within = group.parent_key.as_ref().is_some_and(is_stage);
                    wrong.extend(within.then(|| finer("parentKey")));
                }
                CampaignGroupKind::Class | CampaignGroupKind::Other => wrong.push(finer("kind")),
            }
        }
    }

    /// What is wrong with how they hang together.
    fn related(&self, groups: &[CampaignGroup], wrong: &mut Vec<Reason>) {
        for (at, group) in groups.iter().enumerate() {
            let pointer = |name: &str| format!("/groups/{at}/{name}");
            if let Some(parent) = &group.parent_key {
                if !self.groups.contains_key(parent) {
                    let reason = Reason::new(Code::UnknownGroupKey).at(pointer("parentKey"));
                    wrong.push(reason.with("key", parent));
                } else if self.is_too_deep(&group.key) {
                    let reason = Reason::new(Code::GroupsNotATree).at(pointer("parentKey"));
                    wrong.push(reason.with("max", MAX_DEPTH));
                }
            }
            let is_unit = group.kind == CampaignGroupKind::Unit;
            match (is_unit, group.unit_id, &group.parent_key) {
                (true, None, _) => wrong.push(Reason::new(Code::Required).at(pointer("unitId"))),
                (false, Some(_), _) => {
                    wrong.push(Reason::new(Code::NotForThisKind).at(pointer("unitId")));
                }
                // Units stand beside each other: each follows up its own results.
                (true, Some(_), Some(_)) => {
                    wrong.push(Reason::new(Code::NotForThisKind).at(pointer("parentKey")));
                }
                (false, None, None) => {
                    wrong.push(Reason::new(Code::NotOfAUnit).at(pointer("parentKey")));
                }
                (true, Some(_), None) | (false, None, Some(_)) => {}
            }
            if group.group_id.is_some() && group.kind != CampaignGroupKind::Class {
                wrong.push(Reason::new(Code::NotForThisKind).at(pointer("groupId")));
            }
            taught(group, &pointer("teacherIds"), wrong);
            let at = pointer("population");
            match (self.is_leaf(&group.key), group.population) {
                (true, None) => wrong.push(Reason::new(Code::Required).at(at)),
                (true, Some(population)) if !(1..=MAX_POPULATION).contains(&population) => {
                    let reason = Reason::new(Code::OutOfRange).at(at);
                    wrong.push(reason.with("range", format!("1–{MAX_POPULATION}")));
                }
                (false, Some(_)) => wrong.push(Reason::new(Code::PopulationOfParts).at(at)),
                (true, Some(_)) | (false, None) => {}
            }
        }
        self.doubled(groups, wrong);
    }

    /// A unit or a class that stands there twice would be asked twice.
    fn doubled(&self, groups: &[CampaignGroup], wrong: &mut Vec<Reason>) {
        let (mut units, mut classes) = (BTreeSet::new(), BTreeSet::new());
        for (at, group) in groups.iter().enumerate() {
            if group.unit_id.is_some_and(|unit| !units.insert(unit)) {
                wrong.push(Reason::new(Code::Duplicate).at(format!("/groups/{at}/unitId")));
            }
            if group.group_id.is_some_and(|class| !classes.insert(class)) {
                wrong.push(Reason::new(Code::Duplicate).at(format!("/groups/{at}/groupId")));
            }
        }
    }

    /// Whether a group lies too far below the top, or comes back to itself.
    fn is_too_deep(&self, key: &str) -> bool {
        let above = |key: &&str| self.groups.get(*key)?.parent_key.as_deref();
        std::iter::successors(Some(key), above)
            .nth(MAX_DEPTH + 1)
            .is_some()
    }

    /// The group with this key.
    pub fn group(&self, key: &str) -> Option<&CampaignGroup> {
        self.groups.get(key)
    }

    /// All groups, in the order of their keys.
    pub fn groups(&self) -> impl Iterator<Item = &CampaignGroup> {
        self.groups.values()
    }

    /// The groups that are a part of no other, in the order in which they were declared.
    pub fn tops(&self) -> &[String] {
        &self.tops
    }

    /// The parts of a group, in the order in which they were declared.
    pub fn parts(&self, key: &str) -> &[String] {
        self.children.get(key).map_or(&[], Vec::as_slice)
    }

    /// Whether a group has no parts: respondents stand in such groups alone.
    pub fn is_leaf(&self, key: &str) -> bool {
        self.parts(key).is_empty()
    }

    /// The groups without parts, in the order of their keys.
    pub fn leaves(&self) -> impl Iterator<Item = &CampaignGroup> {
        let leaf = |group: &&CampaignGroup| self.is_leaf(&group.key);
        self.groups.values().filter(leaf)
    }

    /// The unit of which a group is a part, or which it is.
    pub fn unit_of(&self, key: &str) -> Option<UnitId> {
        self.units.get(key).copied()
    }

    /// The units among which the campaign is held: each says what it does with its results.
    pub fn units(&self) -> BTreeSet<UnitId> {
        self.groups
            .values()
            .filter_map(|group| group.unit_id)
            .collect()
    }

    /// A group and all its parts, those of its parts too; each once.
    pub fn within<'a>(&'a self, key: &'a str) -> BTreeSet<&'a str> {
        let mut found = BTreeSet::new();
        let mut next = vec![key];
        while let Some(key) = next.pop() {
            if found.insert(key) {
                next.extend(self.parts(key).iter().map(String::as_str));
            }
        }
        found
    }

    /// How many could answer in a group and its parts.
    pub fn population(&self, key: &str) -> u64 {
        let within = self.within(key).into_iter();
        let own = within.filter_map(|key| self.groups.get(key)?.population);
        own.map(u64::from).sum()
    }

    /// How many could answer.
    pub fn whole_population(&self) -> u64 {
        self.tops.iter().map(|key| self.population(key)).sum()
    }
}

/// What is wrong with who teaches a group.
fn taught(group: &CampaignGroup, pointer: &str, wrong: &mut Vec<Reason>) {
    if !group.teacher_ids.is_empty() && group.kind != CampaignGroupKind::Class {
        wrong.push(Reason::new(Code::NotForThisKind).at(pointer));
    }
    crate::check::distinct(wrong, pointer, &group.teacher_ids);
    crate::check::at_most(wrong, pointer, group.teacher_ids.len(), MAX_TEACHERS);
}
