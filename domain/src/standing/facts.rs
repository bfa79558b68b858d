//! The facts that a standing is computed from: flat lists, each filled by one query, and their
//! grouping by unit.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use time::Date;

use super::follow_up::FollowUp;
use super::judged::{Judged, VerdictFact};
use crate::akoki::Theme;
use crate::baseline::BaselineStatus;
use crate::dossier::Dossier;
use crate::framework::RequirementRef;
use crate::id::{BaselineId, CycleId, DossierId, GoalId, UnitId};
use crate::pdca::work::{GoalDay, Work};
use crate::verdict::Whose;

/// Everything that a standing is computed from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingFacts {
    /// The day: the reference for due dates.
    pub on: Date,
    /// The units that carry work, with what is required of each.
    pub units: Vec<UnitFact>,
    /// What is known of each requirement.
    pub requirements: Vec<RequirementFact>,
    /// Their dossiers.
    pub dossiers: Vec<Dossier>,
    /// What their baselines said.
    pub baselines: Vec<BaselineFact>,
    /// The verdicts on them, as far as they may be heard.
    pub verdicts: Vec<VerdictFact>,
    /// Their work.
    pub work: Work,
    /// What they still have to follow up.
    pub follow_ups: Vec<FollowUp>,
}

/// A unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFact {
    /// The unit.
    pub unit_id: UnitId,
    /// What is required of it: the standards of the editions in force for it, and own standards.
    pub requirements: Vec<RequirementRef>,
    /// Its establishments carry the work and are asked for all of this; of itself only what is kept of it
    /// counts.
    pub replaced: bool,
}

/// A requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementFact {
    /// The requirement.
    pub requirement: RequirementRef,
    /// The AKOKI theme that it falls under, where that is known.
    pub theme: Option<Theme>,
    /// It weighs more in the judgement of the whole.
    pub core: bool,
}

/// What a baseline said of a requirement of a unit. Of several the latest counts: by the day that it
/// speaks of, and of one day by when it was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaselineFact {
    /// The unit.
    pub unit_id: UnitId,
    /// The requirement.
    pub requirement: RequirementRef,
    /// What was said.
    pub said: Said,
}

/// An answer of a baseline: what a unit says of itself. Earlier answers come first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    /// The day that it speaks of.
    pub assessed_on: Date,
    /// The baseline.
    pub baseline_id: BaselineId,
    /// How it stands.
    pub status: BaselineStatus,
    /// Why, in one line.
    pub line: Option<String>,
}

/// Theme and weight by requirement.
pub(super) struct Requirements<'a>(BTreeMap<&'a RequirementRef, (Option<Theme>, bool)>);

impl<'a> Requirements<'a> {
    pub(super) fn of(facts: &'a [RequirementFact]) -> Self {
        let pairs = facts
            .iter()
            .map(|fact| (&fact.requirement, (fact.theme, fact.core)));
        Self(pairs.collect())
    }

    /// The theme and whether it is a core standard; neither when nothing is known.
    pub(super) fn get(&self, requirement: &RequirementRef) -> (Option<Theme>, bool) {
        self.0.get(requirement).copied().unwrap_or((None, false))
    }
}

/// The facts of one unit, in a fixed order.
pub(super) struct UnitFacts<'a> {
    pub(super) unit_id: UnitId,
    pub(super) replaced: bool,
    pub(super) requirements: Vec<&'a RequirementRef>,
    pub(super) dossiers: BTreeMap<&'a RequirementRef, &'a Dossier>,
    pub(super) baselines: BTreeMap<&'a RequirementRef, &'a Said>,
    pub(super) verdicts: BTreeMap<&'a RequirementRef, BTreeMap<Whose, &'a Judged>>,
    pub(super) work: Work,
    pub(super) follow_ups: Vec<FollowUp>,
}

/// The facts by unit, by id of the unit.
pub(super) fn group(facts: &StandingFacts) -> Vec<UnitFacts<'_>> {
    let mut units: BTreeMap<UnitId, UnitFacts<'_>> = BTreeMap::new();
    for fact in &facts.units {
        let unit = units.entry(fact.unit_id).or_insert_with(|| UnitFacts {
            unit_id: fact.unit_id,
            replaced: false,
            requirements: Vec::new(),
            dossiers: BTreeMap::new(),
            baselines: BTreeMap::new(),
            verdicts: BTreeMap::new(),
            work: Work::default(),
            follow_ups: Vec::new(),
        });
        unit.replaced |= fact.replaced;
        unit.requirements.extend(&fact.requirements);
    }
    for dossier in &facts.dossiers {
        if let Some(unit) = units.get_mut(&dossier.unit_id) {
            unit.dossiers.insert(&dossier.requirement, dossier);
        }
    }
    for fact in &facts.baselines {
        if let Some(unit) = units.get_mut(&fact.unit_id) {
            let latest = unit.baselines.entry(&fact.requirement);
            let latest = latest.or_insert(&fact.said);
            *latest = (&fact.said).max(*latest);
        }
    }
    for fact in &facts.verdicts {
        if let Some(unit) = units.get_mut(&fact.unit_id) {
            let judged = &fact.judged;
            let newest = unit.verdicts.entry(&fact.requirement).or_default();
            let newest = newest.entry(judged.whose()).or_insert(judged);
            if judged.age() > newest.age() {
                *newest = judged;
            }
        }
    }
    for one in &facts.follow_ups {
        if let Some(unit) = units.get_mut(&one.unit_id) {
            unit.follow_ups.push(*one);
        }
    }
    group_work(&facts.work, &mut units);
    group_evidence(facts, &mut units);
    let mut units: Vec<UnitFacts<'_>> = units.into_values().collect();
    units.iter_mut().for_each(UnitFacts::settle);
    units
}

fn group_work(work: &Work, units: &mut BTreeMap<UnitId, UnitFacts<'_>>) {
    let mut unit_of_cycle: BTreeMap<CycleId, UnitId> = BTreeMap::new();
    for cycle in &work.cycles {
        if let Some(unit) = units.get_mut(&cycle.unit_id) {
            unit_of_cycle.insert(cycle.id, cycle.unit_id);
            unit.work.cycles.push(cycle.clone());
        }
    }
    let mut unit_of_goal: BTreeMap<GoalId, UnitId> = BTreeMap::new();
    for goal in &work.goals {
        let Some(unit_id) = unit_of_cycle.get(&goal.cycle_id) else {
            continue;
        };
        if let Some(unit) = units.get_mut(unit_id) {
            unit_of_goal.insert(goal.id, *unit_id);
            unit.work.goals.push(*goal);
        }
    }
    for action in &work.actions {
        let unit_id = unit_of_cycle.get(&action.cycle_id);
        if let Some(unit) = unit_id.and_then(|id| units.get_mut(id)) {
            unit.work.actions.push(*action);
        }
    }
    // Each kind of day goes to the same list of the unit of its goal.
    let mut hand_out = |days: &[GoalDay], list: fn(&mut Work) -> &mut Vec<GoalDay>| {
        for day in days {
            let unit_id = unit_of_goal.get(&day.goal_id);
            if let Some(unit) = unit_id.and_then(|id| units.get_mut(id)) {
                list(&mut unit.work).push(*day);
            }
        }
    };
    hand_out(&work.measured, |work| &mut work.measured);
    hand_out(&work.reviewed, |work| &mut work.reviewed);
    hand_out(&work.decided, |work| &mut work.decided);
}

/// The evidence of a dossier goes to the unit of the dossier.
fn group_evidence(facts: &StandingFacts, units: &mut BTreeMap<UnitId, UnitFacts<'_>>) {
    let of_dossier = facts.dossiers.iter().map(|one| (one.id, one.unit_id));
    let unit_of_dossier: BTreeMap<DossierId, UnitId> = of_dossier.collect();
    for evidence in &facts.work.evidence {
        let unit_id = unit_of_dossier.get(&evidence.dossier_id);
        if let Some(unit) = unit_id.and_then(|id| units.get_mut(id)) {
            unit.work.evidence.push(*evidence);
        }
    }
}

impl UnitFacts<'_> {
    /// Whether nothing is kept of it but, if that, what was judged.
    pub(super) fn only_judged(&self) -> bool {
        self.dossiers.is_empty()
            && self.baselines.is_empty()
            && self.work.cycles.is_empty()
            && self.follow_ups.is_empty()
    }

    /// Puts everything in one order, whatever the order in which it came.
    fn settle(&mut self) {
        self.requirements.sort_unstable();
        self.requirements.dedup();
        self.follow_ups.sort_unstable();
        self.work.cycles.sort_unstable_by_key(|cycle| cycle.id);
        for cycle in &mut self.work.cycles {
            cycle.flagged_context.sort_unstable();
        }
        self.work.goals.sort_unstable_by_key(|goal| goal.id);
        self.work.actions.sort_unstable_by_key(|action| action.id);
        self.work.measured.sort_unstable();
        self.work.reviewed.sort_unstable();
        self.work.decided.sort_unstable();
    }
}
