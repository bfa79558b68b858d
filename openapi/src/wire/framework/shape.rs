//! The schema of an edition and of a mapping, field for field as the domain reads and writes them. A
//! test holds every shipped file against it.

use serde::Serialize;
use time::Date;
use utoipa::ToSchema;

use super::{BilingualText, WireFrameworkKind, WireTheme};

/// See the domain's `EditionContent`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FrameworkVersion {
    #[schema(
        max_length = 130,
        pattern = "^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$",
        example = "inspectorate/2025/po"
    )]
    edition: String,
    kind: WireFrameworkKind,
    title: BilingualText,
    valid_from: Date,
    valid_until: Option<Date>,
    readable_until: Option<Date>,
    renewed_yearly: bool,
    verified: bool,
    #[schema(max_length = 2000)]
    source: String,
    #[serde(default)]
    notes: Vec<BilingualText>,
    #[schema(min_items = 1, max_items = 1000)]
    nodes: Vec<FrameworkNode>,
    scale: JudgementScale,
    #[serde(default)]
    weights: Vec<StandardWeight>,
    #[serde(default)]
    rules: Vec<DecisionRule>,
    #[serde(default)]
    corrections: Vec<FrameworkCorrection>,
    #[serde(default)]
    guaranteed_elements: Vec<GuaranteedElement>,
}

/// See the domain's `Node`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FrameworkNode {
    #[schema(max_length = 40)]
    code: String,
    #[schema(max_length = 40)]
    parent: Option<String>,
    title: BilingualText,
    guidance: Option<BilingualText>,
    assessable: bool,
    assessable_from: Option<Date>,
    #[serde(default)]
    applies_to: Vec<String>,
    theme: Option<WireTheme>,
    verified: bool,
    #[schema(max_length = 2000)]
    source: Option<String>,
}

/// See the domain's `Scale`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JudgementScale {
    #[schema(min_items = 2, max_items = 10)]
    levels: Vec<ScaleLevel>,
    not_assessed: Term,
    verified: bool,
    #[schema(max_length = 2000)]
    source: String,
}

/// See the domain's `Level`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScaleLevel {
    #[schema(max_length = 40)]
    code: String,
    title: BilingualText,
    #[serde(rename = "use")]
    given: LevelUse,
}

/// See the domain's `LevelUse`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LevelUse {
    /// Whoever judges.
    Judgement,
    /// In the past.
    Historic,
    /// The school itself.
    OwnAmbition,
}

/// See the domain's `Term`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Term {
    #[schema(max_length = 40)]
    code: String,
    title: BilingualText,
}

/// See the domain's `Weight`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StandardWeight {
    #[schema(max_length = 40)]
    standard: String,
    #[schema(max_length = 40)]
    weight: String,
    from: Date,
    until: Option<Date>,
    verified: bool,
    #[schema(max_length = 2000)]
    source: String,
}

/// See the domain's `Correction`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FrameworkCorrection {
    on: Date,
    note: BilingualText,
    #[serde(default)]
    changes: Vec<FrameworkTextChange>,
    verified: bool,
    #[schema(max_length = 2000)]
    source: String,
}

/// See the domain's `TextChange`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FrameworkTextChange {
    #[schema(max_length = 40)]
    code: String,
    title: Option<BilingualText>,
    guidance: Option<BilingualText>,
}

/// See the domain's `GuaranteedElement`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GuaranteedElement {
    #[schema(max_length = 40)]
    code: String,
    title: BilingualText,
    #[serde(default)]
    nodes: Vec<String>,
    verified: bool,
}

/// See the domain's `DecisionRule`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DecisionRule {
    #[schema(max_length = 40)]
    code: String,
    title: BilingualText,
    object: super::judgement::WireObject,
    #[schema(min_items = 1, max_items = 20)]
    outcomes: Vec<Term>,
    no_outcome: Term,
    #[schema(max_length = 40)]
    basic_quality: String,
    #[schema(min_items = 1, max_items = 100)]
    clauses: Vec<RuleClause>,
    verified: bool,
    #[schema(max_length = 2000)]
    source: String,
}

/// See the domain's `Clause`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RuleClause {
    #[schema(max_length = 40)]
    outcome: String,
    when: RuleCondition,
    note: Option<BilingualText>,
}

/// See the domain's `Condition`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum RuleCondition {
    /// All hold.
    #[schema(no_recursion)]
    All(Vec<RuleCondition>),
    /// One holds.
    #[schema(no_recursion)]
    Any(Vec<RuleCondition>),
    /// It does not hold.
    #[schema(no_recursion)]
    Not(Box<RuleCondition>),
    /// A named standard.
    Standard(StandardCondition),
    /// So many of a set.
    Count(CountCondition),
}

/// See the domain's `StandardCondition`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StandardCondition {
    #[schema(max_length = 40)]
    code: String,
    is: LevelTest,
}

/// See the domain's `CountCondition`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CountCondition {
    of: StandardSet,
    is: LevelTest,
    #[schema(minimum = 0, maximum = 1000)]
    at_least: Option<usize>,
    #[schema(minimum = 0, maximum = 1000)]
    at_most: Option<usize>,
}

/// See the domain's `StandardSet`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum StandardSet {
    /// These.
    Standards(Vec<String>),
    /// Those with this weight.
    Weight(String),
}

/// See the domain's `Test`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub enum LevelTest {
    /// One of these.
    In(Vec<String>),
    /// This or higher.
    AtLeast(String),
    /// Lower.
    Below(String),
    /// Not assessed.
    NotAssessed,
}

/// See the domain's `MappingContent`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FrameworkMapping {
    #[schema(max_length = 130)]
    from: String,
    #[schema(max_length = 130)]
    to: String,
    #[schema(max_length = 2000)]
    source: String,
    #[schema(min_items = 1, max_items = 1000)]
    links: Vec<MappingLink>,
}

/// See the domain's `MappingLink`.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct MappingLink {
    relation: MappingRelation,
    from: Vec<String>,
    to: Vec<String>,
    note: Option<BilingualText>,
    verified: bool,
}

/// See the domain's `Relation`.
#[derive(Debug, Clone, Copy, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MappingRelation {
    /// The same.
    Same,
    /// Renamed.
    Renamed,
    /// Split.
    Split,
    /// Merged.
    Merged,
    /// Regrouped.
    Regrouped,
    /// Dropped.
    Dropped,
    /// Added.
    Added,
    /// In part.
    Partial,
}
