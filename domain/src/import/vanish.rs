//! What is no longer in a list ends, but only what an earlier list of the same layout brought.

use time::Date;

use super::known::{Known, KnownUnit};
use super::layout::Layout;
use super::plan::Change;
use crate::organisation::unit::Unit;

/// What becomes of an establishment that a list no longer has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vanished {
    /// The layouts of the lists that still have it.
    pub listed_by: Vec<Layout>,
    /// What ends: the establishment first, with its school when that was the last; and the carriers
    /// that change. Nothing when another list still has it or it has ended already.
    pub changes: Vec<Change<Unit>>,
}

impl Vanished {
    /// Whether it counts as ended.
    pub fn ends(&self) -> bool {
        !self.changes.is_empty()
    }
}

/// Plans the end of an establishment that a list of this layout no longer has. `known` holds its school
/// and all establishments of that school. It exists until the day before; what no list of this layout
/// brought is let be.
pub fn plan_vanished(
    known: &Known,
    gone: &KnownUnit,
    school: Option<&KnownUnit>,
    layout: Layout,
    day: Date,
) -> Vanished {
    let mut listed_by = gone.listed_by.clone();
    listed_by.retain(|other| *other != layout);
    let mut changes = Vec::new();
    let brought = gone.listed_by.contains(&layout);
    if brought && listed_by.is_empty() && gone.is_open(day) {
        changes.push(ended(&gone.unit, day));
        if let Some(school) = school {
            let mut others = known.establishments(school.unit.id);
            let last = !others.any(|e| e.unit.id != gone.unit.id && e.is_open(day));
            if last && school.is_open(day) {
                changes.push(ended(&school.unit, day));
            } else {
                known.settle(school.unit.id, &mut changes, day);
            }
        }
    }
    Vanished { listed_by, changes }
}

fn ended(unit: &Unit, day: Date) -> Change<Unit> {
    let last = day.previous_day().unwrap_or(day);
    let mut after = unit.clone();
    // What began today and vanished today was there for today.
    after.details.ends_on = Some(unit.details.starts_on.map_or(last, |first| first.max(last)));
    Change::Updated {
        before: unit.clone(),
        after,
        fields: vec!["endsOn"],
    }
}
