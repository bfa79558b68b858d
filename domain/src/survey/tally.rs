//! Answers counted: what becomes of many packed rows, and what figures are reckoned from.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

use super::content::{AnswerKind, Content, RECOMMENDATION};
use super::layout::Layout;
use super::marks::Marks;
use super::statistics::Moments;

/// The answers to one question, counted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", tag = "kind")]
pub enum Counted {
    /// Points: how often each was given, the lowest first.
    Points {
        /// The counts.
        counts: Vec<u64>,
    },
    /// One of several options: how often each was chosen.
    One {
        /// The counts.
        counts: Vec<u64>,
    },
    /// Any of several options.
    Many {
        /// How many answered.
        answered: u64,
        /// How often each was chosen.
        counts: Vec<u64>,
    },
    /// Numbers in hundredths, with how often each was given.
    Numbers {
        /// The counts.
        #[serde(with = "pairs")]
        counts: BTreeMap<i32, u64>,
    },
    /// Open answers, which stand apart.
    Open,
}

/// Counts by number as a list of pairs: a number as the key of an object cannot be read back where the kind stands
/// beside it.
mod pairs {
    use serde::{Deserialize, Deserializer, Serializer};
    use std::collections::BTreeMap;

    pub(super) fn serialize<S: Serializer>(
        counts: &BTreeMap<i32, u64>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(counts)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<BTreeMap<i32, u64>, D::Error> {
        let pairs = Vec::<(i32, u64)>::deserialize(deserializer)?;
        Ok(pairs.into_iter().collect())
    }
}

impl Counted {
    fn none(kind: &AnswerKind) -> Self {
        match kind {
            AnswerKind::Scale { points, .. } => Self::Points {
                counts: vec![0; usize::from(*points)],
            },
            AnswerKind::Recommendation => Self::Points {
                counts: vec![0; usize::from(RECOMMENDATION) + 1],
            },
            AnswerKind::Single { options } => Self::One {
                counts: vec![0; options.len()],
            },
            AnswerKind::Multiple { options, .. } => Self::Many {
                answered: 0,
                counts: vec![0; options.len()],
            },
            AnswerKind::Number { .. } => Self::Numbers {
                counts: BTreeMap::new(),
            },
            AnswerKind::Text { .. } => Self::Open,
        }
    }

    /// How many answered.
    pub fn n(&self) -> u64 {
        match self {
            Self::Points { counts } | Self::One { counts } => counts.iter().sum(),
            Self::Many { answered, .. } => *answered,
            Self::Numbers { counts } => counts.values().sum(),
            Self::Open => 0,
        }
    }
}

/// Many answers, counted: questions and scales in the order of the version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tally {
    /// How many respondents.
    pub respondents: u64,
    /// Each question.
    pub questions: Vec<Counted>,
    /// The scores on each scale: of each respondent the mean of the questions in the mean that they answered, as a mark
    /// from 1 to 10, 10 best.
    pub scales: Vec<Moments>,
}

/// What counting needs of a version, worked out once.
pub struct Counter {
    layout: Layout,
    kinds: Vec<AnswerKind>,
    marks: Marks,
    /// Of each scale the places of the questions in its mean.
    scales: Vec<Vec<usize>>,
}

impl Counter {
    /// That of a version that passed its checks.
    pub fn of(content: &Content) -> Self {
        let scales = content.scales.iter().map(|scale| content.in_mean(scale));
        Self {
            marks: Marks::of(content),
            scales: scales.collect(),
            layout: Layout::of(content),
            kinds: content
                .questions()
                .map(|question| question.answer.clone())
                .collect(),
        }
    }

    /// How answers are packed.
    pub fn layout(&self) -> &Layout {
        &self.layout
    }

    /// Nothing counted yet.
    pub fn none(&self) -> Tally {
        Tally {
            respondents: 0,
            questions: self.kinds.iter().map(Counted::none).collect(),
            scales: vec![Moments::default(); self.scales.len()],
        }
    }

    /// Counts one packed row.
    pub fn count(&self, tally: &mut Tally, row: &[u8]) {
        tally.respondents += 1;
        for (place, counted) in tally.questions.iter_mut().enumerate() {
            self.count_answer(counted, row, place);
        }
        for (scale, scored) in self.scales.iter().zip(&mut tally.scales) {
            if let Some(score) = self.score(scale, row) {
                scored.push(score);
            }
        }
    }

    fn count_answer(&self, counted: &mut Counted, row: &[u8], place: usize) {
        let one_more = |counts: &mut Vec<u64>, at: usize| {
            if let Some(count) = counts.get_mut(at) {
                *count += 1;
            }
        };
        match counted {
            Counted::Points { counts } => {
                let lowest = self.kinds.get(place).and_then(AnswerKind::points);
                let lowest = lowest.map_or(0, |(lowest, _)| lowest);
                if let Some(point) = self.layout.point(row, place) {
                    one_more(counts, usize::from(point.saturating_sub(lowest)));
                }
            }
            Counted::One { counts } => {
                if let Some(choice) = self.layout.choice(row, place) {
                    one_more(counts, usize::from(choice));
                }
            }
            Counted::Many { answered, counts } => {
                if let Some(mask) = self.layout.choices(row, place) {
                    *answered += 1;
                    for (at, count) in counts.iter_mut().enumerate() {
                        *count += u64::from(mask >> at & 1);
                    }
                }
            }
            Counted::Numbers { counts } => {
                if let Some(number) = self.layout.number(row, place) {
                    *counts.entry(number).or_default() += 1;
                }
            }
            Counted::Open => {}
        }
    }

    /// The score of a respondent on a scale.
    fn score(&self, scale: &[usize], row: &[u8]) -> Option<f64> {
        let marks = scale.iter();
        let marks = marks.filter_map(|item| self.marks.mark(&self.layout, row, *item));
        let (sum, answered) = marks.fold((0.0, 0_u32), |(sum, many), mark| (sum + mark, many + 1));
        (answered > 0).then(|| sum / f64::from(answered))
    }
}

impl Tally {
    /// Adds what others answered to the same version.
    pub fn merge(&mut self, other: &Self) {
        self.respondents += other.respondents;
        for (mine, theirs) in self.questions.iter_mut().zip(&other.questions) {
            mine.merge(theirs);
        }
        for (mine, theirs) in self.scales.iter_mut().zip(&other.scales) {
            *mine = mine.merge(*theirs);
        }
    }
}

impl Counted {
    fn merge(&mut self, other: &Self) {
        let add = |mine: &mut Vec<u64>, theirs: &[u64]| {
            for (mine, theirs) in mine.iter_mut().zip(theirs) {
                *mine += theirs;
            }
        };
        match (self, other) {
            (Self::Points { counts }, Self::Points { counts: more })
            | (Self::One { counts }, Self::One { counts: more }) => add(counts, more),
            (
                Self::Many { answered, counts },
                Self::Many {
                    answered: others,
                    counts: more,
                },
            ) => {
                *answered += others;
                add(counts, more);
            }
            (Self::Numbers { counts }, Self::Numbers { counts: more }) => {
                for (number, many) in more {
                    *counts.entry(*number).or_default() += many;
                }
            }
            // Of one version, each place has one kind.
            (
                Self::Points { .. }
                | Self::One { .. }
                | Self::Many { .. }
                | Self::Numbers { .. }
                | Self::Open,
                _,
            ) => {}
        }
    }
}
