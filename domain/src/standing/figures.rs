//! The figures of a standing, and how those of units add up.

use std::{cmp::Reverse, collections::BTreeMap};

use serde::{Deserialize, Serialize};

use super::unit::{RequirementStanding, UnitStanding};
use super::why::{answered, kept, share_of};
use crate::akoki::Theme;
use crate::baseline::BaselineStatus;
use crate::dossier::{Completeness, Level};
use crate::error::{Code, Reason};
use crate::framework::RequirementRef;
use crate::id::UnitId;

/// A number with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Figure {
    /// How many.
    pub count: u32,
    /// For a unit one reason for each that is counted; for several units the share of each, the largest
    /// first.
    pub why: Vec<Reason>,
}

impl Figure {
    pub(super) fn of(why: Vec<Reason>) -> Self {
        Self {
            count: count(why.len()),
            why,
        }
    }
}

/// How many dossiers have nothing, something or everything of a phase.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Spread {
    /// Nothing.
    pub none: u32,
    /// Something.
    pub partial: u32,
    /// Everything.
    pub full: u32,
}

impl Spread {
    pub(super) fn add(&mut self, level: Level) {
        let place = match level {
            Level::None => &mut self.none,
            Level::Partial => &mut self.partial,
            Level::Full => &mut self.full,
        };
        *place = place.saturating_add(1);
    }

    fn add_all(&mut self, other: Spread) {
        self.none = self.none.saturating_add(other.none);
        self.partial = self.partial.saturating_add(other.partial);
        self.full = self.full.saturating_add(other.full);
    }
}

/// One theme in one phase.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cell {
    /// The cycles of the theme that are in this phase.
    pub cycles: Figure,
    /// The completeness of this phase over the requirements of the theme.
    pub requirements: Spread,
    /// What the completeness rests on: for one unit one reason for each requirement, for several the
    /// share of each. Only of the whole; it follows from the requirements of the units.
    #[serde(skip)]
    pub why: Vec<Reason>,
}

/// One theme over the four phases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ThemeRow {
    /// The theme.
    pub theme: Theme,
    /// Plan, do, check and act, in this order.
    pub phases: [Cell; 4],
}

/// The figures of a unit, or of several together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Figures {
    /// The six themes in the order of the model.
    pub themes: Vec<ThemeRow>,
    /// Goals of running cycles that are not decided upon.
    pub open_goals: Figure,
    /// Those among them whose due date has passed.
    pub overdue_goals: Figure,
    /// Actions of running cycles that are still to be done.
    pub open_actions: Figure,
    /// Those among them whose due date has passed.
    pub overdue_actions: Figure,
    /// Reviews that were due and are not made up for.
    pub missed_reviews: Figure,
    /// Findings, orders and agreements that are still to be followed up.
    #[serde(default)]
    pub open_follow_ups: Figure,
    /// Those among them whose due date has passed.
    #[serde(default)]
    pub overdue_follow_ups: Figure,
}

/// Completeness of one requirement over several units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementSpread {
    /// The requirement.
    pub requirement: RequirementRef,
    /// The theme that it falls under, where that is known.
    pub theme: Option<Theme>,
    /// Plan, do, check and act, in this order.
    pub phases: [Spread; 4],
    /// The units that are asked for it, each with where to see what it has; those that have least come
    /// first.
    pub why: Vec<Reason>,
    /// What the units say of themselves.
    pub answers: Answers,
}

/// What baselines said of one requirement over several units.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answers {
    /// It is in order.
    pub in_order: u32,
    /// It is not in order yet.
    pub not_yet: u32,
    /// The unit does not know.
    pub unknown: u32,
    /// The unit has not said.
    pub none: u32,
    /// One reason for each answer.
    pub why: Vec<Reason>,
}

impl Answers {
    fn add(&mut self, unit: UnitId, one: &RequirementStanding) {
        let place = match one.said.as_ref().map(|said| said.status) {
            Some(BaselineStatus::InOrder) => &mut self.in_order,
            Some(BaselineStatus::NotYet) => &mut self.not_yet,
            Some(BaselineStatus::Unknown) => &mut self.unknown,
            None => &mut self.none,
        };
        *place = place.saturating_add(1);
        let said = one.said.as_ref();
        self.why
            .extend(said.map(|said| answered(unit, &one.requirement, said)));
    }
}

/// The rows of a matrix in which nothing is counted yet.
pub(super) fn empty_themes() -> Vec<ThemeRow> {
    let row = |theme| ThemeRow {
        theme,
        phases: Default::default(),
    };
    Theme::ALL.into_iter().map(row).collect()
}

/// Adds what one completeness says to a spread for each phase.
pub(super) fn add_levels<'a>(
    spreads: impl Iterator<Item = &'a mut Spread>,
    completeness: &Completeness,
) {
    for (spread, part) in spreads.zip(completeness.parts()) {
        spread.add(part.level);
    }
}

/// All units together. What a figure rests on is then the share of each unit.
pub(super) fn sum(units: &[UnitStanding], top: Option<UnitId>) -> Figures {
    let total =
        |figure: fn(&Figures) -> &Figure| shares(units, top, |unit| Some(figure(&unit.figures)));
    let mut themes = empty_themes();
    for (at, row) in themes.iter_mut().enumerate() {
        for (phase, cell) in row.phases.iter_mut().enumerate() {
            for unit in units {
                let part = cell_of(unit, at, phase);
                let part = part.map(|part| part.requirements).unwrap_or_default();
                cell.requirements.add_all(part);
            }
            cell.cycles = shares(units, top, |unit| Some(&cell_of(unit, at, phase)?.cycles));
        }
    }
    Figures {
        themes,
        open_goals: total(|figures| &figures.open_goals),
        overdue_goals: total(|figures| &figures.overdue_goals),
        open_actions: total(|figures| &figures.open_actions),
        overdue_actions: total(|figures| &figures.overdue_actions),
        missed_reviews: total(|figures| &figures.missed_reviews),
        open_follow_ups: total(|figures| &figures.open_follow_ups),
        overdue_follow_ups: total(|figures| &figures.overdue_follow_ups),
    }
}

/// Completeness per requirement over all units, by requirement.
pub(super) fn spread(units: &[UnitStanding]) -> Vec<RequirementSpread> {
    let mut all: BTreeMap<&RequirementRef, Vec<(UnitId, &RequirementStanding)>> = BTreeMap::new();
    for unit in units {
        for one in &unit.requirements {
            let asked = all.entry(&one.requirement).or_default();
            asked.push((unit.unit_id, one));
        }
    }
    let least =
        |(_, one): &(UnitId, &RequirementStanding)| one.completeness.parts().map(|p| p.level);
    all.into_iter()
        .map(|(requirement, mut asked)| {
            asked.sort_by_key(least);
            spread_of(requirement, &asked)
        })
        .collect()
}

fn spread_of(
    requirement: &RequirementRef,
    asked: &[(UnitId, &RequirementStanding)],
) -> RequirementSpread {
    let mut total = RequirementSpread {
        requirement: requirement.clone(),
        theme: asked.first().and_then(|(_, one)| one.theme),
        phases: Default::default(),
        why: Vec::new(),
        answers: Answers::default(),
    };
    for (unit, one) in asked {
        add_levels(total.phases.iter_mut(), &one.completeness);
        total.why.push(kept(Code::AskedOfUnit, *unit, one));
        total.answers.add(*unit, one);
    }
    total
}

/// The cell of a theme, by its place, and a phase.
pub(super) fn cell_of(unit: &UnitStanding, theme: usize, phase: usize) -> Option<&Cell> {
    unit.figures.themes.get(theme)?.phases.get(phase)
}

/// The sum of a figure, with the share of each unit, the largest first; of the unit above all with what it
/// rests on there.
fn shares<'a>(
    units: &'a [UnitStanding],
    top: Option<UnitId>,
    figure: impl Fn(&'a UnitStanding) -> Option<&'a Figure>,
) -> Figure {
    let mut parts: Vec<(&Figure, &UnitStanding)> = units
        .iter()
        .filter_map(|unit| Some((figure(unit)?, unit)))
        .filter(|(part, _)| part.count > 0)
        .collect();
    parts.sort_by_key(|(part, _)| Reverse(part.count));
    Figure {
        count: parts
            .iter()
            .fold(0, |sum: u32, (part, _)| sum.saturating_add(part.count)),
        why: parts
            .into_iter()
            .flat_map(|(part, unit)| match Some(unit.unit_id) == top {
                true => part.why.clone(),
                false => vec![share_of(unit, part.count)],
            })
            .collect(),
    }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
