//! The results of surveys on the wire.

mod beside;
mod export;
mod figures;

use akoki_domain::survey::{
    campaign::{CampaignGroupKind, CampaignState},
    content::{AnswerWord, SafetyTopic},
    results::MeanOf,
};
use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};
use uuid::Uuid;

use super::{
    schema::{self, Links},
    survey_instrument::answer_kinds,
    words::{maybe_one_of, one_of},
};
use crate::problem::WireReason;

pub use beside::{
    ComparisonFigures, MetricsItem, MetricsScale, OpenAnswersOf, PrecedingFollowUp, PriorityMatrix,
    PriorityPlace, ResultsComparison, SurveyEffect, SurveyMetrics, SurveyOpenAnswers,
};
pub use export::SurveyResultsExport;
pub use figures::{
    AnswerShare, RecommendationFigures, ResultsInterval, SplitFigures, SplitGroup, SplitValue,
};

fn states() -> RefOr<Schema> {
    one_of(CampaignState::ALL.iter().map(|word| word.as_str())).into()
}

fn group_kinds() -> RefOr<Schema> {
    one_of(CampaignGroupKind::ALL.iter().map(|word| word.as_str())).into()
}

fn topics() -> RefOr<Schema> {
    maybe_one_of(SafetyTopic::ALL.iter().map(|word| word.as_str())).into()
}

fn means_of() -> RefOr<Schema> {
    maybe_one_of(MeanOf::ALL.iter().map(|word| word.as_str())).into()
}

/// What a survey came to in one group.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyResults {
    /// The campaign.
    pub campaign_id: Uuid,
    /// Where it is.
    #[schema(schema_with = states)]
    pub state: CampaignState,
    /// Key of the group; none for all together.
    pub group_key: Option<String>,
    /// Name of the group, or of the campaign.
    pub title: String,
    /// Of fewer answers nothing is shown.
    pub minimum: u32,
    /// Why nothing is shown; none when something is.
    pub hidden: Option<WireReason>,
    /// How many took part.
    pub participation: Option<ResultsParticipation>,
    /// Each question.
    pub questions: Vec<QuestionResults>,
    /// Each scale.
    pub scales: Vec<ScaleResults>,
    /// The questions by whose answers results are split.
    pub dimensions: Vec<ResultsDimension>,
    /// The same by what was answered to a question.
    pub split: Vec<SplitGroup>,
    /// Set against others.
    pub comparisons: Vec<ResultsComparison>,
    /// What became of the results of the campaign before.
    pub preceding_follow_ups: Vec<PrecedingFollowUp>,
    /// What to work on first.
    pub priorities: Option<PriorityMatrix>,
    /// The parts of this group.
    pub groups: Vec<ResultsGroup>,
    /// Paths to what belongs to it.
    #[schema(schema_with = schema::links)]
    pub links: Links,
}

/// How many took part.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResultsParticipation {
    /// How many could answer.
    pub population: u64,
    /// How many were invited by name; none where nobody was.
    pub invited: Option<u64>,
    /// How many answered.
    pub respondents: u64,
    /// Answered by could answer.
    pub rate: Option<f64>,
    /// How many are needed for results that stand for all.
    pub needed: Option<u64>,
    /// Whether so many answered.
    pub reached: Option<bool>,
}

/// A question by whose answers results are split.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResultsDimension {
    /// Key.
    pub key: String,
    /// What was asked.
    pub text: String,
    /// Why nothing is split by it here; none when something is.
    pub hidden: Option<WireReason>,
}

/// A part of a group.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResultsGroup {
    /// Key.
    pub key: String,
    /// Name.
    pub title: String,
    /// What it is.
    #[schema(schema_with = group_kinds)]
    pub kind: CampaignGroupKind,
    /// Why nothing is shown of it; none when something is.
    pub hidden: Option<WireReason>,
    /// Where its results are.
    pub href: String,
}

/// The figures of one question.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct QuestionResults {
    /// Key.
    pub key: String,
    /// What was asked.
    pub text: String,
    /// The kind of answer.
    #[schema(schema_with = answer_kinds)]
    pub kind: AnswerWord,
    /// Whether a high answer is bad.
    pub reversed: bool,
    /// Why nothing is shown of it; none when something is.
    pub hidden: Option<WireReason>,
    /// How many answered.
    pub n: Option<u64>,
    /// How often what was answered.
    pub distribution: Vec<AnswerShare>,
    /// The mean.
    pub mean: Option<f64>,
    /// The standard deviation.
    pub standard_deviation: Option<f64>,
    /// The middle answer.
    pub median: Option<f64>,
    /// Which part gave one of the two highest points.
    pub top_two: Option<f64>,
    /// The 95 % interval of the mean.
    pub interval: Option<ResultsInterval>,
    /// The mean as a school mark.
    pub ten_point: Option<f64>,
    /// How many recommend the school.
    pub recommendation: Option<RecommendationFigures>,
}

/// The figures of one scale, as school marks.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScaleResults {
    /// Key.
    pub key: String,
    /// Name.
    pub title: String,
    /// The topic of social safety that it covers.
    #[schema(schema_with = topics)]
    pub safety_topic: Option<SafetyTopic>,
    /// Keys of the questions in its mean.
    pub items: Vec<String>,
    /// Why nothing is shown of it; none when something is.
    pub hidden: Option<WireReason>,
    /// Of what the mean is.
    #[schema(schema_with = means_of)]
    pub mean_of: Option<MeanOf>,
    /// How many have a score.
    pub n: Option<u64>,
    /// Their mean.
    pub mean: Option<f64>,
    /// The standard deviation.
    pub standard_deviation: Option<f64>,
    /// The 95 % interval of the mean.
    pub interval: Option<ResultsInterval>,
}
