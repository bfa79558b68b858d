//! Where units stand: computed from facts, each figure with what it rests on. Never stored as truth.

mod attention;
mod facts;
mod figures;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
mod unit;

pub use attention::{Attention, AttentionKind};
pub use facts::{BaselineFact, RequirementFact, StandingFacts, UnitFact};
pub use figures::{Cell, Figure, Figures, RequirementSpread, Spread, ThemeRow};
pub use unit::{RequirementStanding, UnitStanding};

use time::Date;

/// Where a unit and everything under it stands on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// The reference for due dates.
    pub on: Date,
    /// All units together; each figure is the sum of those of the units.
    pub whole: Figures,
    /// Completeness per requirement over all units.
    pub requirements: Vec<RequirementSpread>,
    /// Each unit by itself, by id.
    pub units: Vec<UnitStanding>,
    /// What needs attention, most pressing first.
    pub attention: Vec<Attention>,
}

/// Computes the standing. The order of the facts does not matter; facts of units that are not listed
/// do not count.
pub fn standing(facts: &StandingFacts) -> Standing {
    let known = facts::Requirements::of(&facts.requirements);
    let grouped = facts::group(facts);
    let mut attention = Vec::new();
    let mut units = Vec::new();
    for unit in &grouped {
        let standing = unit::stand(unit, &known, facts.on);
        attention.extend(attention::of_work(unit, facts.on));
        attention.extend(attention::of_requirements(&standing, unit));
        units.push(standing);
    }
    attention.sort_by(Attention::by_urgency);
    Standing {
        on: facts.on,
        whole: figures::sum(&units),
        requirements: figures::spread(&units),
        units,
        attention,
    }
}
