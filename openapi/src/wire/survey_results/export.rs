//! The results of all groups in one answer.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SurveyOpenAnswers, SurveyResults};

/// The results of all groups in reach.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyResultsExport {
    /// The campaign.
    pub campaign_id: Uuid,
    /// Each group, as its results are shown.
    pub groups: Vec<SurveyResults>,
    /// What was written in each group, when that is asked for.
    pub open_answers: Vec<SurveyOpenAnswers>,
}
