//! Results as a table: one row a figure.

use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Results as a table.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyResultsExport {
    /// The campaign.
    pub campaign_id: Uuid,
    /// Each figure.
    pub rows: Vec<ExportedFigure>,
}

/// One figure, or one open answer.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ExportedFigure {
    /// Key of the group; none for all together.
    pub group_key: Option<String>,
    /// Name of the group, or of the campaign.
    pub group: String,
    /// What it is about: the group itself, a question or a scale.
    pub about: &'static str,
    /// Key of the question or scale.
    pub key: Option<String>,
    /// What was asked, or the name of the scale.
    pub text: Option<String>,
    /// Which figure it is.
    pub figure: &'static str,
    /// The point or option whose count it is.
    pub answer: Option<String>,
    /// The figure.
    pub value: Option<f64>,
    /// What was written, of an open answer.
    pub written: Option<String>,
}
