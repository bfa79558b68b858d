//! Figures of others, to set the results of a campaign against.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

use crate::check::{self, MAX_TITLE};
use crate::error::{Code, Reason};
use crate::survey::content::{AnswerKind, Content};

/// So many figures at most.
pub const MAX_FIGURES: usize = 300;
/// No mean is further from zero, and no deviation larger: a square of it stays a number.
const MAX_FIGURE: f64 = 1_000.0;

/// A figure of others to set a result against.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Benchmark {
    /// Key of a question or a scale.
    pub of: String,
    /// The mean, in the points of the question or the ten points of the scale.
    pub mean: f64,
    /// The standard deviation, where it is known.
    #[serde(default)]
    pub standard_deviation: Option<f64>,
    /// How many answered, where that is known.
    #[serde(default)]
    pub responses: Option<u32>,
}

/// Whose figures they are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Benchmarks {
    /// Where they come from, such as a yearly publication.
    pub source: String,
    /// The figures.
    pub figures: Vec<Benchmark>,
}

impl Benchmarks {
    /// What is wrong with them, whatever is asked.
    pub(super) fn shape(&self, wrong: &mut Vec<Reason>) {
        let source = "/benchmarks/source";
        check::required_line(wrong, source, &self.source, MAX_TITLE);
        let figures = "/benchmarks/figures";
        check::at_most(wrong, figures, self.figures.len(), MAX_FIGURES);
        let mut known = BTreeSet::new();
        for (at, figure) in self.figures.iter().enumerate() {
            let pointer = |name: &str| format!("{figures}/{at}/{name}");
            if !known.insert(figure.of.as_str()) {
                wrong.push(Reason::new(Code::Duplicate).at(pointer("of")));
            }
            if !(-MAX_FIGURE..=MAX_FIGURE).contains(&figure.mean) {
                wrong.push(Reason::new(Code::InvalidValue).at(pointer("mean")));
            }
            let spread = figure.standard_deviation;
            if spread.is_some_and(|sd| sd <= 0.0 || !(0.0..=MAX_FIGURE).contains(&sd)) {
                wrong.push(Reason::new(Code::InvalidValue).at(pointer("standardDeviation")));
            }
        }
    }

    /// What is wrong with them beside what is asked: each is that of a scale, or of a question that has a mean.
    pub(super) fn check(&self, content: &Content, wrong: &mut Vec<Reason>) {
        for (at, figure) in self.figures.iter().enumerate() {
            let at = format!("/benchmarks/figures/{at}/of");
            if content.scales.iter().any(|scale| scale.key == figure.of) {
                continue;
            }
            let question = content.questions().find(|one| one.key == figure.of);
            let code = match question.map(|question| &question.answer) {
                None => Code::UnknownQuestion,
                Some(
                    AnswerKind::Single { .. }
                    | AnswerKind::Multiple { .. }
                    | AnswerKind::Text { .. },
                ) => Code::QuestionWithoutMean,
                Some(
                    AnswerKind::Scale { .. }
                    | AnswerKind::Number { .. }
                    | AnswerKind::Recommendation,
                ) => continue,
            };
            wrong.push(Reason::new(code).at(at).with("question", &figure.of));
        }
    }
}
