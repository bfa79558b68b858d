//! Visits of the inspectorate on the wire.

use akoki_domain::{
    Code, Reason,
    id::{EvidenceId, InspectionVisitId, SupervisedObjectId},
    inspection::{Visit as Kept, VisitCommand, VisitInput, VisitKind, VisitState, VisitVerdict},
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};
use uuid::Uuid;
use validator::Validate;

use super::{
    schema::{self, Links},
    transition::BlockedCommand,
    words::one_of,
};

fn kinds() -> RefOr<Schema> {
    one_of(VisitKind::ALL.iter().map(|word| word.as_str())).into()
}

fn states() -> RefOr<Schema> {
    one_of(VisitState::ALL.iter().map(|word| word.as_str())).into()
}

fn commands() -> RefOr<Schema> {
    one_of(VisitCommand::ALL.iter().map(|word| word.as_str())).into()
}

/// What the inspectorate says of one standard.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = VisitVerdict)]
pub struct WireVerdict {
    /// Code of the standard.
    #[schema(min_length = 1, max_length = 40, example = "OP2")]
    pub standard: String,
    /// A level of the scale; null for "no judgement".
    #[serde(default)]
    #[schema(max_length = 40, example = "satisfactory")]
    pub value: Option<String>,
    /// Why.
    #[schema(min_length = 1, max_length = 10000)]
    pub reason: String,
    /// The pieces of evidence that are kept of it.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub evidence_ids: Vec<Uuid>,
}

/// What a caller may set of a visit.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InspectionVisitInput {
    /// The unit visited.
    pub unit_id: Uuid,
    /// Why the inspectorate comes.
    #[schema(schema_with = kinds)]
    pub kind: VisitKind,
    /// What is judged.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supervised_object_id: Option<Uuid>,
    /// The first day.
    pub started_on: Date,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Date>,
    /// The edition that the report names.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 130)]
    pub edition: Option<String>,
    /// The number of the file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 200)]
    pub reference: Option<String>,
    /// The day on which the report was adopted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_adopted_on: Option<Date>,
    /// The day on which it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub report_published_on: Option<Date>,
    /// In what the board differs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub dissent: Option<String>,
    /// The outcome.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40, example = "satisfactory")]
    pub outcome: Option<String>,
    /// The verdicts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 200)]
    #[validate(nested)]
    pub verdicts: Vec<WireVerdict>,
    /// The visit whose findings this one looks at again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub previous_visit_id: Option<Uuid>,
}

/// A command to a visit.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InspectionVisitCommand {
    /// What is asked.
    #[schema(schema_with = commands)]
    pub command: VisitCommand,
}

/// A visit as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InspectionVisit {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit visited.
    pub unit_id: Uuid,
    /// Where it is.
    #[schema(schema_with = states)]
    pub state: VisitState,
    /// Why the inspectorate comes.
    #[schema(schema_with = kinds)]
    pub kind: VisitKind,
    /// What is judged.
    pub supervised_object_id: Option<Uuid>,
    /// The first day.
    pub started_on: Date,
    /// The last day.
    pub ended_on: Option<Date>,
    /// The edition under which it is held.
    #[schema(example = "inspectorate/2025/po")]
    pub edition: String,
    /// The number of the file.
    pub reference: Option<String>,
    /// The day on which the report was adopted.
    pub report_adopted_on: Option<Date>,
    /// The day on which it is published.
    pub report_published_on: Option<Date>,
    /// The day from which it is public.
    pub public_from: Option<Date>,
    /// The last day on which parents are told.
    pub parents_told_by: Option<Date>,
    /// In what the board differs.
    pub dissent: Option<String>,
    /// The outcome.
    pub outcome: Option<String>,
    /// The verdicts.
    pub verdicts: Vec<WireVerdict>,
    /// The visit whose findings this one looks at again.
    pub previous_visit_id: Option<Uuid>,
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

impl InspectionVisitInput {
    /// What is recorded of it, apart from where it hangs. What cannot be read is named.
    pub fn stated(&self, wrong: &mut Vec<Reason>) -> VisitInput {
        let edition = self.edition.as_deref().map(str::parse);
        let edition = edition.transpose().unwrap_or_else(|error| {
            let reason = Reason::new(Code::InvalidFormat).at("/edition");
            wrong.push(reason.with("expected", error));
            None
        });
        let this = self.clone();
        VisitInput {
            kind: this.kind,
            supervised_object: this.supervised_object_id.map(SupervisedObjectId),
            started_on: this.started_on,
            ended_on: this.ended_on,
            edition,
            reference: this.reference,
            report_adopted_on: this.report_adopted_on,
            report_published_on: this.report_published_on,
            dissent: this.dissent,
            outcome: this.outcome,
            verdicts: this.verdicts.into_iter().map(Into::into).collect(),
            previous: this.previous_visit_id.map(InspectionVisitId),
        }
    }
}

impl From<&Kept> for InspectionVisitInput {
    fn from(visit: &Kept) -> Self {
        let stated = visit.stated.clone();
        Self {
            unit_id: visit.unit_id.0,
            kind: stated.kind,
            supervised_object_id: stated.supervised_object.map(|id| id.0),
            started_on: stated.started_on,
            ended_on: stated.ended_on,
            edition: stated.edition.map(|edition| edition.to_string()),
            reference: stated.reference,
            report_adopted_on: stated.report_adopted_on,
            report_published_on: stated.report_published_on,
            dissent: stated.dissent,
            outcome: stated.outcome,
            verdicts: stated.verdicts.into_iter().map(Into::into).collect(),
            previous_visit_id: stated.previous.map(|id| id.0),
        }
    }
}

impl From<WireVerdict> for VisitVerdict {
    fn from(from: WireVerdict) -> Self {
        Self {
            standard: from.standard,
            value: from.value,
            reason: from.reason,
            evidence_ids: from.evidence_ids.into_iter().map(EvidenceId).collect(),
        }
    }
}

impl From<VisitVerdict> for WireVerdict {
    fn from(from: VisitVerdict) -> Self {
        Self {
            standard: from.standard,
            value: from.value,
            reason: from.reason,
            evidence_ids: from.evidence_ids.iter().map(|id| id.0).collect(),
        }
    }
}
