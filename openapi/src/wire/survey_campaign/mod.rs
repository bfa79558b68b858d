//! Survey campaigns on the wire.

mod entries;
mod invitations;
mod participation;
mod parts;

use akoki_domain::survey::campaign::{
    Campaign, CampaignCommand, CampaignInput, CampaignState, Channel, RespondentUnit,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
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

pub use entries::{SurveyEntries, SurveyEntry, SurveyEntryInput};
pub use invitations::{
    InvitedGroup, SurveyCode, SurveyCodes, SurveyInvitation, SurveyInvitationsInput,
};
pub use participation::{ExpectedGroup, GroupParticipation, SurveyForecast, SurveyParticipation};
pub use parts::{
    BenchmarkFigure, CampaignGroup, SurveyBenchmarks, SurveyInstrumentRef, SurveyWindow,
};

fn states() -> RefOr<Schema> {
    one_of(CampaignState::ALL.iter().map(|word| word.as_str())).into()
}

fn commands() -> RefOr<Schema> {
    let own = CampaignCommand::ALL.iter();
    let own = own.filter(|command| !command.is_of_the_clock());
    one_of(own.map(|word| word.as_str())).into()
}

fn respondents() -> RefOr<Schema> {
    one_of(RespondentUnit::ALL.iter().map(|word| word.as_str())).into()
}

fn target_groups() -> RefOr<Schema> {
    use akoki_domain::survey::content::TargetGroup;
    one_of(TargetGroup::ALL.iter().map(|word| word.as_str())).into()
}

fn five() -> u32 {
    5
}

/// What a caller may set of a campaign.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyCampaignInput {
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// The unit that holds it.
    pub unit_id: Uuid,
    /// What is asked.
    #[validate(nested)]
    pub instrument: SurveyInstrumentRef,
    /// Who gives one set of answers.
    #[schema(schema_with = respondents)]
    pub respondent_unit: RespondentUnit,
    /// How respondents come in.
    #[schema(schema_with = parts::channels)]
    pub channels: BTreeSet<Channel>,
    /// When answers are taken.
    #[schema(min_items = 1, max_items = 2)]
    #[validate(nested)]
    pub windows: Vec<SurveyWindow>,
    /// Of fewer respondents nothing is shown.
    #[serde(default = "five")]
    #[schema(minimum = 5, maximum = 100, default = 5)]
    pub minimum: u32,
    /// Among whom.
    #[schema(min_items = 1, max_items = 2000)]
    #[validate(nested)]
    pub groups: Vec<CampaignGroup>,
    /// Keys of questions by whose answers results are shown besides: one answer out of twelve at most. Of parents nothing
    /// is shown that is finer than a stage, so of theirs it is one out of six, and never the question for the class.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 2)]
    pub dimensions: Vec<String>,
    /// Days on which all who were invited are reminded.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    #[schema(schema_with = parts::days)]
    pub reminders: BTreeSet<Date>,
    /// The last day on which a unit says what it does with its results.
    pub follow_up_due_on: Date,
    /// The campaign that it follows on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preceding_id: Option<Uuid>,
    /// Figures of others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub benchmarks: Option<SurveyBenchmarks>,
}

impl SurveyCampaignInput {
    /// As the domain reads it.
    pub fn stated(self) -> CampaignInput {
        CampaignInput {
            title: self.title,
            instrument: self.instrument.into(),
            respondent_unit: self.respondent_unit,
            channels: self.channels,
            windows: self.windows.into_iter().map(Into::into).collect(),
            minimum: self.minimum,
            groups: self.groups.into_iter().map(Into::into).collect(),
            dimensions: self.dimensions,
            remind_on: self.reminders,
            follow_up_due_on: self.follow_up_due_on,
            preceding_id: self.preceding_id.map(Into::into),
            benchmarks: self.benchmarks.map(Into::into),
        }
    }
}

impl From<&Campaign> for SurveyCampaignInput {
    fn from(campaign: &Campaign) -> Self {
        let stated = &campaign.stated;
        Self {
            title: stated.title.clone(),
            unit_id: campaign.unit_id.0,
            instrument: (&stated.instrument).into(),
            respondent_unit: stated.respondent_unit,
            channels: stated.channels.clone(),
            windows: stated.windows.iter().map(Into::into).collect(),
            minimum: stated.minimum,
            groups: stated.groups.iter().map(Into::into).collect(),
            dimensions: stated.dimensions.clone(),
            reminders: stated.remind_on.clone(),
            follow_up_due_on: stated.follow_up_due_on,
            preceding_id: stated.preceding_id.map(|id| id.0),
            benchmarks: stated.benchmarks.as_ref().map(Into::into),
        }
    }
}

/// A command to a campaign.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyCampaignCommand {
    /// What is asked.
    #[schema(schema_with = commands)]
    pub command: CampaignCommand,
}

/// A survey that is held.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyCampaign {
    /// Id.
    pub id: Uuid,
    /// Its board.
    pub board_id: Uuid,
    /// Where it is.
    #[schema(schema_with = states)]
    pub state: CampaignState,
    /// Its name.
    pub title: String,
    /// The unit that holds it.
    pub unit_id: Uuid,
    /// What is asked.
    pub instrument: SurveyInstrumentRef,
    /// Who gives one set of answers.
    #[schema(schema_with = respondents)]
    pub respondent_unit: RespondentUnit,
    /// How respondents come in.
    #[schema(schema_with = parts::channels)]
    pub channels: BTreeSet<Channel>,
    /// When answers are taken.
    pub windows: Vec<SurveyWindow>,
    /// Of fewer respondents nothing is shown.
    pub minimum: u32,
    /// Among whom.
    pub groups: Vec<CampaignGroup>,
    /// Keys of questions by whose answers results are shown besides.
    pub dimensions: Vec<String>,
    /// Days on which all who were invited are reminded.
    #[schema(schema_with = parts::days)]
    pub reminders: BTreeSet<Date>,
    /// The last day on which a unit says what it does with its results.
    pub follow_up_due_on: Date,
    /// The campaign that it follows on.
    pub preceding_id: Option<Uuid>,
    /// Figures of others.
    pub benchmarks: Option<SurveyBenchmarks>,
    /// Whom it is held among.
    #[schema(schema_with = target_groups)]
    pub target_group: akoki_domain::survey::content::TargetGroup,
    /// The school year of the day on which it opens.
    pub school_year: Option<i32>,
    /// The first moment at which answers are taken, of the window that counts.
    #[serde(with = "crate::wire::instant::option")]
    pub opens_at: Option<OffsetDateTime>,
    /// The first moment at which they are no longer.
    #[serde(with = "crate::wire::instant::option")]
    pub closes_at: Option<OffsetDateTime>,
    /// How many could answer.
    pub population: u64,
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
