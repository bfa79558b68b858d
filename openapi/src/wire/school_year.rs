//! Plans of school years and what came of them, on the wire.

use akoki_domain::{
    Noun, Subject,
    id::PersonId,
    pdca::State as CycleState,
    school_year::{
        FollowUp, FollowUpDecision, Instrument, InstrumentYear, PlanLine, SchoolYearPlan as Kept,
        Told,
    },
    text::Language,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::{
    ToSchema,
    openapi::schema::{Array, ArrayBuilder, Object},
};
use uuid::Uuid;
use validator::Validate;

use super::{
    conversation::conversation_states,
    improvement_cycle::CycleOrigin,
    schema::{self, Links},
    words::one_of,
};
use crate::{problem::WireReason, wire::framework::reasons};

fn instruments() -> Object {
    one_of(Instrument::ALL.iter().map(|word| word.as_str()))
}

fn withheld() -> Array {
    ArrayBuilder::new().items(instruments()).build()
}

fn decisions() -> Object {
    one_of(FollowUpDecision::ALL.iter().map(|word| word.as_str()))
}

fn instances() -> Object {
    one_of(Instrument::ALL.iter().map(|word| word.noun().as_str()))
}

/// One line of a plan.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SchoolYearPlanLine {
    /// The instrument.
    #[schema(schema_with = instruments)]
    pub instrument: Instrument,
    /// The first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Date>,
    /// The last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Date>,
    /// Anything else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub note: Option<String>,
    /// Why it is not needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(min_length = 1, max_length = 10000)]
    pub not_needed: Option<String>,
}

/// What a caller may set of a plan.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SchoolYearPlanInput {
    /// The lines.
    #[schema(max_items = 100)]
    pub lines: Vec<SchoolYearPlanLine>,
}

/// One use of an instrument.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SchoolYearInstance {
    /// What it is.
    #[serde(rename = "type")]
    #[schema(schema_with = instances)]
    pub noun: Noun,
    /// Its id.
    pub id: Uuid,
}

/// A decision about follow-up: what a caller sends, and what is shown.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SchoolYearFollowUp {
    /// The instrument.
    #[schema(schema_with = instruments)]
    pub instrument: Instrument,
    /// Which of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<SchoolYearInstance>,
    /// What was decided.
    #[schema(schema_with = decisions)]
    pub decision: FollowUpDecision,
    /// Why.
    #[schema(min_length = 1, max_length = 10000)]
    pub reason: String,
    /// Who decided.
    pub decided_by_id: Uuid,
    /// The day.
    pub on: Date,
}

/// A plan as it is shown.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SchoolYearPlan {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit that plans.
    pub unit_id: Uuid,
    /// The school year.
    pub year: i32,
    /// The lines.
    pub lines: Vec<SchoolYearPlanLine>,
    /// Decisions about follow-up.
    pub decisions: Vec<SchoolYearFollowUp>,
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

/// Whether something holds, when and why.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SchoolYearAnswer {
    /// Whether it does.
    pub holds: bool,
    /// The first day.
    pub from: Option<Date>,
    /// The last day.
    pub until: Option<Date>,
    /// What that rests on.
    pub why: Vec<WireReason>,
}

/// One instrument in one school year.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SchoolYearInstrument {
    /// The instrument.
    #[schema(schema_with = instruments)]
    pub instrument: Instrument,
    /// Whether it was planned.
    pub planned: SchoolYearAnswer,
    /// Whether it ran.
    pub ran: SchoolYearAnswer,
    /// Whether all that ran was followed up.
    pub followed_up: SchoolYearAnswer,
}

/// One unit under the one asked for.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SchoolYearUnit {
    /// The unit.
    pub unit_id: Uuid,
    /// Its own school year.
    pub href: String,
    /// The three instruments.
    pub instruments: Vec<SchoolYearInstrument>,
}

/// A conversation that was held in the year.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SchoolYearConversation {
    /// The conversation.
    pub id: Uuid,
    /// The unit that it is about.
    pub unit_id: Uuid,
    /// The day.
    pub held_on: Date,
    /// Where it is.
    #[schema(schema_with = conversation_states)]
    pub state: akoki_domain::conversation::State,
    /// Where to read it.
    pub href: String,
}

/// An improvement cycle that arises from something of the year.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SchoolYearCycle {
    /// The cycle.
    pub id: Uuid,
    /// The unit that improves.
    pub unit_id: Uuid,
    /// What it is called.
    pub title: String,
    /// Where it is.
    #[schema(schema_with = schema::state)]
    pub state: CycleState,
    /// The day on which it was opened.
    pub opened_on: Date,
    /// What made it necessary.
    pub arises_from: CycleOrigin,
    /// Where to read it.
    pub href: String,
}

/// What was planned, ran and was followed up in a school year.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SchoolYear {
    /// The unit.
    pub unit_id: Uuid,
    /// The school year.
    pub year: i32,
    /// How it is called.
    pub name: String,
    /// Its first day.
    pub starts_on: Date,
    /// Its last day.
    pub ends_on: Date,
    /// The plan of the unit.
    pub plan: Option<SchoolYearPlan>,
    /// The three instruments at the unit.
    pub instruments: Vec<SchoolYearInstrument>,
    /// Every school under it.
    pub units: Vec<SchoolYearUnit>,
    /// The conversations held.
    pub conversations: Option<Vec<SchoolYearConversation>>,
    /// The cycles that arise from something of the year.
    pub improvement_cycles: Vec<SchoolYearCycle>,
    /// The instruments of which not all is told.
    #[schema(schema_with = withheld)]
    pub withheld: Vec<Instrument>,
    /// Related resources.
    #[schema(schema_with = schema::links)]
    pub links: Links,
}

impl From<SchoolYearPlanLine> for PlanLine {
    fn from(from: SchoolYearPlanLine) -> Self {
        Self {
            instrument: from.instrument,
            from: from.from,
            until: from.until,
            note: from.note,
            not_needed: from.not_needed,
        }
    }
}

impl From<&PlanLine> for SchoolYearPlanLine {
    fn from(from: &PlanLine) -> Self {
        Self {
            instrument: from.instrument,
            from: from.from,
            until: from.until,
            note: from.note.clone(),
            not_needed: from.not_needed.clone(),
        }
    }
}

impl From<SchoolYearPlanInput> for Vec<PlanLine> {
    fn from(from: SchoolYearPlanInput) -> Self {
        from.lines.into_iter().map(Into::into).collect()
    }
}

impl From<&Kept> for SchoolYearPlanInput {
    fn from(kept: &Kept) -> Self {
        Self {
            lines: kept.lines.iter().map(Into::into).collect(),
        }
    }
}

impl From<SchoolYearFollowUp> for FollowUp {
    fn from(from: SchoolYearFollowUp) -> Self {
        Self {
            instrument: from.instrument,
            subject: from.subject.map(|of| Subject {
                noun: of.noun,
                id: of.id,
            }),
            decision: from.decision,
            reason: from.reason,
            decided_by: PersonId(from.decided_by_id),
            on: from.on,
        }
    }
}

impl From<&FollowUp> for SchoolYearFollowUp {
    fn from(from: &FollowUp) -> Self {
        Self {
            instrument: from.instrument,
            subject: from.subject.map(|of| SchoolYearInstance {
                noun: of.noun,
                id: of.id,
            }),
            decision: from.decision,
            reason: from.reason.clone(),
            decided_by_id: from.decided_by.0,
            on: from.on,
        }
    }
}

impl SchoolYearInstrument {
    /// A row of the picture in words.
    pub fn new(of: &InstrumentYear, language: Language) -> Self {
        let told = |of: &Told| SchoolYearAnswer {
            holds: of.holds,
            from: of.from,
            until: of.until,
            why: reasons(&of.why, language),
        };
        Self {
            instrument: of.instrument,
            planned: told(&of.planned),
            ran: told(&of.ran),
            followed_up: told(&of.followed_up),
        }
    }
}
