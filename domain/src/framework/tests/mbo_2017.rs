//! The one decision rule read in the official text: area OP of the framework of 2017 for vocational
//! education, four standards. As the source puts it: *good* if all are at least sufficient and two of
//! four good; *sufficient* if OP3 and practical training (OP4) are at least sufficient and at most one
//! other is not; *insufficient* if one of those two is insufficient, or two others.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use time::macros::date;

use super::fixture::{condition, edition, level, rule, term, text, verdict};
use crate::framework::{DecisionRule, EditionContent, Verdict, check, judge};

const STANDARDS: [&str; 4] = ["OP1", "OP2", "OP3", "OP4"];
/// Not assessed, insufficient, sufficient, good.
const VERDICTS: [&str; 4] = ["none", "onvoldoende", "voldoende", "goed"];

fn area_op() -> (EditionContent, DecisionRule) {
    let mut edition = edition(&STANDARDS);
    edition.scale.levels = ["onvoldoende", "voldoende", "goed"].map(level).into();
    let insufficient = r#"{"any": [
        {"count": {"of": {"standards": ["OP3", "OP4"]}, "is": {"in": ["onvoldoende"]}, "atLeast": 1}},
        {"count": {"of": {"standards": ["OP1", "OP2"]}, "is": {"in": ["onvoldoende"]}, "atLeast": 2}}]}"#;
    let good = r#"{"all": [
        {"count": {"of": {"standards": ["OP1", "OP2", "OP3", "OP4"]}, "is": {"atLeast": "voldoende"}, "atLeast": 4}},
        {"count": {"of": {"standards": ["OP1", "OP2", "OP3", "OP4"]}, "is": {"in": ["goed"]}, "atLeast": 2}}]}"#;
    let sufficient = r#"{"all": [
        {"standard": {"code": "OP3", "is": {"atLeast": "voldoende"}}},
        {"standard": {"code": "OP4", "is": {"atLeast": "voldoende"}}},
        {"not": {"any": [
            {"standard": {"code": "OP1", "is": "notAssessed"}},
            {"standard": {"code": "OP2", "is": "notAssessed"}}]}},
        {"count": {"of": {"standards": ["OP1", "OP2"]}, "is": {"in": ["onvoldoende"]}, "atMost": 1}}]}"#;
    let mut rule = rule(vec![
        ("onvoldoende", condition(insufficient)),
        ("goed", condition(good)),
        ("voldoende", condition(sufficient)),
    ]);
    rule.outcomes = ["onvoldoende", "voldoende", "goed"].map(term).into();
    rule.basic_quality = "voldoende".into();
    rule.title = text("Area OP");
    edition.rules.push(rule.clone());
    (edition, rule)
}

/// The closed form, in numbers: 0 not assessed, 1 insufficient, 2 sufficient, 3 good. With one of the
/// four not assessed the area is insufficient if that is certain, and has no outcome otherwise.
fn expected(v: [usize; 4]) -> Option<&'static str> {
    let [op1, op2, op3, op4] = v;
    if op3 == 1 || op4 == 1 || (op1, op2) == (1, 1) {
        return Some("onvoldoende");
    }
    if v.contains(&0) {
        return None;
    }
    let goods = v.iter().map(|x| x / 3).sum::<usize>();
    let all_sufficient = v.iter().min() >= Some(&2);
    Some(if all_sufficient && goods > 1 {
        "goed"
    } else {
        "voldoende"
    })
}

fn verdicts(v: [usize; 4]) -> Vec<Verdict> {
    STANDARDS
        .iter()
        .zip(v)
        .map(|(standard, n)| verdict(standard, VERDICTS[n]))
        .collect()
}

fn all() -> impl Iterator<Item = [usize; 4]> {
    (0..256).map(|n| [n % 4, n / 4 % 4, n / 16 % 4, n / 64])
}

#[test]
fn the_rule_gives_the_official_outcome_for_all_verdicts() {
    let (edition, rule) = area_op();
    assert_eq!(check(&edition), Ok(()));
    let mut counts = [0; 4];
    for v in all() {
        let judged = judge(&edition, &rule, &verdicts(v), date!(2018 - 01 - 01)).unwrap();
        assert_eq!(judged.outcome.as_deref(), expected(v), "{v:?}");
        assert!(!judged.indicative);
        if !v.contains(&0) {
            let place = VERDICTS.iter().position(|x| Some(*x) == expected(v));
            counts[place.unwrap()] += 1;
        }
    }
    // Of the 81 with all four assessed, counted by hand: insufficient are the 5·9 with OP3 or OP4
    // short and the 4·1 with OP1 and OP2 short; good the 16 of two values less those with 0 or 1 good.
    assert_eq!(counts, [0, 45 + 4, 81 - 49 - 11, 11]);
}

#[test]
fn every_change_named_does_what_it_says() {
    let (edition, rule) = area_op();
    for v in all() {
        let judged = judge(&edition, &rule, &verdicts(v), date!(2018 - 01 - 01)).unwrap();
        assert_eq!(
            judged.would_change.is_empty(),
            judged.would_change_complete && !reachable(v),
            "{v:?}"
        );
        for set in &judged.would_change {
            let mut changed = verdicts(v);
            for change in &set.changes {
                let entry = changed
                    .iter_mut()
                    .find(|v| v.standard == change.standard)
                    .unwrap();
                assert_eq!(entry.level, change.from);
                entry.level = change.to.clone();
            }
            let again = judge(&edition, &rule, &changed, date!(2018 - 01 - 01)).unwrap();
            assert_eq!(again.outcome.as_ref(), Some(&set.outcome));
        }
    }
}

/// Whether raising at most three of the four verdicts gives a better outcome, by the closed form.
fn reachable(v: [usize; 4]) -> bool {
    let rank = |outcome: Option<&str>| VERDICTS.iter().position(|x| Some(*x) == outcome);
    let bar = rank(expected(v)).unwrap_or(1);
    all().any(|w| {
        let raised = v.iter().zip(w).filter(|(old, new)| *old < new).count();
        let lowered = v.iter().zip(w).any(|(old, new)| *old > new);
        !lowered && raised <= 3 && rank(expected(w)).is_some_and(|new| new > bar)
    })
}
