//! What is wrong with groups as they are declared.

use std::collections::BTreeSet;

use super::groups::{CampaignGroup, CampaignGroupKind, GroupTree};
use super::record::RespondentUnit;
use crate::check::{MAX_TITLE, required_line};
use crate::error::{Code, Reason};
use crate::survey::publish::{KEY, is_key};

/// The most groups of one campaign.
pub const MAX_GROUPS: usize = 2_000;
/// The most people in one group.
pub const MAX_POPULATION: u32 = 1_000_000;
/// The most teachers of one class.
pub const MAX_TEACHERS: usize = 10;
/// How deep the tree may go.
const MAX_DEPTH: usize = 6;

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

    /// Of parents there are units, and stages right under those, and nothing else. A group of any other kind could
    /// be a class by another name, and a part of a stage is finer than one. What a stage holds cannot be judged by
    /// its name.
    fn coarse(&self, groups: &[CampaignGroup], wrong: &mut Vec<Reason>) {
        let is_stage = |key: &String| {
            let group = self.group(key);
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
                if self.group(parent).is_none() {
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
        let above = |key: &&str| self.group(key)?.parent_key.as_deref();
        std::iter::successors(Some(key), above)
            .nth(MAX_DEPTH + 1)
            .is_some()
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
