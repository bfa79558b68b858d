//! Baselines on the wire: answers in, a standing and the draft of a year plan out.

use akoki_domain::{
    baseline::{
        Baseline as Answered, BaselineAnswer as Answer, BaselineInput as Input, Proposal,
        TakenBaseline,
    },
    framework::EditionRef,
    text::Language,
};
use serde::{Deserialize, Serialize};
use time::{Date, OffsetDateTime};
use utoipa::ToSchema;
use uuid::Uuid;
use validator::Validate;

use super::{
    framework::{BilingualText, WireTheme, reasons},
    standing::{Standing, WireStatus},
};
use crate::problem::WireReason;

/// An answer about one standard.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BaselineAnswer {
    /// Code of the standard within the edition.
    #[schema(max_length = 40, example = "OP2")]
    pub standard: String,
    /// How it stands.
    pub status: WireStatus,
    /// Why, in one line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 500)]
    pub line: Option<String>,
}

/// A baseline: an answer for every standard of an edition.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct BaselineInput {
    /// The edition.
    #[schema(max_length = 130, example = "inspectorate/2025/po")]
    pub edition: String,
    /// The day of the picture; today, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assessed_on: Option<Date>,
    /// The answers, in any order.
    #[schema(max_items = 1000)]
    pub answers: Vec<BaselineAnswer>,
}

impl BaselineInput {
    /// What was answered about an edition, for the domain.
    pub fn input(&self, edition: EditionRef, today: Date) -> Input {
        Input {
            edition,
            assessed_on: self.assessed_on.unwrap_or(today),
            answers: self.answered(),
        }
    }

    /// The answers, for the domain.
    pub fn answered(&self) -> Vec<Answer> {
        let answer = |answer: &BaselineAnswer| Answer {
            standard: answer.standard.clone(),
            status: answer.status.into(),
            line: answer.line.clone(),
        };
        self.answers.iter().map(answer).collect()
    }
}

/// How one standard stands.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = StandardStatus)]
pub struct WireStandardStatus {
    /// The requirement.
    pub requirement: String,
    /// How it stands.
    pub status: WireStatus,
    /// Why, in one line.
    pub line: Option<String>,
}

/// A cycle that is proposed.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CycleProposal)]
pub struct WireProposal {
    /// The requirement that it would serve.
    pub requirement: String,
    /// The theme that it would belong to.
    pub theme: Option<WireTheme>,
    /// What it could be called.
    pub title: BilingualText,
    /// Why it is proposed here.
    pub why: Vec<WireReason>,
}

/// A baseline with what follows from it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Baseline {
    /// Id.
    pub id: Uuid,
    /// Board.
    pub board_id: Uuid,
    /// The unit that carries it.
    pub unit_id: Uuid,
    /// The edition.
    pub edition: String,
    /// The day of the picture.
    pub assessed_on: Date,
    /// How each standard stands, in the order of the edition.
    pub statuses: Vec<WireStandardStatus>,
    /// What to take up this year, most pressing first.
    pub plan: Vec<WireProposal>,
    /// What deserves a cycle as well but is more than a year can hold.
    pub later: Vec<WireProposal>,
    /// Where the unit stands now.
    pub standing: Standing,
    /// When it was taken.
    #[serde(with = "crate::wire::instant")]
    pub created_at: OffsetDateTime,
}

impl Baseline {
    /// A baseline in words.
    pub fn new(
        taken: &TakenBaseline,
        answered: &Answered,
        standing: Standing,
        created_at: OffsetDateTime,
        language: Language,
    ) -> Self {
        let proposals = |all: &[Proposal]| all.iter().map(|one| proposal(one, language)).collect();
        Self {
            id: taken.id.0,
            board_id: taken.board_id.0,
            unit_id: taken.unit_id.0,
            edition: taken.taken.edition.to_string(),
            assessed_on: taken.taken.assessed_on,
            statuses: answered
                .statuses
                .iter()
                .map(|one| WireStandardStatus {
                    requirement: one.requirement.to_string(),
                    status: one.status.into(),
                    line: one.line.clone(),
                })
                .collect(),
            plan: proposals(&answered.plan),
            later: proposals(&answered.later),
            standing,
            created_at,
        }
    }
}

fn proposal(one: &Proposal, language: Language) -> WireProposal {
    WireProposal {
        requirement: one.requirement.to_string(),
        theme: one.theme.map(Into::into),
        title: (&one.title).into(),
        why: reasons(&one.why, language),
    }
}
