//! Frameworks on the wire. An edition has one form: what is shipped, published and served is the same
//! JSON, so the domain's own types are the wire types here, and [`shape`] says their schema.

mod judgement;
pub mod shape;

use akoki_domain::{
    akoki::Theme,
    framework::{EditionContent, EditionPhase, FrameworkKind, MappingContent},
    text::Bilingual,
};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use time::{Date, OffsetDateTime};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};
use validator::{Validate, ValidationErrors};

pub(crate) use judgement::reasons;
pub use judgement::{
    JudgedStep, JudgedTest, Judgement, JudgementInput, VerdictChange, VerdictChanges, VerdictInput,
};

/// A text in Dutch and English.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct BilingualText {
    /// Dutch.
    #[schema(max_length = 4000)]
    pub nl: String,
    /// English.
    #[schema(max_length = 4000)]
    pub en: String,
}

impl From<&Bilingual> for BilingualText {
    fn from(from: &Bilingual) -> Self {
        Self {
            nl: from.nl.clone(),
            en: from.en.clone(),
        }
    }
}

/// A theme of the AKOKI model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Theme)]
pub enum WireTheme {
    /// Context.
    Context,
    /// Leadership.
    Leiderschap,
    /// Education.
    Onderwijs,
    /// Organisation.
    Organisatie,
    /// Staff.
    Medewerkers,
    /// Results.
    Resultaten,
}

/// Pairs of variants, one way and back.
macro_rules! both_ways {
    ($wire:ident, $domain:ident: $($variant:ident),+) => {
        impl From<$domain> for $wire {
            fn from(from: $domain) -> Self {
                match from { $($domain::$variant => $wire::$variant),+ }
            }
        }
        impl From<$wire> for $domain {
            fn from(from: $wire) -> Self {
                match from { $($wire::$variant => $domain::$variant),+ }
            }
        }
    };
}
pub(crate) use both_ways;

both_ways!(WireTheme, Theme: Context, Leiderschap, Onderwijs, Organisatie, Medewerkers, Resultaten);

/// Takes name and schema from another type.
macro_rules! shaped {
    ($wire:ident, $shape:ty) => {
        impl PartialSchema for $wire {
            fn schema() -> RefOr<Schema> {
                <$shape>::schema()
            }
        }
        impl ToSchema for $wire {
            fn name() -> Cow<'static, str> {
                <$shape>::name()
            }
            fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
                <$shape>::schemas(schemas);
            }
        }
        // What holds across the fields is asked of the domain.
        impl Validate for $wire {
            fn validate(&self) -> Result<(), ValidationErrors> {
                Ok(())
            }
        }
    };
}

/// An edition of a framework for one sector, whole.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FrameworkVersion(pub EditionContent);
shaped!(FrameworkVersion, shape::FrameworkVersion);

/// A mapping from one edition to another, whole.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FrameworkMapping(pub MappingContent);
shaped!(FrameworkMapping, shape::FrameworkMapping);

/// What sort of framework it is.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = FrameworkKind)]
pub enum WireFrameworkKind {
    /// Requirements that a supervisor tests.
    Requirements,
    /// A sector's code of good governance.
    GovernanceCode,
    /// A model to work by.
    Model,
    /// What somebody looks for who observes a lesson.
    ObservationInstrument,
}
both_ways!(WireFrameworkKind, FrameworkKind: Requirements, GovernanceCode, Model, ObservationInstrument);

/// Where an edition stands on a day.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = FrameworkVersionPhase)]
pub enum WirePhase {
    /// Published, not yet in force.
    Announced,
    /// In force.
    InForce,
    /// No longer in force, still shown beside the next.
    Readable,
    /// Shown only for what is pinned to it.
    Archived,
}
both_ways!(WirePhase, EditionPhase: Announced, InForce, Readable, Archived);

/// What an edition is called and when it holds.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FrameworkVersionSummary {
    /// Its name.
    #[schema(example = "inspectorate/2025/po")]
    pub edition: String,
    /// Key of the framework.
    pub framework: String,
    /// Name of the version.
    pub version: String,
    /// Sector.
    pub sector: String,
    /// What sort of framework.
    pub kind: WireFrameworkKind,
    /// Its title.
    pub title: BilingualText,
    /// First day in force.
    pub valid_from: Date,
    /// Last day in force.
    pub valid_until: Option<Date>,
    /// Last day beside the next edition.
    pub readable_until: Option<Date>,
    /// Whether it was read in the official text.
    pub verified: bool,
    /// Where it stands on the day asked for.
    pub phase: WirePhase,
    /// Whether an investigation that starts on the day asked for starts under it.
    pub in_force: bool,
    /// Whether a newer edition was due before the day asked for and is not known here.
    pub possibly_outdated: bool,
    /// How many times it was published: once, and once more for each addition of corrections.
    pub revision: i64,
    /// When it was last published.
    #[serde(with = "crate::wire::instant")]
    pub published_at: OffsetDateTime,
    /// The whole edition.
    pub href: String,
}

/// Editions.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FrameworkVersions {
    /// The editions, newest first.
    pub items: Vec<FrameworkVersionSummary>,
    /// Always null: all fit on one page.
    pub next_cursor: Option<String>,
}

/// A framework through its editions.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Framework {
    /// Its key.
    #[schema(example = "inspectorate")]
    pub key: String,
    /// What sort of framework.
    pub kind: WireFrameworkKind,
    /// The sectors for which it has editions.
    pub sectors: Vec<String>,
    /// The names of its versions, oldest first.
    pub versions: Vec<String>,
    /// The editions in force today, by sector.
    pub in_force: Vec<FrameworkVersionSummary>,
}

/// Frameworks.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Frameworks {
    /// The frameworks, by key.
    pub items: Vec<Framework>,
    /// Always null: all fit on one page.
    pub next_cursor: Option<String>,
}

/// Mappings.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FrameworkMappings {
    /// The mappings, by the editions they lead from and to.
    pub items: Vec<FrameworkMapping>,
    /// Always null: all fit on one page.
    pub next_cursor: Option<String>,
}
