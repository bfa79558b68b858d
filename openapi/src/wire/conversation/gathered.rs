//! What was gathered for a conversation, on the wire.

use akoki_domain::{
    conversation::{Gathered, VoiceCount},
    id::UnitId,
    text::Language,
    verdict::{EvaluationLevel, Voice},
};
use serde::Serialize;
use time::Date;
use utoipa::{ToSchema, openapi::schema::Object};
use uuid::Uuid;

use super::ConversationAgreement;
use crate::{
    problem::WireReason,
    wire::{
        framework::reasons,
        standing::{WireAttention, attention},
        words::{maybe_one_of, one_of},
    },
};

fn voices() -> Object {
    one_of(Voice::ALL.iter().map(|word| word.as_str()))
}

fn levels() -> Object {
    maybe_one_of(EvaluationLevel::ALL.iter().map(|word| word.as_str()))
}

/// Counts of a standing, as they were.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationFigures {
    /// Goals that are not decided upon.
    pub open_goals: u32,
    /// Those among them whose due date has passed.
    pub overdue_goals: u32,
    /// Actions that are still to be done.
    pub open_actions: u32,
    /// Those among them whose due date has passed.
    pub overdue_actions: u32,
    /// Reviews that were due and are not made up for.
    pub missed_reviews: u32,
    /// Findings and orders that were still to be followed up.
    pub open_follow_ups: u32,
    /// Those among them whose due date had passed.
    pub overdue_follow_ups: u32,
    /// How much needs attention in all.
    pub attention_total: u32,
}

/// How often a value was given.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationVerdictCount {
    /// The value.
    pub value: Option<String>,
    /// How many.
    pub count: u32,
}

/// How the newest verdicts of one voice fall out.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationVerdicts {
    /// Who gave them.
    #[schema(schema_with = voices)]
    pub voice: Voice,
    /// At which level.
    #[schema(schema_with = levels)]
    pub level: Option<EvaluationLevel>,
    /// The day of the newest.
    pub newest_on: Date,
    /// How many there are of each value.
    pub values: Vec<ConversationVerdictCount>,
}

/// What was gathered for a conversation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConversationGathered {
    /// The day.
    pub on: Date,
    /// What there is to talk about.
    pub agenda: Vec<WireReason>,
    /// Counts of the standing.
    pub figures: ConversationFigures,
    /// What needs attention first.
    pub attention: Vec<WireAttention>,
    /// What is past its due date.
    pub overdue: Vec<WireAttention>,
    /// The newest verdicts by voice.
    pub verdicts: Vec<ConversationVerdicts>,
    /// The conversation before.
    pub previous_id: Option<Uuid>,
    /// Its agreements that were not done.
    pub agreements: Vec<ConversationAgreement>,
}

impl ConversationGathered {
    /// What was gathered at a unit, in words.
    pub fn new(of: &Gathered, unit: UnitId, language: Language) -> Self {
        let figures = &of.figures;
        Self {
            on: of.on,
            agenda: reasons(&of.agenda(unit), language),
            figures: ConversationFigures {
                open_goals: figures.open_goals,
                overdue_goals: figures.overdue_goals,
                open_actions: figures.open_actions,
                overdue_actions: figures.overdue_actions,
                missed_reviews: figures.missed_reviews,
                open_follow_ups: figures.open_follow_ups,
                overdue_follow_ups: figures.overdue_follow_ups,
                attention_total: figures.attention,
            },
            attention: of
                .attention
                .iter()
                .map(|one| attention(one, language))
                .collect(),
            overdue: of
                .overdue
                .iter()
                .map(|one| attention(one, language))
                .collect(),
            verdicts: of.verdicts.iter().map(Into::into).collect(),
            previous_id: of.previous.map(|id| id.0),
            agreements: of.agreements.iter().map(Into::into).collect(),
        }
    }
}

impl From<&VoiceCount> for ConversationVerdicts {
    fn from(from: &VoiceCount) -> Self {
        let values = from.values.iter().map(|one| ConversationVerdictCount {
            value: one.value.clone(),
            count: one.count,
        });
        Self {
            voice: from.voice,
            level: from.level,
            newest_on: from.newest_on,
            values: values.collect(),
        }
    }
}
