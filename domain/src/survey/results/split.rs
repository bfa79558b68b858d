//! Results split by the answers to a question, or by two that are crossed.

use super::figures::figures;
use super::{At, ScaleFigures, places};
use crate::survey::content::Scale;
use crate::survey::outcome::Cell;

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AnswerValue {
    /// A point.
    Point(i64),
    /// The option at this place.
    Option(usize),
}

/// Answers to a question by which is split that are taken together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitValues {
    /// The place of the question.
    pub question: usize,
    /// The places of the options.
    pub options: Vec<usize>,
    /// Whether those who did not answer it are with them.
    pub unanswered: bool,
}

/// The figures of those who answered so.
#[derive(Debug, Clone, PartialEq)]
pub struct Split {
    /// What they answered, one or two questions.
    pub by: Vec<SplitValues>,
    /// How many they are.
    pub n: u64,
    /// Of each question that is shown, by its place.
    pub questions: Vec<(usize, CellFigures)>,
    /// Of each scale that is shown, by its place.
    pub scales: Vec<(usize, CellFigures)>,
}

/// The figures of one question or scale in a split.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct CellFigures {
    /// How many answered.
    pub n: u64,
    /// The mean: of a question in its points or numbers, of a scale as a school mark.
    pub mean: Option<f64>,
    /// The mean as a school mark, 10 best.
    pub ten_point: Option<f64>,
}

impl At<'_> {
    /// The split, where it is shown here.
    pub fn split(&self) -> Vec<Split> {
        self.cells().map(|cell| self.cell(cell)).collect()
    }

    /// Whether something of the split here is by the answers to this question.
    pub fn is_split_by(&self, question: usize) -> bool {
        let dimensions = self.results.dimensions();
        let by = |place: &usize| dimensions.get(*place) == Some(&question);
        self.cells().any(|cell| places(cell.by).iter().any(by))
    }

    fn cell(&self, cell: &Cell) -> Split {
        let content = self.results.content();
        let questions = content.questions().enumerate();
        let scales = content.scales.iter().enumerate();
        Split {
            by: self.values(cell),
            n: cell.tally.respondents,
            questions: questions
                .filter(|(place, _)| self.splits(*place))
                .filter_map(|(place, question)| {
                    let counted = cell.tally.questions.get(place)?;
                    let found = figures(&question.answer, counted, None)?;
                    found.mean?;
                    let figures = CellFigures {
                        n: found.n,
                        mean: found.mean,
                        ten_point: found.ten_point,
                    };
                    Some((place, figures))
                })
                .collect(),
            scales: scales
                .filter(|(_, scale)| self.splits_scale(scale))
                .filter_map(|(place, _)| {
                    let found = ScaleFigures::of(cell.tally.scales.get(place)?, None);
                    let figures = CellFigures {
                        n: found.n,
                        mean: found.mean,
                        ten_point: found.mean,
                    };
                    Some((place, figures))
                })
                .collect(),
        }
    }

    fn splits_scale(&self, scale: &Scale) -> bool {
        let shown = self.results.scale_shown(scale);
        let dimensions = self.results.dimensions();
        let items = self.results.content().in_mean(scale);
        let told = !items.iter().any(|item| dimensions.contains(item));
        told && shown.is_some_and(|shown| shown.split.binary_search(&self.node).is_ok())
    }

    fn values(&self, cell: &Cell) -> Vec<SplitValues> {
        let dimensions = &self.results.outcome().dimensions;
        let set = |dimension: &usize| {
            let at = match dimension {
                0 => cell.sets.0,
                _ => cell.sets.1,
            };
            let values = dimensions.sets.get(*dimension)?.get(at)?;
            let unanswered = dimensions.values.get(*dimension)?.checked_sub(1)?;
            Some(SplitValues {
                question: *self.results.dimensions().get(*dimension)?,
                options: values
                    .iter()
                    .copied()
                    .filter(|value| *value != unanswered)
                    .collect(),
                unanswered: values.contains(&unanswered),
            })
        };
        places(cell.by).iter().filter_map(set).collect()
    }
}
