//! What must be right before an edition is published. Says everything that is wrong at once.

use std::collections::BTreeSet;

use time::Date;

use super::check_rule::check_rules;
use super::content::{EditionContent, Node, Weight};
use super::requirement::{EditionRef, SEGMENT, is_segment};
use crate::text::{Bilingual, Lines, wrong_character};
use crate::{Code, Reason, Refusal};

/// Checks an edition by itself: names, dates, the tree, the scale, weights, rules and corrections.
///
/// # Errors
/// [`Refusal::Invalid`] with all that is wrong, each with a pointer into the content.
pub fn check(edition: &EditionContent) -> Result<(), Refusal> {
    let mut wrong = Vec::new();
    check_edition(edition, &mut wrong);
    check_nodes(edition, &mut wrong);
    check_scale(edition, &mut wrong);
    check_weights(edition, &mut wrong);
    check_rules(edition, &mut wrong);
    check_corrections(edition, &mut wrong);
    check_elements(edition, &mut wrong);
    Refusal::unless_empty(wrong)
}

/// Both languages are there.
pub(super) fn check_text(text: &Bilingual, pointer: &str, wrong: &mut Vec<Reason>) {
    for (language, text) in [("nl", &text.nl), ("en", &text.en)] {
        check_filled(text, &format!("{pointer}/{language}"), wrong);
    }
}

pub(super) fn check_filled(text: &str, pointer: &str, wrong: &mut Vec<Reason>) {
    if text.trim().is_empty() {
        wrong.push(Reason::new(Code::Required).at(pointer));
    }
    wrong.extend(wrong_character(text, Lines::Many, pointer));
}

/// A code has the form of a segment of a reference and stands once in its list.
pub(super) fn check_code<'a>(
    code: &'a str,
    seen: &mut BTreeSet<&'a str>,
    pointer: &str,
    wrong: &mut Vec<Reason>,
) {
    if !is_segment(code) {
        wrong.push(
            Reason::new(Code::InvalidFormat)
                .at(pointer)
                .with("expected", SEGMENT),
        );
    }
    if !seen.insert(code) {
        wrong.push(Reason::new(Code::Duplicate).at(pointer).with("value", code));
    }
}

/// A code names a standard of the edition.
pub(super) fn check_standard(
    edition: &EditionContent,
    code: &str,
    pointer: &str,
    wrong: &mut Vec<Reason>,
) {
    let problem = match edition.node(code) {
        None => Code::UnknownStandard,
        Some(node) if !node.assessable => Code::NotAssessable,
        Some(_) => return,
    };
    wrong.push(Reason::new(problem).at(pointer).with("standard", code));
}

fn check_order(
    start: Date,
    end: Option<Date>,
    pointer: impl Into<String>,
    wrong: &mut Vec<Reason>,
) {
    if end.is_some_and(|end| end < start) {
        wrong.push(Reason::new(Code::EndBeforeStart).at(pointer));
    }
}

fn check_edition(edition: &EditionContent, wrong: &mut Vec<Reason>) {
    // Read from data, a reference has its form already; made by hand it may not.
    if edition.edition.to_string().parse::<EditionRef>().as_ref() != Ok(&edition.edition) {
        wrong.push(
            Reason::new(Code::InvalidFormat)
                .at("/edition")
                .with("expected", "framework/version/sector"),
        );
    }
    check_text(&edition.title, "/title", wrong);
    check_filled(&edition.source, "/source", wrong);
    check_order(
        edition.valid_from,
        edition.valid_until,
        "/validUntil",
        wrong,
    );
    let last = edition.valid_until.unwrap_or(edition.valid_from);
    check_order(last, edition.readable_until, "/readableUntil", wrong);
    for (n, note) in edition.notes.iter().enumerate() {
        check_text(note, &format!("/notes/{n}"), wrong);
    }
}

fn check_nodes(edition: &EditionContent, wrong: &mut Vec<Reason>) {
    if edition.standards().next().is_none() {
        wrong.push(Reason::new(Code::TooShort).at("/nodes").with("min", 1));
    }
    let mut seen = BTreeSet::new();
    for (n, node) in edition.nodes.iter().enumerate() {
        let at = format!("/nodes/{n}");
        check_code(&node.code, &mut seen, &format!("{at}/code"), wrong);
        check_text(&node.title, &format!("{at}/title"), wrong);
        if let Some(guidance) = &node.guidance {
            check_text(guidance, &format!("{at}/guidance"), wrong);
        }
        if let Some(source) = &node.source {
            check_filled(source, &format!("{at}/source"), wrong);
        }
        let mut kinds = BTreeSet::new();
        for (k, kind) in node.applies_to.iter().enumerate() {
            check_code(kind, &mut kinds, &format!("{at}/appliesTo/{k}"), wrong);
        }
        if let Some(from) = node.assessable_from {
            let pointer = format!("{at}/assessableFrom");
            if node.assessable {
                check_order(edition.valid_from, Some(from), pointer, wrong);
            } else {
                wrong.push(Reason::new(Code::NotAssessable).at(pointer));
            }
        }
        check_parent(edition, node, &format!("{at}/parent"), wrong);
    }
}

fn check_parent(edition: &EditionContent, node: &Node, pointer: &str, wrong: &mut Vec<Reason>) {
    let Some(parent) = &node.parent else { return };
    if edition.node(parent).is_none() {
        wrong.push(
            Reason::new(Code::UnknownStandard)
                .at(pointer)
                .with("standard", parent),
        );
    }
    let mut above = Some(parent.as_str());
    for _ in 0..edition.nodes.len() {
        match above {
            Some(code) if code == node.code => {
                wrong.push(Reason::new(Code::TreeCycle).at(pointer));
                return;
            }
            Some(code) => above = edition.node(code).and_then(|n| n.parent.as_deref()),
            None => return,
        }
    }
}

fn check_scale(edition: &EditionContent, wrong: &mut Vec<Reason>) {
    let scale = &edition.scale;
    check_filled(&scale.source, "/scale/source", wrong);
    if scale.levels.len() < 2 {
        wrong.push(
            Reason::new(Code::TooShort)
                .at("/scale/levels")
                .with("min", 2),
        );
    }
    let mut seen = BTreeSet::new();
    for (n, level) in scale.levels.iter().enumerate() {
        let at = format!("/scale/levels/{n}");
        check_code(&level.code, &mut seen, &format!("{at}/code"), wrong);
        check_text(&level.title, &format!("{at}/title"), wrong);
    }
    let none = &scale.not_assessed;
    check_code(&none.code, &mut seen, "/scale/notAssessed/code", wrong);
    check_text(&none.title, "/scale/notAssessed/title", wrong);
}

fn check_weights(edition: &EditionContent, wrong: &mut Vec<Reason>) {
    for (n, weight) in edition.weights.iter().enumerate() {
        let at = format!("/weights/{n}");
        check_standard(edition, &weight.standard, &format!("{at}/standard"), wrong);
        if !is_segment(&weight.weight) {
            wrong.push(
                Reason::new(Code::InvalidFormat)
                    .at(format!("{at}/weight"))
                    .with("expected", SEGMENT),
            );
        }
        check_filled(&weight.source, &format!("{at}/source"), wrong);
        check_order(weight.from, weight.until, format!("{at}/until"), wrong);
        if edition
            .weights
            .iter()
            .take(n)
            .any(|other| overlaps(weight, other))
        {
            wrong.push(
                Reason::new(Code::WeightOverlap)
                    .at(at)
                    .with("standard", &weight.standard)
                    .with("weight", &weight.weight),
            );
        }
    }
}

fn overlaps(a: &Weight, b: &Weight) -> bool {
    a.standard == b.standard && a.weight == b.weight && (a.holds(b.from) || b.holds(a.from))
}

fn check_corrections(edition: &EditionContent, wrong: &mut Vec<Reason>) {
    let mut before = edition.valid_from;
    for (n, correction) in edition.corrections.iter().enumerate() {
        let at = format!("/corrections/{n}");
        check_order(before, Some(correction.on), format!("{at}/on"), wrong);
        before = correction.on;
        check_text(&correction.note, &format!("{at}/note"), wrong);
        check_filled(&correction.source, &format!("{at}/source"), wrong);
        for (c, change) in correction.changes.iter().enumerate() {
            let at = format!("{at}/changes/{c}");
            if edition.node(&change.code).is_none() {
                wrong.push(
                    Reason::new(Code::UnknownStandard)
                        .at(format!("{at}/code"))
                        .with("standard", &change.code),
                );
            }
            let texts = [("title", &change.title), ("guidance", &change.guidance)];
            if texts.iter().all(|(_, text)| text.is_none()) {
                wrong.push(Reason::new(Code::Required).at(&at));
            }
            for (name, text) in texts {
                if let Some(text) = text {
                    check_text(text, &format!("{at}/{name}"), wrong);
                }
            }
        }
    }
}

fn check_elements(edition: &EditionContent, wrong: &mut Vec<Reason>) {
    let mut seen = BTreeSet::new();
    for (n, element) in edition.guaranteed_elements.iter().enumerate() {
        let at = format!("/guaranteedElements/{n}");
        check_code(&element.code, &mut seen, &format!("{at}/code"), wrong);
        check_text(&element.title, &format!("{at}/title"), wrong);
        for (c, code) in element.nodes.iter().enumerate() {
            if edition.node(code).is_none() {
                wrong.push(
                    Reason::new(Code::UnknownStandard)
                        .at(format!("{at}/nodes/{c}"))
                        .with("standard", code),
                );
            }
        }
    }
}
