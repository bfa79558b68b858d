//! What is asked of a file with answers.

use serde::{Deserialize, Serialize};

use crate::id::SurveyCampaignId;

/// What is asked of a file with answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResponsesOrder {
    /// The campaign to which they belong.
    pub campaign_id: SurveyCampaignId,
    /// Which column holds what.
    pub mapping: Mapping,
    /// A question that must be answered may be left open.
    pub allow_incomplete: bool,
    /// What tells the file from others of the campaign: its bytes under a key of the service, because a plain digest
    /// of a small file could be guessed at until the answers are found. Empty until the file is there.
    pub mark: String,
}

/// Which column holds what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Mapping {
    /// The names of columns by the key of the question; those of the other questions are the keys.
    pub columns: Vec<(String, String)>,
    /// Of which group the respondents are.
    pub group: GroupFrom,
    /// Columns that hold no question are passed over; otherwise the file is refused.
    pub ignore_columns: bool,
}

/// Where the group of a respondent comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum GroupFrom {
    /// The column of this name has its key.
    Column(String),
    /// All are of the group with this key.
    Fixed(String),
}
