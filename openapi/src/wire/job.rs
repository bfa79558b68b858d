//! Jobs, their reports, and the kinds of file that can be taken in.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::transition::BlockedCommand;
use crate::problem::WireReason;

/// How far a job is.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobProgress {
    /// `planning` or `applying`.
    #[schema(example = "planning")]
    pub phase: String,
    /// Rows done in this phase.
    pub done: u64,
    /// Rows to be done in this phase, as far as known.
    pub total: u64,
}

/// What became of the rows.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobResult {
    /// Rows read: created, updated, unchanged, rejected and outOfScope together.
    pub rows: u64,
    /// Rows that made something.
    pub created: u64,
    /// Rows that changed something.
    pub updated: u64,
    /// Rows that changed nothing.
    pub unchanged: u64,
    /// Rows that could not be read.
    pub rejected: u64,
    /// Rows of other boards.
    pub out_of_scope: u64,
    /// Of the unchanged rows, those that wait for a transfer.
    pub transfer_pending: u64,
    /// Establishments that the list no longer has.
    pub ended: u64,
}

/// The file as it was received.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobFile {
    /// Its length.
    pub bytes: u64,
    /// SHA-256 of its bytes; none of a file with answers.
    pub sha256: Option<String>,
    /// `utf-8` or `windows-1252`.
    #[schema(example = "windows-1252")]
    pub encoding: String,
    /// What stands between its cells; none of JSON objects.
    #[schema(example = ";")]
    pub delimiter: Option<String>,
}

/// A job as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Job {
    /// Id.
    pub id: Uuid,
    /// Board; none for the whole country.
    pub board_id: Option<Uuid>,
    /// Campaign of the answers.
    pub campaign_id: Option<Uuid>,
    /// What the caller said the file is.
    #[schema(example = "duo-establishments")]
    pub kind: String,
    /// The list that it turned out to be.
    #[schema(example = "primary")]
    pub layout: String,
    /// Only says what would happen.
    pub dry_run: bool,
    /// More than a tenth may end.
    pub confirm_end: bool,
    /// How it stands.
    #[schema(example = "running")]
    pub status: String,
    /// How far it is.
    pub progress: JobProgress,
    /// What became of the rows, or would.
    pub result: Option<JobResult>,
    /// Why it failed or waits.
    pub problem: Option<WireReason>,
    /// What to heed now that it is done.
    pub notice: Option<WireReason>,
    /// The file.
    pub file: JobFile,
    /// Address of the report, row by row.
    pub rows: String,
    /// Commands that can be given now.
    pub available_commands: Vec<String>,
    /// What stands in the way of the others.
    pub blockers: Vec<BlockedCommand>,
    /// When it was done, failed or stopped.
    #[serde(with = "crate::wire::instant::option")]
    pub finished_at: Option<OffsetDateTime>,
    /// Version.
    pub version: i64,
    /// Made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// Last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

/// What became of one row.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobRow {
    /// Its place in the report.
    pub number: u64,
    /// The line of the file on which it begins; none for what the list no longer has.
    pub line: Option<u64>,
    /// Of how many rows on end it says what became of them.
    pub rows: u64,
    /// What became of it.
    #[schema(example = "rejected")]
    pub outcome: String,
    /// The column of the first reason.
    pub column: Option<String>,
    /// The code of the first reason.
    pub code: Option<String>,
    /// The first reason in words.
    pub detail: Option<String>,
    /// Every reason.
    pub reasons: Vec<JobRowReason>,
    /// The address of what it is about.
    pub href: Option<String>,
}

/// Why a row became what it became.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JobRowReason {
    /// The column, as the file writes it.
    pub column: Option<String>,
    /// The stable code.
    pub code: String,
    /// In words.
    pub detail: String,
    /// The address of what the reason is about.
    pub href: Option<String>,
}

/// Says that so many may end.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JobConfirmation {
    /// They may end.
    pub confirm_end: bool,
}

/// A kind of file that can be taken in.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportKind {
    /// Its key.
    #[schema(example = "people")]
    pub key: String,
    /// What it is.
    pub title: String,
    /// The roles that may take it in.
    pub roles: Vec<String>,
    /// The columns that are read.
    pub columns: Vec<ImportColumn>,
    /// Address of the template; none for lists that others publish.
    pub template: Option<String>,
}

/// A column that is read.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImportColumn {
    /// Its names, the usual one first; capitals, spaces and hyphens do not matter.
    pub names: Vec<String>,
    /// Whether a file without it is refused.
    pub required: bool,
    /// The columns of which one makes up for it.
    pub alternatives: Vec<String>,
}

/// The kinds of file that can be taken in.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportKinds {
    /// Every kind.
    pub items: Vec<ImportKind>,
}
