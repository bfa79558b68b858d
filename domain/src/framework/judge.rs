//! The engine of the decision rules: from the verdicts on standards to an outcome, with all that it
//! rests on. Knows no framework: every name in it comes from the data.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use time::Date;

use super::content::EditionContent;
use super::evaluate::{Situation, Step};
use super::improve::{ChangeSet, improvements};
use super::rule::{Condition, CountCondition, DecisionRule, StandardSet};
use crate::{Code, Reason, Refusal};

/// A verdict on one standard.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Verdict {
    /// Code of the standard.
    pub standard: String,
    /// Code of the level, or that of "not assessed". A standard without a verdict was not assessed.
    pub level: String,
}

/// An outcome and all that it rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    /// Code of the rule.
    pub rule: String,
    /// Code of the outcome; none if no clause held.
    pub outcome: Option<String>,
    /// Whether the outcome rests on something that was not read in the official text. Such an outcome
    /// is for leadership only.
    pub indicative: bool,
    /// What makes it indicative: `rule-unverified`, `weight-unverified`.
    pub why: Vec<Reason>,
    /// The standards that decided it, in the order of the edition: those that make the deciding clause
    /// hold, or, without an outcome, those that keep every clause from holding.
    pub decided_by: Vec<String>,
    /// Every condition that was read, up to the clause that decided.
    pub trace: Vec<Step>,
    /// The smallest sets of higher verdicts that would give a better outcome.
    pub would_change: Vec<ChangeSet>,
    /// Whether all such sets of at most [`MAX_CHANGES`](super::MAX_CHANGES) changes are listed.
    pub would_change_complete: bool,
}

/// Judges by one rule of an edition, on the day on which the investigation starts.
///
/// # Errors
/// [`Refusal::Invalid`] with everything wrong with the verdicts, at `/verdicts/<n>/standard` and
/// `/verdicts/<n>/level`: `unknown-standard`, `not-assessable`, `duplicate`, `unknown-level`.
pub fn judge(
    edition: &EditionContent,
    rule: &DecisionRule,
    verdicts: &[Verdict],
    on: Date,
) -> Result<Judgement, Refusal> {
    let situation = situation(edition, verdicts, on)?;
    let deciding = situation.deciding(rule);
    let read = deciding.map_or(rule.clauses.len(), |place| place + 1);
    let mut trace = Vec::new();
    let mut deciders = BTreeSet::new();
    for (place, clause) in rule.clauses.iter().enumerate().take(read) {
        situation.trace(&clause.when, &format!("/clauses/{place}/when"), &mut trace);
        if deciding.is_none_or(|decided| decided == place) {
            situation.deciders(&clause.when, &mut deciders);
        }
    }
    let (would_change, would_change_complete) = improvements(&situation, rule);
    let why = doubts(edition, rule);
    Ok(Judgement {
        rule: rule.code.clone(),
        outcome: situation.outcome(rule).map(str::to_owned),
        indicative: !why.is_empty(),
        why,
        decided_by: edition
            .standards()
            .map(|node| node.code.clone())
            .filter(|code| deciders.contains(code.as_str()))
            .collect(),
        trace,
        would_change,
        would_change_complete,
    })
}

/// Everything wrong with verdicts, at the pointers of [`judge`]. Where the edition is unknown, so are its
/// standards and levels, and it is said of none that it is not among them.
pub fn check_verdicts(
    edition: Option<&EditionContent>,
    verdicts: &[Verdict],
    on: Date,
) -> Vec<Reason> {
    let mut wrong = Vec::new();
    let mut seen = BTreeSet::new();
    for (n, verdict) in verdicts.iter().enumerate() {
        let standard = format!("/verdicts/{n}/standard");
        if !seen.insert(verdict.standard.as_str()) {
            wrong.push(Reason::new(Code::Duplicate).at(&standard));
        }
        let Some(edition) = edition else { continue };
        let assessed = verdict.level != edition.scale.not_assessed.code;
        if assessed && edition.scale.rank(&verdict.level).is_none() {
            wrong.push(
                Reason::new(Code::UnknownLevel)
                    .at(format!("/verdicts/{n}/level"))
                    .with("level", &verdict.level)
                    .with("levels", edition.scale.codes()),
            );
        }
        match edition.node(&verdict.standard) {
            None => wrong.push(
                Reason::new(Code::UnknownStandard)
                    .at(&standard)
                    .with("standard", &verdict.standard),
            ),
            Some(node)
                if !node.assessable
                    || (assessed && node.assessable_from.is_some_and(|from| on < from)) =>
            {
                wrong.push(
                    Reason::new(Code::NotAssessable)
                        .at(&standard)
                        .with("standard", &verdict.standard),
                );
            }
            Some(_) => {}
        }
    }
    wrong
}

fn situation<'a>(
    edition: &'a EditionContent,
    verdicts: &[Verdict],
    on: Date,
) -> Result<Situation<'a>, Refusal> {
    Refusal::unless_empty(check_verdicts(Some(edition), verdicts, on))?;
    let assessed = verdicts.iter().filter_map(|verdict| {
        let node = edition.node(&verdict.standard)?;
        Some((node.code.as_str(), edition.scale.rank(&verdict.level)?))
    });
    let levels: BTreeMap<_, _> = assessed.collect();
    Ok(Situation {
        edition,
        on,
        levels,
    })
}

/// What the rule rests on that was not read in the official text. A doubtful weight counts before its
/// start as well: it is the date that is in doubt.
fn doubts(edition: &EditionContent, rule: &DecisionRule) -> Vec<Reason> {
    let mut why = Vec::new();
    if !rule.verified {
        why.push(Reason::new(Code::RuleUnverified).with("rule", &rule.code));
    }
    let used = weights_used(rule);
    why.extend(
        edition
            .weights
            .iter()
            .filter(|weight| !weight.verified && used.contains(weight.weight.as_str()))
            .map(|weight| {
                Reason::new(Code::WeightUnverified)
                    .with("standard", &weight.standard)
                    .with("weight", &weight.weight)
            }),
    );
    why
}

fn weights_used(rule: &DecisionRule) -> BTreeSet<&str> {
    let mut used = BTreeSet::new();
    let mut open: Vec<&Condition> = rule.clauses.iter().map(|clause| &clause.when).collect();
    while let Some(condition) = open.pop() {
        match condition {
            Condition::All(parts) | Condition::Any(parts) => open.extend(parts),
            Condition::Not(part) => open.push(part),
            Condition::Count(CountCondition {
                of: StandardSet::Weight(weight),
                ..
            }) => {
                used.insert(weight.as_str());
            }
            Condition::Count(_) | Condition::Standard(_) => {}
        }
    }
    used
}
