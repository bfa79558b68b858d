//! Parts of the figures of questions and scales.

use akoki_domain::survey::statistics::{Interval, Recommendation};
use serde::Serialize;
use utoipa::ToSchema;

/// How often something was answered.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AnswerShare {
    /// The point, of a question that is answered with a point.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub point: Option<i64>,
    /// Key of the option, of a question that is answered with options.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub option: Option<String>,
    /// What it stands for, where that is said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// How often.
    pub count: u64,
    /// Which part of those who answered, 0 to 1.
    pub share: Option<f64>,
}

/// From and to.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResultsInterval {
    /// From.
    pub low: f64,
    /// To.
    pub high: f64,
}

impl From<Interval> for ResultsInterval {
    fn from(interval: Interval) -> Self {
        Self {
            low: interval.low,
            high: interval.high,
        }
    }
}

/// How many recommend the school.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecommendationFigures {
    /// Part that answered 9 or 10.
    pub promoters: f64,
    /// Part that answered 7 or 8.
    pub passives: f64,
    /// Part that answered 0 to 6.
    pub detractors: f64,
    /// Promoters less detractors, −100 to 100.
    pub score: f64,
    /// The 95 % interval of the score.
    pub interval: Option<ResultsInterval>,
}

impl From<Recommendation> for RecommendationFigures {
    fn from(found: Recommendation) -> Self {
        Self {
            promoters: found.promoters,
            passives: found.passives,
            detractors: found.detractors,
            score: found.score,
            interval: found.interval.map(Into::into),
        }
    }
}

/// The figures of those who answered the same to a question.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SplitGroup {
    /// What they answered: to one question, or to two.
    pub by: Vec<SplitValue>,
    /// How many they are.
    pub respondents: u64,
    /// The figures of each question that is shown.
    pub questions: Vec<SplitFigures>,
    /// The figures of each scale that is shown.
    pub scales: Vec<SplitFigures>,
}

/// Answers to a question that are taken together.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SplitValue {
    /// Key of the question.
    pub question: String,
    /// Keys of the options.
    pub options: Vec<String>,
    /// What those stand for, in the same order.
    pub texts: Vec<String>,
    /// Whether those who did not answer it are with them.
    pub unanswered: bool,
}

/// A figure in a split.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SplitFigures {
    /// Key of the question or scale.
    pub key: String,
    /// How many answered.
    pub n: u64,
    /// The mean.
    pub mean: Option<f64>,
    /// The mean as a school mark.
    pub ten_point: Option<f64>,
}
