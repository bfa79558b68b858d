//! The state machine of the improvement cycle. A state is never set any other way.
//!
//! Each phase names what it needs before it can be left: Plan testable goals, Do actions with owners
//! and dates, Check a measurement of every goal and an evaluation, Act a decision on every goal.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use time::Date;

use super::action::Action;
use super::blockers::blockers;
use super::cycle::Cycle;
use super::decision::Decision;
use super::goal::Goal;
use super::measurement::Measurement;
use crate::error::{Code, Reason, Refusal, with_blockers};
use crate::id::{ContextFactorId, CycleId};
use crate::noun::Noun;
use crate::words::words;

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
    with_blockers(Command::ALL, |command| decide(state, command, facts))
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
