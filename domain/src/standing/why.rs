//! What the figures of a standing rest on, each with where to see it.

use std::cmp::Reverse;

use super::facts::Said;
use super::figures::{Figures, Spread, cell_of};
use super::unit::{RequirementStanding, UnitStanding};
use crate::akoki::Theme;
use crate::dossier::Level;
use crate::error::{Code, Reason, View};
use crate::framework::RequirementRef;
use crate::id::UnitId;
use crate::noun::Noun;

/// So many of the whole come from this unit; its own standing says what they are.
pub(super) fn share_of(unit: &UnitStanding, count: u32) -> Reason {
    Reason::new(Code::UnitShare)
        .about(Noun::OrganisationUnit, unit.unit_id)
        .seen(View::Standing)
        .with("count", count)
}

/// What a baseline said, with where it stands.
pub(super) fn answered(unit: UnitId, requirement: &RequirementRef, said: &Said) -> Reason {
    let reason = Reason::new(said.status.code()).with("requirement", requirement);
    match requirement {
        RequirementRef::Shipped { edition, .. } => reason
            .about(Noun::OrganisationUnit, unit)
            .seen(View::Baseline(edition.to_string())),
        RequirementRef::Own(_) => reason,
    }
}

/// A reason about a requirement of a unit that leads to what is kept of it: the dossier, else the
/// cycles that serve it, else the place where a dossier would be.
pub(super) fn kept(code: Code, unit: UnitId, one: &RequirementStanding) -> Reason {
    let reason = Reason::new(code).with("requirement", &one.requirement);
    if let Some(dossier) = one.dossier_id {
        return reason.about(Noun::Dossier, dossier);
    }
    let parts = one.completeness.parts();
    let worked_on = parts.iter().any(|part| part.level != Level::None);
    let noun = if worked_on {
        Noun::ImprovementCycle
    } else {
        Noun::Dossier
    };
    let values = [
        ("unitId", unit.to_string()),
        ("requirement", one.requirement.to_string()),
    ];
    let values = values.map(|(name, value)| (name.to_owned(), value));
    reason.seen(View::List(noun, values.to_vec()))
}

/// Says of each count of requirements of the whole what it rests on.
pub(super) fn explain(whole: &mut Figures, units: &[UnitStanding], top: Option<UnitId>) {
    for (at, row) in whole.themes.iter_mut().enumerate() {
        for (phase, cell) in row.phases.iter_mut().enumerate() {
            cell.why = match units {
                [unit] => levels(unit, row.theme, phase),
                units => shares(units, top, (at, row.theme), phase),
            };
        }
    }
}

fn levels(unit: &UnitStanding, theme: Theme, phase: usize) -> Vec<Reason> {
    let ours = unit.requirements.iter();
    ours.filter(|one| one.theme == Some(theme))
        .filter_map(|one| {
            let code = match one.completeness.parts().get(phase)?.level {
                Level::None => Code::RequirementNone,
                Level::Partial => Code::RequirementPartial,
                Level::Full => Code::RequirementFull,
            };
            Some(kept(code, unit.unit_id, one))
        })
        .collect()
}

/// The share of each unit, those with the most still to do first; of the unit above all each requirement.
fn shares(
    units: &[UnitStanding],
    top: Option<UnitId>,
    (theme, name): (usize, Theme),
    phase: usize,
) -> Vec<Reason> {
    let of = |unit: &UnitStanding| -> Option<(u32, Vec<Reason>)> {
        let Spread {
            none,
            partial,
            full,
        } = cell_of(unit, theme, phase)?.requirements;
        let open = none.saturating_add(partial);
        let reason = Reason::new(Code::UnitLevels)
            .about(Noun::OrganisationUnit, unit.unit_id)
            .seen(View::Standing)
            .with("none", none)
            .with("partial", partial)
            .with("full", full);
        let why = match Some(unit.unit_id) == top {
            true => levels(unit, name, phase),
            false => vec![reason],
        };
        (open.saturating_add(full) > 0).then_some((open, why))
    };
    let mut all: Vec<(u32, Vec<Reason>)> = units.iter().filter_map(of).collect();
    all.sort_by_key(|(open, _)| Reverse(*open));
    all.into_iter().flat_map(|(_, why)| why).collect()
}
