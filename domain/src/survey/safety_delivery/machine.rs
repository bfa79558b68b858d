//! The state machine of a delivery. A state is never set any other way.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use time::Date;

use super::record::{Delivered, MAX_EARLIER, Permit, SafetyDelivery};
use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::{Code, Reason, Refusal, with_blockers};
use crate::id::SafetyDeliveryId;
use crate::noun::Noun;
use crate::words::words;

words! {
    /// Where a delivery is.
    DeliveryState {
        /// The package is there, and waits for the school.
        Made => "made",
        /// The school permits that it is delivered.
        Permitted => "permitted",
        /// The inspectorate has it.
        Delivered => "delivered",
        /// The school withdrew its permission.
        Withdrawn => "withdrawn",
    }
}

impl DeliveryState {
    /// The inspectorate does not have it yet.
    pub const fn is_owed(self) -> bool {
        match self {
            Self::Made | Self::Permitted | Self::Withdrawn => true,
            Self::Delivered => false,
        }
    }
}

words! {
    /// What can be asked of a delivery.
    DeliveryCommand {
        /// Record that the school permits it.
        Permit => "permit",
        /// Record that it withdraws that.
        WithdrawPermission => "withdrawPermission",
        /// Record that the inspectorate has it.
        Deliver => "deliver",
    }
}

/// A command with what goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryAsked {
    /// What is asked.
    pub command: DeliveryCommand,
    /// The permission, with [`DeliveryCommand::Permit`] alone.
    pub permit: Option<Permit>,
    /// Why it is withdrawn, with [`DeliveryCommand::WithdrawPermission`] alone.
    pub reason: Option<String>,
    /// How it was delivered, with [`DeliveryCommand::Deliver`] alone.
    pub delivered: Option<Delivered>,
}

impl DeliveryAsked {
    /// Everything wrong with what goes with the command, for this delivery.
    pub fn check(&self, delivery: &SafetyDelivery, today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        let command = self.command;
        for (pointer, of, there) in [
            ("/permit", DeliveryCommand::Permit, self.permit.is_some()),
            (
                "/reason",
                DeliveryCommand::WithdrawPermission,
                self.reason.is_some(),
            ),
            (
                "/delivered",
                DeliveryCommand::Deliver,
                self.delivered.is_some(),
            ),
        ] {
            match (command == of, there) {
                (true, false) => wrong.push(Reason::new(Code::Required).at(pointer)),
                (false, true) => {
                    let reason = Reason::new(Code::NotWithCommand).at(pointer);
                    wrong.push(reason.with("command", command));
                }
                (true, true) | (false, false) => {}
            }
        }
        if let Some(permit) = &self.permit {
            let at = "/permit/permittedOn";
            check::not_after(&mut wrong, at, permit.permitted_on, today);
            if permit.permitted_on < delivery.made_on {
                let reason = Reason::new(Code::PermittedBeforeMade).at(at);
                wrong.push(reason.with("madeOn", delivery.made_on));
            }
        }
        if let Some(reason) = &self.reason {
            check::required_text(&mut wrong, "/reason", reason, MAX_TEXT);
        }
        if let Some(delivered) = &self.delivered {
            let at = "/delivered/deliveredOn";
            check::not_after(&mut wrong, at, delivered.delivered_on, today);
            let permitted = delivery.permit.as_ref().map(|permit| permit.permitted_on);
            if let Some(day) = permitted.filter(|day| delivered.delivered_on < *day) {
                let reason = Reason::new(Code::DeliveredBeforePermitted).at(at);
                wrong.push(reason.with("permittedOn", day));
            }
            let channel = "/delivered/channel";
            check::required_line(&mut wrong, channel, &delivered.channel, MAX_TITLE);
            let reference = delivered.reference.as_ref();
            check::optional_line(&mut wrong, "/delivered/reference", reference, MAX_TITLE);
        }
        wrong
    }
}

/// What a decision about a command rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeliveryFacts {
    /// The delivery.
    pub id: SafetyDeliveryId,
    /// Where it is.
    pub state: DeliveryState,
    /// As much is kept of permissions that were withdrawn as can be.
    pub full: bool,
}

impl DeliveryFacts {
    /// The facts of a delivery.
    pub fn of(delivery: &SafetyDelivery) -> Self {
        Self {
            id: delivery.id,
            state: delivery.state,
            full: delivery.withdrawn.len() >= MAX_EARLIER,
        }
    }
}

/// A step that a delivery takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DeliveryStep {
    /// What was asked.
    pub command: DeliveryCommand,
    /// The state before.
    pub from: DeliveryState,
    /// The state after.
    pub to: DeliveryState,
}

/// Decides about a command.
///
/// # Errors
/// A conflict: [`Code::DeliveryStateForbids`] when the state knows no such step, [`Code::TransitionBlocked`] with
/// everything that stands in the way otherwise.
pub fn decide(command: DeliveryCommand, facts: &DeliveryFacts) -> Result<DeliveryStep, Refusal> {
    let about = |code| Reason::new(code).about(Noun::SafetyDelivery, facts.id);
    let Some(to) = target(facts.state, command) else {
        let code = Code::DeliveryStateForbids;
        let reason = about(code).with("state", facts.state);
        return Err(Refusal::conflict(code, vec![reason]));
    };
    let blockers: Vec<Reason> = match command {
        DeliveryCommand::WithdrawPermission => {
            let full = || about(Code::SurveyHistoryFull).with("max", MAX_EARLIER);
            facts.full.then(full).into_iter().collect()
        }
        DeliveryCommand::Permit | DeliveryCommand::Deliver => Vec::new(),
    };
    if !blockers.is_empty() {
        return Err(Refusal::conflict(Code::TransitionBlocked, blockers));
    }
    Ok(DeliveryStep {
        command,
        from: facts.state,
        to,
    })
}

/// Every command with what blocks it on these facts; one without blockers is available. Derived from [`decide`],
/// so that the two cannot disagree.
pub fn available(facts: &DeliveryFacts) -> Vec<(DeliveryCommand, Vec<Reason>)> {
    with_blockers(DeliveryCommand::ALL, |command| decide(command, facts))
}

/// Where a command leads; nowhere when the state knows no such step.
const fn target(state: DeliveryState, command: DeliveryCommand) -> Option<DeliveryState> {
    use DeliveryCommand as C;
    use DeliveryState as S;
    match (state, command) {
        (S::Made | S::Withdrawn, C::Permit) => Some(S::Permitted),
        (S::Permitted, C::WithdrawPermission) => Some(S::Withdrawn),
        (S::Permitted, C::Deliver) => Some(S::Delivered),
        (S::Permitted | S::Delivered, C::Permit)
        | (S::Made | S::Withdrawn | S::Delivered, C::WithdrawPermission | C::Deliver) => None,
    }
}
