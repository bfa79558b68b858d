//! How many take part in a survey, and what is to be expected of it.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// How many take part, in steps of the minimum. Once the survey has closed this is told of the groups of which results
/// are shown, and of none while its answers are being mixed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyParticipation {
    /// The campaign.
    pub campaign_id: Uuid,
    /// The count goes up by so many.
    pub step: u32,
    /// All together.
    pub total: GroupParticipation,
    /// By unit.
    pub units: Vec<GroupParticipation>,
}

/// How many of one group take part.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupParticipation {
    /// Key of the group; none for all together.
    pub group_key: Option<String>,
    /// How many could answer.
    pub population: u64,
    /// How many were invited by name; none where nobody was.
    pub invited: Option<u64>,
    /// How many came in with a class code or a link, at least: a multiple of the step. None once the survey is over.
    pub let_in: Option<u64>,
    /// How many answered, at least: a multiple of the step. Answers that were taken in from elsewhere count.
    pub responses: Option<u64>,
    /// How many are needed for results that stand for all.
    pub needed: u64,
    /// Whether so many answered.
    pub reached: Option<bool>,
}

/// What is to be expected of a survey before it begins.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyForecast {
    /// The campaign.
    pub campaign_id: Uuid,
    /// Of fewer respondents nothing is shown.
    pub minimum: u32,
    /// So many of a hundred are expected to answer.
    pub response_rate: u32,
    /// Every group; all together first.
    pub groups: Vec<ExpectedGroup>,
    /// Neighbouring groups that would be shown if they were declared as one.
    pub pools: Vec<Vec<String>>,
}

/// A group as it is expected to come out.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExpectedGroup {
    /// Its key; none for all together.
    pub group_key: Option<String>,
    /// How many could answer.
    pub population: u64,
    /// Whether it is shown when all answer.
    pub shown_at_best: bool,
    /// Whether it is shown when as many answer as expected.
    pub shown: bool,
    /// Whether it would be shown with a second window.
    pub shown_over_two_windows: bool,
}
