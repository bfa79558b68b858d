//! The engine case by case: what is refused, what weighs when, what is advised.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use time::macros::date;

use super::fixture::{condition, edition, rule, verdict};
use crate::framework::{LevelUse, Weight, check, check_verdicts, judge};
use crate::{Code, Reason, Refusal};

const STANDARDS: [&str; 3] = ["A", "B", "C"];

#[test]
fn wrong_verdicts_are_refused_all_at_once() {
    let mut edition = edition(&STANDARDS);
    edition.nodes[3].assessable_from = Some(date!(2024 - 01 - 01));
    let rule = rule(vec![(
        "fine",
        condition(r#"{"standard": {"code": "A", "is": {"atLeast": "mid"}}}"#),
    )]);
    let wrong = [
        verdict("A", "mid"),
        verdict("X", "mid"),
        verdict("B", "superb"),
        verdict("A", "low"),
        verdict("area", "low"),
        verdict("C", "low"),
        verdict("Y", "worse"),
    ];
    let Err(Refusal::Invalid(reasons)) = judge(&edition, &rule, &wrong, date!(2023 - 12 - 31))
    else {
        unreachable!("six of the seven are wrong");
    };
    let mut found: Vec<(String, Code)> = reasons
        .into_iter()
        .map(|reason| (reason.pointer.unwrap(), reason.code))
        .collect();
    found.sort();
    let at = |n: usize, what: &str, code| (format!("/verdicts/{n}/{what}"), code);
    assert_eq!(
        found,
        [
            at(1, "standard", Code::UnknownStandard),
            at(2, "level", Code::UnknownLevel),
            at(3, "standard", Code::Duplicate),
            at(4, "standard", Code::NotAssessable),
            at(5, "standard", Code::NotAssessable),
            at(6, "level", Code::UnknownLevel),
            at(6, "standard", Code::UnknownStandard),
        ]
    );
    // Under an edition that is unknown only this can be said.
    let unknown = check_verdicts(None, &wrong, date!(2023 - 12 - 31));
    assert_eq!(
        unknown,
        [Reason::new(Code::Duplicate).at("/verdicts/3/standard")]
    );
    // Left unassessed it is no error, and from its day on it is judged.
    assert!(
        judge(
            &edition,
            &rule,
            &[verdict("C", "none")],
            date!(2023 - 12 - 31)
        )
        .is_ok()
    );
    assert!(
        judge(
            &edition,
            &rule,
            &[verdict("C", "low")],
            date!(2024 - 01 - 01)
        )
        .is_ok()
    );
}

#[test]
fn a_weight_counts_from_its_day_and_makes_indicative_while_in_doubt() {
    let mut edition = edition(&STANDARDS);
    let weigh = |standard: &str, from, verified| Weight {
        standard: standard.into(),
        weight: "core".into(),
        from,
        until: None,
        verified,
        source: "made up".into(),
    };
    edition.weights = vec![
        weigh("A", date!(2021 - 08 - 01), true),
        weigh("B", date!(2025 - 08 - 01), false),
    ];
    let rule = rule(vec![
        (
            "bad",
            condition(
                r#"{"count": {"of": {"weight": "core"}, "is": {"in": ["low"]}, "atLeast": 1}}"#,
            ),
        ),
        (
            "fine",
            condition(r#"{"standard": {"code": "A", "is": {"atLeast": "mid"}}}"#),
        ),
    ]);
    edition.rules.push(rule.clone());
    assert_eq!(check(&edition), Ok(()));
    let verdicts = [verdict("A", "mid"), verdict("B", "low")];
    let before = judge(&edition, &rule, &verdicts, date!(2025 - 07 - 31)).unwrap();
    let after = judge(&edition, &rule, &verdicts, date!(2025 - 08 - 01)).unwrap();
    assert_eq!(before.outcome.as_deref(), Some("fine"));
    assert_eq!(after.outcome.as_deref(), Some("bad"));
    assert_eq!(after.decided_by, ["B"]);
    assert!(before.indicative && after.indicative);
    assert_eq!(after.why[0].code, Code::WeightUnverified);
    edition.weights[1].verified = true;
    assert!(
        !judge(&edition, &rule, &verdicts, date!(2025 - 08 - 01))
            .unwrap()
            .indicative
    );
}

#[test]
fn nobody_is_advised_to_earn_a_level_that_is_not_given() {
    let mut edition = edition(&STANDARDS);
    let rule = rule(vec![
        (
            "fine",
            condition(r#"{"standard": {"code": "A", "is": {"atLeast": "high"}}}"#),
        ),
        (
            "fair",
            condition(r#"{"standard": {"code": "A", "is": {"atLeast": "mid"}}}"#),
        ),
    ]);
    let advice = |edition: &_| {
        judge(
            edition,
            &rule,
            &[verdict("A", "mid")],
            date!(2022 - 01 - 01),
        )
        .unwrap()
        .would_change
        .len()
    };
    assert_eq!(advice(&edition), 1);
    edition.scale.levels[2].given = LevelUse::Historic;
    assert_eq!(advice(&edition), 1);
    edition.scale.levels[2].given = LevelUse::OwnAmbition;
    assert_eq!(advice(&edition), 0);
}

#[test]
fn a_long_search_says_that_it_was_cut_short() {
    let codes: Vec<String> = (0..60).map(|n| format!("S{n}")).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let list = serde_json::to_string(&codes).unwrap();
    let need = |n: usize| {
        rule(vec![
            (
                "fine",
                condition(&format!(
                    r#"{{"count": {{"of": {{"standards": {list}}}, "is": {{"atLeast": "mid"}}, "atLeast": {n}}}}}"#
                )),
            ),
            (
                "bad",
                condition(r#"{"standard": {"code": "S0", "is": {"in": ["low"]}}}"#),
            ),
        ])
    };
    let edition = edition(&codes);
    let now = [verdict("S0", "low")];
    let many = judge(&edition, &need(1), &now, date!(2022 - 01 - 01)).unwrap();
    assert_eq!(
        (many.would_change.len(), many.would_change_complete),
        (20, false)
    );
    let far = judge(&edition, &need(50), &now, date!(2022 - 01 - 01)).unwrap();
    assert_eq!(
        (far.would_change.len(), far.would_change_complete),
        (0, false)
    );
}

#[test]
fn a_greater_change_is_named_where_it_gives_more() {
    let count = |n: usize| {
        condition(&format!(
            r#"{{"count": {{"of": {{"standards": ["A", "B", "C"]}}, "is": {{"atLeast": "mid"}}, "atLeast": {n}}}}}"#
        ))
    };
    let none = condition(r#"{"standard": {"code": "A", "is": {"in": ["low"]}}}"#);
    let rule = rule(vec![("fine", count(3)), ("fair", count(2)), ("bad", none)]);
    let now = [
        verdict("A", "low"),
        verdict("B", "high"),
        verdict("C", "low"),
    ];
    let judged = judge(&edition(&STANDARDS), &rule, &now, date!(2022 - 01 - 01)).unwrap();
    let found: Vec<(String, &str)> = judged
        .would_change
        .iter()
        .map(|set| {
            let changes: Vec<String> = set
                .changes
                .iter()
                .map(|change| format!("{} {}>{}", change.standard, change.from, change.to))
                .collect();
            (changes.join(", "), set.outcome.as_str())
        })
        .collect();
    assert_eq!(
        found,
        [
            ("A low>mid".to_owned(), "fair"),
            ("C low>mid".to_owned(), "fair"),
            ("A low>mid, C low>mid".to_owned(), "fine"),
        ]
    );
}
