//! The work of one or more units in its slimmest form: what completeness and standing are computed
//! from. Flat lists, so that a repository fills each with one query and without the texts.

use time::Date;

use super::action::{Action, ActionStatus};
use super::cycle::Cycle;
use super::goal::{Goal, ReviewRhythm, testable};
use super::machine::State;
use crate::akoki::Theme;
use crate::check::says_something;
use crate::framework::RequirementRef;
use crate::id::{ActionId, ContextFactorId, CycleId, DossierId, GoalId, UnitId};
use crate::organisation::Period;

/// All the work there is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Work {
    /// Cycles.
    pub cycles: Vec<CycleWork>,
    /// Goals of these cycles.
    pub goals: Vec<GoalWork>,
    /// Actions of these cycles.
    pub actions: Vec<ActionWork>,
    /// Days on which goals were measured.
    pub measured: Vec<GoalDay>,
    /// Days on which goals were reviewed.
    pub reviewed: Vec<GoalDay>,
    /// Days on which goals were decided upon.
    pub decided: Vec<GoalDay>,
    /// The evidence of dossiers.
    pub evidence: Vec<DossierEvidence>,
}

/// A cycle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CycleWork {
    /// Its id.
    pub id: CycleId,
    /// Its unit.
    pub unit_id: UnitId,
    /// Its theme.
    pub theme: Theme,
    /// Where it is.
    pub state: State,
    /// The requirements that it serves.
    pub requirements: Vec<RequirementRef>,
    /// Context factors that changed and were not confirmed.
    pub flagged_context: Vec<ContextFactorId>,
    /// The day on which Do started.
    pub do_started_on: Option<Date>,
    /// The day of its evaluation.
    pub evaluated_on: Option<Date>,
}

/// A goal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GoalWork {
    /// Its id.
    pub id: GoalId,
    /// Its cycle.
    pub cycle_id: CycleId,
    /// Nothing keeps it from being testable.
    pub testable: bool,
    /// It says what is measured.
    pub has_indicator: bool,
    /// The day by which the target is reached.
    pub due_on: Option<Date>,
    /// How often it is reviewed.
    pub review_rhythm: Option<ReviewRhythm>,
}

/// An action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ActionWork {
    /// Its id.
    pub id: ActionId,
    /// Its cycle.
    pub cycle_id: CycleId,
    /// How far it is.
    pub status: ActionStatus,
    /// The day by which it is done.
    pub due_on: Option<Date>,
}

/// Something happened with a goal on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct GoalDay {
    /// The goal.
    pub goal_id: GoalId,
    /// The day.
    pub on: Date,
}

/// A piece of evidence that a dossier refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DossierEvidence {
    /// The dossier.
    pub dossier_id: DossierId,
    /// The days on which it can be leaned on.
    pub serves: Period,
}

impl From<&Cycle> for CycleWork {
    fn from(cycle: &Cycle) -> Self {
        Self {
            id: cycle.id,
            unit_id: cycle.unit_id,
            theme: cycle.theme,
            state: cycle.state,
            requirements: cycle.requirements.clone(),
            flagged_context: cycle.flagged_context.clone(),
            do_started_on: cycle.do_started_on,
            evaluated_on: cycle.evaluation.as_ref().map(|e| e.evaluated_on),
        }
    }
}

impl From<&Goal> for GoalWork {
    fn from(goal: &Goal) -> Self {
        Self {
            id: goal.id,
            cycle_id: goal.cycle_id,
            testable: testable(goal).is_empty(),
            has_indicator: says_something(goal.plan.indicator.as_ref()),
            due_on: goal.plan.due_on,
            review_rhythm: goal.plan.review_rhythm,
        }
    }
}

impl From<&Action> for ActionWork {
    fn from(action: &Action) -> Self {
        Self {
            id: action.id,
            cycle_id: action.cycle_id,
            status: action.plan.status,
            due_on: action.plan.due_on,
        }
    }
}
