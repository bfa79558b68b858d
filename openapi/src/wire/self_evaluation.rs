//! Self-evaluations on the wire.

use akoki_domain::{
    Code, Reason,
    calendar::SchoolYear,
    evaluation::{Command, Meeting, Mode, Plan, Said, SelfEvaluation as Kept, State},
    framework::RequirementRef,
    id::{EvidenceId, OwnStandardId, PersonId, UnitId},
    verdict::{EvaluationLevel, PinRequest, PinnedStandard, Selection},
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use time::{Date, OffsetDateTime};
use utoipa::{
    ToSchema,
    openapi::{ArrayBuilder, ObjectBuilder, RefOr, Schema, schema::Type},
};
use uuid::Uuid;
use validator::Validate;

use super::{
    schema::{self, Links},
    transition::BlockedCommand,
    words::{maybe_one_of, one_of},
};

fn levels() -> RefOr<Schema> {
    one_of(EvaluationLevel::ALL.iter().map(|word| word.as_str())).into()
}

pub(super) fn modes() -> RefOr<Schema> {
    one_of(Mode::ALL.iter().map(|word| word.as_str())).into()
}

pub(super) fn states() -> RefOr<Schema> {
    one_of(State::ALL.iter().map(|word| word.as_str())).into()
}

fn commands() -> RefOr<Schema> {
    one_of(Command::ALL.iter().map(|word| word.as_str())).into()
}

fn selection() -> RefOr<Schema> {
    one_of(Selection::ALL.iter().map(|word| word.as_str())).into()
}

fn maybe_selection() -> RefOr<Schema> {
    maybe_one_of(Selection::ALL.iter().map(|word| word.as_str())).into()
}

/// Codes of standards.
fn codes() -> RefOr<Schema> {
    let one = ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(40));
    ArrayBuilder::new().items(one).max_items(Some(100)).into()
}

/// A weight by the name of a standard.
fn weights() -> RefOr<Schema> {
    let one = ObjectBuilder::new()
        .schema_type(Type::Integer)
        .minimum(Some(1))
        .maximum(Some(100));
    ObjectBuilder::new()
        .schema_type(Type::Object)
        .additional_properties(Some(Schema::Object(one.build())))
        .into()
}

/// The meeting in which verdicts were given.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvaluationMeeting {
    /// The day.
    pub held_on: Date,
    /// Who were there.
    #[serde(default)]
    #[schema(max_items = 100)]
    pub attendee_ids: Vec<Uuid>,
    /// What else is to be known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub note: Option<String>,
}

/// What a caller may set of a self-evaluation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SelfEvaluationInput {
    /// What it is called.
    #[schema(min_length = 1, max_length = 200)]
    pub title: String,
    /// The unit that evaluates itself.
    pub unit_id: Uuid,
    /// The units under it for which the verdicts count besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub covers_unit_ids: Vec<Uuid>,
    /// At which level.
    #[schema(schema_with = levels)]
    pub level: EvaluationLevel,
    /// The school year, by the year in which it starts.
    #[schema(minimum = 1990, maximum = 2100)]
    pub school_year: i32,
    /// How it is held.
    #[schema(schema_with = modes)]
    pub mode: Mode,
    /// The edition.
    #[schema(max_length = 130, example = "inspectorate/2025/po")]
    pub edition: String,
    /// Which standards of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = maybe_selection)]
    pub selection: Option<Selection>,
    /// Codes, where they are named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(schema_with = codes)]
    pub standards: Vec<String>,
    /// Standards of the board's own besides.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub own_standard_ids: Vec<Uuid>,
    /// What weighs other than 1.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(schema_with = weights)]
    pub weights: BTreeMap<String, u32>,
    /// Who leads it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leader_id: Option<Uuid>,
    /// The last day on which participants score.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes_on: Option<Date>,
    /// The meeting.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting: Option<EvaluationMeeting>,
}

/// What is said of one standard.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvaluationItem {
    /// The standard.
    #[schema(max_length = 60, example = "OP2")]
    pub standard: String,
    /// A level of the scale.
    #[serde(default)]
    #[schema(max_length = 40)]
    pub value: Option<String>,
    /// Why.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 10000)]
    pub reason: Option<String>,
    /// The pieces of evidence on which that rests.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[schema(max_items = 100)]
    pub evidence_ids: Vec<Uuid>,
}

/// Verdicts on some standards.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvaluationVerdictsInput {
    /// One for each standard.
    #[schema(min_items = 1, max_items = 200)]
    pub items: Vec<EvaluationItem>,
}

/// A command to a self-evaluation.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct EvaluationCommand {
    /// What is asked.
    #[schema(schema_with = commands)]
    pub command: Command,
}

/// A standard that is looked at.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EvaluationStandard {
    /// Its name here.
    pub standard: String,
    /// The requirement.
    #[schema(value_type = String)]
    pub requirement: RequirementRef,
    /// How much it weighs.
    pub weight: u32,
}

/// A verdict on one standard.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EvaluationVerdict {
    /// The standard.
    pub standard: String,
    /// A level of the scale.
    pub value: Option<String>,
    /// Why.
    pub reason: Option<String>,
    /// The pieces of evidence on which that rests.
    pub evidence_ids: Vec<Uuid>,
}

/// A self-evaluation as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SelfEvaluation {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit that evaluates itself.
    pub unit_id: Uuid,
    /// The units under it for which the verdicts count besides.
    pub covers_unit_ids: Vec<Uuid>,
    /// At which level.
    #[schema(schema_with = levels)]
    pub level: EvaluationLevel,
    /// The school year, by the year in which it starts.
    pub school_year: i32,
    /// What it is called.
    pub title: String,
    /// How it is held.
    #[schema(schema_with = modes)]
    pub mode: Mode,
    /// The edition.
    pub edition: String,
    /// How the standards were chosen.
    #[schema(schema_with = selection)]
    pub selection: Selection,
    /// The standards, fixed.
    pub pinned: Vec<EvaluationStandard>,
    /// Who leads it.
    pub leader_id: Option<Uuid>,
    /// The last day on which participants score.
    pub closes_on: Option<Date>,
    /// The meeting.
    pub meeting: Option<EvaluationMeeting>,
    /// Where it is.
    #[schema(schema_with = states)]
    pub state: State,
    /// The verdicts so far.
    pub verdicts: Vec<EvaluationVerdict>,
    /// The day from which they hold.
    pub concluded_on: Option<Date>,
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

impl SelfEvaluationInput {
    /// Which standards are asked for.
    pub fn request(&self) -> PinRequest {
        PinRequest {
            selection: self.selection,
            standards: self.standards.clone(),
            own: self
                .own_standard_ids
                .iter()
                .copied()
                .map(OwnStandardId)
                .collect(),
            weights: self.weights.clone().into_iter().collect(),
        }
    }

    /// What is said of it, apart from where it hangs. An edition that cannot be read is named.
    pub fn plan(&self, wrong: &mut Vec<Reason>) -> Option<Plan> {
        let Ok(edition) = self.edition.parse() else {
            wrong.push(Reason::new(Code::UnknownReference).at("/edition"));
            return None;
        };
        Some(Plan {
            covers: self.covers_unit_ids.iter().copied().map(UnitId).collect(),
            level: self.level,
            school_year: SchoolYear(self.school_year),
            title: self.title.clone(),
            mode: self.mode,
            edition,
            request: self.request(),
            leader: self.leader_id.map(PersonId),
            closes_on: self.closes_on,
            meeting: self.meeting.clone().map(Into::into),
        })
    }
}

impl From<&Kept> for SelfEvaluationInput {
    fn from(kept: &Kept) -> Self {
        let plan = &kept.plan;
        Self {
            title: plan.title.clone(),
            unit_id: kept.unit_id.0,
            covers_unit_ids: plan.covers.iter().map(|id| id.0).collect(),
            level: plan.level,
            school_year: plan.school_year.0,
            mode: plan.mode,
            edition: plan.edition.to_string(),
            selection: plan.request.selection,
            standards: plan.request.standards.clone(),
            own_standard_ids: plan.request.own.iter().map(|id| id.0).collect(),
            weights: plan.request.weights.iter().cloned().collect(),
            leader_id: plan.leader.map(|id| id.0),
            closes_on: plan.closes_on,
            meeting: plan.meeting.as_ref().map(Into::into),
        }
    }
}

impl From<EvaluationMeeting> for Meeting {
    fn from(from: EvaluationMeeting) -> Self {
        Self {
            held_on: from.held_on,
            attendees: from.attendee_ids.into_iter().map(PersonId).collect(),
            note: from.note,
        }
    }
}

impl From<&Meeting> for EvaluationMeeting {
    fn from(from: &Meeting) -> Self {
        Self {
            held_on: from.held_on,
            attendee_ids: from.attendees.iter().map(|id| id.0).collect(),
            note: from.note.clone(),
        }
    }
}

impl From<EvaluationItem> for Said {
    fn from(from: EvaluationItem) -> Self {
        Self {
            standard: from.standard,
            value: from.value,
            reason: from.reason,
            evidence_ids: from.evidence_ids.into_iter().map(EvidenceId).collect(),
        }
    }
}

impl From<&Said> for EvaluationVerdict {
    fn from(from: &Said) -> Self {
        Self {
            standard: from.standard.clone(),
            value: from.value.clone(),
            reason: from.reason.clone(),
            evidence_ids: from.evidence_ids.iter().map(|id| id.0).collect(),
        }
    }
}

impl From<&PinnedStandard> for EvaluationStandard {
    fn from(from: &PinnedStandard) -> Self {
        Self {
            standard: from.name(),
            requirement: from.requirement.clone(),
            weight: from.weight,
        }
    }
}
