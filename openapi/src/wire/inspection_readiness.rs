//! How ready a unit is for a visit, on the wire.

use akoki_domain::{
    Reason,
    framework::{EditionContent, Relation},
    inspection::{Gap, Heard, StandardReadiness, summary},
    text::Language,
    verdict::{EvaluationLevel, Voice},
};
use serde::Serialize;
use time::Date;
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};
use uuid::Uuid;

use super::{
    dossier::WireCompleteness,
    framework::reasons,
    schema::{self, Links},
    words::{maybe_one_of, one_of},
};
use crate::{address, problem::WireReason};

fn gaps() -> RefOr<Schema> {
    one_of(Gap::ALL.iter().map(|word| word.as_str())).into()
}

fn levels() -> RefOr<Schema> {
    maybe_one_of(EvaluationLevel::ALL.iter().map(|word| word.as_str())).into()
}

fn relations() -> RefOr<Schema> {
    one_of(Relation::ALL.iter().map(|word| word.as_str())).into()
}

/// Parts of readiness that a caller may not see, by the name of the field.
pub const DOSSIER: &str = "dossier";
/// See [`DOSSIER`].
pub const FINDINGS: &str = "openFindings";

/// The name of the field of a voice.
pub const fn field_of(voice: Voice) -> &'static str {
    voice.as_str()
}

fn withheld() -> RefOr<Schema> {
    let voices = Voice::ALL.iter().map(|voice| field_of(*voice));
    let fields = [DOSSIER, FINDINGS].into_iter().chain(voices);
    utoipa::openapi::ArrayBuilder::new()
        .items(one_of(fields))
        .into()
}

/// The standard under an earlier edition.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EarlierEdition {
    /// The standard as it was judged.
    #[schema(example = "inspectorate/2017/po/OP2")]
    pub requirement: String,
    /// How it leads to the standard of now.
    #[schema(schema_with = relations)]
    pub relation: Relation,
    /// The level that was given.
    pub value: String,
}

/// What a voice last said of a standard.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReadinessVerdict {
    /// The level under the edition in force.
    pub value: Option<String>,
    /// At which level of the organisation.
    #[schema(schema_with = levels)]
    pub level: Option<EvaluationLevel>,
    /// Which team or subject department.
    pub unit_id: Option<Uuid>,
    /// The day from which it holds.
    pub given_on: Date,
    /// What gave it.
    pub href: String,
    /// The standard as it was judged under an earlier edition.
    pub earlier_edition: Option<EarlierEdition>,
}

/// What is arranged for a standard.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReadinessDossier {
    /// The dossier.
    pub id: Option<Uuid>,
    /// How complete it is on the day.
    pub completeness: WireCompleteness,
}

/// Something that keeps a standard from being ready.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReadinessGap {
    /// What it is.
    #[schema(schema_with = gaps)]
    pub gap: Gap,
    /// What it rests on.
    pub why: Vec<WireReason>,
}

/// How ready a unit is on one standard.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StandardReadiness)]
pub struct WireStandard {
    /// Code.
    pub standard: String,
    /// Name.
    pub title: String,
    /// The standard with its edition.
    #[schema(example = "inspectorate/2025/po/OP2")]
    pub requirement: String,
    /// Whether it weighs more in the judgement of the whole.
    pub core: bool,
    /// Whether nothing stands in the way.
    pub ready: Option<bool>,
    /// What is arranged.
    pub dossier: Option<ReadinessDossier>,
    /// What the unit last said.
    pub self_assessed: Vec<ReadinessVerdict>,
    /// What an internal audit last said.
    pub internal_audit: Option<ReadinessVerdict>,
    /// What an external audit last said.
    pub external_audit: Option<ReadinessVerdict>,
    /// What the inspectorate last said.
    pub inspectorate: Option<ReadinessVerdict>,
    /// How many findings about it are open.
    pub open_findings: Option<usize>,
    /// How many recovery orders about it are open.
    pub open_orders: usize,
    /// What keeps it from being ready.
    pub gaps: Vec<ReadinessGap>,
}

/// On how many standards there is a gap.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GapCount {
    /// What it is.
    #[schema(schema_with = gaps)]
    pub gap: Gap,
    /// On how many standards.
    pub standards: usize,
}

/// How many standards are ready, and by what the others are not.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ReadinessSummary {
    /// How many standards are asked of the unit.
    pub standards: usize,
    /// How many are ready.
    pub ready: usize,
    /// How many are not.
    pub not_ready: usize,
    /// Of how many it cannot be said.
    pub unknown: usize,
    /// On how many standards there is each gap.
    pub gaps: Vec<GapCount>,
}

/// How ready a unit is for a visit on a day.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InspectionReadiness {
    /// The unit that carries the work.
    pub unit_id: Uuid,
    /// The day.
    pub on: Date,
    /// The edition under which a visit would be held.
    #[schema(example = "inspectorate/2025/po")]
    pub edition: Option<String>,
    /// Whether there may be a newer one.
    pub possibly_outdated: bool,
    /// What the caller may not see.
    #[schema(schema_with = withheld)]
    pub withheld: Vec<&'static str>,
    /// All together.
    pub summary: ReadinessSummary,
    /// Each standard, in the order of the edition.
    pub standards: Vec<WireStandard>,
    /// Related resources.
    #[schema(schema_with = schema::links)]
    pub links: Links,
}

impl ReadinessSummary {
    /// The summary of these standards.
    pub fn new(standards: &[StandardReadiness]) -> Self {
        let count = |ready| standards.iter().filter(|one| one.ready == ready).count();
        let gaps = summary(standards);
        Self {
            standards: standards.len(),
            ready: count(Some(true)),
            not_ready: count(Some(false)),
            unknown: count(None),
            gaps: gaps
                .into_iter()
                .map(|(gap, standards)| GapCount { gap, standards })
                .collect(),
        }
    }
}

impl WireStandard {
    /// How ready a unit is on a standard, in words.
    pub fn new(one: &StandardReadiness, edition: &EditionContent, language: Language) -> Self {
        let all = |voice| {
            let heard = one.heard.iter().filter(move |heard| heard.voice == voice);
            heard.map(ReadinessVerdict::new)
        };
        let said = |voice| all(voice).next();
        let title = edition.node(&one.standard.code);
        let why = |why: &[Reason]| reasons(why, language);
        Self {
            standard: one.standard.code.clone(),
            title: title.map_or_else(String::new, |node| node.title.get(language).to_owned()),
            requirement: one.requirement.to_string(),
            core: one.standard.core,
            ready: one.ready,
            dossier: one.arranged.as_ref().map(|arranged| ReadinessDossier {
                id: arranged.dossier_id.map(|id| id.0),
                completeness: WireCompleteness::new(&arranged.completeness, language),
            }),
            self_assessed: all(Voice::SelfAssessed).collect(),
            internal_audit: said(Voice::InternalAudit),
            external_audit: said(Voice::ExternalAudit),
            inspectorate: said(Voice::Inspectorate),
            open_findings: one.findings.as_ref().map(Vec::len),
            open_orders: one.orders.len(),
            gaps: one
                .gaps
                .iter()
                .map(|(gap, reasons)| ReadinessGap {
                    gap: *gap,
                    why: why(reasons),
                })
                .collect(),
        }
    }
}

impl ReadinessVerdict {
    fn new(heard: &Heard) -> Self {
        let earlier = heard.earlier.as_ref();
        Self {
            value: heard.value.clone(),
            level: heard.level,
            unit_id: heard.unit.map(|unit| unit.0),
            given_on: heard.given_on,
            href: address::of_resource(heard.source),
            earlier_edition: earlier.map(|(requirement, relation)| EarlierEdition {
                requirement: requirement.to_string(),
                relation: *relation,
                value: heard.given.clone(),
            }),
        }
    }
}
