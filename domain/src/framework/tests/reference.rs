//! The engine against a reference that knows conditions only as sets of situations: with three
//! standards and four verdicts each there are 64, one bit of a word for each.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use std::collections::BTreeSet;

use proptest::prelude::*;
use time::macros::date;

use super::fixture::{LEVELS, OUTCOMES, edition, rule, verdict};
use crate::framework::{
    Change, ChangeSet, Condition, CountCondition, DecisionRule, StandardCondition, StandardSet,
    Test, Verdict, judge,
};

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
