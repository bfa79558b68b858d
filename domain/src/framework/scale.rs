//! The scale of an edition: the verdicts that a standard can get, and how they are ordered.

use serde::{Deserialize, Serialize};

use crate::text::Bilingual;

/// A code with its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Term {
    /// The code, in English.
    pub code: String,
    /// The name in the words of the framework.
    pub title: Bilingual,
}

/// Who gives a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LevelUse {
    /// Whoever judges under this edition.
    Judgement,
    /// It was given under this edition and no longer is: for past verdicts, and as a school's ambition.
    Historic,
    /// Nobody but the school itself, as its ambition.
    OwnAmbition,
}

/// One level of the scale.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Level {
    /// The code, in English.
    pub code: String,
    /// The name in the words of the framework.
    pub title: Bilingual,
    /// Who gives it.
    #[serde(rename = "use")]
    pub given: LevelUse,
}

/// The levels and the word for no level.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Scale {
    /// The levels, lowest first.
    pub levels: Vec<Level>,
    /// The word for a standard that was not assessed. No level: it lies neither below nor above one.
    pub not_assessed: Term,
    /// Whether the scale was read in the official text.
    pub verified: bool,
    /// Where it comes from.
    pub source: String,
}

impl Scale {
    /// The codes of all levels, lowest first, as a reason names them.
    pub fn codes(&self) -> String {
        let codes = self.levels.iter().map(|level| level.code.as_str());
        codes.collect::<Vec<_>>().join(", ")
    }

    /// The place of a level, the lowest being 0; none for an unknown level and for "not assessed".
    pub fn rank(&self, level: &str) -> Option<usize> {
        self.levels.iter().position(|known| known.code == level)
    }

    /// Whether a level falls short of what is asked: it is the lowest. A scale by which is judged has two levels,
    /// of which the lower says that the standard is not met ("onvoldoende", "nog niet op orde"); what lies above
    /// them is an ambition, or of the past.
    pub fn falls_short(&self, level: &str) -> bool {
        self.rank(level) == Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::framework::FrameworkKind;
    use crate::framework::tests::seeds::shipped;

    /// The rule that the lowest level falls short rests on this: of the two levels by which is judged the lower
    /// says that it is not met. An edition that judges by three must say for itself where enough begins.
    #[test]
    fn what_is_shipped_is_judged_by_two_levels_of_which_the_lower_falls_short() {
        for edition in shipped().editions() {
            if edition.kind == FrameworkKind::ObservationInstrument {
                continue;
            }
            let judged = edition.scale.levels.iter();
            let judged = judged.filter(|level| level.given == LevelUse::Judgement);
            let found: Vec<(&str, bool)> = judged
                .map(|level| (level.code.as_str(), edition.scale.falls_short(&level.code)))
                .collect();
            let two = match edition.kind {
                FrameworkKind::Requirements => ["unsatisfactory", "satisfactory"],
                FrameworkKind::GovernanceCode => ["not-yet", "applied"],
                _ => ["not-yet", "in-order"],
            };
            let expected = [(two[0], true), (two[1], false)];
            assert_eq!(found, expected, "{}", edition.edition);
            let none = edition.scale.not_assessed.code.as_str();
            assert!(!edition.scale.falls_short(none) && !edition.scale.falls_short("good"));
        }
    }
}
