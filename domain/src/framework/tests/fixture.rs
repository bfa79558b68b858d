//! A small edition to test with: standards `A`, `B`, … under one area, levels low, mid and high.

#![expect(clippy::unwrap_used, reason = "tests")]
use time::macros::date;

use crate::framework::{
    Clause, Condition, DecisionRule, EditionContent, FrameworkKind, JudgedObject, Level, LevelUse,
    Node, Scale, Term, Verdict,
};
use crate::text::Bilingual;

pub(crate) const LEVELS: [&str; 3] = ["low", "mid", "high"];
pub(crate) const OUTCOMES: [&str; 3] = ["bad", "fair", "fine"];

pub(crate) fn text(word: &str) -> Bilingual {
    Bilingual {
        nl: word.into(),
        en: word.into(),
    }
}

pub(crate) fn term(code: &str) -> Term {
    Term {
        code: code.into(),
        title: text(code),
    }
}

pub(crate) fn node(code: &str, parent: Option<&str>, assessable: bool) -> Node {
    Node {
        code: code.into(),
        parent: parent.map(Into::into),
        title: text(code),
        guidance: None,
        assessable,
        assessable_from: None,
        applies_to: Vec::new(),
        theme: None,
        verified: true,
        source: None,
    }
}

pub(crate) fn level(code: &str) -> Level {
    Level {
        code: code.into(),
        title: text(code),
        given: LevelUse::Judgement,
    }
}

pub(crate) fn edition(standards: &[&str]) -> EditionContent {
    let mut nodes = vec![node("area", None, false)];
    nodes.extend(standards.iter().map(|code| node(code, Some("area"), true)));
    EditionContent {
        edition: "test/1/all".parse().unwrap(),
        kind: FrameworkKind::Requirements,
        title: text("test"),
        valid_from: date!(2021 - 08 - 01),
        valid_until: None,
        readable_until: None,
        renewed_yearly: false,
        verified: true,
        source: "made up".into(),
        notes: Vec::new(),
        nodes,
        scale: Scale {
            levels: LEVELS.map(level).into(),
            not_assessed: term("none"),
            verified: true,
            source: "made up".into(),
        },
        weights: Vec::new(),
        rules: Vec::new(),
        corrections: Vec::new(),
        guaranteed_elements: Vec::new(),
    }
}

pub(crate) fn rule(clauses: Vec<(&str, Condition)>) -> DecisionRule {
    DecisionRule {
        code: "r".into(),
        title: text("rule"),
        object: JudgedObject::School,
        outcomes: OUTCOMES.map(term).into(),
        no_outcome: term("nothing"),
        basic_quality: "fair".into(),
        clauses: clauses
            .into_iter()
            .map(|(outcome, when)| Clause {
                outcome: outcome.into(),
                when,
                note: None,
            })
            .collect(),
        verified: true,
        source: "made up".into(),
    }
}

pub(crate) fn verdict(standard: &str, level: &str) -> Verdict {
    Verdict {
        standard: standard.into(),
        level: level.into(),
    }
}

/// A condition as it stands in the data.
pub(crate) fn condition(json: &str) -> Condition {
    serde_json::from_str(json).unwrap()
}

/// A standard that weighs more from a day on.
pub(crate) fn core(code: &str, from: time::Date) -> crate::framework::Weight {
    crate::framework::Weight {
        standard: code.into(),
        weight: crate::framework::CORE.into(),
        from,
        until: None,
        verified: true,
        source: "made up".into(),
    }
}
