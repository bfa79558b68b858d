//! Follow-ups of surveys on the wire.

use akoki_domain::{
    id::CycleId,
    pdca::{Cycle, State as CycleState},
    survey::follow_up::{
        EarlierAnswer, EarlierDue, FollowUp as Kept, FollowUpAnswer, FollowUpAsked,
        FollowUpCommand, FollowUpDecision, FollowUpInput, FollowUpState, ResultRef,
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

fn states() -> RefOr<Schema> {
    one_of(FollowUpState::ALL.iter().map(|word| word.as_str())).into()
}

fn commands() -> RefOr<Schema> {
    one_of(FollowUpCommand::ALL.iter().map(|word| word.as_str())).into()
}

/// A result that is taken up.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyResultRef {
    /// Key of a question or a scale.
    #[schema(min_length = 1, max_length = 40)]
    pub key: String,
    /// Key of the group of whom it is the result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 40)]
    pub group_key: Option<String>,
}

/// What a caller may set of a follow-up.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyFollowUpInput {
    /// The last day on which the unit says what it does.
    pub due_on: Date,
    /// Why that changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub change_reason: Option<String>,
    /// What else is to be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub notes: Option<String>,
}

/// Why nothing is improved.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyDecisionInput {
    /// Why.
    #[schema(min_length = 1, max_length = 10000)]
    pub reason: String,
}

/// A command to a follow-up, with what goes with it.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SurveyFollowUpCommand {
    /// What is asked.
    #[schema(schema_with = commands)]
    pub command: FollowUpCommand,
    /// The cycles in which results are taken up.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    pub cycle_ids: Vec<Uuid>,
    /// The results to which they refer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 50)]
    #[validate(nested)]
    pub results: Vec<SurveyResultRef>,
    /// Why nothing is improved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[validate(nested)]
    pub decision: Option<SurveyDecisionInput>,
    /// Why it is taken up again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub reason: Option<String>,
}

/// What was decided instead of improving something.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyDecision {
    /// Why.
    pub reason: String,
    /// The day.
    pub decided_on: Date,
    /// Who decided.
    pub decided_by_id: Option<Uuid>,
}

/// What a unit does with its results.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyAnswerToResults {
    /// The day on which that was said.
    pub closed_on: Date,
    /// The cycles in which results are taken up.
    pub cycle_ids: Vec<Uuid>,
    /// The results to which they refer.
    pub results: Vec<SurveyResultRef>,
    /// What was decided.
    pub decision: Option<SurveyDecision>,
}

/// What was said before.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EarlierAnswerToResults {
    /// What was said.
    pub answer: SurveyAnswerToResults,
    /// The day on which it was taken up again.
    pub reopened_on: Date,
    /// Why.
    pub reason: String,
}

/// A due date that was moved.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EarlierFollowUpDue {
    /// The day that held until then.
    pub due_on: Date,
    /// The day on which it was moved.
    pub changed_on: Date,
    /// Why.
    pub reason: String,
}

/// A cycle in which results are taken up.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyFollowUpCycle {
    /// The cycle.
    pub id: Uuid,
    /// What it is called.
    pub title: String,
    /// Where it is.
    #[schema(schema_with = schema::state)]
    pub state: CycleState,
    /// Where to read it.
    pub href: String,
}

/// A follow-up as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SurveyFollowUp {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit of which the results are.
    pub unit_id: Uuid,
    /// The survey.
    pub campaign_id: Uuid,
    /// Where it is.
    #[schema(schema_with = states)]
    pub state: FollowUpState,
    /// The last day on which the unit says what it does.
    pub due_on: Date,
    /// What else is to be said.
    pub notes: Option<String>,
    /// What the unit does.
    pub answer: Option<SurveyAnswerToResults>,
    /// The cycles, as far as they can be read.
    pub cycles: Vec<SurveyFollowUpCycle>,
    /// Due dates that were moved.
    pub earlier_dues: Vec<EarlierFollowUpDue>,
    /// What was said before.
    pub earlier_answers: Vec<EarlierAnswerToResults>,
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

impl From<SurveyFollowUpInput> for FollowUpInput {
    fn from(from: SurveyFollowUpInput) -> Self {
        Self {
            due_on: from.due_on,
            change_reason: from.change_reason,
            notes: from.notes,
        }
    }
}

impl From<&Kept> for SurveyFollowUpInput {
    fn from(from: &Kept) -> Self {
        Self {
            due_on: from.due_on,
            change_reason: None,
            notes: from.notes.clone(),
        }
    }
}

impl From<SurveyFollowUpCommand> for FollowUpAsked {
    fn from(from: SurveyFollowUpCommand) -> Self {
        Self {
            command: from.command,
            cycles: from.cycle_ids.into_iter().map(CycleId).collect(),
            results: from.results.into_iter().map(Into::into).collect(),
            decision: from.decision.map(|decision| decision.reason),
            reason: from.reason,
        }
    }
}

impl From<SurveyResultRef> for ResultRef {
    fn from(from: SurveyResultRef) -> Self {
        Self {
            key: from.key,
            group_key: from.group_key,
        }
    }
}

impl From<ResultRef> for SurveyResultRef {
    fn from(from: ResultRef) -> Self {
        Self {
            key: from.key,
            group_key: from.group_key,
        }
    }
}

impl From<FollowUpDecision> for SurveyDecision {
    fn from(from: FollowUpDecision) -> Self {
        Self {
            reason: from.reason,
            decided_on: from.decided_on,
            decided_by_id: from.decided_by.map(|id| id.0),
        }
    }
}

impl From<FollowUpAnswer> for SurveyAnswerToResults {
    fn from(from: FollowUpAnswer) -> Self {
        Self {
            closed_on: from.closed_on,
            cycle_ids: from.cycles.iter().map(|id| id.0).collect(),
            results: from.results.into_iter().map(Into::into).collect(),
            decision: from.decision.map(Into::into),
        }
    }
}

impl From<EarlierAnswer> for EarlierAnswerToResults {
    fn from(from: EarlierAnswer) -> Self {
        Self {
            answer: from.answer.into(),
            reopened_on: from.reopened_on,
            reason: from.reason,
        }
    }
}

impl From<EarlierDue> for EarlierFollowUpDue {
    fn from(from: EarlierDue) -> Self {
        Self {
            due_on: from.due_on,
            changed_on: from.changed_on,
            reason: from.reason,
        }
    }
}

impl SurveyFollowUpCycle {
    /// A cycle as it stands with what it takes up.
    pub fn new(cycle: &Cycle, href: String) -> Self {
        Self {
            id: cycle.id.0,
            title: cycle.title.clone(),
            state: cycle.state,
            href,
        }
    }
}
