//! Requirement dossiers on the wire.

use akoki_domain::{
    akoki::Theme,
    dossier::{
        Completeness, Dossier as Kept, DossierInput as Stated, LastMeasurement, Level, Part,
    },
    id::{EvidenceId, PersonId},
    text::Language,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::framework::{WireTheme, both_ways, reasons};
use crate::problem::WireReason;

/// What was last measured.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = LastMeasurement)]
pub struct WireLastMeasurement {
    /// The day.
    pub measured_on: Date,
    /// What was found.
    #[schema(min_length = 1, max_length = 10000)]
    pub result: String,
}

/// What a caller may set.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DossierInput {
    /// The unit.
    pub unit_id: Uuid,
    /// The requirement.
    #[schema(max_length = 200, example = "inspectorate/2025/po/OP2")]
    pub requirement: String,
    /// Who is responsible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
    /// What the unit wants to be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10000)]
    pub ambition: Option<String>,
    /// What should come of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10000)]
    pub intended_result: Option<String>,
    /// How that is measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 10000)]
    pub measurement_method: Option<String>,
    /// What was last measured.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_measurement: Option<WireLastMeasurement>,
    /// The pieces of evidence that show it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub evidence_ids: Vec<Uuid>,
}

/// How much of a phase is there.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CompletenessLevel)]
pub enum WireLevel {
    /// Nothing.
    None,
    /// Something.
    Partial,
    /// Everything.
    Full,
}
both_ways!(WireLevel, Level: None, Partial, Full);

/// How complete one phase is.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CompletenessPart)]
pub struct WirePart {
    /// How much of it is there.
    pub level: WireLevel,
    /// What is there, and what is missing.
    pub why: Vec<WireReason>,
}

/// How complete it is over plan, do, check and act.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Completeness)]
pub struct WireCompleteness {
    /// Plan.
    pub plan: WirePart,
    /// Do.
    #[serde(rename = "do")]
    pub do_: WirePart,
    /// Check.
    pub check: WirePart,
    /// Act.
    pub act: WirePart,
}

impl WireCompleteness {
    /// Completeness in words.
    pub fn new(of: &Completeness, language: Language) -> Self {
        let part = |part: &Part| WirePart {
            level: part.level.into(),
            why: reasons(&part.why, language),
        };
        Self {
            plan: part(&of.plan),
            do_: part(&of.r#do),
            check: part(&of.check),
            act: part(&of.act),
        }
    }
}

/// A dossier as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Dossier {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit that carries it.
    pub unit_id: Uuid,
    /// The requirement.
    pub requirement: String,
    /// The theme of the requirement.
    pub theme: Option<WireTheme>,
    /// Who is responsible.
    pub owner_id: Option<Uuid>,
    /// What the unit wants to be.
    pub ambition: Option<String>,
    /// What should come of it.
    pub intended_result: Option<String>,
    /// How that is measured.
    pub measurement_method: Option<String>,
    /// What was last measured.
    pub last_measurement: Option<WireLastMeasurement>,
    /// The pieces of evidence that show it.
    pub evidence_ids: Vec<Uuid>,
    /// The dossiers of an older edition that it continues.
    pub previous_ids: Vec<Uuid>,
    /// How complete it is today.
    pub completeness: WireCompleteness,
    /// Version.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

impl DossierInput {
    /// What it says, apart from what it is about.
    pub fn stated(&self) -> Stated {
        let this = self.clone();
        Stated {
            owner: this.owner_id.map(PersonId),
            ambition: this.ambition,
            intended_result: this.intended_result,
            measurement_method: this.measurement_method,
            last_measurement: this.last_measurement.map(|last| LastMeasurement {
                measured_on: last.measured_on,
                result: last.result,
            }),
            evidence: this.evidence_ids.into_iter().map(EvidenceId).collect(),
        }
    }
}

impl From<&Kept> for DossierInput {
    fn from(kept: &Kept) -> Self {
        let stated = kept.stated.clone();
        Self {
            unit_id: kept.unit_id.0,
            requirement: kept.requirement.to_string(),
            owner_id: stated.owner.map(|owner| owner.0),
            ambition: stated.ambition,
            intended_result: stated.intended_result,
            measurement_method: stated.measurement_method,
            last_measurement: stated.last_measurement.map(|last| WireLastMeasurement {
                measured_on: last.measured_on,
                result: last.result,
            }),
            evidence_ids: stated.evidence.iter().map(|one| one.0).collect(),
        }
    }
}

impl Dossier {
    /// The dossier as it is shown.
    pub fn new(
        kept: &Kept,
        theme: Option<Theme>,
        completeness: WireCompleteness,
        (version, created_at, updated_at): (i64, OffsetDateTime, OffsetDateTime),
    ) -> Self {
        let said = DossierInput::from(kept);
        Self {
            id: kept.id.0,
            board_id: kept.board_id.0,
            unit_id: said.unit_id,
            requirement: said.requirement,
            theme: theme.map(Into::into),
            owner_id: said.owner_id,
            ambition: said.ambition,
            intended_result: said.intended_result,
            measurement_method: said.measurement_method,
            last_measurement: said.last_measurement,
            evidence_ids: said.evidence_ids,
            previous_ids: kept.previous.iter().map(|id| id.0).collect(),
            completeness,
            version,
            created_at,
            updated_at,
        }
    }
}
