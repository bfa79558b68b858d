//! Survey instruments on the wire: those of a board's own with their versions, and those that are shipped.

mod answer;
mod condition;
mod content;
mod reading;

use akoki_domain::survey::{
    content::{Content, SurveyPurpose, TargetGroup},
    instrument::{Instrument, InstrumentCommand, InstrumentState},
};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use utoipa::{
    ToSchema,
    openapi::{RefOr, Schema},
};
use uuid::Uuid;
use validator::Validate;

use super::{
    framework::BilingualText,
    schema::{self, Links},
    transition::BlockedCommand,
    words::one_of,
};

pub(in crate::wire) use answer::answer_kinds;
pub use answer::{SurveyAnswerKind, SurveyChoice};
pub use content::{SurveyContent, SurveyQuestion, SurveyScale, SurveyScaleItem, SurveySection};

fn states() -> RefOr<Schema> {
    one_of(InstrumentState::ALL.iter().map(|word| word.as_str())).into()
}

fn commands() -> RefOr<Schema> {
    one_of(InstrumentCommand::ALL.iter().map(|word| word.as_str())).into()
}

/// What a caller may set of an instrument.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyInstrumentInput {
    /// The unit that keeps it.
    pub unit_id: Uuid,
    /// What the next version would hold.
    #[validate(nested)]
    pub content: SurveyContent,
}

impl From<&Instrument> for SurveyInstrumentInput {
    fn from(instrument: &Instrument) -> Self {
        Self {
            unit_id: instrument.unit_id.0,
            content: (&instrument.content).into(),
        }
    }
}

/// A command to an instrument.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyInstrumentCommand {
    /// What is asked.
    #[schema(schema_with = commands)]
    pub command: InstrumentCommand,
}

/// An instrument of a board's own.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyInstrument {
    /// Id.
    pub id: Uuid,
    /// Its board.
    pub board_id: Uuid,
    /// The unit that keeps it.
    pub unit_id: Uuid,
    /// Where it is.
    #[schema(schema_with = states)]
    pub state: InstrumentState,
    /// The number of its last version.
    pub number: u32,
    /// Whether the content differs from the last version.
    pub changed: bool,
    /// Its name, as the next version would have it.
    pub title: BilingualText,
    /// Whom it is made for.
    #[schema(schema_with = content::target_groups)]
    pub target_group: TargetGroup,
    /// How many questions it has.
    pub questions: usize,
    /// How many scales it has.
    pub scales: usize,
    /// What the next version would hold; a list leaves it out unless it is asked for.
    #[schema(required = false)]
    pub content: SurveyContent,
    /// The commands that can be given now.
    pub available_commands: Vec<String>,
    /// What blocks the others.
    pub blockers: Vec<BlockedCommand>,
    /// Paths to what belongs to it.
    #[schema(schema_with = schema::links)]
    pub links: Links,
    /// Counts the writes.
    pub version: i64,
    /// When it was made.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
    /// When it was last changed.
    #[serde(with = "crate::wire::instant")]
    pub updated_at: OffsetDateTime,
}

/// A version that was published.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyInstrumentVersion {
    /// Its number.
    pub number: u32,
    /// When it was published.
    #[serde(with = "crate::wire::instant")]
    pub published_at: OffsetDateTime,
    /// Paths to what it holds.
    #[schema(schema_with = schema::links)]
    pub links: Links,
}

/// The versions of an instrument.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyInstrumentVersions {
    /// Each one.
    pub versions: Vec<SurveyInstrumentVersion>,
}

/// An instrument that is shipped.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShippedSurveyInstrument {
    /// Its key.
    pub key: String,
    /// Its name.
    pub title: BilingualText,
    /// Whom it is made for.
    #[schema(schema_with = content::target_groups)]
    pub target_group: TargetGroup,
    /// What the answers are used for.
    #[schema(schema_with = content::purposes)]
    pub purposes: Vec<SurveyPurpose>,
    /// How many questions it has.
    pub questions: usize,
    /// How many scales it has.
    pub scales: usize,
    /// Whether the texts are those of an official instrument.
    pub official: bool,
    /// Paths to what it holds.
    #[schema(schema_with = schema::links)]
    pub links: Links,
}

impl ShippedSurveyInstrument {
    /// One of those that are shipped, with the path to what it holds.
    pub fn new(key: &str, content: &Content, links: Links) -> Self {
        Self {
            key: key.to_owned(),
            title: (&content.title).into(),
            target_group: content.target_group,
            purposes: content.purposes.clone(),
            questions: content.questions().count(),
            scales: content.scales.len(),
            official: content.official,
            links,
        }
    }
}

/// The instruments that are shipped.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ShippedSurveyInstruments {
    /// Each one.
    pub instruments: Vec<ShippedSurveyInstrument>,
}
