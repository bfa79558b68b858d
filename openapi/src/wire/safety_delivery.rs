//! Results on social safety for the inspectorate, on the wire.

use akoki_domain::{
    id::PersonId,
    survey::{
        content::{SafetyTopic, TargetGroup},
        safety_delivery::{
            Delivered, DeliveryAsked, DeliveryCommand, DeliveryState, Permit, PermitRole,
            SafetyDelivery as Kept, TopicFigure, WithdrawnPermit,
        },
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
    schema::{self, Links},
    transition::BlockedCommand,
    words::one_of,
};
use crate::problem::WireReason;

fn states() -> RefOr<Schema> {
    one_of(DeliveryState::ALL.iter().map(|word| word.as_str())).into()
}

fn commands() -> RefOr<Schema> {
    one_of(DeliveryCommand::ALL.iter().map(|word| word.as_str())).into()
}

fn roles() -> RefOr<Schema> {
    one_of(PermitRole::ALL.iter().map(|word| word.as_str())).into()
}

fn topics() -> RefOr<Schema> {
    one_of(SafetyTopic::ALL.iter().map(|word| word.as_str())).into()
}

fn target_groups() -> RefOr<Schema> {
    one_of(TargetGroup::ALL.iter().map(|word| word.as_str())).into()
}

/// That the school permits it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SafetyPermission {
    /// The day.
    pub permitted_on: Date,
    /// As whom.
    #[schema(schema_with = roles)]
    pub role: PermitRole,
    /// Who, where that is known here.
    #[serde(default)]
    pub person_id: Option<Uuid>,
}

/// That it was delivered.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SafetyHandover {
    /// The day.
    pub delivered_on: Date,
    /// How.
    #[schema(min_length = 1, max_length = 200)]
    pub channel: String,
    /// By what it is known there.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200)]
    pub reference: Option<String>,
}

/// A permission that was withdrawn.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WithdrawnSafetyPermission {
    /// The permission.
    pub permission: SafetyPermission,
    /// The day on which it was withdrawn.
    pub withdrawn_on: Date,
    /// Why.
    pub reason: String,
}

/// Where a delivery comes from. Nobody sends it: a delivery is made when a survey has results.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SafetyDeliveryOrigin {
    /// The survey.
    pub campaign_id: Uuid,
    /// The unit.
    pub unit_id: Uuid,
    /// The last day on which it is delivered.
    pub due_on: Date,
}

/// A command to a delivery, with what goes with it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SafetyDeliveryCommand {
    /// What is asked.
    #[schema(schema_with = commands)]
    pub command: DeliveryCommand,
    /// The permission.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub permit: Option<SafetyPermission>,
    /// Why it is withdrawn.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub reason: Option<String>,
    /// How it was delivered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub delivered: Option<SafetyHandover>,
}

/// A delivery as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SafetyDelivery {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit.
    pub unit_id: Uuid,
    /// The survey.
    pub campaign_id: Uuid,
    /// The school year of which it is.
    pub school_year: i32,
    /// Where it is.
    #[schema(schema_with = states)]
    pub state: DeliveryState,
    /// The last day on which it is delivered.
    pub due_on: Date,
    /// Whether somebody compared that day with its source.
    pub due_on_verified: bool,
    /// The day on which it was made.
    pub made_on: Date,
    /// Whether enough pupils answered for figures.
    pub has_figures: bool,
    /// What to heed before it is delivered.
    pub notice: Option<WireReason>,
    /// The permission that holds.
    pub permission: Option<SafetyPermission>,
    /// How it was delivered.
    pub delivered: Option<SafetyHandover>,
    /// Permissions that were withdrawn.
    pub withdrawn_permissions: Vec<WithdrawnSafetyPermission>,
    /// Whether it is late.
    pub overdue: bool,
    /// By how many days.
    pub days_late: i64,
    /// The unit that is told of it.
    pub escalated_to_unit_id: Option<Uuid>,
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

/// The school of which the figures are.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SafetySchool {
    /// The unit.
    pub unit_id: Uuid,
    /// Its name.
    pub name: String,
    /// Its BRIN.
    pub brin: Option<String>,
    /// The code of its establishment.
    pub establishment_code: Option<String>,
}

/// With what was measured.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SafetyInstrument {
    /// Its name.
    pub title: String,
    /// Whether it is an official one.
    pub official: bool,
    /// What to heed before it is delivered.
    pub notice: Option<WireReason>,
}

/// What pupils answered about one topic.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SafetyTopicFigure {
    /// The topic.
    #[schema(schema_with = topics)]
    pub topic: SafetyTopic,
    /// The mean, on the ten-point scale.
    pub score: f64,
    /// How many answers it is the mean of.
    pub responses: u64,
}

/// What the inspectorate gets.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SafetyPackage {
    /// The delivery.
    pub delivery_id: Uuid,
    /// Where it is.
    #[schema(schema_with = states)]
    pub state: DeliveryState,
    /// The school.
    pub school: SafetySchool,
    /// The school year.
    pub school_year: i32,
    /// With what was measured.
    pub instrument: SafetyInstrument,
    /// Who answered.
    #[schema(schema_with = target_groups)]
    pub target_group: TargetGroup,
    /// The first day on which was answered.
    pub measured_from: Date,
    /// The last.
    pub measured_until: Date,
    /// The day on which it was made.
    pub made_on: Date,
    /// Whether enough pupils answered for figures.
    pub has_figures: bool,
    /// How many answered.
    pub respondents: Option<u64>,
    /// How many could.
    pub population: Option<u64>,
    /// Which part of them did.
    pub response: Option<f64>,
    /// What they answered, by topic.
    pub topics: Vec<SafetyTopicFigure>,
    /// The permission that holds.
    pub permission: Option<SafetyPermission>,
}

impl From<&Kept> for SafetyDeliveryOrigin {
    fn from(from: &Kept) -> Self {
        Self {
            campaign_id: from.campaign_id.0,
            unit_id: from.unit_id.0,
            due_on: from.due_on,
        }
    }
}

impl From<SafetyDeliveryCommand> for DeliveryAsked {
    fn from(from: SafetyDeliveryCommand) -> Self {
        Self {
            command: from.command,
            permit: from.permit.map(|permit| Permit {
                permitted_on: permit.permitted_on,
                role: permit.role,
                person: permit.person_id.map(PersonId),
            }),
            reason: from.reason,
            delivered: from.delivered.map(|said| Delivered {
                delivered_on: said.delivered_on,
                channel: said.channel,
                reference: said.reference,
            }),
        }
    }
}

impl From<Permit> for SafetyPermission {
    fn from(from: Permit) -> Self {
        Self {
            permitted_on: from.permitted_on,
            role: from.role,
            person_id: from.person.map(|id| id.0),
        }
    }
}

impl From<Delivered> for SafetyHandover {
    fn from(from: Delivered) -> Self {
        Self {
            delivered_on: from.delivered_on,
            channel: from.channel,
            reference: from.reference,
        }
    }
}

impl From<WithdrawnPermit> for WithdrawnSafetyPermission {
    fn from(from: WithdrawnPermit) -> Self {
        Self {
            permission: from.permit.into(),
            withdrawn_on: from.withdrawn_on,
            reason: from.reason,
        }
    }
}

impl From<&TopicFigure> for SafetyTopicFigure {
    fn from(from: &TopicFigure) -> Self {
        Self {
            topic: from.topic,
            score: from.score,
            responses: from.n,
        }
    }
}
