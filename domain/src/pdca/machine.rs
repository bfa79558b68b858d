//! The state machine of the improvement cycle. A state is never set any other way.
//!
//! Each phase names what it needs before it can be left: Plan testable goals, Do actions with owners
//! and dates, Check a measurement of every goal and an evaluation, Act a decision on every goal.

use time::Date;

use super::action::{Action, ActionStatus};
use super::cycle::Cycle;
use super::decision::{Decision, DecisionKind};
use super::goal::{Goal, testable};
use super::measurement::Measurement;
use super::words::words;
use crate::error::{Code, Reason, Refusal};
use crate::id::{ContextFactorId, CycleId};
use crate::noun::Noun;

words! {
    /// Where a cycle is.
    State {
        /// Goals are set.
        Plan => "plan",
        /// Actions are carried out.
        Do => "do",
        /// What came of it is measured and evaluated.
        Check => "check",
        /// It is decided what happens with each goal.
        Act => "act",
        /// The round is over.
        Closed => "closed",
        /// The round was broken off.
        Cancelled => "cancelled",
    }
}

impl State {
    /// The round is still running.
    pub const fn is_open(self) -> bool {
        match self {
            State::Plan | State::Do | State::Check | State::Act => true,
            State::Closed | State::Cancelled => false,
        }
    }
}

words! {
    /// What can be asked of a cycle.
    Command {
        /// From Plan to Do.
        StartDo => "startDo",
        /// From Do to Check.
        StartCheck => "startCheck",
        /// From Check to Act.
        StartAct => "startAct",
        /// End the round; no goal goes on.
        Close => "close",
        /// End the round and open the next one with the goals that are adjusted.
        StartNextRound => "startNextRound",
        /// Take the plan up again.
        BackToPlan => "backToPlan",
        /// Confirm that the plan stands although its context changed.
        ConfirmPlan => "confirmPlan",
        /// Break the round off.
        Cancel => "cancel",
    }
}

/// What a decision about a command rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The cycle.
    pub cycle_id: CycleId,
    /// The day.
    pub today: Date,
    /// Context factors that changed and were not confirmed.
    pub flagged_context: Vec<ContextFactorId>,
    /// The day on which Do started.
    pub do_started_on: Option<Date>,
    /// There is an evaluation.
    pub evaluated: bool,
    /// The goals of the cycle.
    pub goals: Vec<Goal>,
    /// The actions of the cycle.
    pub actions: Vec<Action>,
    /// The measurements of its goals.
    pub measurements: Vec<Measurement>,
    /// The decisions about its goals.
    pub decisions: Vec<Decision>,
}

impl Facts {
    /// The facts of a cycle with what belongs to it.
    pub fn of(
        cycle: &Cycle,
        goals: Vec<Goal>,
        actions: Vec<Action>,
        measurements: Vec<Measurement>,
        decisions: Vec<Decision>,
        today: Date,
    ) -> Self {
        Self {
            cycle_id: cycle.id,
            today,
            flagged_context: cycle.flagged_context.clone(),
            do_started_on: cycle.do_started_on,
            evaluated: cycle.evaluation.is_some(),
            goals,
            actions,
            measurements,
            decisions,
        }
    }
}

/// What happens to the cycle; [`Cycle::apply`] carries it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// What was asked.
    pub command: Command,
    /// The state before.
    pub from: State,
    /// The state after.
    pub to: State,
    /// The day on which Do started, as it stands after.
    pub do_started_on: Option<Date>,
    /// The evaluation no longer holds.
    pub drops_evaluation: bool,
    /// The changed context has been answered.
    pub settles_context: bool,
    /// The next round opens: see [`super::round::next_round`].
    pub opens_next_round: bool,
}

/// Decides about a command.
///
/// # Errors
/// A conflict: [`Code::CycleStateForbids`] when the state knows no such step, [`Code::TransitionBlocked`]
/// with everything that stands in the way otherwise.
pub fn decide(state: State, command: Command, facts: &Facts) -> Result<Transition, Refusal> {
    let Some(to) = target(state, command) else {
        let reason = forbidden(facts.cycle_id, state).with("command", command);
        return Err(Refusal::conflict(Code::CycleStateForbids, vec![reason]));
    };
    let blockers = blockers(command, facts);
    if !blockers.is_empty() {
        return Err(Refusal::conflict(Code::TransitionBlocked, blockers));
    }
    Ok(Transition {
        command,
        from: state,
        to,
        do_started_on: match command {
            Command::StartDo => Some(facts.today),
            Command::BackToPlan => None,
            Command::StartCheck
            | Command::StartAct
            | Command::Close
            | Command::StartNextRound
            | Command::ConfirmPlan
            | Command::Cancel => facts.do_started_on,
        },
        drops_evaluation: command == Command::BackToPlan,
        settles_context: matches!(command, Command::BackToPlan | Command::ConfirmPlan),
        opens_next_round: command == Command::StartNextRound,
    })
}

/// Every command with what blocks it on these facts; one without blockers is available. Derived from
/// [`decide`], so that the two cannot disagree.
pub fn available(state: State, facts: &Facts) -> Vec<(Command, Vec<Reason>)> {
    Command::ALL
        .iter()
        .map(|&command| match decide(state, command, facts) {
            Ok(_) => (command, Vec::new()),
            Err(Refusal::Conflict { blockers, .. }) => (command, blockers),
            Err(Refusal::Invalid(reasons)) => (command, reasons),
        })
        .collect()
}

/// The state forbids it.
pub(super) fn forbidden(cycle: CycleId, state: State) -> Reason {
    Reason::new(Code::CycleStateForbids)
        .about(Noun::ImprovementCycle, cycle)
        .with("state", state)
}

/// Where a command leads; nowhere when the state knows no such step.
const fn target(state: State, command: Command) -> Option<State> {
    match (command, state) {
        (Command::StartDo, State::Plan) => Some(State::Do),
        (Command::StartCheck, State::Do) => Some(State::Check),
        (Command::StartAct, State::Check) => Some(State::Act),
        (Command::Close | Command::StartNextRound, State::Act) => Some(State::Closed),
        (Command::BackToPlan, State::Do | State::Check | State::Act) => Some(State::Plan),
        (Command::ConfirmPlan, State::Plan | State::Do | State::Check | State::Act) => Some(state),
        (Command::Cancel, State::Plan | State::Do | State::Check | State::Act) => {
            Some(State::Cancelled)
        }
        (
            Command::StartDo,
            State::Do | State::Check | State::Act | State::Closed | State::Cancelled,
        )
        | (
            Command::StartCheck,
            State::Plan | State::Check | State::Act | State::Closed | State::Cancelled,
        )
        | (
            Command::StartAct,
            State::Plan | State::Do | State::Act | State::Closed | State::Cancelled,
        )
        | (
            Command::Close | Command::StartNextRound,
            State::Plan | State::Do | State::Check | State::Closed | State::Cancelled,
        )
        | (Command::BackToPlan, State::Plan | State::Closed | State::Cancelled)
        | (Command::ConfirmPlan | Command::Cancel, State::Closed | State::Cancelled) => None,
    }
}

/// Everything that stands in the way of a command, in a fixed order.
fn blockers(command: Command, facts: &Facts) -> Vec<Reason> {
    let forward = |phase: Vec<Reason>| {
        let mut all = unconfirmed(facts);
        if facts.goals.is_empty() {
            all.push(about_cycle(Code::GoalMissing, facts).at("/goals"));
        }
        all.extend(phase);
        all
    };
    match command {
        Command::StartDo => forward(facts.goals.iter().flat_map(testable).collect()),
        Command::StartCheck => forward(do_lacks(facts)),
        Command::StartAct => forward(check_lacks(facts)),
        Command::Close => {
            let mut all = forward(undecided(facts));
            all.extend(adjusted(facts).map(|d| about_goal(Code::NextRoundNeeded, d)));
            all
        }
        Command::StartNextRound => {
            let mut all = forward(undecided(facts));
            if adjusted(facts).next().is_none() {
                all.push(about_cycle(Code::NothingToAdjust, facts));
            }
            all
        }
        // A decision that is taken must first be withdrawn: the goal it is about may vanish in Plan.
        Command::BackToPlan => facts
            .decisions
            .iter()
            .map(|decision| about_goal(Code::DecisionTaken, decision))
            .collect(),
        Command::ConfirmPlan if facts.flagged_context.is_empty() => {
            vec![about_cycle(Code::NothingToConfirm, facts)]
        }
        Command::ConfirmPlan | Command::Cancel => Vec::new(),
    }
}

/// Do: every goal is served by an action, and every action has an owner and a date.
fn do_lacks(facts: &Facts) -> Vec<Reason> {
    let mut lacking: Vec<Reason> = facts
        .goals
        .iter()
        .filter(|goal| !facts.actions.iter().any(|a| a.plan.serves(goal.id)))
        .map(|goal| Reason::new(Code::GoalWithoutAction).about(Noun::Goal, goal.id))
        .collect();
    let live = |action: &&Action| action.plan.status != ActionStatus::Dropped;
    for action in facts.actions.iter().filter(live) {
        if action.plan.owner.is_none() {
            lacking.push(about_action(Code::ActionWithoutOwner, action).at("/owner"));
        }
        if action.plan.due_on.is_none() {
            lacking.push(about_action(Code::ActionWithoutDueDate, action).at("/dueOn"));
        }
    }
    lacking
}

/// Check: every goal was measured on or after the day on which Do started, and there is an evaluation.
fn check_lacks(facts: &Facts) -> Vec<Reason> {
    let counts = |m: &Measurement| {
        facts
            .do_started_on
            .is_some_and(|start| m.found.measured_on >= start)
    };
    let mut lacking: Vec<Reason> = facts
        .goals
        .iter()
        .filter(|goal| {
            !facts
                .measurements
                .iter()
                .any(|m| m.goal_id == goal.id && counts(m))
        })
        .map(|goal| Reason::new(Code::GoalNotMeasured).about(Noun::Goal, goal.id))
        .collect();
    if !facts.evaluated {
        lacking.push(about_cycle(Code::EvaluationMissing, facts).at("/evaluation"));
    }
    lacking
}

/// Act: every goal is decided upon.
fn undecided(facts: &Facts) -> Vec<Reason> {
    facts
        .goals
        .iter()
        .filter(|goal| !facts.decisions.iter().any(|d| d.goal_id == goal.id))
        .map(|goal| Reason::new(Code::GoalUndecided).about(Noun::Goal, goal.id))
        .collect()
}

/// A plan whose context changed must be confirmed, or taken back to Plan, before anything moves on.
fn unconfirmed(facts: &Facts) -> Vec<Reason> {
    facts
        .flagged_context
        .iter()
        .map(|factor| Reason::new(Code::ContextUnconfirmed).about(Noun::ContextFactor, *factor))
        .collect()
}

fn adjusted(facts: &Facts) -> impl Iterator<Item = &Decision> {
    facts
        .decisions
        .iter()
        .filter(|decision| decision.taken.kind == DecisionKind::Adjust)
}

fn about_cycle(code: Code, facts: &Facts) -> Reason {
    Reason::new(code).about(Noun::ImprovementCycle, facts.cycle_id)
}

fn about_goal(code: Code, decision: &Decision) -> Reason {
    Reason::new(code).about(Noun::Goal, decision.goal_id)
}

fn about_action(code: Code, action: &Action) -> Reason {
    Reason::new(code).about(Noun::Action, action.id)
}
