//! The engine against a reference that knows conditions only as sets of situations: with three
//! standards and four verdicts each there are 64, one bit of a word for each.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use time::macros::date;

use super::fixture::{LEVELS, OUTCOMES, condition, edition, rule, verdict};
use crate::framework::{
    Change, ChangeSet, Condition, CountCondition, DecisionRule, LevelUse, StandardCondition,
    StandardSet, Test, Verdict, Weight, check, judge,
};
use crate::{Code, Refusal};

const STANDARDS: [&str; 3] = ["A", "B", "C"];

/// The verdict (0 = not assessed, 1..=3 = the levels) of a standard in a situation.
fn value(situation: usize, standard: usize) -> usize {
    situation >> (2 * standard) & 3
}

fn where_(holds: impl Fn(usize) -> bool) -> u64 {
    (0..64).filter(|s| holds(*s)).fold(0, |set, s| set | 1 << s)
}

fn place(code: &str) -> usize {
    STANDARDS.iter().position(|s| *s == code).unwrap()
}

fn passing(test: &Test, standard: &str) -> u64 {
    let standard = place(standard);
    let n = |code: &String| LEVELS.iter().position(|l| l == code).unwrap() + 1;
    match test {
        Test::NotAssessed => where_(|s| value(s, standard) == 0),
        Test::In(codes) => codes.iter().fold(0, |set, code| {
            set | where_(|s| value(s, standard) == n(code))
        }),
        Test::AtLeast(code) => where_(|s| value(s, standard) >= n(code)),
        Test::Below(code) => where_(|s| (1..n(code)).contains(&value(s, standard))),
    }
}

fn situations(condition: &Condition) -> u64 {
    match condition {
        Condition::All(parts) => parts.iter().fold(!0, |set, part| set & situations(part)),
        Condition::Any(parts) => parts.iter().fold(0, |set, part| set | situations(part)),
        Condition::Not(part) => !situations(part),
        Condition::Standard(c) => passing(&c.is, &c.code),
        Condition::Count(c) => {
            let StandardSet::Standards(codes) = &c.of else {
                unreachable!("the rules made here name their standards")
            };
            let sets: Vec<u64> = codes.iter().map(|code| passing(&c.is, code)).collect();
            where_(|s| {
                let n = sets.iter().filter(|set| *set >> s & 1 == 1).count();
                (c.at_least.unwrap_or(0)..=c.at_most.unwrap_or(9)).contains(&n)
            })
        }
    }
}

/// Clause and outcome in every situation: each clause takes what those before it left.
fn table(rule: &DecisionRule) -> Vec<Option<(usize, usize)>> {
    let mut table = vec![None; 64];
    for (n, clause) in rule.clauses.iter().enumerate().rev() {
        let outcome = OUTCOMES.iter().position(|o| *o == clause.outcome).unwrap();
        let set = situations(&clause.when);
        for (s, entry) in table.iter_mut().enumerate() {
            if set >> s & 1 == 1 {
                *entry = Some((n, outcome));
            }
        }
    }
    table
}

fn verdicts(situation: usize) -> Vec<Verdict> {
    (0..3)
        .filter(|n| value(situation, *n) > 0)
        .map(|n| verdict(STANDARDS[n], LEVELS[value(situation, n) - 1]))
        .collect()
}

/// Every set of changes that no smaller one makes needless, by looking at all 64 situations.
fn smallest_changes(
    table: &[Option<(usize, usize)>],
    now: usize,
    named: &BTreeSet<usize>,
) -> Vec<ChangeSet> {
    let bar = table[now].map_or(1, |(_, outcome)| outcome + 1);
    let better: Vec<(usize, usize)> = (0..64)
        .filter(|s| {
            (0..3).all(|n| {
                value(*s, n) == value(now, n) || named.contains(&n) && value(*s, n) > value(now, n)
            })
        })
        .filter_map(|s| table[s].map(|(_, outcome)| (s, outcome)))
        .filter(|(_, outcome)| *outcome >= bar)
        .collect();
    let below = |s: usize, t: usize| s != t && (0..3).all(|n| value(s, n) <= value(t, n));
    let mut sets: Vec<ChangeSet> = better
        .iter()
        .filter(|(s, outcome)| {
            !better
                .iter()
                .any(|(other, gives)| below(*other, *s) && gives >= outcome)
        })
        .map(|(s, outcome)| ChangeSet {
            changes: (0..3)
                .filter(|n| value(*s, *n) != value(now, *n))
                .map(|n| Change {
                    standard: STANDARDS[n].into(),
                    from: ["none", "low", "mid", "high"][value(now, n)].into(),
                    to: LEVELS[value(*s, n) - 1].into(),
                })
                .collect(),
            outcome: OUTCOMES[*outcome].into(),
        })
        .collect();
    sets.sort();
    sets
}

fn any_test() -> impl Strategy<Value = Test> {
    let level = || prop::sample::select(&LEVELS[..]).prop_map(String::from);
    prop_oneof![
        prop::collection::vec(level(), 1..3).prop_map(Test::In),
        level().prop_map(Test::AtLeast),
        level().prop_map(Test::Below),
        Just(Test::NotAssessed),
    ]
}

fn any_condition() -> impl Strategy<Value = Condition> {
    let standard = (prop::sample::select(&STANDARDS[..]), any_test()).prop_map(|(code, is)| {
        Condition::Standard(StandardCondition {
            code: code.into(),
            is,
        })
    });
    let count = (
        prop::sample::subsequence(&STANDARDS[..], 1..=3),
        any_test(),
        prop::option::of(1_usize..4),
        prop::option::of(0_usize..3),
    )
        .prop_map(|(codes, is, at_least, at_most)| {
            Condition::Count(CountCondition {
                of: StandardSet::Standards(codes.into_iter().map(Into::into).collect()),
                is,
                at_least,
                at_most,
            })
        });
    prop_oneof![standard, count].prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::All),
            prop::collection::vec(inner.clone(), 1..4).prop_map(Condition::Any),
            inner.prop_map(|part| Condition::Not(Box::new(part))),
        ]
    })
}

fn any_rule() -> impl Strategy<Value = DecisionRule> {
    prop::collection::vec((prop::sample::select(&OUTCOMES[..]), any_condition()), 1..4)
        .prop_map(rule)
}

fn named(rule: &DecisionRule) -> BTreeSet<usize> {
    let data = serde_json::to_string(&rule.clauses).unwrap();
    (0..3)
        .filter(|n| data.contains(&format!("\"{}\"", STANDARDS[*n])))
        .collect()
}

proptest! {
    #[test]
    fn outcomes_are_those_of_the_reference(rule in any_rule(), now in 0_usize..64) {
        let edition = edition(&STANDARDS);
        let table = table(&rule);
        let judged = judge(&edition, &rule, &verdicts(now), date!(2022 - 01 - 01)).unwrap();
        let expected = table[now].map(|(_, outcome)| OUTCOMES[outcome].to_owned());
        prop_assert_eq!(&judged.outcome, &expected);

        // What decided it decides it alone: whatever the others get, the clause still holds, so the
        // outcome comes from it or one before it; without an outcome there is none either.
        let fixed: Vec<usize> = judged.decided_by.iter().map(|code| place(code)).collect();
        for other in 0..64 {
            if fixed.iter().all(|n| value(other, *n) == value(now, *n)) {
                match table[now] {
                    Some((clause, _)) => {
                        prop_assert!(table[other].is_some_and(|(n, _)| n <= clause));
                    }
                    None => prop_assert_eq!(table[other], None),
                }
            }
        }

        // The trace: one step for each clause read, and each as the reference has it.
        let read = table[now].map_or(rule.clauses.len(), |(clause, _)| clause + 1);
        for (n, clause) in rule.clauses.iter().enumerate() {
            let pointer = format!("/clauses/{n}/when");
            let step = judged.trace.iter().find(|step| step.pointer == pointer);
            prop_assert_eq!(step.is_some(), n < read);
            if let Some(step) = step {
                prop_assert_eq!(step.holds, situations(&clause.when) >> now & 1 == 1);
            }
        }
    }

    #[test]
    fn changes_are_the_smallest_ones(rule in any_rule(), now in 0_usize..64) {
        let judged =
            judge(&edition(&STANDARDS), &rule, &verdicts(now), date!(2022 - 01 - 01)).unwrap();
        prop_assert!(judged.would_change_complete);
        let sizes: Vec<usize> = judged.would_change.iter().map(|set| set.changes.len()).collect();
        prop_assert!(sizes.is_sorted());
        let mut found = judged.would_change;
        found.sort();
        prop_assert_eq!(found, smallest_changes(&table(&rule), now, &named(&rule)));
    }
}

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
