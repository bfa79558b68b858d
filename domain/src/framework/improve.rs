//! What would have to change for a better outcome: the smallest sets of raised verdicts, found by
//! trying. Bounded, so that no rule and no number of standards makes it slow.

use serde::Serialize;

use super::evaluate::Situation;
use super::rule::DecisionRule;
use super::scale::LevelUse;

/// The most changes in one set.
pub const MAX_CHANGES: usize = 3;
/// The most sets listed.
pub const MAX_SETS: usize = 20;
/// The most sets tried.
const MAX_TRIES: usize = 20_000;

/// One verdict that would have to be higher.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// Code of the standard.
    pub standard: String,
    /// Code of its level now, or that of "not assessed".
    pub from: String,
    /// Code of the level it would need.
    pub to: String,
}

/// Verdicts that together would give a better outcome.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ChangeSet {
    /// The changes, in the order of their standards' codes.
    pub changes: Vec<Change>,
    /// Code of the outcome that they give.
    pub outcome: String,
}

/// A set being tried: standards with the ranks of their new levels.
type Trial<'a> = Vec<(&'a str, usize)>;

struct Search<'a, 's> {
    situation: &'s mut Situation<'a>,
    rule: &'a DecisionRule,
    /// Every standard with the ranks it could be raised to, lowest first.
    open: Vec<(&'a str, Vec<usize>)>,
    /// The lowest rank that is better than the present outcome.
    better_from: usize,
    found: Vec<(Trial<'a>, usize)>,
    tries: usize,
    cut_short: bool,
}

/// The smallest sets of up to [`MAX_CHANGES`] changes that give a better outcome, fewest changes
/// first, and whether that are all of them. A set is left out if less (fewer of the same changes, or
/// to a lower level) gives as much. Where there is no outcome yet, better means basic quality.
/// Verdicts are only raised, and never to a level that is nobody's to give.
pub(super) fn improvements(
    situation: &Situation<'_>,
    rule: &DecisionRule,
) -> (Vec<ChangeSet>, bool) {
    let now = situation.outcome(rule);
    let Some(better_from) = now.map_or_else(
        || rule.rank(&rule.basic_quality),
        |outcome| rule.rank(outcome).map(|rank| rank + 1),
    ) else {
        return (Vec::new(), true);
    };
    let mut tried = situation.clone();
    let open = raisable(situation, rule);
    let mut search = Search {
        situation: &mut tried,
        rule,
        open,
        better_from,
        found: Vec::new(),
        tries: 0,
        cut_short: false,
    };
    for size in 1..=MAX_CHANGES {
        search.try_all(&mut Vec::new(), 0, size);
    }
    let complete = !search.cut_short;
    let sets = search
        .found
        .iter()
        .map(|(trial, outcome)| described(situation, rule, trial, *outcome))
        .collect();
    (sets, complete)
}

fn raisable<'a>(situation: &Situation<'a>, rule: &'a DecisionRule) -> Vec<(&'a str, Vec<usize>)> {
    let edition = situation.edition;
    situation
        .standards_of(rule)
        .into_iter()
        .filter(|code| {
            edition
                .node(code)
                .is_some_and(|node| node.assessable_from.is_none_or(|from| from <= situation.on))
        })
        .map(|code| {
            let now = situation.levels.get(code).copied();
            let higher = edition
                .scale
                .levels
                .iter()
                .enumerate()
                .filter(|(rank, level)| {
                    level.given != LevelUse::OwnAmbition && now.is_none_or(|now| *rank > now)
                })
                .map(|(rank, _)| rank)
                .collect();
            (code, higher)
        })
        .collect()
}

impl<'a> Search<'a, '_> {
    /// Tries every way to raise `left` more standards from the place `from` on.
    fn try_all(&mut self, trial: &mut Trial<'a>, from: usize, left: usize) {
        if left == 0 {
            self.judge(trial);
            return;
        }
        let mut place = from;
        while let Some((standard, ranks)) = self.open.get(place).cloned() {
            place += 1;
            let before = self.situation.levels.get(standard).copied();
            for rank in ranks {
                if self.cut_short {
                    break;
                }
                self.situation.levels.insert(standard, rank);
                trial.push((standard, rank));
                self.try_all(trial, place, left - 1);
                trial.pop();
            }
            match before {
                Some(rank) => self.situation.levels.insert(standard, rank),
                None => self.situation.levels.remove(standard),
            };
        }
    }

    fn judge(&mut self, trial: &Trial<'a>) {
        self.tries += 1;
        if self.tries > MAX_TRIES {
            self.cut_short = true;
            return;
        }
        let Some(rank) = self
            .situation
            .outcome(self.rule)
            .and_then(|outcome| self.rule.rank(outcome))
        else {
            return;
        };
        if rank < self.better_from || self.found.iter().any(|known| covers(known, trial, rank)) {
            return;
        }
        if self.found.len() == MAX_SETS {
            self.cut_short = true;
            return;
        }
        self.found.push((trial.clone(), rank));
    }
}

/// Whether a known set asks no more than a trial and gives no less.
fn covers(known: &(Trial<'_>, usize), trial: &Trial<'_>, outcome: usize) -> bool {
    known.1 >= outcome
        && known
            .0
            .iter()
            .all(|(standard, rank)| trial.iter().any(|(s, r)| s == standard && r >= rank))
}

fn described(
    situation: &Situation<'_>,
    rule: &DecisionRule,
    trial: &Trial<'_>,
    outcome: usize,
) -> ChangeSet {
    let level = |rank: usize| situation.edition.scale.levels.get(rank);
    ChangeSet {
        changes: trial
            .iter()
            .map(|(standard, rank)| Change {
                standard: (*standard).to_owned(),
                from: situation.level_code(standard).to_owned(),
                to: level(*rank).map_or_else(String::new, |level| level.code.clone()),
            })
            .collect(),
        outcome: rule
            .outcomes
            .get(outcome)
            .map_or_else(String::new, |term| term.code.clone()),
    }
}
