//! The checks before publishing and what may change after it.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use time::macros::date;

use super::fixture::{condition, edition, node, rule, term, text};
use crate::framework::{
    Correction, EditionContent, GuaranteedElement, TextChange, Weight, check, republish,
};
use crate::{Code, Refusal};

fn problems(edition: &EditionContent) -> Vec<(String, Code)> {
    match check(edition) {
        Err(Refusal::Invalid(reasons)) => reasons
            .into_iter()
            .map(|reason| (reason.pointer.unwrap(), reason.code))
            .collect(),
        Err(Refusal::Conflict { .. }) => unreachable!("a check never conflicts"),
        Ok(()) => Vec::new(),
    }
}

/// Breaks a good edition and says what must be found, no more and no less.
fn broken(change: impl FnOnce(&mut EditionContent), expected: &[(&str, Code)]) {
    let mut edition = edition(&["A", "B"]);
    assert_eq!(problems(&edition), []);
    change(&mut edition);
    let expected: Vec<(String, Code)> = expected
        .iter()
        .map(|(pointer, code)| ((*pointer).to_owned(), *code))
        .collect();
    assert_eq!(problems(&edition), expected);
}

fn correction(on: time::Date, changes: Vec<TextChange>) -> Correction {
    Correction {
        on,
        note: text("note"),
        changes,
        verified: true,
        source: "made up".into(),
    }
}

#[test]
fn everything_wrong_with_an_edition_is_said_at_once() {
    broken(
        |e| {
            e.edition.sector = "p o".into();
            e.title.en = " ".into();
            e.source.clear();
            e.valid_until = Some(date!(2021 - 07 - 31));
            e.readable_until = Some(date!(2021 - 07 - 30));
            e.nodes.push(node("A", Some("nowhere"), true));
            e.nodes[1].code = "A".into();
            e.scale.levels.truncate(1);
            e.scale.not_assessed = term("low");
        },
        &[
            ("/edition", Code::InvalidFormat),
            ("/title/en", Code::Required),
            ("/source", Code::Required),
            ("/validUntil", Code::EndBeforeStart),
            ("/readableUntil", Code::EndBeforeStart),
            ("/nodes/3/code", Code::Duplicate),
            ("/nodes/3/parent", Code::UnknownStandard),
            ("/scale/levels", Code::TooShort),
            ("/scale/notAssessed/code", Code::Duplicate),
        ],
    );
}

#[test]
fn the_tree_is_a_tree_with_something_to_assess() {
    broken(
        |e| {
            e.nodes[0].parent = Some("B".into());
            e.nodes[1].parent = Some("A".into());
        },
        &[
            ("/nodes/0/parent", Code::TreeCycle),
            ("/nodes/1/parent", Code::TreeCycle),
            ("/nodes/2/parent", Code::TreeCycle),
        ],
    );
    broken(
        |e| {
            e.nodes.truncate(1);
            e.nodes[0].assessable_from = Some(date!(2022 - 01 - 01));
        },
        &[
            ("/nodes", Code::TooShort),
            ("/nodes/0/assessableFrom", Code::NotAssessable),
        ],
    );
}

#[test]
fn weights_elements_and_corrections_name_what_is_there() {
    let weigh = |standard: &str, from| Weight {
        standard: standard.into(),
        weight: "core".into(),
        from,
        until: Some(date!(2022 - 07 - 31)),
        verified: true,
        source: "made up".into(),
    };
    broken(
        |e| {
            e.weights = vec![
                weigh("A", date!(2021 - 08 - 01)),
                weigh("A", date!(2022 - 07 - 31)),
                weigh("area", date!(2022 - 08 - 01)),
                weigh("X", date!(2022 - 01 - 01)),
            ];
            let change = |code: &str, title| TextChange {
                code: code.into(),
                title,
                guidance: None,
            };
            e.corrections = vec![
                correction(date!(2022 - 01 - 01), vec![change("A", None)]),
                correction(date!(2021 - 12 - 31), vec![change("X", Some(text("")))]),
            ];
            e.guaranteed_elements = vec![GuaranteedElement {
                code: "g".into(),
                title: text("g"),
                nodes: vec!["A".into(), "X".into()],
                verified: false,
            }];
        },
        &[
            ("/weights/1", Code::WeightOverlap),
            ("/weights/2/standard", Code::NotAssessable),
            ("/weights/2/until", Code::EndBeforeStart),
            ("/weights/3/standard", Code::UnknownStandard),
            ("/corrections/0/changes/0", Code::Required),
            ("/corrections/1/on", Code::EndBeforeStart),
            ("/corrections/1/changes/0/code", Code::UnknownStandard),
            ("/corrections/1/changes/0/title/nl", Code::Required),
            ("/corrections/1/changes/0/title/en", Code::Required),
            ("/guaranteedElements/0/nodes/1", Code::UnknownStandard),
        ],
    );
}

#[test]
fn rules_name_what_is_there() {
    broken(
        |e| {
            let mut bad = rule(vec![
                (
                    "superb",
                    condition(r#"{"standard": {"code": "X", "is": {"in": ["wow"]}}}"#),
                ),
                ("fine", condition(r#"{"all": []}"#)),
                (
                    "fine",
                    condition(r#"{"not": {"standard": {"code": "area", "is": {"in": []}}}}"#),
                ),
            ]);
            bad.basic_quality = "good enough".into();
            bad.no_outcome = term("bad");
            e.rules = vec![bad];
        },
        &[
            ("/rules/0/noOutcome/code", Code::Duplicate),
            ("/rules/0/basicQuality", Code::UnknownOutcome),
            ("/rules/0/clauses/0/outcome", Code::UnknownOutcome),
            (
                "/rules/0/clauses/0/when/standard/code",
                Code::UnknownStandard,
            ),
            (
                "/rules/0/clauses/0/when/standard/is/in/0",
                Code::UnknownLevel,
            ),
            ("/rules/0/clauses/1/when/all", Code::TooShort),
            (
                "/rules/0/clauses/2/when/not/standard/code",
                Code::NotAssessable,
            ),
            ("/rules/0/clauses/2/when/not/standard/is/in", Code::TooShort),
        ],
    );
}

#[test]
fn a_count_can_go_either_way() {
    let count = |of: &str, bounds: &str| {
        condition(&format!(
            r#"{{"count": {{"of": {of}, "is": {{"below": "mid"}}{bounds}}}}}"#
        ))
    };
    let both = r#"{"standards": ["A", "B"]}"#;
    let clauses = vec![
        ("fine", count(both, "")),
        ("fine", count(both, r#", "atLeast": 3"#)),
        ("fine", count(both, r#", "atLeast": 0, "atMost": 2"#)),
        ("fine", count(both, r#", "atLeast": 2, "atMost": 1"#)),
        ("fine", count(r#"{"weight": "w"}"#, r#", "atLeast": 1"#)),
        (
            "fine",
            count(r#"{"standards": ["A", "A"]}"#, r#", "atLeast": 1"#),
        ),
        ("fine", count(both, r#", "atLeast": 1, "atMost": 1"#)),
    ];
    broken(
        |e| e.rules = vec![rule(clauses)],
        &[
            ("/rules/0/clauses/0/when/count/atLeast", Code::Required),
            ("/rules/0/clauses/1/when/count/atLeast", Code::OutOfRange),
            ("/rules/0/clauses/2/when/count/atLeast", Code::OutOfRange),
            ("/rules/0/clauses/2/when/count/atMost", Code::OutOfRange),
            ("/rules/0/clauses/3/when/count/atMost", Code::OutOfRange),
            (
                "/rules/0/clauses/4/when/count/of/weight",
                Code::UnknownWeight,
            ),
            (
                "/rules/0/clauses/5/when/count/of/standards/1",
                Code::Duplicate,
            ),
        ],
    );
}

#[test]
fn after_publishing_only_corrections_are_added_at_the_end() {
    let mut published = edition(&["A", "B"]);
    published.corrections = vec![correction(date!(2023 - 10 - 11), Vec::new())];
    assert_eq!(republish(&published, &published), Ok(()));

    let mut again = published.clone();
    again
        .corrections
        .push(correction(date!(2023 - 11 - 01), Vec::new()));
    assert_eq!(republish(&published, &again), Ok(()));

    let pointers = |again: &EditionContent| match republish(&published, again) {
        Err(Refusal::Conflict { code, blockers }) => {
            assert_eq!(code, Code::EditionPublished);
            blockers.into_iter().map(|b| b.pointer.unwrap()).collect()
        }
        _ => Vec::new(),
    };
    again.nodes[1].title = text("other");
    again.valid_until = Some(date!(2030 - 01 - 01));
    again.corrections[1].on = date!(2023 - 10 - 10);
    assert_eq!(pointers(&again), ["/validUntil", "/nodes", "/corrections"]);
    let mut forgotten = published.clone();
    forgotten.corrections.clear();
    assert_eq!(pointers(&forgotten), ["/corrections"]);
}

#[test]
fn a_correction_is_read_from_its_day_on() {
    let mut edition = edition(&["A", "B"]);
    let published = edition.clone();
    let change = TextChange {
        code: "B".into(),
        title: Some(text("new")),
        guidance: None,
    };
    edition.corrections = vec![correction(date!(2023 - 10 - 11), vec![change])];
    assert_eq!(problems(&edition), []);
    assert_eq!(edition.as_read_on(date!(2023 - 10 - 10)), published);
    let read = edition.as_read_on(date!(2023 - 10 - 11));
    assert_eq!(read.nodes[2].title, text("new"));
    assert_eq!(read.nodes[1], published.nodes[1]);
    assert_eq!(edition.nodes, published.nodes);
}
