//! What the scores of all participants come to. Nothing can be told of a single participant: fewer than
//! five are shown as one value, and small groups are joined (see [`crate::tally::join`]).

use std::collections::{BTreeMap, BTreeSet};

use super::record::SelfEvaluation;
use super::said::Said;
use crate::framework::EditionContent;
use crate::id::UnitId;
use crate::tally::{FEWEST, Spread, join};
use crate::verdict::{PinnedStandard, Voice, levels};

/// How many participants of a group gave one standard one value: a row of the aggregation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// The group for which they scored.
    pub group: Option<UnitId>,
    /// The standard.
    pub standard: String,
    /// The level; none for "not assessed".
    pub value: Option<String>,
    /// How many.
    pub count: u64,
}

/// What at least five who scored say together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Figures {
    /// How many gave a level.
    pub scored: u64,
    /// How many said "not assessed".
    pub not_assessed: u64,
    /// How many gave each level, lowest first.
    pub distribution: Vec<(String, u64)>,
    /// The mean rank, the lowest level being 1, in hundredths.
    pub mean: i64,
    /// The standard deviation of the ranks, in hundredths.
    pub spread: i64,
    /// How far they agree, in hundredths: see [`Spread::agreement`].
    pub agreement: i64,
}

/// Whether results are shown anew after participants could score again. `changed` says of each standard how
/// many of them gave or changed a score since the results were last shown: the difference between what is
/// shown and what was would tell of fewer than five.
pub fn may_show_anew(changed: impl IntoIterator<Item = u64>) -> bool {
    let mut changed = changed.into_iter();
    changed.all(|people| people == 0 || people >= FEWEST as u64)
}

/// What is shown of one standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown {
    /// Nothing: fewer than three gave a level, or the middle of few lies at an end of the scale.
    Nothing,
    /// The middle level alone: fewer than five gave one.
    Middle(String),
    /// All of it.
    Figures(Figures),
}

/// What is shown of groups that are shown as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartResult {
    /// The groups; none stands for those who scored for no group.
    pub groups: BTreeSet<Option<UnitId>>,
    /// What they say.
    pub figures: Figures,
}

/// The result of one standard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardResult {
    /// The standard with its weight.
    pub standard: PinnedStandard,
    /// What all say.
    pub whole: Shown,
    /// What the groups say, where there are two parts at least.
    pub parts: Vec<PartResult>,
    /// What was agreed.
    pub verdict: Option<Said>,
}

/// The results of an evaluation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Results {
    /// Those of its standards, in the order of what was pinned.
    pub standards: Vec<StandardResult>,
    /// The weighted mean of the means that are shown, in hundredths.
    pub mean: Option<i64>,
}

/// The answers of one group on one standard.
#[derive(Debug, Clone, Default)]
struct Answers {
    spread: Spread,
    not_assessed: u64,
}

impl Answers {
    fn add(&mut self, other: &Answers) {
        self.spread.add(&other.spread);
        self.not_assessed += other.not_assessed;
    }

    /// What they say, of enough who gave a level.
    fn figures(&self, levels: &[&str]) -> Option<Figures> {
        let spread = &self.spread;
        if spread.count() < FEWEST as u64 {
            return None;
        }
        let counts = spread.0.iter().copied().chain(std::iter::repeat(0));
        Some(Figures {
            scored: spread.count(),
            not_assessed: self.not_assessed,
            distribution: levels
                .iter()
                .map(|&level| level.to_owned())
                .zip(counts)
                .collect(),
            mean: spread.mean()?,
            spread: spread.deviation()?,
            agreement: spread.agreement()?,
        })
    }

    fn shown(&self, levels: &[&str]) -> Shown {
        if let Some(figures) = self.figures(levels) {
            return Shown::Figures(figures);
        }
        let middle = self.spread.middle_of_few();
        match middle.and_then(|at| levels.get(at)) {
            Some(level) => Shown::Middle((*level).to_owned()),
            None => Shown::Nothing,
        }
    }
}

/// What these counts come to; `changed` as [`may_show_anew`] has it.
pub fn results(
    evaluation: &SelfEvaluation,
    edition: &EditionContent,
    counted: &[Counted],
    changed: &BTreeMap<String, u64>,
) -> Results {
    let levels: Vec<&str> = levels(edition, Voice::SelfAssessed).collect();
    let mut all: BTreeMap<&str, BTreeMap<Option<UnitId>, Answers>> = BTreeMap::new();
    for row in counted {
        let groups = all.entry(&row.standard).or_default();
        let answers = groups.entry(row.group).or_default();
        answers.spread.0.resize(levels.len(), 0);
        let place = row
            .value
            .as_deref()
            .map(|value| levels.iter().position(|one| *one == value));
        match place {
            None => answers.not_assessed += row.count,
            Some(place) => {
                if let Some(count) = place.and_then(|place| answers.spread.0.get_mut(place)) {
                    *count += row.count;
                }
            }
        }
    }
    let standards: Vec<StandardResult> = evaluation
        .pinned
        .standards
        .iter()
        .map(|standard| {
            let name = standard.name();
            let groups = all.remove(name.as_str()).unwrap_or_default();
            let verdict = evaluation
                .verdicts
                .iter()
                .find(|said| said.standard == name);
            StandardResult {
                standard: standard.clone(),
                whole: together(groups.values()).shown(&levels),
                // Which groups are shown as one may be otherwise than it was.
                parts: match changed.get(&name) {
                    Some(1..) => Vec::new(),
                    Some(0) | None => parts(&groups, &levels),
                },
                verdict: verdict.cloned(),
            }
        })
        .collect();
    Results {
        mean: weighted(&standards),
        standards,
    }
}

fn together<'a>(groups: impl Iterator<Item = &'a Answers>) -> Answers {
    let mut all = Answers::default();
    groups.for_each(|answers| all.add(answers));
    all
}

fn parts(groups: &BTreeMap<Option<UnitId>, Answers>, levels: &[&str]) -> Vec<PartResult> {
    let sizes = groups.iter().map(|(group, answers)| {
        let size = usize::try_from(answers.spread.count());
        (*group, size.unwrap_or(usize::MAX))
    });
    let shown = join(sizes).into_iter().filter_map(|part| {
        let of_part = part.groups.iter().filter_map(|group| groups.get(group));
        let figures = together(of_part).figures(levels)?;
        Some(PartResult {
            groups: part.groups,
            figures,
        })
    });
    shown.collect()
}

/// The weighted mean of the means that are shown, and of no other: a mean that is not shown could be told
/// from it.
fn weighted(standards: &[StandardResult]) -> Option<i64> {
    let mut sum = 0;
    let mut weights = 0;
    for one in standards {
        if let Shown::Figures(figures) = &one.whole {
            let weight = i64::from(one.standard.weight);
            sum += weight * figures.mean;
            weights += weight;
        }
    }
    (2 * sum + weights).checked_div(2 * weights)
}

#[cfg(test)]
#[path = "results_tests.rs"]
mod tests;
