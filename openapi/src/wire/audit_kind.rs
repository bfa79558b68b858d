//! The kinds of audit, as they are shipped.

use akoki_domain::{
    audit::{AuditKind as Kept, DueInDays as KeptDue, FindingGrade as KeptGrade, VerdictRule},
    verdict::Voice,
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{framework::BilingualText, schema};

/// Within how many days something is due.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DueInDays {
    /// The answer of the unit.
    pub answer: u32,
    /// What it does about it.
    pub action: u32,
}

/// One grade of finding.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FindingGrade {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub title: BilingualText,
    /// Whether it says that a requirement is not met.
    pub non_conformity: bool,
    /// Whether the unit is asked for an answer.
    pub recommendation: bool,
    /// When it is due.
    pub due_in_days: Option<DueInDays>,
    /// Whether the audit cannot be closed while one such is open.
    pub blocks_closing: bool,
}

/// One kind of audit.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuditKind {
    /// Its code.
    pub code: String,
    /// What it is called.
    pub title: BilingualText,
    /// In which collection audits of this kind stand.
    pub recorded_in: String,
    /// The voice of its verdicts.
    #[schema(schema_with = schema::voice)]
    pub voice: Voice,
    /// The grades of its findings.
    pub grades: Vec<FindingGrade>,
    /// Whether it gives verdicts.
    #[schema(schema_with = schema::verdict_rule)]
    pub verdict: VerdictRule,
    /// Whether the unit must have put a question of its own.
    pub research_question_required: bool,
    /// Whether it takes an accredited body.
    pub needs_accreditation: bool,
    /// How long an assignment still stands in the way.
    pub independence_months: u32,
    /// How many days the unit has to reply.
    pub right_of_reply_days: u32,
    /// Whether these numbers were read in an official text.
    pub verified: bool,
}

/// All kinds of audit.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditKinds {
    /// The kinds.
    pub items: Vec<AuditKind>,
}

impl From<KeptDue> for DueInDays {
    fn from(from: KeptDue) -> Self {
        Self {
            answer: from.answer,
            action: from.action,
        }
    }
}

impl From<&KeptGrade> for FindingGrade {
    fn from(from: &KeptGrade) -> Self {
        Self {
            code: from.code.clone(),
            title: BilingualText::from(&from.title),
            non_conformity: from.non_conformity,
            recommendation: from.recommendation,
            due_in_days: from.due_in_days.map(Into::into),
            blocks_closing: from.blocks_closing,
        }
    }
}

impl From<&Kept> for AuditKind {
    fn from(from: &Kept) -> Self {
        Self {
            code: from.code.clone(),
            title: BilingualText::from(&from.title),
            recorded_in: from.recorded_as.noun().path().to_owned(),
            voice: from.voice,
            grades: from.grades.iter().map(Into::into).collect(),
            verdict: from.verdict,
            research_question_required: from.research_question_required,
            needs_accreditation: from.needs_accreditation,
            independence_months: from.independence_months,
            right_of_reply_days: from.right_of_reply_days,
            verified: from.verified,
        }
    }
}
