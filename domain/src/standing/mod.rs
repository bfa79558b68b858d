//! Where units stand: computed from facts, each figure with what it rests on. Never stored as truth.

mod attention;
mod facts;
mod figures;
mod follow_up;
mod heard;
mod judged;
#[cfg(test)]
mod judged_tests;
#[cfg(test)]
mod kept_tests;
#[cfg(test)]
mod nearing_tests;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod tests;
mod unit;
mod why;

pub use attention::{Attention, AttentionKind};
pub use facts::{BaselineFact, RequirementFact, Said, StandingFacts, UnitFact};
pub use figures::{Answers, Cell, Figure, Figures, RequirementSpread, Spread, ThemeRow};
pub use follow_up::FollowUp;
pub use judged::{Judged, VerdictFact, judged};
pub use unit::{RequirementStanding, UnitStanding};

use serde::{Deserialize, Serialize};
use time::Date;

use crate::id::UnitId;

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

/// Where one unit stands, with what needs attention there: the part of a standing that can be kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Picture {
    /// Where it stands.
    pub standing: UnitStanding,
    /// What needs attention there, in no order.
    pub attention: Vec<Attention>,
    /// Its establishments carry the work: of itself it shows only the requirements of which something is kept.
    #[serde(default)]
    pub replaced: bool,
    /// Nothing is kept of it but, if that, what was judged.
    #[serde(default)]
    pub only_judged: bool,
}

impl Picture {
    /// Whether it tells anything; others are not worth keeping.
    pub fn tells(&self) -> bool {
        let judged = |one: &RequirementStanding| !one.judged.is_empty();
        !self.only_judged || self.standing.requirements.iter().any(judged)
    }
}

/// Computes where each unit stands, by id. The order of the facts does not matter; facts of units that
/// are not listed do not count, and a unit whose establishments carry the work has no picture unless it tells
/// something.
pub fn pictures(facts: &StandingFacts) -> Vec<Picture> {
    let known = facts::Requirements::of(&facts.requirements);
    let of_unit = |unit: &facts::UnitFacts<'_>| {
        let standing = unit::stand(unit, &known, facts.on);
        let mut attention = attention::of_work(unit, facts.on);
        attention.extend(follow_up::attention(unit, facts.on));
        attention.extend(attention::of_requirements(&standing));
        Picture {
            standing,
            attention,
            replaced: unit.replaced,
            only_judged: unit.only_judged(),
        }
    };
    let all = facts::group(facts);
    let all = all.iter().map(of_unit);
    all.filter(|one| !one.replaced || one.tells()).collect()
}

/// Puts the pictures of units together, in the order given. `top` is the unit above all of them: what is
/// its own has no standing elsewhere to lead to, and is said at once.
pub fn together(on: Date, top: Option<UnitId>, pictures: Vec<Picture>) -> Standing {
    let mut attention = Vec::new();
    let mut units = Vec::new();
    for picture in pictures {
        attention.extend(picture.attention);
        units.push(picture.standing);
    }
    attention.sort_by(Attention::by_urgency);
    let mut whole = match units.as_slice() {
        // What a figure of one unit rests on is said at once.
        [unit] => unit.figures.clone(),
        units => figures::sum(units, top),
    };
    why::explain(&mut whole, &units, top);
    Standing {
        on,
        whole,
        requirements: figures::spread(&units),
        units,
        attention,
    }
}

/// Computes the standing of all units of the facts.
pub fn standing(facts: &StandingFacts) -> Standing {
    together(facts.on, None, pictures(facts))
}
