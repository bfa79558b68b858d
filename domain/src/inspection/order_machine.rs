//! The state machine of a recovery order. A state is never set any other way.
//!
//! The school takes measures, the board verifies them by somebody who carried out none, and the inspectorate
//! concludes.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use time::Date;

use super::order::{BoardVerification, MAX_EARLIER, Order};
use super::order_state::OrderState;
use crate::check::{self, MAX_TEXT};
use crate::error::{Code, Reason, Refusal, with_blockers};
use crate::id::PersonId;
use crate::noun::Noun;
use crate::words::words;

words! {
    /// What can be asked of an order.
    OrderCommand {
        /// Say that the measures are carried out.
        ReportMeasures => "reportMeasures",
        /// Record the board's own check.
        Verify => "verify",
        /// Record that the inspectorate finds it met.
        SettleMet => "settleMet",
        /// Record that it was not met.
        SettleMissed => "settleMissed",
        /// Record that the inspectorate took it back.
        Withdraw => "withdraw",
        /// Take it up again.
        Reopen => "reopen",
    }
}

/// What the inspectorate says, as it is given with a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The day.
    pub on: Date,
    /// What it says.
    pub text: String,
    /// The inspectorate itself concluded this before the due date.
    pub early: bool,
}

/// A command with what goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// What is asked.
    pub command: OrderCommand,
    /// The board's check, with [`OrderCommand::Verify`] alone.
    pub verification: Option<BoardVerification>,
    /// What the inspectorate says, with the commands that record its end.
    pub outcome: Option<Said>,
}

impl Asked {
    /// Everything wrong with what goes with the command.
    pub fn check(&self, today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        let concludes = match self.command {
            OrderCommand::SettleMet | OrderCommand::SettleMissed | OrderCommand::Withdraw => true,
            OrderCommand::ReportMeasures | OrderCommand::Verify | OrderCommand::Reopen => false,
        };
        let verifies = self.command == OrderCommand::Verify;
        for (pointer, wanted, there) in [
            ("/verification", verifies, self.verification.is_some()),
            ("/outcome", concludes, self.outcome.is_some()),
        ] {
            match (wanted, there) {
                (true, false) => wrong.push(Reason::new(Code::Required).at(pointer)),
                (false, true) => {
                    let reason = Reason::new(Code::NotWithCommand).at(pointer);
                    wrong.push(reason.with("command", self.command));
                }
                (true, true) | (false, false) => {}
            }
        }
        if let Some(found) = &self.verification {
            let on = "/verification/verifiedOn";
            check::not_after(&mut wrong, on, found.verified_on, today);
            check::required_text(&mut wrong, "/verification/text", &found.text, MAX_TEXT);
            let ids = "/verification/evidenceIds";
            check::distinct(&mut wrong, ids, &found.evidence_ids);
        }
        if let Some(said) = &self.outcome {
            check::not_after(&mut wrong, "/outcome/on", said.on, today);
            check::required_text(&mut wrong, "/outcome/text", &said.text, MAX_TEXT);
        }
        wrong
    }
}

/// What a decision about a command rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderFacts {
    /// The order.
    pub order: Order,
    /// The day on which the inspectorate concludes, otherwise today.
    pub on: Date,
    /// Who verifies: the one named, and whoever records it.
    pub verifiers: Vec<PersonId>,
    /// Whether the board's check finds it met.
    pub found_met: bool,
    /// The inspectorate itself concluded before the due date.
    pub early: bool,
}

impl OrderFacts {
    /// The facts of an order before anything is asked of it.
    pub fn of(order: &Order, today: Date) -> Self {
        Self {
            order: order.clone(),
            on: today,
            verifiers: Vec::new(),
            found_met: true,
            early: false,
        }
    }

    /// The facts of an order with what goes with a command; `recorded_by` is the person who gives it.
    pub fn asked(order: &Order, today: Date, asked: &Asked, recorded_by: Option<PersonId>) -> Self {
        let found = asked.verification.as_ref();
        let said = asked.outcome.as_ref();
        Self {
            on: said.map_or(today, |said| said.on),
            verifiers: found
                .map(|found| found.verified_by)
                .into_iter()
                .chain(recorded_by)
                .collect(),
            found_met: found.is_none_or(|found| found.met),
            early: said.is_some_and(|said| said.early),
            order: order.clone(),
        }
    }
}

/// A step that an order takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OrderStep {
    /// What was asked.
    pub command: OrderCommand,
    /// The state before.
    pub from: OrderState,
    /// The state after.
    pub to: OrderState,
}

/// Decides about a command.
///
/// # Errors
/// A conflict: [`Code::OrderStateForbids`] when the state knows no such step, [`Code::TransitionBlocked`]
/// with everything that stands in the way otherwise.
pub fn decide(
    state: OrderState,
    command: OrderCommand,
    facts: &OrderFacts,
) -> Result<OrderStep, Refusal> {
    let Some(to) = target(state, command, facts.found_met) else {
        return Err(forbidden(&facts.order, state));
    };
    let blockers = blockers(command, facts);
    if !blockers.is_empty() {
        return Err(Refusal::conflict(Code::TransitionBlocked, blockers));
    }
    Ok(OrderStep {
        command,
        from: state,
        to,
    })
}

/// Every command with what blocks it on these facts; one without blockers is available. Derived from
/// [`decide`], so that the two cannot disagree.
pub fn available(facts: &OrderFacts) -> Vec<(OrderCommand, Vec<Reason>)> {
    with_blockers(OrderCommand::ALL, |command| {
        decide(facts.order.state, command, facts)
    })
}

/// Whether an order may be taken away: a mistake in writing down, as long as nothing came of it and its visit is
/// not reported. What the inspectorate took back is withdrawn.
///
/// # Errors
/// A conflict: [`Code::OrderStateForbids`] while it is not open, [`Code::OrderKept`] when it is to be kept.
pub fn may_delete(order: &Order, reported: bool) -> Result<(), Refusal> {
    may_change(order)?;
    if !is_fixed(order, reported) {
        return Ok(());
    }
    let kept = about(Code::OrderKept, order);
    Err(Refusal::conflict(Code::OrderKept, vec![kept]))
}

/// Whether what the inspectorate ordered is fixed: from then on it changes for a reason only, and by whoever
/// verifies for the board.
pub fn is_fixed(order: &Order, reported: bool) -> bool {
    reported || order.took_a_step()
}

/// Whether what is said of an order may still change.
///
/// # Errors
/// A conflict with [`Code::OrderStateForbids`] when not.
pub fn may_change(order: &Order) -> Result<(), Refusal> {
    match order.state {
        OrderState::Open => Ok(()),
        OrderState::MeasuresTaken
        | OrderState::BoardVerified
        | OrderState::Met
        | OrderState::Missed
        | OrderState::Withdrawn => Err(forbidden(order, order.state)),
    }
}

fn about(code: Code, order: &Order) -> Reason {
    Reason::new(code).about(Noun::RecoveryOrder, order.id)
}

fn forbidden(order: &Order, state: OrderState) -> Refusal {
    let reason = about(Code::OrderStateForbids, order).with("state", state);
    Refusal::conflict(Code::OrderStateForbids, vec![reason])
}

/// Where a command leads; nowhere when the state knows no such step. A check that finds it not met takes it
/// back to the measures.
const fn target(state: OrderState, command: OrderCommand, found_met: bool) -> Option<OrderState> {
    match (command, state) {
        (OrderCommand::ReportMeasures, OrderState::Open) => Some(OrderState::MeasuresTaken),
        (OrderCommand::Verify, OrderState::MeasuresTaken) if found_met => {
            Some(OrderState::BoardVerified)
        }
        (OrderCommand::Verify, OrderState::MeasuresTaken) => Some(OrderState::Open),
        (
            OrderCommand::SettleMet,
            OrderState::Open | OrderState::MeasuresTaken | OrderState::BoardVerified,
        ) => Some(OrderState::Met),
        (
            OrderCommand::SettleMissed,
            OrderState::Open | OrderState::MeasuresTaken | OrderState::BoardVerified,
        ) => Some(OrderState::Missed),
        (
            OrderCommand::Withdraw,
            OrderState::Open | OrderState::MeasuresTaken | OrderState::BoardVerified,
        ) => Some(OrderState::Withdrawn),
        (
            OrderCommand::Reopen,
            OrderState::MeasuresTaken | OrderState::BoardVerified | OrderState::Missed,
        ) => Some(OrderState::Open),
        (
            OrderCommand::ReportMeasures,
            OrderState::MeasuresTaken
            | OrderState::BoardVerified
            | OrderState::Met
            | OrderState::Missed
            | OrderState::Withdrawn,
        )
        | (
            OrderCommand::Verify,
            OrderState::Open
            | OrderState::BoardVerified
            | OrderState::Met
            | OrderState::Missed
            | OrderState::Withdrawn,
        )
        | (
            OrderCommand::SettleMet | OrderCommand::SettleMissed | OrderCommand::Withdraw,
            OrderState::Met | OrderState::Missed | OrderState::Withdrawn,
        )
        | (OrderCommand::Reopen, OrderState::Open | OrderState::Met | OrderState::Withdrawn) => {
            None
        }
    }
}

/// Everything that stands in the way of a command, in a fixed order.
fn blockers(command: OrderCommand, facts: &OrderFacts) -> Vec<Reason> {
    let order = &facts.order;
    match command {
        OrderCommand::ReportMeasures => {
            let mut all = undone(order);
            all.extend(full(order));
            all
        }
        OrderCommand::Verify => involved(facts),
        OrderCommand::SettleMet => {
            let mut all = undone(order);
            let found = order.verification.as_ref();
            if !found.is_some_and(|found| found.met) {
                all.push(about(Code::VerificationMissing, order).at("/verification"));
            }
            all
        }
        OrderCommand::SettleMissed if facts.on <= order.stated.due_on && !facts.early => {
            let reason = about(Code::DueDateNotPassed, order).at("/dueOn");
            vec![reason.with("dueOn", order.stated.due_on)]
        }
        OrderCommand::Reopen => full(order).into_iter().collect(),
        OrderCommand::SettleMissed | OrderCommand::Withdraw => Vec::new(),
    }
}

/// What is put by can be kept no more.
fn full(order: &Order) -> Option<Reason> {
    let checks = order.verification.is_some() && order.earlier_verifications.len() >= MAX_EARLIER;
    let ends = order.outcome.is_some() && order.earlier_outcomes.len() >= MAX_EARLIER;
    let at = match (checks, ends) {
        (false, false) => return None,
        (true, _) => "/earlierVerifications",
        (false, true) => "/earlierOutcomes",
    };
    let reason = about(Code::OrderHistoryFull, order).at(at);
    Some(reason.with("max", MAX_EARLIER))
}

/// There is a measure, and every one is carried out.
fn undone(order: &Order) -> Vec<Reason> {
    let measures = &order.stated.measures;
    if measures.is_empty() {
        return vec![about(Code::MeasuresMissing, order).at("/measures")];
    }
    let undone = measures.iter().enumerate();
    undone
        .filter(|(_, measure)| measure.done_on.is_none())
        .map(|(at, _)| about(Code::MeasureNotDone, order).at(format!("/measures/{at}/doneOn")))
        .collect()
}

/// Whoever verifies carried out none of the measures, also not before somebody else took one over.
fn involved(facts: &OrderFacts) -> Vec<Reason> {
    let order = &facts.order;
    let owners = order.stated.measures.iter().enumerate();
    let owners = owners.map(|(at, one)| (one.owner, format!("/measures/{at}/ownerId")));
    let former = order.former_owners.iter().enumerate();
    let former = former.map(|(at, one)| (*one, format!("/formerOwnerIds/{at}")));
    owners
        .chain(former)
        .filter(|(owner, _)| facts.verifiers.contains(owner))
        .map(|(owner, at)| {
            let reason = Reason::new(Code::VerifierOwnsMeasure).at(at);
            reason.about(Noun::Person, owner)
        })
        .collect()
}

#[cfg(test)]
#[path = "order_machine_tests.rs"]
mod tests;
