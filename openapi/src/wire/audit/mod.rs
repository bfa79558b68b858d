//! Audits on the wire.

mod parts;
mod stated;

pub use parts::{
    AgendaItem, AuditAdoption, AuditMember, AuditReply, AuditReplyInput, AuditReport,
    AuditReportInput, EarlierAuditReport, PinnedStandard,
};
pub use stated::AuditInput;

use akoki_domain::{
    audit::{Command, State},
    verdict::Selection,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    schema::{self, Links},
    transition::BlockedCommand,
};

/// A command to an audit.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct AuditCommand {
    /// What is asked.
    #[schema(schema_with = schema::audit_command)]
    pub command: Command,
}

/// An audit as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Audit {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// Where it hangs.
    pub unit_id: Uuid,
    /// The units that are audited.
    pub scope_unit_ids: Vec<Uuid>,
    /// The kind.
    pub kind: String,
    /// The programme that it is of.
    pub programme_id: Option<Uuid>,
    /// The school year for which it counts.
    pub school_year: i32,
    /// What it is called.
    pub title: String,
    /// What the units want to know themselves.
    pub research_questions: Vec<String>,
    /// The edition.
    pub edition: String,
    /// How the standards were chosen.
    #[schema(schema_with = schema::selection)]
    pub selection: Selection,
    /// The standards.
    pub standards: Vec<PinnedStandard>,
    /// The first day.
    pub planned_from: Date,
    /// The last day.
    pub planned_until: Date,
    /// What is planned for the days.
    pub agenda: Vec<AgendaItem>,
    /// Who audits.
    pub team: Vec<AuditMember>,
    /// The accredited body.
    pub body_id: Option<Uuid>,
    /// The last day for the reply.
    pub reply_due_on: Option<Date>,
    /// Where it is.
    #[schema(schema_with = schema::audit_state)]
    pub state: State,
    /// The day on which it began.
    pub started_on: Option<Date>,
    /// The report.
    pub report: Option<AuditReport>,
    /// What the units say to it.
    pub replies: Vec<AuditReply>,
    /// What was reported before and taken back.
    pub earlier_reports: Vec<EarlierAuditReport>,
    /// That it was adopted.
    pub adopted: Option<AuditAdoption>,
    /// The day on which it ended.
    pub ended_on: Option<Date>,
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
