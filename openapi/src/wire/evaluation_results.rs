//! The results of a self-evaluation on the wire.

use akoki_domain::{
    Code, Reason,
    amount::Amount,
    evaluation::{
        Figures, Mode, PartResult, Results, SelfEvaluation, Shown, StandardResult, State,
    },
    framework::RequirementRef,
    text::Language,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::problem::WireReason;

use super::{
    schema::{self, Links},
    self_evaluation::{EvaluationVerdict, modes, states},
};

/// How many gave a level.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LevelCount {
    /// The level.
    pub level: String,
    /// How many.
    pub count: u64,
}

/// What at least five participants say together.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EvaluationFigures {
    /// How many gave a level.
    pub scored: u64,
    /// How many did not assess it.
    pub not_assessed: u64,
    /// How many gave each level.
    pub distribution: Vec<LevelCount>,
    /// The mean rank.
    #[schema(value_type = f64)]
    pub mean: Amount,
    /// The standard deviation.
    #[schema(value_type = f64)]
    pub spread: Amount,
    /// How far they agree.
    #[schema(value_type = f64)]
    pub agreement: Amount,
}

/// What groups that are shown as one say.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EvaluationPart {
    /// The groups.
    pub group_unit_ids: Vec<Uuid>,
    /// Whether those are in it who scored for no group.
    pub without_group: bool,
    /// What they say.
    pub figures: EvaluationFigures,
}

/// The result of one standard.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EvaluationStandardResult {
    /// Its name here.
    pub standard: String,
    /// The requirement.
    #[schema(value_type = String)]
    pub requirement: RequirementRef,
    /// How much it weighs.
    pub weight: u32,
    /// What all say, of enough.
    pub figures: Option<EvaluationFigures>,
    /// The one value that is shown of few.
    pub middle: Option<String>,
    /// What the groups say.
    pub groups: Vec<EvaluationPart>,
    /// What was agreed.
    pub verdict: Option<EvaluationVerdict>,
}

/// The results of a self-evaluation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EvaluationResults {
    /// The evaluation.
    pub evaluation_id: Uuid,
    /// How it is held.
    #[schema(schema_with = modes)]
    pub mode: Mode,
    /// Where it is.
    #[schema(schema_with = states)]
    pub state: State,
    /// How many people scored.
    pub participants: u64,
    /// The weighted mean.
    #[schema(value_type = Option<f64>)]
    pub mean: Option<Amount>,
    /// Why nothing is shown, when participants have scored anew.
    pub not_shown: Option<WireReason>,
    /// By standard.
    pub standards: Vec<EvaluationStandardResult>,
    /// Related resources.
    #[schema(schema_with = schema::links)]
    pub links: Links,
}

/// Hundredths of a rank or a share are always within range.
fn amount(hundredths: i64) -> Amount {
    Amount::from_hundredths(hundredths).unwrap_or_default()
}

pub(super) fn counts(distribution: Vec<(String, u64)>) -> Vec<LevelCount> {
    let counts = distribution.into_iter();
    counts
        .map(|(level, count)| LevelCount { level, count })
        .collect()
}

impl EvaluationResults {
    /// The results as they are shown; none while participants still score.
    pub fn new(
        evaluation: &SelfEvaluation,
        participants: u64,
        results: Option<Results>,
        links: Links,
        language: Language,
    ) -> Self {
        let scored = matches!(evaluation.state, State::Consensus | State::Concluded);
        let withheld = scored && results.is_none();
        let reason = || WireReason::new(&Reason::new(Code::FewChangedSinceShown), language);
        let mean = results.as_ref().and_then(|results| results.mean);
        let standards = results.map(|results| results.standards).unwrap_or_default();
        Self {
            evaluation_id: evaluation.id.0,
            mode: evaluation.plan.mode,
            state: evaluation.state,
            participants,
            not_shown: withheld.then(reason),
            mean: mean.map(amount),
            standards: standards.into_iter().map(Into::into).collect(),
            links,
        }
    }
}

impl From<StandardResult> for EvaluationStandardResult {
    fn from(from: StandardResult) -> Self {
        let (figures, middle) = match from.whole {
            Shown::Nothing => (None, None),
            Shown::Middle(level) => (None, Some(level)),
            Shown::Figures(figures) => (Some(figures.into()), None),
        };
        Self {
            standard: from.standard.name(),
            requirement: from.standard.requirement,
            weight: from.standard.weight,
            figures,
            middle,
            groups: from.parts.into_iter().map(Into::into).collect(),
            verdict: from.verdict.as_ref().map(Into::into),
        }
    }
}

impl From<PartResult> for EvaluationPart {
    fn from(from: PartResult) -> Self {
        Self {
            without_group: from.groups.contains(&None),
            group_unit_ids: from.groups.into_iter().flatten().map(|id| id.0).collect(),
            figures: from.figures.into(),
        }
    }
}

impl From<Figures> for EvaluationFigures {
    fn from(from: Figures) -> Self {
        Self {
            scored: from.scored,
            not_assessed: from.not_assessed,
            distribution: counts(from.distribution),
            mean: amount(from.mean),
            spread: amount(from.spread),
            agreement: amount(from.agreement),
        }
    }
}
