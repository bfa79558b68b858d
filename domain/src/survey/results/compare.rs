//! Means set against those of others.

use super::figures::moments;
use super::{At, Counted, Counts, Results};
use crate::survey::campaign::Benchmark;
use crate::survey::statistics::{Against, Judged, Moments, compare, judge};
use crate::survey::suppression::Visibility;
use crate::words::words;
use std::collections::{BTreeMap, BTreeSet};

words! {
    /// What a result is set against.
    Other {
        /// The campaign that this one follows on, of the same group.
        Preceding => "preceding",
        /// All others who took part in this campaign: the other schools of the board, or the other groups.
        Others => "others",
        /// Figures that were published or agreed.
        Benchmark => "benchmark",
    }
}

words! {
    /// What a mean is of.
    ResultKind {
        /// A question.
        Question => "question",
        /// A scale.
        Scale => "scale",
    }
}

/// What a mean is of, by its place in the version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Of {
    /// A question.
    Question(usize),
    /// A scale.
    Scale(usize),
}

impl Of {
    /// Whether that is a question or a scale.
    pub const fn kind(self) -> ResultKind {
        match self {
            Of::Question(_) => ResultKind::Question,
            Of::Scale(_) => ResultKind::Scale,
        }
    }
}

/// A mean that was set against another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Compared {
    /// Of what.
    pub of: Of,
    /// What it comes to.
    pub judged: Judged,
}

/// Sets means against those of others, where the others have one. All of them are one family for the correction of
/// Holm, so that of many questions none differs by chance alone.
pub fn against(mine: &[(Of, Moments)], theirs: impl Fn(Of) -> Option<Against>) -> Vec<Compared> {
    let (of, compared): (Vec<Of>, Vec<_>) = mine
        .iter()
        .filter_map(|(of, mine)| Some((*of, compare(mine, &theirs(*of)?))))
        .unzip();
    let judged = judge(&compared).into_iter();
    of.into_iter()
        .zip(judged)
        .map(|(of, judged)| Compared { of, judged })
        .collect()
}

impl At<'_> {
    /// The means that are shown here: of questions in points or numbers as they were given, of scales as marks.
    pub fn means(&self) -> Vec<(Of, Moments)> {
        let content = self.results.content();
        let questions = (0..content.questions().count()).map(Of::Question);
        let scales = (0..content.scales.len()).map(Of::Scale);
        let all = questions.chain(scales);
        all.filter_map(|of| Some((of, self.mean(of)?))).collect()
    }

    /// The mean of a question or scale, where it is shown here and there is one.
    pub fn mean(&self, of: Of) -> Option<Moments> {
        let tally = &self.counts.tally;
        let found = match of {
            Of::Question(place) => {
                let kind = self.results.kind(place).filter(|_| self.shows(place))?;
                moments(kind, tally.questions.get(place)?)
            }
            Of::Scale(place) => {
                let scale = self.results.content().scales.get(place)?;
                let shown = self.scale_visibility(scale) == Visibility::Shown;
                tally.scales.get(place).copied().filter(|_| shown)
            }
        };
        found.filter(|found| found.n() > 0)
    }

    /// The means of all others who took part; none of the whole. The two have nobody in common, as the test asks.
    ///
    /// Whoever sees a question here and of the whole can subtract, and it was solved that nothing follows from that
    /// (see [`crate::survey::suppression`]). Whoever does not see the whole could learn of one other group what is
    /// not theirs to see: `known` holds the groups at the top that they see, and what is left when those are taken
    /// off stems from none, or from two others at least.
    pub fn rest(&self, known: &BTreeSet<usize>) -> Vec<(Of, Moments)> {
        let results = self.results;
        let Some(whole) = results.at(0).filter(|_| self.node != 0) else {
            return Vec::new();
        };
        let outside = |part: &[usize]| !results.part_is_under(part, self.node);
        let rest = At {
            counts: results.merged(outside),
            results,
            ..whole
        };
        let strangers = self.strangers(known);
        let minimum = u64::from(results.outcome().minimum);
        let mut means = rest.means();
        means.retain(|(of, mean)| {
            let mut from = strangers.iter().filter(|counts| counts.n(*of) > 0);
            let alone = from.next().is_some() && from.next().is_none();
            mean.n() >= minimum && !alone && self.mean(*of).is_some()
        });
        means
    }

    /// What was counted outside this group and outside those that are known: of each group at the top, and of parts
    /// that span several.
    fn strangers(&self, known: &BTreeSet<usize>) -> Vec<Counts> {
        let results = self.results;
        let tree = results.tree();
        let tops = results.groups().tops().iter();
        let tops: Vec<usize> = tops.filter_map(|top| tree.node(top)).collect();
        let mut of_top: BTreeMap<usize, Counts> = BTreeMap::new();
        let mut found = Vec::new();
        for (counts, part) in results.parts.iter().zip(&results.outcome().shown.parts) {
            if results.part_is_under(part, self.node) {
                continue;
            }
            let mut of = tops.iter().copied();
            match of.find(|top| results.part_is_under(part, *top)) {
                Some(top) if known.contains(&top) => {}
                Some(top) => {
                    let sum = of_top.entry(top).or_insert_with(|| results.none.clone());
                    sum.merge(counts);
                }
                None => found.push(counts.clone()),
            }
        }
        found.extend(of_top.into_values());
        found
    }
}

impl Counts {
    /// How many answered a question, or have a score on a scale.
    fn n(&self, of: Of) -> u64 {
        let tally = &self.tally;
        let n = match of {
            Of::Question(place) => tally.questions.get(place).map(Counted::n),
            Of::Scale(place) => tally.scales.get(place).map(Moments::n),
        };
        n.unwrap_or_default()
    }
}

impl Results {
    /// The same question or scale in another campaign: with the same key, and answered or made up alike.
    pub fn same(&self, of: Of, other: &Results) -> Option<Of> {
        match of {
            Of::Question(place) => {
                let mine = self.content().questions().nth(place)?;
                let places = other.content().by_key();
                let (theirs, question) = places.get(mine.key.as_str())?;
                let alike = mine.answer.asks_like(&question.answer);
                alike.then_some(Of::Question(*theirs))
            }
            Of::Scale(place) => {
                let mine = self.content().scales.get(place)?;
                let mut all = other.content().scales.iter().enumerate();
                let (theirs, scale) = all.find(|(_, scale)| scale.key == mine.key)?;
                let ours = self.content().in_mean(mine).into_iter();
                let ours: Option<BTreeSet<Of>> = ours
                    .map(|place| self.same(Of::Question(place), other))
                    .collect();
                let others = other.content().in_mean(scale).into_iter().map(Of::Question);
                let alike = ours? == others.collect();
                alike.then_some(Of::Scale(theirs))
            }
        }
    }

    /// What a figure of others is of: a question that is answered with points or numbers, or else a scale.
    fn benchmarked(&self, benchmark: &Benchmark) -> Option<Of> {
        let places = self.content().by_key();
        let question = places.get(benchmark.of.as_str());
        let question = question.filter(|(_, question)| question.answer.has_mean());
        let mut scales = self.content().scales.iter();
        match question {
            Some((place, _)) => Some(Of::Question(*place)),
            None => scales
                .position(|scale| scale.key == benchmark.of)
                .map(Of::Scale),
        }
    }

    /// What others published of a question or scale.
    pub fn benchmark(&self, benchmarks: &[Benchmark], of: Of) -> Option<Against> {
        let mut all = benchmarks.iter();
        let found = all.find(|one| self.benchmarked(one) == Some(of))?;
        let sample = found.responses.zip(found.standard_deviation);
        let sample = sample.and_then(|(n, sd)| Moments::known(n.into(), found.mean, sd));
        Some(match sample {
            Some(sample) => Against::Sample(sample),
            None => Against::Mean(found.mean),
        })
    }
}
