//! Judgements on the wire: verdicts in, an outcome with all that it rests on out.

use akoki_domain::{
    framework::{EditionContent, JudgedObject, Judgement as Judged, Term, Verdict},
    text::Language,
};
use serde::{Deserialize, Serialize};
use time::Date;
use utoipa::ToSchema;
use validator::Validate;

use super::{BilingualText, both_ways};
use crate::problem::WireReason;

/// What is judged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = JudgedObject)]
pub enum WireObject {
    /// A board.
    Board,
    /// A school or establishment.
    School,
    /// A department of a school.
    Department,
    /// One area of standards.
    Area,
}
both_ways!(WireObject, JudgedObject: Board, School, Department, Area);

/// A verdict on one standard.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Verdict)]
pub struct VerdictInput {
    /// Code of the standard.
    #[schema(max_length = 40, example = "OP2")]
    pub standard: String,
    /// Code of the level.
    #[schema(max_length = 40, example = "satisfactory")]
    pub level: String,
}

/// What is to be judged.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema, Validate)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct JudgementInput {
    /// The edition.
    #[schema(max_length = 130, example = "inspectorate/2025/po")]
    pub edition: String,
    /// What is judged.
    pub object: WireObject,
    /// The day on which the investigation starts; today, when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<Date>,
    /// The verdicts. A standard without one was not assessed.
    #[schema(max_items = 1000)]
    pub verdicts: Vec<VerdictInput>,
}

impl JudgementInput {
    /// The verdicts, for the domain.
    pub fn verdicts(&self) -> Vec<Verdict> {
        self.verdicts
            .iter()
            .map(|verdict| Verdict {
                standard: verdict.standard.clone(),
                level: verdict.level.clone(),
            })
            .collect()
    }
}

/// A code with its name.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The code.
    #[schema(example = "satisfactory")]
    pub code: String,
    /// The name.
    pub title: BilingualText,
}

impl From<&Term> for Outcome {
    fn from(term: &Term) -> Self {
        Self {
            code: term.code.clone(),
            title: (&term.title).into(),
        }
    }
}

/// One standard under a test.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JudgedTest {
    /// Code of the standard.
    pub standard: String,
    /// Code of its level.
    pub level: String,
    /// Whether it passes.
    pub passes: bool,
}

/// One condition that was read.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct JudgedStep {
    /// Where it stands in the rule.
    #[schema(example = "/clauses/0/when/all/1")]
    pub pointer: String,
    /// Whether it holds.
    pub holds: bool,
    /// The standards that it looked at.
    pub standards: Vec<JudgedTest>,
}

/// One verdict that would have to be higher.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerdictChange {
    /// Code of the standard.
    pub standard: String,
    /// Code of its level now.
    pub from: String,
    /// Code of the level that it would need.
    pub to: String,
}

/// Verdicts that together would give a better outcome.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VerdictChanges {
    /// The changes.
    pub changes: Vec<VerdictChange>,
    /// Code of the outcome that they give.
    pub outcome: String,
}

/// An outcome with all that it rests on.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Judgement {
    /// The edition.
    pub edition: String,
    /// What was judged.
    pub object: WireObject,
    /// Code of the rule.
    pub rule: String,
    /// The day judged for.
    pub on: Date,
    /// The outcome, or the word for none.
    pub outcome: Outcome,
    /// Whether there is an outcome.
    pub decided: bool,
    /// Whether it rests on something that was not read in the official text.
    pub indicative: bool,
    /// What makes it indicative.
    pub why: Vec<WireReason>,
    /// The standards that decided it.
    pub decided_by: Vec<String>,
    /// Every condition that was read, up to the clause that decided.
    pub trace: Vec<JudgedStep>,
    /// What would give a better outcome, least first.
    pub would_change: Vec<VerdictChanges>,
    /// Whether that is all.
    pub would_change_complete: bool,
}

impl Judgement {
    /// A judgement of the domain under an edition on a day; none when it speaks of a rule that the
    /// edition does not have.
    pub fn new(
        edition: &EditionContent,
        on: Date,
        judged: &Judged,
        language: Language,
    ) -> Option<Self> {
        let rule = edition.rule(&judged.rule)?;
        let found = judged.outcome.as_ref();
        let outcome = found.and_then(|code| rule.outcomes.iter().find(|term| term.code == *code));
        Some(Self {
            edition: edition.edition.to_string(),
            object: rule.object.into(),
            rule: rule.code.clone(),
            on,
            outcome: outcome.unwrap_or(&rule.no_outcome).into(),
            decided: outcome.is_some(),
            indicative: judged.indicative,
            why: reasons(&judged.why, language),
            decided_by: judged.decided_by.clone(),
            trace: judged.trace.iter().map(step).collect(),
            would_change: judged.would_change.iter().map(changes).collect(),
            would_change_complete: judged.would_change_complete,
        })
    }
}

/// Reasons of the domain in words.
pub(crate) fn reasons(reasons: &[akoki_domain::Reason], language: Language) -> Vec<WireReason> {
    reasons
        .iter()
        .map(|reason| WireReason::new(reason, language))
        .collect()
}

fn step(step: &akoki_domain::framework::Step) -> JudgedStep {
    JudgedStep {
        pointer: step.pointer.clone(),
        holds: step.holds,
        standards: step
            .standards
            .iter()
            .map(|tested| JudgedTest {
                standard: tested.standard.clone(),
                level: tested.level.clone(),
                passes: tested.passes,
            })
            .collect(),
    }
}

fn changes(set: &akoki_domain::framework::ChangeSet) -> VerdictChanges {
    VerdictChanges {
        changes: set
            .changes
            .iter()
            .map(|change| VerdictChange {
                standard: change.standard.clone(),
                from: change.from.clone(),
                to: change.to.clone(),
            })
            .collect(),
        outcome: set.outcome.clone(),
    }
}
