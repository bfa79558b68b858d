//! Where one unit stands.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use time::Date;

use super::facts::{Requirements, Said, UnitFacts};
use super::figures::{Figure, Figures, Spread, ThemeRow, add_levels, empty_themes};
use super::follow_up;
use super::judged::Judged;
use crate::akoki::Theme;
use crate::dossier::{Completeness, completeness};
use crate::error::{Code, Reason};
use crate::framework::RequirementRef;
use crate::id::{CycleId, DossierId, GoalId, UnitId};
use crate::noun::Noun;
use crate::pdca::State;
use crate::pdca::review::{MissedReview, missed};
use crate::pdca::work::{ActionWork, CycleWork, GoalWork};

/// Where one unit stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UnitStanding {
    /// The unit.
    pub unit_id: UnitId,
    /// Its figures.
    pub figures: Figures,
    /// What it has of each requirement, by requirement.
    pub requirements: Vec<RequirementStanding>,
}

/// What a unit has of a requirement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequirementStanding {
    /// The requirement.
    pub requirement: RequirementRef,
    /// The theme that it falls under, where that is known.
    pub theme: Option<Theme>,
    /// It weighs more in the judgement of the whole.
    pub core: bool,
    /// Its dossier, if one was begun.
    pub dossier_id: Option<DossierId>,
    /// What the last baseline said: the unit's own view, never mixed with what is computed.
    pub said: Option<Said>,
    /// What was judged of it: the newest verdict of each voice, of each level of the unit about itself, and of
    /// each of several teams, in that order.
    #[serde(default)]
    pub judged: Vec<Judged>,
    /// A cycle serves it, be it one that has ended.
    #[serde(default)]
    pub served: bool,
    /// A running cycle serves it.
    #[serde(default)]
    pub worked_on: bool,
    /// How complete it is.
    pub completeness: Completeness,
}

impl RequirementStanding {
    /// Whether anything of it is kept.
    pub(super) fn tells(&self) -> bool {
        self.dossier_id.is_some() || self.said.is_some() || self.served || !self.judged.is_empty()
    }
}

impl UnitStanding {
    /// Leaves out the requirements of which nothing is kept.
    pub(super) fn leave_out_untold(&mut self) {
        self.requirements.retain(RequirementStanding::tells);
        count_levels(&mut self.figures.themes, &self.requirements);
    }
}

/// Counts the completeness of the requirements of each theme.
fn count_levels(themes: &mut [ThemeRow], requirements: &[RequirementStanding]) {
    for row in themes {
        for cell in &mut row.phases {
            cell.requirements = Spread::default();
        }
        let of_theme = requirements
            .iter()
            .filter(|one| one.theme == Some(row.theme));
        for one in of_theme {
            let spreads = row.phases.iter_mut().map(|cell| &mut cell.requirements);
            add_levels(spreads, &one.completeness);
        }
    }
}

pub(super) fn stand(unit: &UnitFacts<'_>, known: &Requirements<'_>, on: Date) -> UnitStanding {
    let requirements: Vec<RequirementStanding> = unit
        .requirements
        .iter()
        .map(|&requirement| of_requirement(unit, known, requirement, on))
        .filter(|one| !unit.replaced || one.tells())
        .collect();
    let mut themes = empty_themes();
    count_levels(&mut themes, &requirements);
    for row in &mut themes {
        for (phase, cell) in PHASES.into_iter().zip(&mut row.phases) {
            let here = |cycle: &&CycleWork| cycle.theme == row.theme && cycle.state == phase;
            let cycles = unit.work.cycles.iter().filter(here);
            cell.cycles = Figure::of(cycles.map(in_phase).collect());
        }
    }
    let goals = open_goals(unit, on);
    let actions = open_actions(unit);
    let (open_follow_ups, overdue_follow_ups) = follow_up::figures(unit, on);
    let due = |day: Option<Date>| day.is_some_and(|day| day < on);
    let late_goals = goals.iter().filter(|goal| due(goal.due_on));
    let late_actions = actions.iter().filter(|action| due(action.due_on));
    UnitStanding {
        unit_id: unit.unit_id,
        figures: Figures {
            themes,
            open_goals: Figure::of(goals.iter().map(|g| goal(Code::GoalOpen, g)).collect()),
            overdue_goals: Figure::of(late_goals.map(|g| goal(Code::GoalOverdue, g)).collect()),
            open_actions: Figure::of(
                actions
                    .iter()
                    .map(|a| action(Code::ActionOpen, a))
                    .collect(),
            ),
            overdue_actions: Figure::of(
                late_actions
                    .map(|a| action(Code::ActionOverdue, a))
                    .collect(),
            ),
            missed_reviews: Figure::of(
                missed_reviews(unit, on)
                    .into_iter()
                    .map(|(goal, review)| missed_review(goal, review))
                    .collect(),
            ),
            open_follow_ups,
            overdue_follow_ups,
        },
        requirements,
    }
}

/// The states that are phases, in the order of the columns.
const PHASES: [State; 4] = [State::Plan, State::Do, State::Check, State::Act];

fn of_requirement(
    unit: &UnitFacts<'_>,
    known: &Requirements<'_>,
    requirement: &RequirementRef,
    on: Date,
) -> RequirementStanding {
    let dossier = unit.dossiers.get(requirement).copied();
    let (theme, core) = known.get(requirement);
    let cycles = unit.work.cycles.iter();
    let mut serving = cycles.filter(|cycle| cycle.serves(unit.unit_id, requirement));
    RequirementStanding {
        requirement: requirement.clone(),
        theme,
        core,
        dossier_id: dossier.map(|dossier| dossier.id),
        said: unit.baselines.get(requirement).copied().cloned(),
        judged: unit
            .verdicts
            .get(requirement)
            .map(|all| all.values().copied().cloned().collect())
            .unwrap_or_default(),
        served: serving.clone().next().is_some(),
        worked_on: serving.any(|cycle| cycle.state.is_open()),
        completeness: completeness(unit.unit_id, requirement, dossier, &unit.work, on),
    }
}

fn running(unit: &UnitFacts<'_>) -> BTreeSet<CycleId> {
    let open = |cycle: &&CycleWork| cycle.state.is_open();
    unit.work
        .cycles
        .iter()
        .filter(open)
        .map(|cycle| cycle.id)
        .collect()
}

/// Goals of running cycles that were not decided upon up to the day.
pub(super) fn open_goals(unit: &UnitFacts<'_>, on: Date) -> Vec<GoalWork> {
    let running = running(unit);
    let decided = unit.work.decided.iter().filter(|day| day.on <= on);
    let decided: BTreeSet<GoalId> = decided.map(|day| day.goal_id).collect();
    let open = |goal: &&GoalWork| running.contains(&goal.cycle_id) && !decided.contains(&goal.id);
    unit.work.goals.iter().filter(open).copied().collect()
}

/// Actions of running cycles that are still to be done.
pub(super) fn open_actions(unit: &UnitFacts<'_>) -> Vec<ActionWork> {
    let running = running(unit);
    let open = |action: &&ActionWork| running.contains(&action.cycle_id) && action.status.is_open();
    unit.work.actions.iter().filter(open).copied().collect()
}

/// The reviews of open goals in Do and Check that were missed and not made up for.
pub(super) fn missed_reviews(unit: &UnitFacts<'_>, on: Date) -> Vec<(GoalId, MissedReview)> {
    let started = |goal: &GoalWork| {
        let cycle = unit
            .work
            .cycles
            .iter()
            .find(|cycle| cycle.id == goal.cycle_id)?;
        match cycle.state {
            State::Do | State::Check => cycle.do_started_on,
            State::Plan | State::Act | State::Closed | State::Cancelled => None,
        }
    };
    let mut all = Vec::new();
    for goal in open_goals(unit, on) {
        let (Some(started_on), Some(rhythm)) = (started(&goal), goal.review_rhythm) else {
            continue;
        };
        let reviewed = unit
            .work
            .reviewed
            .iter()
            .filter(|day| day.goal_id == goal.id);
        let held: Vec<Date> = reviewed.map(|day| day.on).collect();
        let reviews = missed(started_on, rhythm, goal.due_on, &held, on);
        let open = reviews
            .into_iter()
            .filter(|review| review.made_up_on.is_none());
        all.extend(open.map(|review| (goal.id, review)));
    }
    all
}

fn in_phase(cycle: &CycleWork) -> Reason {
    Reason::new(Code::CycleInPhase)
        .about(Noun::ImprovementCycle, cycle.id)
        .with("state", cycle.state)
}

fn with_due(reason: Reason, due_on: Option<Date>) -> Reason {
    match due_on {
        Some(day) => reason.with("dueOn", day),
        None => reason,
    }
}

pub(super) fn goal(code: Code, goal: &GoalWork) -> Reason {
    with_due(Reason::new(code).about(Noun::Goal, goal.id), goal.due_on)
}

pub(super) fn action(code: Code, action: &ActionWork) -> Reason {
    with_due(
        Reason::new(code).about(Noun::Action, action.id),
        action.due_on,
    )
}

pub(super) fn missed_review(goal: GoalId, review: MissedReview) -> Reason {
    Reason::new(Code::ReviewMissed)
        .about(Noun::Goal, goal)
        .with("dueOn", review.due_on)
}
