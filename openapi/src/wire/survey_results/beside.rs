//! What stands beside the figures: comparisons, priorities, how scales hold, and what respondents wrote.

use akoki_domain::survey::{
    follow_up::FollowUpState,
    results::{Other, ResultKind},
    statistics::{Importance, Quadrant, Verdict},
};
use serde::Serialize;
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};
use uuid::Uuid;

use crate::{
    problem::WireReason,
    wire::{
        schema::{self, Links},
        survey_follow_up::{SurveyAnswerToResults, SurveyFollowUpCycle},
        words::one_of,
    },
};

fn others() -> RefOr<Schema> {
    one_of(Other::ALL.iter().map(|word| word.as_str())).into()
}

fn follow_up_states() -> RefOr<Schema> {
    one_of(FollowUpState::ALL.iter().map(|word| word.as_str())).into()
}

fn verdicts() -> RefOr<Schema> {
    one_of(Verdict::ALL.iter().map(|word| word.as_str())).into()
}

fn importances() -> RefOr<Schema> {
    one_of(Importance::ALL.iter().map(|word| word.as_str())).into()
}

fn quadrants() -> RefOr<Schema> {
    one_of(Quadrant::ALL.iter().map(|word| word.as_str())).into()
}

/// What a key is of.
fn kinds() -> RefOr<Schema> {
    one_of(ResultKind::ALL.iter().map(|word| word.as_str())).into()
}

/// A mean set against another.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResultsComparison {
    /// Against what.
    #[schema(schema_with = others)]
    pub with: Other,
    /// The school years in which the campaign before opened; none of others and of a benchmark.
    pub school_years: Vec<i32>,
    /// Whether it is about a question or a scale.
    #[schema(schema_with = kinds)]
    pub kind: ResultKind,
    /// Key of the question or scale.
    pub key: String,
    /// This mean less the other.
    pub difference: Option<f64>,
    /// What it comes to.
    #[schema(schema_with = verdicts)]
    pub verdict: Verdict,
    /// The same in one sentence.
    pub sentence: String,
    /// The figures behind it, when they are asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub figures: Option<ComparisonFigures>,
}

/// The figures behind a comparison.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ComparisonFigures {
    /// The difference in standard errors.
    pub t: f64,
    /// Degrees of freedom.
    pub degrees_of_freedom: f64,
    /// The chance of such a difference when there is none.
    pub p: f64,
    /// The same, corrected for how many comparisons there are.
    pub adjusted_p: Option<f64>,
    /// Cohen's d.
    pub effect_size: Option<f64>,
}

/// What a unit did with the results of the campaign before.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PrecedingFollowUp {
    /// The unit.
    pub unit_id: Uuid,
    /// Where its follow-up is.
    #[schema(schema_with = follow_up_states)]
    pub state: FollowUpState,
    /// What it does; none as long as it did not say.
    pub answer: Option<SurveyAnswerToResults>,
    /// The cycles that took results up.
    pub cycles: Vec<SurveyFollowUpCycle>,
    /// Where the follow-up is.
    pub href: String,
}

/// Importance against score.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PriorityMatrix {
    /// How importance is known.
    #[schema(schema_with = importances)]
    pub by: Importance,
    /// From here on something is important.
    pub importance_line: f64,
    /// From here on something is well.
    pub score_line: f64,
    /// Where each question stands.
    pub places: Vec<PriorityPlace>,
}

/// Where a question stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PriorityPlace {
    /// Key of the question.
    pub key: String,
    /// How important it is.
    pub importance: f64,
    /// Its score, as a school mark.
    pub score: f64,
    /// In which field that is.
    #[schema(schema_with = quadrants)]
    pub quadrant: Quadrant,
}

/// How the scales of a survey hold as measurements.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyMetrics {
    /// The campaign.
    pub campaign_id: Uuid,
    /// Why nothing is shown; none when something is.
    pub hidden: Option<WireReason>,
    /// Each scale of which enough answered all questions.
    pub scales: Vec<MetricsScale>,
    /// How large the differences with the campaign before are.
    pub effects: Vec<SurveyEffect>,
    /// Paths to what belongs to it.
    #[schema(schema_with = schema::links)]
    pub links: Links,
}

/// How a scale holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MetricsScale {
    /// Key.
    pub key: String,
    /// Name.
    pub title: String,
    /// How many answered all its questions.
    pub n: u64,
    /// Cronbach's alpha.
    pub alpha: Option<f64>,
    /// Each question in its mean.
    pub items: Vec<MetricsItem>,
}

/// How a question holds in its scale.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MetricsItem {
    /// Key of the question.
    pub key: String,
    /// The mean as a school mark.
    pub mean: Option<f64>,
    /// The standard deviation of the marks.
    pub standard_deviation: Option<f64>,
    /// The correlation with the sum of the other questions.
    pub item_rest: Option<f64>,
    /// Alpha without it.
    pub alpha_without: Option<f64>,
}

/// How large a difference is.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyEffect {
    /// Whether it is about a question or a scale.
    #[schema(schema_with = kinds)]
    pub kind: ResultKind,
    /// Key of the question or scale.
    pub key: String,
    /// Cohen's d.
    pub d: f64,
    /// The same, corrected for small samples (Hedges).
    pub g: f64,
}

/// What respondents wrote.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyOpenAnswers {
    /// The campaign.
    pub campaign_id: Uuid,
    /// Key of the group; none for all together.
    pub group_key: Option<String>,
    /// Why nothing is shown; none when something is.
    pub hidden: Option<WireReason>,
    /// Each open question.
    pub questions: Vec<OpenAnswersOf>,
}

/// What respondents wrote to one question.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OpenAnswersOf {
    /// Key of the question.
    pub key: String,
    /// What was asked.
    pub text: String,
    /// Why nothing is shown of it; none when something is.
    pub hidden: Option<WireReason>,
    /// What was written, in the order of the texts.
    pub answers: Vec<String>,
}
