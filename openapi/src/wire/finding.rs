//! Findings of audits on the wire.

use akoki_domain::{
    finding::{Command, Course, Finding as Kept, FindingInput as Stated, Gathered, Ground, State},
    id::EvidenceId,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    follow_up::{FindingAttempt, FindingCorrection, FindingResponse, FindingVerification},
    schema::{self, Links},
    transition::BlockedCommand,
};

/// One thing that an auditor saw, heard or read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GatheredEvidence {
    /// Where it comes from.
    #[schema(schema_with = schema::ground)]
    pub kind: Ground,
    /// What it shows.
    #[schema(min_length = 1, max_length = 10000)]
    pub text: String,
}

impl From<GatheredEvidence> for Gathered {
    fn from(from: GatheredEvidence) -> Self {
        Self {
            kind: from.kind,
            text: from.text,
        }
    }
}

impl From<&Gathered> for GatheredEvidence {
    fn from(from: &Gathered) -> Self {
        Self {
            kind: from.kind,
            text: from.text.clone(),
        }
    }
}

/// What a caller may set of a finding.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FindingInput {
    /// The audit.
    pub audit_id: Uuid,
    /// The unit at which it was found.
    pub unit_id: Uuid,
    /// How it weighs.
    #[schema(min_length = 1, max_length = 40)]
    pub grade: String,
    /// The standard that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 60)]
    pub standard: Option<String>,
    /// What was found.
    #[schema(min_length = 1, max_length = 10000)]
    pub statement: String,
    /// What that rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub evidence: Vec<GatheredEvidence>,
    /// The pieces of evidence on which it rests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub evidence_ids: Vec<Uuid>,
    /// What the auditors recommend.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub recommendation: Option<String>,
}

/// A command to a finding.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FindingCommand {
    /// What is asked.
    #[schema(schema_with = schema::finding_command)]
    pub command: Command,
}

/// A finding as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Finding {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The audit.
    pub audit_id: Uuid,
    /// The unit at which it was found.
    pub unit_id: Uuid,
    /// How it weighs.
    pub grade: String,
    /// What that grade asks of the unit.
    #[schema(schema_with = schema::course)]
    pub asks: Course,
    /// Whether the audit is not closed while it is open.
    pub blocks_closing: bool,
    /// The standard that it is about.
    pub standard: Option<String>,
    /// What was found.
    pub statement: String,
    /// What that rests on.
    pub evidence: Vec<GatheredEvidence>,
    /// The pieces of evidence on which it rests.
    pub evidence_ids: Vec<Uuid>,
    /// What the auditors recommend.
    pub recommendation: Option<String>,
    /// Whether the people of the unit see it.
    pub released: bool,
    /// Where it is.
    #[schema(schema_with = schema::finding_state)]
    pub state: State,
    /// The last day for the answer.
    pub answer_due_on: Option<Date>,
    /// The last day that the grade allows for what is done.
    pub action_due_on: Option<Date>,
    /// The day on which the unit should be done with what it is to do now.
    pub due_on: Option<Date>,
    /// How many days late that is.
    pub days_late: i64,
    /// Who is told because it is late.
    pub escalated_to_unit_id: Option<Uuid>,
    /// The answer to a recommendation.
    pub response: Option<FindingResponse>,
    /// The day of the answer.
    pub responded_on: Option<Date>,
    /// What is done about a non-conformity.
    pub correction: Option<FindingCorrection>,
    /// What was seen of the effect.
    pub verification: Option<FindingVerification>,
    /// What was done before.
    pub earlier_attempts: Vec<FindingAttempt>,
    /// The commands that can be given now.
    pub available_commands: Vec<String>,
    /// The others, with what stands in the way.
    pub blockers: Vec<BlockedCommand>,
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

impl From<FindingInput> for Stated {
    fn from(from: FindingInput) -> Self {
        Self {
            grade: from.grade,
            standard: from.standard,
            statement: from.statement,
            evidence: from.evidence.into_iter().map(Into::into).collect(),
            evidence_ids: from.evidence_ids.into_iter().map(EvidenceId).collect(),
            recommendation: from.recommendation,
        }
    }
}

impl From<&Kept> for FindingInput {
    fn from(kept: &Kept) -> Self {
        let stated = &kept.stated;
        Self {
            audit_id: kept.audit_id.0,
            unit_id: kept.unit_id.0,
            grade: stated.grade.clone(),
            standard: stated.standard.clone(),
            statement: stated.statement.clone(),
            evidence: stated.evidence.iter().map(Into::into).collect(),
            evidence_ids: stated.evidence_ids.iter().map(|id| id.0).collect(),
            recommendation: stated.recommendation.clone(),
        }
    }
}
