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

/// A level of the unit and the newest verdict of a voice from outside differ by one level or more.
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

/// Holds what each level of the unit, and each of several teams, says of itself against the newest verdict of
/// each voice from outside: a visit of the inspectorate does not undo what colleagues saw. Both need a level of
/// the scale. In the order of what was said: by level and team, and for each by voice.
pub(super) fn blind_spots(said: &[Said]) -> Vec<BlindSpot> {
    let (own, outside): (Vec<&Said>, Vec<&Said>) = said
        .iter()
        .partition(|one| one.verdict.voice == Voice::SelfAssessed);
    let pairs = own
        .into_iter()
        .flat_map(|own| outside.iter().map(move |theirs| (own, *theirs)));
    pairs
        .filter_map(|(own, theirs)| spot(own, theirs))
        .collect()
}

fn spot(own: &Said, theirs: &Said) -> Option<BlindSpot> {
    let (ours, outside) = (own.rank?, theirs.rank?);
    let gap = match ours.cmp(&outside) {
        std::cmp::Ordering::Equal => return None,
        std::cmp::Ordering::Greater => Gap::SelfHigher,
        std::cmp::Ordering::Less => Gap::SelfLower,
    };
    Some(BlindSpot {
        level: own.verdict.level?,
        unit: own.verdict.apart(),
        voice: theirs.verdict.voice,
        gap,
        by: ours.abs_diff(outside),
        why: vec![
            because(Code::SaidOfItself, own),
            because(Code::SaidFromOutside, theirs),
        ],
    })
}

fn because(code: Code, said: &Said) -> Reason {
    let verdict = &said.verdict;
    let reason = Reason::new(code).about(verdict.source.noun, verdict.source.id);
    let reason = reason.with("level", verdict.value.as_deref().unwrap_or_default());
    reason.with("on", verdict.given_on)
}
