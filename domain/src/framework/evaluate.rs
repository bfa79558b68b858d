//! Reads conditions against verdicts. One situation is what is known about one object on one day.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;
use time::Date;

use super::content::EditionContent;
use super::rule::{Condition, CountCondition, DecisionRule, StandardSet, Test};

/// One condition that was read, and what it found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Step {
    /// Where it stands in the rule, as a JSON Pointer: `/clauses/0/when/all/1`.
    pub pointer: String,
    /// Whether it holds.
    pub holds: bool,
    /// The standards it looked at; none for `all`, `any` and `not`, which look at their parts.
    pub standards: Vec<Tested>,
}

/// One standard under a test.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tested {
    /// Code of the standard.
    pub standard: String,
    /// Code of its level, or that of "not assessed".
    pub level: String,
    /// Whether it passes.
    pub passes: bool,
}

/// The verdicts on one object on one day, under one edition.
#[derive(Debug, Clone)]
pub(super) struct Situation<'a> {
    pub(super) edition: &'a EditionContent,
    pub(super) on: Date,
    /// Rank of the level of each standard that was assessed.
    pub(super) levels: BTreeMap<&'a str, usize>,
}

impl<'a> Situation<'a> {
    /// The clause that decides: the first that holds, with its place.
    pub(super) fn deciding(&self, rule: &'a DecisionRule) -> Option<usize> {
        rule.clauses
            .iter()
            .position(|clause| self.holds(&clause.when))
    }

    /// The outcome, if any clause holds.
    pub(super) fn outcome(&self, rule: &'a DecisionRule) -> Option<&'a str> {
        self.deciding(rule)
            .and_then(|place| rule.clauses.get(place))
            .map(|clause| clause.outcome.as_str())
    }

    pub(super) fn members(&self, set: &'a StandardSet) -> Vec<&'a str> {
        match set {
            StandardSet::Standards(codes) => codes.iter().map(String::as_str).collect(),
            StandardSet::Weight(weight) => self.edition.weighing(weight, self.on),
        }
    }

    fn passes(&self, test: &Test, standard: &str) -> bool {
        let scale = &self.edition.scale;
        let level = self.levels.get(standard).copied();
        match (test, level) {
            (Test::NotAssessed, level) => level.is_none(),
            (_, None) => false,
            (Test::In(codes), Some(level)) => {
                codes.iter().any(|code| scale.rank(code) == Some(level))
            }
            (Test::AtLeast(code), Some(level)) => {
                scale.rank(code).is_some_and(|bound| level >= bound)
            }
            (Test::Below(code), Some(level)) => scale.rank(code).is_some_and(|bound| level < bound),
        }
    }

    fn holds(&self, condition: &'a Condition) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.holds(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Condition::Not(part) => !self.holds(part),
            Condition::Standard(c) => self.passes(&c.is, &c.code),
            Condition::Count(c) => self.count_holds(c),
        }
    }

    fn count_holds(&self, count: &'a CountCondition) -> bool {
        let passing = self
            .members(&count.of)
            .into_iter()
            .filter(|standard| self.passes(&count.is, standard))
            .count();
        count.at_least.is_none_or(|least| passing >= least)
            && count.at_most.is_none_or(|most| passing <= most)
    }

    /// The standards that make a condition hold, or not hold: as long as their verdicts stay, so does
    /// the condition, whatever the others get.
    pub(super) fn deciders(&self, condition: &'a Condition, out: &mut BTreeSet<&'a str>) {
        let holds = self.holds(condition);
        match condition {
            Condition::All(parts) => self.deciding_parts(parts, holds, true, out),
            Condition::Any(parts) => self.deciding_parts(parts, holds, false, out),
            Condition::Not(part) => self.deciders(part, out),
            Condition::Standard(c) => {
                out.insert(&c.code);
            }
            Condition::Count(c) => self.deciders_of_count(c, holds, out),
        }
    }

    /// `all` holds through every part and fails through those that fail; `any` the other way round.
    fn deciding_parts(
        &self,
        parts: &'a [Condition],
        holds: bool,
        every_part_if: bool,
        out: &mut BTreeSet<&'a str>,
    ) {
        for part in parts {
            if holds == every_part_if || self.holds(part) == holds {
                self.deciders(part, out);
            }
        }
    }

    /// Those that pass keep "at least" true and "at most" false; those that do not, the reverse.
    fn deciders_of_count(
        &self,
        count: &'a CountCondition,
        holds: bool,
        out: &mut BTreeSet<&'a str>,
    ) {
        let (passing, failing): (Vec<&str>, Vec<&str>) = self
            .members(&count.of)
            .into_iter()
            .partition(|standard| self.passes(&count.is, standard));
        let enough = count.at_least.is_none_or(|least| passing.len() >= least);
        if (holds && count.at_least.is_some()) || (!holds && enough) {
            out.extend(&passing);
        }
        if (holds && count.at_most.is_some()) || !enough {
            out.extend(&failing);
        }
    }

    /// Writes down a condition and its parts, outermost first.
    pub(super) fn trace(&self, condition: &'a Condition, pointer: &str, out: &mut Vec<Step>) {
        let standards = match condition {
            Condition::All(_) | Condition::Any(_) | Condition::Not(_) => Vec::new(),
            Condition::Standard(c) => self.tested(&c.is, vec![c.code.as_str()]),
            Condition::Count(c) => self.tested(&c.is, self.members(&c.of)),
        };
        out.push(Step {
            pointer: pointer.to_owned(),
            holds: self.holds(condition),
            standards,
        });
        match condition {
            Condition::All(parts) => self.trace_parts(parts, &format!("{pointer}/all"), out),
            Condition::Any(parts) => self.trace_parts(parts, &format!("{pointer}/any"), out),
            Condition::Not(part) => self.trace(part, &format!("{pointer}/not"), out),
            Condition::Standard(_) | Condition::Count(_) => {}
        }
    }

    fn trace_parts(&self, parts: &'a [Condition], pointer: &str, out: &mut Vec<Step>) {
        for (place, part) in parts.iter().enumerate() {
            self.trace(part, &format!("{pointer}/{place}"), out);
        }
    }

    fn tested(&self, test: &Test, standards: Vec<&str>) -> Vec<Tested> {
        standards
            .into_iter()
            .map(|standard| Tested {
                standard: standard.to_owned(),
                level: self.level_code(standard).to_owned(),
                passes: self.passes(test, standard),
            })
            .collect()
    }

    /// The code of the level of a standard, or that of "not assessed".
    pub(super) fn level_code(&self, standard: &str) -> &'a str {
        let scale = &self.edition.scale;
        self.levels
            .get(standard)
            .and_then(|rank| scale.levels.get(*rank))
            .map_or(scale.not_assessed.code.as_str(), |level| &level.code)
    }

    /// Every standard that a rule looks at on this day.
    pub(super) fn standards_of(&self, rule: &'a DecisionRule) -> BTreeSet<&'a str> {
        let mut out = BTreeSet::new();
        let mut open: Vec<&Condition> = rule.clauses.iter().map(|clause| &clause.when).collect();
        while let Some(condition) = open.pop() {
            match condition {
                Condition::All(parts) | Condition::Any(parts) => open.extend(parts),
                Condition::Not(part) => open.push(part),
                Condition::Standard(c) => {
                    out.insert(c.code.as_str());
                }
                Condition::Count(c) => out.extend(self.members(&c.of)),
            }
        }
        out
    }
}
