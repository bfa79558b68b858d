//! The figures of a standing, and how those of units add up.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::unit::UnitStanding;
use crate::akoki::Theme;
use crate::dossier::{Completeness, Level};
use crate::error::{Code, Reason};
use crate::framework::RequirementRef;
use crate::noun::Noun;

/// A number with what it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Figure {
    /// How many.
    pub count: u32,
    /// For a unit one reason for each that is counted; for several units the share of each.
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
    /// What each unit has of it stands in the unit; here only which units are asked for it.
    pub why: Vec<Reason>,
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
pub(super) fn sum(units: &[UnitStanding]) -> Figures {
    let total = |figure: fn(&Figures) -> &Figure| share(units, |unit| figure(&unit.figures));
    let mut themes = empty_themes();
    for (at, row) in themes.iter_mut().enumerate() {
        for (phase, cell) in row.phases.iter_mut().enumerate() {
            let of = |unit: &UnitStanding| -> Option<Cell> {
                unit.figures.themes.get(at)?.phases.get(phase).cloned()
            };
            let cells: Vec<(&UnitStanding, Cell)> = units
                .iter()
                .filter_map(|unit| Some((unit, of(unit)?)))
                .collect();
            for (unit, part) in cells {
                cell.requirements.add_all(part.requirements);
                add_share(&mut cell.cycles, unit, &part.cycles);
            }
        }
    }
    Figures {
        themes,
        open_goals: total(|figures| &figures.open_goals),
        overdue_goals: total(|figures| &figures.overdue_goals),
        open_actions: total(|figures| &figures.open_actions),
        overdue_actions: total(|figures| &figures.overdue_actions),
        missed_reviews: total(|figures| &figures.missed_reviews),
    }
}

/// Completeness per requirement over all units, by requirement.
pub(super) fn spread(units: &[UnitStanding]) -> Vec<RequirementSpread> {
    let mut all: BTreeMap<&RequirementRef, RequirementSpread> = BTreeMap::new();
    for unit in units {
        for one in &unit.requirements {
            let total = all
                .entry(&one.requirement)
                .or_insert_with(|| RequirementSpread {
                    requirement: one.requirement.clone(),
                    theme: one.theme,
                    phases: Default::default(),
                    why: Vec::new(),
                });
            add_levels(total.phases.iter_mut(), &one.completeness);
            total.why.push(share_of(unit, 1));
        }
    }
    all.into_values().collect()
}

fn share<'a>(units: &'a [UnitStanding], figure: impl Fn(&'a UnitStanding) -> &'a Figure) -> Figure {
    let mut total = Figure::default();
    for unit in units {
        add_share(&mut total, unit, figure(unit));
    }
    total
}

fn add_share(total: &mut Figure, unit: &UnitStanding, part: &Figure) {
    if part.count > 0 {
        total.count = total.count.saturating_add(part.count);
        total.why.push(share_of(unit, part.count));
    }
}

fn share_of(unit: &UnitStanding, count: u32) -> Reason {
    Reason::new(Code::UnitShare)
        .about(Noun::OrganisationUnit, unit.unit_id)
        .with("count", count)
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
