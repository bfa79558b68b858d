//! What is known of a follow-up.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use time::Date;

use super::machine::{FollowUpAsked, FollowUpCommand, FollowUpState, FollowUpStep};
use crate::check::{self, MAX_TEXT};
use crate::error::{Code, Reason};
use crate::id::{BoardId, CycleId, PersonId, SurveyCampaignId, SurveyFollowUpId, UnitId};
use crate::survey::campaign::CampaignInput;
use crate::survey::content::Content;

/// The most that is kept of each kind of what was before.
pub(super) const MAX_EARLIER: usize = 50;
/// The most cycles, and the most results, that one follow-up names.
pub(super) const MAX_NAMED: usize = 50;

/// A result that is taken up.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ResultRef {
    /// Key of a question or a scale.
    pub key: String,
    /// Key of the group of whom it is the result; all of the unit when absent.
    #[serde(default)]
    pub group_key: Option<String>,
}

/// What was decided instead of improving something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FollowUpDecision {
    /// Why.
    pub reason: String,
    /// The day.
    pub decided_on: Date,
    /// Who decided; nobody where a machine recorded it.
    pub decided_by: Option<PersonId>,
}

/// What a unit does with its results.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FollowUpAnswer {
    /// The day on which that was said.
    pub closed_on: Date,
    /// The cycles in which results are taken up.
    pub cycles: Vec<CycleId>,
    /// The results to which they refer.
    pub results: Vec<ResultRef>,
    /// What was decided.
    pub decision: Option<FollowUpDecision>,
}

/// What was said before it was taken up again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EarlierAnswer {
    /// What was said.
    pub answer: FollowUpAnswer,
    /// The day on which it was taken up again.
    pub reopened_on: Date,
    /// Why.
    pub reason: String,
}

/// A due date that was moved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EarlierDue {
    /// The day that held until then.
    pub due_on: Date,
    /// The day on which it was moved.
    pub changed_on: Date,
    /// Why.
    pub reason: String,
}

/// What can be set of it besides commands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpInput {
    /// The last day on which the unit says what it does.
    pub due_on: Date,
    /// Why that changes.
    pub change_reason: Option<String>,
    /// What else is to be said.
    pub notes: Option<String>,
}

/// What a unit does with the results of a survey. Its state changes through [`super::decide`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUp {
    /// Its id.
    pub id: SurveyFollowUpId,
    /// Its board.
    pub board_id: BoardId,
    /// The unit of which the results are.
    pub unit_id: UnitId,
    /// The survey.
    pub campaign_id: SurveyCampaignId,
    /// Where it is.
    pub state: FollowUpState,
    /// The last day on which the unit says what it does.
    pub due_on: Date,
    /// What else is to be said.
    pub notes: Option<String>,
    /// What the unit does; none while it is open.
    pub answer: Option<FollowUpAnswer>,
    /// Due dates that were moved, oldest first.
    pub earlier_dues: Vec<EarlierDue>,
    /// What was said before, oldest first.
    pub earlier_answers: Vec<EarlierAnswer>,
}

impl FollowUp {
    /// That of a unit, as it begins.
    pub fn begun(
        id: SurveyFollowUpId,
        board_id: BoardId,
        (campaign_id, unit_id): (SurveyCampaignId, UnitId),
        due_on: Date,
    ) -> Self {
        Self {
            id,
            board_id,
            unit_id,
            campaign_id,
            state: FollowUpState::Open,
            due_on,
            notes: None,
            answer: None,
            earlier_dues: Vec::new(),
            earlier_answers: Vec::new(),
        }
    }

    /// The cycles that it names.
    pub fn cycles(&self) -> &[CycleId] {
        self.answer
            .as_ref()
            .map_or(&[], |answer| answer.cycles.as_slice())
    }

    /// The cycles that it names or ever named: they stay to be found from it.
    pub fn all_cycles(&self) -> BTreeSet<CycleId> {
        let earlier = self.earlier_answers.iter();
        let earlier = earlier.flat_map(|earlier| &earlier.answer.cycles);
        self.cycles().iter().chain(earlier).copied().collect()
    }

    /// By how many days it is late: none once the unit said what it does.
    pub fn days_late(&self, today: Date) -> i64 {
        match self.state.is_owed() {
            true => (today - self.due_on).whole_days().max(0),
            false => 0,
        }
    }

    /// As it is set now. Another due date takes a reason, and what it was is kept; it moves only while something
    /// is due.
    ///
    /// # Errors
    /// Everything wrong with it.
    pub fn restated(&self, now: FollowUpInput, today: Date) -> Result<Self, Vec<Reason>> {
        let mut wrong = Vec::new();
        let mut after = self.clone();
        check::optional_text(&mut wrong, "/notes", now.notes.as_ref(), MAX_TEXT);
        if now.due_on != self.due_on {
            let reason = now.change_reason.unwrap_or_default();
            check::required_text(&mut wrong, "/changeReason", &reason, MAX_TEXT);
            if !self.state.is_owed() {
                wrong.push(Reason::new(Code::NotChangeable).at("/dueOn"));
            }
            if self.earlier_dues.len() >= MAX_EARLIER {
                let full = Reason::new(Code::SurveyHistoryFull).at("/dueOn");
                wrong.push(full.with("max", MAX_EARLIER));
            }
            after.earlier_dues.push(EarlierDue {
                due_on: self.due_on,
                changed_on: today,
                reason,
            });
        }
        after.due_on = now.due_on;
        after.notes = now.notes;
        match wrong.is_empty() {
            true => Ok(after),
            false => Err(wrong),
        }
    }

    /// Carries a step out with what was said with it; `arising` are the cycles that arise from it, which count as
    /// named, and `by` is who says so.
    pub fn apply(
        &mut self,
        step: FollowUpStep,
        asked: FollowUpAsked,
        (arising, by, today): (&[CycleId], Option<PersonId>, Date),
    ) {
        self.state = step.to;
        match step.command {
            FollowUpCommand::Close => {
                let mut cycles = asked.cycles;
                cycles.extend(
                    arising
                        .iter()
                        .filter(|id| !cycles.contains(id))
                        .copied()
                        .collect::<Vec<_>>(),
                );
                self.answer = Some(FollowUpAnswer {
                    closed_on: today,
                    cycles,
                    results: asked.results,
                    decision: asked.decision.map(|reason| FollowUpDecision {
                        reason,
                        decided_on: today,
                        decided_by: by,
                    }),
                });
            }
            FollowUpCommand::Reopen => {
                let reason = asked.reason.unwrap_or_default();
                let earlier = self.answer.take().map(|answer| EarlierAnswer {
                    answer,
                    reopened_on: today,
                    reason,
                });
                self.earlier_answers.extend(earlier);
            }
        }
    }
}

impl ResultRef {
    /// Everything wrong with the results that a unit names: each is a question or a scale of what was asked, and a
    /// group is one of the unit's own.
    pub fn check_all(
        named: &[Self],
        content: &Content,
        stated: &CampaignInput,
        unit: UnitId,
    ) -> Vec<Reason> {
        let tree = stated.tree();
        let mut wrong = Vec::new();
        for (at, one) in named.iter().enumerate() {
            let pointer = |name: &str| format!("/results/{at}/{name}");
            let asked = content.questions().any(|question| question.key == one.key);
            let scored = content.scales.iter().any(|scale| scale.key == one.key);
            if !asked && !scored {
                let reason = Reason::new(Code::UnknownResult).at(pointer("key"));
                wrong.push(reason.with("key", &one.key));
            }
            let Some(group) = &one.group_key else {
                continue;
            };
            match tree.unit_of(group) {
                Some(of) if of == unit => {}
                found => {
                    let code = match found {
                        None => Code::UnknownGroupKey,
                        Some(_) => Code::GroupOfOtherUnit,
                    };
                    let reason = Reason::new(code).at(pointer("groupKey"));
                    wrong.push(reason.with("key", group));
                }
            }
        }
        wrong
    }
}
