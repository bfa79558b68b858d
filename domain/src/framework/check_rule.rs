//! What must be right about the decision rules of an edition: every name in them is known, and no
//! count is such that it always or never holds.

use std::collections::BTreeSet;

use super::check::{check_code, check_filled, check_standard, check_text};
use super::content::EditionContent;
use super::rule::{Condition, CountCondition, DecisionRule, StandardSet, Test};
use crate::{Code, Reason};

/// The deepest nesting of conditions.
const MAX_DEPTH: usize = 16;

pub(super) fn check_rules(edition: &EditionContent, wrong: &mut Vec<Reason>) {
    let mut seen = BTreeSet::new();
    for (n, rule) in edition.rules.iter().enumerate() {
        let at = format!("/rules/{n}");
        check_code(&rule.code, &mut seen, &format!("{at}/code"), wrong);
        check_text(&rule.title, &format!("{at}/title"), wrong);
        check_filled(&rule.source, &format!("{at}/source"), wrong);
        check_outcomes(rule, &at, wrong);
        if rule.clauses.is_empty() {
            wrong.push(
                Reason::new(Code::TooShort)
                    .at(format!("{at}/clauses"))
                    .with("min", 1),
            );
        }
        for (c, clause) in rule.clauses.iter().enumerate() {
            let at = format!("{at}/clauses/{c}");
            check_outcome(rule, &clause.outcome, format!("{at}/outcome"), wrong);
            if let Some(note) = &clause.note {
                check_text(note, &format!("{at}/note"), wrong);
            }
            Check { edition, wrong }.condition(&clause.when, &format!("{at}/when"), MAX_DEPTH);
        }
    }
}

fn check_outcomes(rule: &DecisionRule, at: &str, wrong: &mut Vec<Reason>) {
    if rule.outcomes.len() < 2 {
        wrong.push(
            Reason::new(Code::TooShort)
                .at(format!("{at}/outcomes"))
                .with("min", 2),
        );
    }
    let mut seen = BTreeSet::new();
    for (n, outcome) in rule.outcomes.iter().enumerate() {
        let at = format!("{at}/outcomes/{n}");
        check_code(&outcome.code, &mut seen, &format!("{at}/code"), wrong);
        check_text(&outcome.title, &format!("{at}/title"), wrong);
    }
    let none = &rule.no_outcome;
    check_code(
        &none.code,
        &mut seen,
        &format!("{at}/noOutcome/code"),
        wrong,
    );
    check_text(&none.title, &format!("{at}/noOutcome/title"), wrong);
    check_outcome(
        rule,
        &rule.basic_quality,
        format!("{at}/basicQuality"),
        wrong,
    );
}

fn check_outcome(rule: &DecisionRule, outcome: &str, pointer: String, wrong: &mut Vec<Reason>) {
    if rule.rank(outcome).is_none() {
        wrong.push(
            Reason::new(Code::UnknownOutcome)
                .at(pointer)
                .with("outcome", outcome)
                .with("outcomes", rule.codes()),
        );
    }
}

struct Check<'a, 'w> {
    edition: &'a EditionContent,
    wrong: &'w mut Vec<Reason>,
}

impl Check<'_, '_> {
    fn condition(&mut self, condition: &Condition, at: &str, depth: usize) {
        if depth == 0 {
            self.wrong
                .push(Reason::new(Code::TooLong).at(at).with("max", MAX_DEPTH));
            return;
        }
        match condition {
            Condition::All(parts) => self.parts(parts, &format!("{at}/all"), depth),
            Condition::Any(parts) => self.parts(parts, &format!("{at}/any"), depth),
            Condition::Not(part) => self.condition(part, &format!("{at}/not"), depth - 1),
            Condition::Standard(c) => {
                let at = format!("{at}/standard");
                check_standard(self.edition, &c.code, &format!("{at}/code"), self.wrong);
                self.test(&c.is, &format!("{at}/is"));
            }
            Condition::Count(c) => self.count(c, &format!("{at}/count")),
        }
    }

    fn parts(&mut self, parts: &[Condition], at: &str, depth: usize) {
        if parts.is_empty() {
            self.too_short(at);
        }
        for (n, part) in parts.iter().enumerate() {
            self.condition(part, &format!("{at}/{n}"), depth - 1);
        }
    }

    fn count(&mut self, count: &CountCondition, at: &str) {
        let size = self.set(&count.of, &format!("{at}/of"));
        self.test(&count.is, &format!("{at}/is"));
        if count.at_least.is_none() && count.at_most.is_none() {
            self.wrong
                .push(Reason::new(Code::Required).at(format!("{at}/atLeast")));
        }
        // At least none and at most all always hold; at least more than all never does.
        let (least, most) = (count.at_least, count.at_most);
        if least.is_some_and(|least| least == 0 || size.is_some_and(|size| least > size)) {
            let range = size.map_or("1–".to_owned(), |size| format!("1–{size}"));
            self.out_of_range(&format!("{at}/atLeast"), range);
        }
        if let (Some(most), Some(size)) = (most, size)
            && most >= size
        {
            self.out_of_range(
                &format!("{at}/atMost"),
                format!("0–{}", size.saturating_sub(1)),
            );
        }
        if let (Some(least), Some(most)) = (least, most)
            && most < least
        {
            self.out_of_range(&format!("{at}/atMost"), format!(">= {least}"));
        }
    }

    fn out_of_range(&mut self, at: &str, range: String) {
        let reason = Reason::new(Code::OutOfRange).at(at);
        self.wrong.push(reason.with("range", range));
    }

    /// Checks a set; answers its size if that does not depend on the day.
    fn set(&mut self, set: &StandardSet, at: &str) -> Option<usize> {
        match set {
            StandardSet::Standards(codes) => {
                let at = format!("{at}/standards");
                if codes.is_empty() {
                    self.too_short(&at);
                }
                let mut seen = BTreeSet::new();
                for (n, code) in codes.iter().enumerate() {
                    let at = format!("{at}/{n}");
                    check_standard(self.edition, code, &at, self.wrong);
                    if !seen.insert(code) {
                        self.wrong
                            .push(Reason::new(Code::Duplicate).at(at).with("value", code));
                    }
                }
                Some(codes.len())
            }
            StandardSet::Weight(weight) => {
                if !self.edition.weights.iter().any(|w| &w.weight == weight) {
                    self.wrong.push(
                        Reason::new(Code::UnknownWeight)
                            .at(format!("{at}/weight"))
                            .with("weight", weight),
                    );
                }
                None
            }
        }
    }

    fn test(&mut self, test: &Test, at: &str) {
        match test {
            Test::In(levels) => {
                let at = format!("{at}/in");
                if levels.is_empty() {
                    self.too_short(&at);
                }
                for (n, level) in levels.iter().enumerate() {
                    self.level(level, format!("{at}/{n}"));
                }
            }
            Test::AtLeast(level) => self.level(level, format!("{at}/atLeast")),
            Test::Below(level) => self.level(level, format!("{at}/below")),
            Test::NotAssessed => {}
        }
    }

    fn level(&mut self, level: &str, pointer: String) {
        if self.edition.scale.rank(level).is_none() {
            self.wrong.push(
                Reason::new(Code::UnknownLevel)
                    .at(pointer)
                    .with("level", level)
                    .with("levels", self.edition.scale.codes()),
            );
        }
    }

    fn too_short(&mut self, at: &str) {
        self.wrong
            .push(Reason::new(Code::TooShort).at(at).with("min", 1));
    }
}
