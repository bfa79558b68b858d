//! What stands in the way of each command of a cycle: everything, never just the first thing.

use super::action::{Action, ActionStatus};
use super::decision::{Decision, DecisionKind};
use super::goal::testable;
use super::machine::{Command, Facts};
use super::measurement::Measurement;
use crate::error::{Code, Reason};
use crate::noun::Noun;

/// Everything that stands in the way of a command, in a fixed order.
pub(super) fn blockers(command: Command, facts: &Facts) -> Vec<Reason> {
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
            lacking.push(about_action(Code::ActionWithoutOwner, action).at("/ownerId"));
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
