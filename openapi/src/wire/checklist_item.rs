//! Items of checklists on the wire.

use akoki_domain::{
    finding::{ChecklistItem as Kept, ItemInput},
    id::EvidenceId,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    finding::GatheredEvidence,
    schema::{self, Links},
};

/// What a caller may set of an item of a checklist.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ChecklistItemInput {
    /// The audit.
    pub audit_id: Uuid,
    /// The unit that is looked at.
    pub unit_id: Uuid,
    /// The standard.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 60)]
    pub standard: Option<String>,
    /// What is to be looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub question: Option<String>,
    /// Notes of the auditors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub notes: Option<String>,
    /// What was seen, heard or read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub evidence: Vec<GatheredEvidence>,
    /// The pieces of evidence on which it rests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub evidence_ids: Vec<Uuid>,
    /// The level that is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 40)]
    pub verdict: Option<String>,
    /// Whether none can be given.
    #[serde(default)]
    pub not_assessed: bool,
    /// The day of the judgement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessed_on: Option<Date>,
}

/// An item of a checklist as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ChecklistItem {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The audit.
    pub audit_id: Uuid,
    /// The unit that is looked at.
    pub unit_id: Uuid,
    /// The standard.
    pub standard: Option<String>,
    /// Whether it was drawn from the standards of the audit.
    pub drawn: bool,
    /// What is to be looked at.
    pub question: Option<String>,
    /// Notes of the auditors.
    pub notes: Option<String>,
    /// What was seen, heard or read.
    pub evidence: Vec<GatheredEvidence>,
    /// The pieces of evidence on which it rests.
    pub evidence_ids: Vec<Uuid>,
    /// The level that is given.
    pub verdict: Option<String>,
    /// Whether none can be given.
    pub not_assessed: bool,
    /// The day of the judgement.
    pub assessed_on: Option<Date>,
    /// Who judged.
    pub assessed_by_principal_id: Option<Uuid>,
    /// Whether it is judged.
    pub judged: bool,
    /// Whether the people of the unit see it.
    pub released: bool,
    /// Related resources.
    #[schema(schema_with = schema::links)]
    pub links: Links,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

impl From<ChecklistItemInput> for ItemInput {
    fn from(from: ChecklistItemInput) -> Self {
        Self {
            standard: from.standard,
            question: from.question,
            notes: from.notes,
            evidence: from.evidence.into_iter().map(Into::into).collect(),
            evidence_ids: from.evidence_ids.into_iter().map(EvidenceId).collect(),
            verdict: from.verdict,
            not_assessed: from.not_assessed,
            assessed_on: from.assessed_on,
        }
    }
}

impl From<&Kept> for ChecklistItemInput {
    fn from(kept: &Kept) -> Self {
        let stated = &kept.stated;
        Self {
            audit_id: kept.audit_id.0,
            unit_id: kept.unit_id.0,
            standard: stated.standard.clone(),
            question: stated.question.clone(),
            notes: stated.notes.clone(),
            evidence: stated.evidence.iter().map(Into::into).collect(),
            evidence_ids: stated.evidence_ids.iter().map(|id| id.0).collect(),
            verdict: stated.verdict.clone(),
            not_assessed: stated.not_assessed,
            assessed_on: stated.assessed_on,
        }
    }
}
