//! Blind spots: where a unit sees itself otherwise than those from outside do.

use super::beside::Said;
use super::{EvaluationLevel, Voice};
use crate::error::{Code, Reason};
use crate::id::UnitId;
use crate::words::words;

words! {
    /// Which way the two differ.
    Gap {
        /// The unit sees itself higher.
        SelfHigher => "selfHigher",
        /// The unit sees itself lower.
        SelfLower => "selfLower",
    }
}

/// A level of the unit and the newest verdict from outside differ by one level or more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlindSpot {
    /// Which level of the unit.
    pub level: EvaluationLevel,
    /// Which team or subject department, where there can be several.
    pub unit: Option<UnitId>,
    /// Which voice from outside.
    pub voice: Voice,
    /// Which way.
    pub gap: Gap,
    /// By how many levels of the scale.
    pub by: usize,
    /// The two verdicts, each with what gave it.
    pub why: Vec<Reason>,
}

/// Holds what each level of the unit says of itself against the newest verdict from outside that has a
/// level of the scale.
pub(super) fn blind_spots(said: &[Said]) -> Vec<BlindSpot> {
    let outside = said
        .iter()
        .filter(|one| one.verdict.voice != Voice::SelfAssessed && one.rank.is_some())
        // Of one day the voice that stands furthest from the unit.
        .max_by_key(|one| (one.verdict.given_on, one.verdict.voice, one.verdict.id));
    let Some(outside) = outside else {
        return Vec::new();
    };
    let own = said
        .iter()
        .filter(|one| one.verdict.voice == Voice::SelfAssessed);
    own.filter_map(|own| {
        let (ours, theirs) = (own.rank?, outside.rank?);
        let gap = match ours.cmp(&theirs) {
            std::cmp::Ordering::Equal => return None,
            std::cmp::Ordering::Greater => Gap::SelfHigher,
            std::cmp::Ordering::Less => Gap::SelfLower,
        };
        Some(BlindSpot {
            level: own.verdict.level?,
            unit: own.verdict.apart(),
            voice: outside.verdict.voice,
            gap,
            by: ours.abs_diff(theirs),
            why: vec![
                because(Code::SaidOfItself, own),
                because(Code::SaidFromOutside, outside),
            ],
        })
    })
    .collect()
}

fn because(code: Code, said: &Said) -> Reason {
    let verdict = &said.verdict;
    let reason = Reason::new(code).about(verdict.source.noun, verdict.source.id);
    let reason = reason.with("level", verdict.value.as_deref().unwrap_or_default());
    reason.with("on", verdict.given_on)
}
