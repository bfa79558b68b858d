//! The figures of one question or scale.

use std::collections::BTreeMap;

use super::split::AnswerValue;
use crate::survey::content::AnswerKind;
use crate::survey::statistics::{
    Confidence, Histogram, Interval, Moments, Recommendation, mean_interval, median, recommendation,
};
use crate::survey::tally::Counted;
use crate::words::words;

/// How often something was answered.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// What.
    pub value: AnswerValue,
    /// How often.
    pub count: u64,
    /// Which part of those who answered that is, 0 to 1; `None` when nobody did.
    pub share: Option<f64>,
}

/// The figures of one question. What does not go with its kind is `None`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figures {
    /// How many answered.
    pub n: u64,
    /// How often each point or option was answered, all of them in their order. Not of numbers: one that was given
    /// once may tell by whom.
    pub distribution: Vec<Share>,
    /// The mean, in points as they were given, or of numbers.
    pub mean: Option<f64>,
    /// The standard deviation (n − 1).
    pub sd: Option<f64>,
    /// The middle answer.
    pub median: Option<f64>,
    /// Which part gave one of the two highest points, 0 to 1.
    pub top_two: Option<f64>,
    /// The 95 % interval of the mean.
    pub interval: Option<Interval>,
    /// The mean as a school mark from 1 to 10, turned where a high answer is bad: 10 is always best.
    pub ten_point: Option<f64>,
    /// How many recommend the school, of the question that asks so.
    pub recommendation: Option<Recommendation>,
}

/// The figures of the answers to one question; `None` of an open one. The population is that of the group where it is
/// known.
pub fn figures(kind: &AnswerKind, counted: &Counted, population: Option<u64>) -> Option<Figures> {
    match counted {
        Counted::Points { counts } => Some(of_points(kind, counts, population)),
        Counted::One { counts } => Some(of_options(counted.n(), counts)),
        Counted::Many { answered, counts } => Some(of_options(*answered, counts)),
        Counted::Numbers { counts } => Some(of_numbers(counts, population)),
        Counted::Open => None,
    }
}

/// Number, mean and spread of answers that are points or numbers, as they were given.
pub(super) fn moments(kind: &AnswerKind, counted: &Counted) -> Option<Moments> {
    match counted {
        Counted::Points { counts } => Some(histogram(kind, counts).moments()),
        Counted::Numbers { counts } => Some(of_hundredths(counts)),
        Counted::One { .. } | Counted::Many { .. } | Counted::Open => None,
    }
}

fn histogram(kind: &AnswerKind, counts: &[u64]) -> Histogram {
    let lowest = kind.points().map_or(0, |(lowest, _)| lowest);
    Histogram::new(i32::from(lowest), counts.to_vec())
}

fn of_points(kind: &AnswerKind, counts: &[u64], population: Option<u64>) -> Figures {
    let answers = histogram(kind, counts);
    let moments = answers.moments();
    let turned = matches!(kind, AnswerKind::Scale { reversed: true, .. });
    let bars = answers.distribution().into_iter();
    Figures {
        n: answers.n(),
        distribution: bars
            .map(|bar| Share {
                value: AnswerValue::Point(bar.point),
                count: bar.count,
                share: bar.share,
            })
            .collect(),
        mean: moments.mean(),
        sd: moments.sd(),
        median: answers.median(),
        top_two: answers.top_two(),
        interval: mean_interval(&moments, population, Confidence::P95),
        ten_point: answers
            .ten_point()
            .map(|mark| if turned { 11.0 - mark } else { mark }),
        recommendation: match kind {
            AnswerKind::Recommendation => recommendation(&answers, population, Confidence::P95),
            _ => None,
        },
    }
}

fn of_options(answered: u64, counts: &[u64]) -> Figures {
    let share = |count: u64| (answered > 0).then(|| count as f64 / answered as f64);
    let shares = counts.iter().enumerate().map(|(place, count)| Share {
        value: AnswerValue::Option(place),
        count: *count,
        share: share(*count),
    });
    Figures {
        n: answered,
        distribution: shares.collect(),
        ..Figures::default()
    }
}

fn of_hundredths(counts: &BTreeMap<i32, u64>) -> Moments {
    let each = counts
        .iter()
        .filter_map(|(number, count)| Moments::known(*count, f64::from(*number) / 100.0, 0.0));
    each.fold(Moments::default(), Moments::merge)
}

fn of_numbers(counts: &BTreeMap<i32, u64>, population: Option<u64>) -> Figures {
    let moments = of_hundredths(counts);
    let each = counts.iter();
    let each = each.map(|(number, count)| (f64::from(*number) / 100.0, *count));
    Figures {
        n: moments.n(),
        mean: moments.mean(),
        sd: moments.sd(),
        median: median(each),
        interval: mean_interval(&moments, population, Confidence::P95),
        ..Figures::default()
    }
}

words! {
    /// Of what the mean of a scale is the mean.
    MeanOf {
        /// Of the scores of respondents.
        Respondents => "respondents",
        /// Of the marks of its questions, which tells nothing that those do not.
        Questions => "questions",
    }
}

/// The figures of a scale, as school marks from 1 to 10.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScaleFigures {
    /// Of what the mean is.
    pub mean_of: MeanOf,
    /// How many have a score; of questions, how many answered the one that fewest did.
    pub n: u64,
    /// Their mean; `None` of none.
    pub mean: Option<f64>,
    /// The standard deviation (n − 1).
    pub sd: Option<f64>,
    /// The 95 % interval of the mean.
    pub interval: Option<Interval>,
}

impl ScaleFigures {
    pub(super) fn of(scores: &Moments, population: Option<u64>) -> Self {
        Self {
            mean_of: MeanOf::Respondents,
            n: scores.n(),
            mean: scores.mean(),
            sd: scores.sd(),
            interval: mean_interval(scores, population, Confidence::P95),
        }
    }

    /// The mean of the marks of questions; none where one of them has no mark.
    pub(super) fn of_questions(questions: &[Figures]) -> Option<Self> {
        let marks: Option<Vec<f64>> = questions.iter().map(|one| one.ten_point).collect();
        let marks = marks?;
        let count = u32::try_from(marks.len()).ok().filter(|count| *count > 0)?;
        Some(Self {
            mean_of: MeanOf::Questions,
            n: questions.iter().map(|one| one.n).min()?,
            mean: Some(marks.iter().sum::<f64>() / f64::from(count)),
            sd: None,
            interval: None,
        })
    }
}
