//! Improvement cycles on the wire.

use akoki_domain::{
    Noun, Reason, Subject,
    akoki::Theme,
    framework::RequirementRef,
    id::{ContextFactorId, PersonId},
    pdca::{Command, Cycle, CycleInput, Evaluation, State},
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    requirements,
    schema::{self, Links},
    transition::BlockedCommand,
};

/// What a caller may set of a cycle.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImprovementCycleInput {
    /// The unit that improves.
    pub unit_id: Uuid,
    /// The theme.
    #[schema(schema_with = schema::theme)]
    pub theme: Theme,
    /// What it is called.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub description: Option<String>,
    /// The requirements that it serves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(schema_with = schema::requirements)]
    pub requirements: Vec<String>,
    /// The context factors that the plan rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub context_factor_ids: Vec<Uuid>,
    /// Who is responsible.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner_id: Option<Uuid>,
    /// What made it necessary.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arises_from: Option<CycleOrigin>,
}

/// What made a cycle necessary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CycleOrigin {
    /// What it is.
    #[serde(rename = "type")]
    #[schema(schema_with = schema::origin)]
    pub noun: Noun,
    /// Its id.
    pub id: Uuid,
}

impl From<Subject> for CycleOrigin {
    fn from(from: Subject) -> Self {
        Self {
            noun: from.noun,
            id: from.id,
        }
    }
}

/// The evaluation of a round.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Evaluation)]
pub struct WireEvaluation {
    /// What was found.
    #[schema(min_length = 1, max_length = 10000)]
    pub text: String,
    /// The day.
    pub evaluated_on: Date,
    /// Who evaluated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evaluated_by_id: Option<Uuid>,
}

/// A command to a cycle.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CycleCommand {
    /// What is asked.
    #[schema(schema_with = schema::command)]
    pub command: Command,
}

/// A cycle as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ImprovementCycle {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit that improves: the carrier.
    pub unit_id: Uuid,
    /// The theme.
    #[schema(schema_with = schema::theme)]
    pub theme: Theme,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub description: Option<String>,
    /// The requirements that it serves.
    #[schema(value_type = Vec<String>)]
    pub requirements: Vec<RequirementRef>,
    /// The context factors that the plan rests on.
    pub context_factor_ids: Vec<Uuid>,
    /// Those that changed and were not confirmed.
    pub flagged_context_factor_ids: Vec<Uuid>,
    /// Whether there are any such.
    pub flagged: bool,
    /// Who is responsible.
    pub owner_id: Option<Uuid>,
    /// What made it necessary.
    pub arises_from: Option<CycleOrigin>,
    /// Where it is.
    #[schema(schema_with = schema::state)]
    pub state: State,
    /// Which round.
    pub round: u32,
    /// The round before.
    pub previous_id: Option<Uuid>,
    /// The round after.
    pub next_id: Option<Uuid>,
    /// The day on which Do started.
    pub do_started_on: Option<Date>,
    /// What Check concluded.
    pub evaluation: Option<WireEvaluation>,
    /// How many goals it has.
    pub goal_count: usize,
    /// How many actions it has.
    pub action_count: usize,
    /// How many of these are still to be done.
    pub open_action_count: usize,
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

impl ImprovementCycleInput {
    /// What the cycle says, apart from where it hangs. What cannot be read is named.
    pub fn stated(&self, wrong: &mut Vec<Reason>) -> CycleInput {
        CycleInput {
            theme: Some(self.theme),
            title: self.title.clone(),
            description: self.description.clone(),
            requirements: requirements::read(&self.requirements, wrong),
            context_factors: self
                .context_factor_ids
                .iter()
                .copied()
                .map(ContextFactorId)
                .collect(),
            owner: self.owner_id.map(PersonId),
            origin: self.arises_from.map(|from| Subject {
                noun: from.noun,
                id: from.id,
            }),
        }
    }
}

impl From<&Cycle> for ImprovementCycleInput {
    fn from(cycle: &Cycle) -> Self {
        Self {
            unit_id: cycle.unit_id.0,
            theme: cycle.theme,
            title: cycle.title.clone(),
            description: cycle.description.clone(),
            requirements: cycle.requirements.iter().map(ToString::to_string).collect(),
            context_factor_ids: cycle.context_factors.iter().map(|id| id.0).collect(),
            owner_id: cycle.owner.map(|id| id.0),
            arises_from: cycle.origin.map(Into::into),
        }
    }
}

impl From<WireEvaluation> for Evaluation {
    fn from(from: WireEvaluation) -> Self {
        Self {
            text: from.text,
            evaluated_on: from.evaluated_on,
            evaluated_by: from.evaluated_by_id.map(PersonId),
        }
    }
}

impl From<&Evaluation> for WireEvaluation {
    fn from(from: &Evaluation) -> Self {
        Self {
            text: from.text.clone(),
            evaluated_on: from.evaluated_on,
            evaluated_by_id: from.evaluated_by.map(|id| id.0),
        }
    }
}
