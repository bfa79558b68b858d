//! Steps from one edition of a framework to a later one, on the wire.

use akoki_domain::{
    framework::{EditionRef, Relation, RequirementRef},
    text::Language,
    upgrade::{
        Choice, Choices, FrameworkUpgrade as Kept, MAX_CHOICES, MadeDossier, Outcome, Row, RowKind,
        Target, TargetDossier,
    },
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
    framework::shape::MappingRelation,
    schema::{self, Links},
    words::one_of,
};
use crate::problem::WireReason;

macro_rules! word_schemas {
    ($($name:ident: $words:ident;)+) => {$(
        fn $name() -> RefOr<Schema> {
            one_of($words::ALL.iter().map(|word| word.as_str())).into()
        }
    )+};
}
word_schemas! {
    row_kind: RowKind;
    outcome: Outcome;
    target_dossier: TargetDossier;
}

/// What is chosen for standards of the older edition.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct UpgradeChoice {
    /// Codes in the older edition.
    #[schema(min_items = 1, max_items = 100)]
    pub from: Vec<String>,
    /// Codes in the newer edition; none leaves the work where it is.
    #[schema(max_items = 100)]
    pub to: Vec<String>,
}

fn dry() -> bool {
    true
}

/// Which step, and what is chosen.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FrameworkUpgradeInput {
    /// The unit.
    pub unit_id: Uuid,
    /// The edition it comes from.
    #[schema(max_length = 130, example = "inspectorate/2024/po")]
    pub from: String,
    /// The edition it leads to.
    #[schema(max_length = 130, example = "inspectorate/2025/po")]
    pub to: String,
    /// Whether it is only shown.
    #[serde(default = "dry")]
    #[schema(default = true)]
    pub dry_run: bool,
    /// What is chosen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 200)]
    pub choices: Vec<UpgradeChoice>,
}
const _: () = assert!(MAX_CHOICES == 200);

/// Where the work on a standard goes on.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpgradeTarget {
    /// Its code in the newer edition.
    pub standard: String,
    /// As a requirement.
    pub requirement: String,
    /// How it stands with its dossier.
    #[schema(schema_with = target_dossier)]
    pub dossier: TargetDossier,
    /// The dossier that is there already.
    pub dossier_id: Option<Uuid>,
    /// The open cycles to which it is to be added.
    pub cycle_ids: Vec<Uuid>,
}

/// What becomes of one standard.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpgradeRow {
    /// What kind of line.
    #[schema(schema_with = row_kind)]
    pub kind: RowKind,
    /// Its code.
    pub standard: String,
    /// As a requirement of its edition.
    pub requirement: String,
    /// How the editions relate there.
    pub relation: MappingRelation,
    /// Codes in the newer edition under which its work can go on.
    pub candidates: Vec<String>,
    /// Codes in the other edition with which it overlaps.
    pub overlaps: Vec<String>,
    /// Whether that was read in the official text.
    pub verified: bool,
    /// The last day on which it is shown beside the newer edition.
    pub readable_until: Option<Date>,
    /// The dossier that hangs there.
    pub dossier_id: Option<Uuid>,
    /// The open cycles that serve it.
    pub cycle_ids: Vec<Uuid>,
    /// What becomes of these.
    #[schema(schema_with = outcome)]
    pub outcome: Outcome,
    /// Where they go on.
    pub targets: Vec<UpgradeTarget>,
    /// Whether nothing is left to be done.
    pub done: bool,
}

/// A dossier that was made of older ones.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UpgradedDossier {
    /// The dossier.
    pub dossier_id: Uuid,
    /// Its requirement.
    pub requirement: String,
    /// The dossiers that it continues.
    pub previous_ids: Vec<Uuid>,
}

/// A step, planned or taken.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FrameworkUpgrade {
    /// Id; none of a plan.
    pub id: Option<Uuid>,
    /// Board.
    pub board_id: Uuid,
    /// The unit: the carrier.
    pub unit_id: Uuid,
    /// The edition it comes from.
    pub from: String,
    /// The edition it leads to.
    pub to: String,
    /// The editions between.
    pub via: Vec<String>,
    /// Whether it is only shown.
    pub dry_run: bool,
    /// What was chosen, a standard each.
    pub choices: Vec<UpgradeChoice>,
    /// What becomes of every standard.
    pub rows: Vec<UpgradeRow>,
    /// What keeps it from being taken.
    pub blockers: Vec<WireReason>,
    /// The dossiers that were made.
    pub made: Vec<UpgradedDossier>,
    /// The cycles to which requirements were added.
    pub extended_cycle_ids: Vec<Uuid>,
    /// The day on which it was taken.
    pub applied_on: Option<Date>,
    /// Related resources.
    #[schema(schema_with = schema::links)]
    pub links: Links,
    /// Version.
    pub version: Option<i64>,
    /// When it was made.
    #[serde(with = "crate::wire::instant::option")]
    pub created_at: Option<OffsetDateTime>,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant::option")]
    pub updated_at: Option<OffsetDateTime>,
}

impl From<UpgradeChoice> for Choice {
    fn from(from: UpgradeChoice) -> Self {
        Self {
            from: from.from,
            to: from.to,
        }
    }
}

impl From<Relation> for MappingRelation {
    fn from(from: Relation) -> Self {
        match from {
            Relation::Same => Self::Same,
            Relation::Renamed => Self::Renamed,
            Relation::Split => Self::Split,
            Relation::Merged => Self::Merged,
            Relation::Regrouped => Self::Regrouped,
            Relation::Dropped => Self::Dropped,
            Relation::Added => Self::Added,
            Relation::Partial => Self::Partial,
        }
    }
}

/// What was chosen, a standard each.
pub fn choices(choices: &Choices) -> Vec<UpgradeChoice> {
    let one = |(from, to): (&String, &Vec<String>)| UpgradeChoice {
        from: vec![from.clone()],
        to: to.clone(),
    };
    choices.iter().map(one).collect()
}

/// The rows of a step between two editions.
pub fn rows(rows: &[Row], from: &EditionRef, to: &EditionRef) -> Vec<UpgradeRow> {
    let row = |row: &Row| {
        let edition = match row.kind {
            RowKind::New => to,
            RowKind::Carried | RowKind::Choice | RowKind::Lapsed => from,
        };
        UpgradeRow {
            kind: row.kind,
            standard: row.standard.clone(),
            requirement: requirement(edition, &row.standard),
            relation: row.relation.into(),
            candidates: row.candidates.clone(),
            overlaps: row.overlaps.clone(),
            verified: row.verified,
            readable_until: row.readable_until,
            dossier_id: row.dossier.map(|id| id.0),
            cycle_ids: row.cycles.iter().map(|id| id.0).collect(),
            outcome: row.outcome,
            targets: row.targets.iter().map(|one| target(one, to)).collect(),
            done: row.done,
        }
    };
    rows.iter().map(row).collect()
}

fn requirement(edition: &EditionRef, code: &str) -> String {
    let requirement = RequirementRef::Shipped {
        edition: edition.clone(),
        code: code.to_owned(),
    };
    requirement.to_string()
}

fn target(target: &Target, to: &EditionRef) -> UpgradeTarget {
    UpgradeTarget {
        standard: target.code.clone(),
        requirement: requirement(to, &target.code),
        dossier: target.dossier,
        dossier_id: target.dossier_id.map(|id| id.0),
        cycle_ids: target.cycles.iter().map(|id| id.0).collect(),
    }
}

impl From<&MadeDossier> for UpgradedDossier {
    fn from(from: &MadeDossier) -> Self {
        Self {
            dossier_id: from.id.0,
            requirement: from.requirement.to_string(),
            previous_ids: from.previous.iter().map(|id| id.0).collect(),
        }
    }
}

impl FrameworkUpgrade {
    /// A step as it is shown; without what the store knows of it when it is only planned.
    pub fn new(
        kept: &Kept,
        blockers: &[akoki_domain::Reason],
        links: Links,
        meta: Option<(i64, OffsetDateTime, OffsetDateTime)>,
        language: Language,
    ) -> Self {
        let reason = |reason| WireReason::new(reason, language);
        Self {
            id: meta.map(|_| kept.id.0),
            board_id: kept.board_id.0,
            unit_id: kept.unit_id.0,
            from: kept.from.to_string(),
            to: kept.to.to_string(),
            via: kept.via.iter().map(ToString::to_string).collect(),
            dry_run: meta.is_none(),
            choices: choices(&kept.choices),
            rows: rows(&kept.rows, &kept.from, &kept.to),
            blockers: blockers.iter().map(reason).collect(),
            made: kept.made.iter().map(Into::into).collect(),
            extended_cycle_ids: kept.extended.iter().map(|id| id.0).collect(),
            applied_on: meta.map(|_| kept.applied_on),
            links,
            version: meta.map(|(version, ..)| version),
            created_at: meta.map(|(_, created_at, _)| created_at),
            updated_at: meta.map(|(.., updated_at)| updated_at),
        }
    }
}
