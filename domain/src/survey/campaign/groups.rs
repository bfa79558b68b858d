//! Among whom a campaign is held: a tree of units, stages and classes, declared before it begins.

use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

use crate::id::{GroupId, PersonId, UnitId};
use crate::words::words;

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
