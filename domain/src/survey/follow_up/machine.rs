//! The state machine of a follow-up. A state is never set any other way.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use super::record::{FollowUp, MAX_EARLIER, MAX_NAMED, ResultRef};
use crate::check::{self, MAX_TEXT};
use crate::error::{Code, Reason, Refusal, with_blockers};
use crate::id::{CycleId, SurveyFollowUpId};
use crate::noun::Noun;
use crate::words::words;

words! {
    /// Where a follow-up is.
    FollowUpState {
        /// The unit has not said what it does with its results.
        Open => "open",
        /// It has.
        Closed => "closed",
    }
}

impl FollowUpState {
    /// Something is owed: the unit has not said what it does.
    pub const fn is_owed(self) -> bool {
        match self {
            Self::Open => true,
            Self::Closed => false,
        }
    }
}

words! {
    /// What can be asked of a follow-up.
    FollowUpCommand {
        /// Say what the unit does.
        Close => "close",
        /// Take it up again.
        Reopen => "reopen",
    }
}

/// A command with what goes with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpAsked {
    /// What is asked.
    pub command: FollowUpCommand,
    /// The cycles in which results are taken up, with [`FollowUpCommand::Close`] alone.
    pub cycles: Vec<CycleId>,
    /// The results to which they refer, with the same.
    pub results: Vec<ResultRef>,
    /// Why nothing is improved, with the same.
    pub decision: Option<String>,
    /// Why it is taken up again, with [`FollowUpCommand::Reopen`] alone.
    pub reason: Option<String>,
}

impl FollowUpAsked {
    /// Everything wrong with what goes with the command; `arises` says whether a cycle arises from the follow-up,
    /// which counts as one that is named. Whether what is named is there is for the caller to see to.
    pub fn check(&self, arises: bool) -> Vec<Reason> {
        let mut wrong = Vec::new();
        let mut only = |wanted: FollowUpCommand, there: bool, pointer: &str| {
            if there && self.command != wanted {
                let reason = Reason::new(Code::NotWithCommand).at(pointer);
                wrong.push(reason.with("command", self.command));
            }
        };
        let closes = FollowUpCommand::Close;
        only(closes, !self.cycles.is_empty(), "/cycleIds");
        only(closes, !self.results.is_empty(), "/results");
        only(closes, self.decision.is_some(), "/decision");
        only(FollowUpCommand::Reopen, self.reason.is_some(), "/reason");
        match self.command {
            FollowUpCommand::Close => self.check_answer(arises, &mut wrong),
            FollowUpCommand::Reopen => {
                let reason = self.reason.as_deref().unwrap_or_default();
                check::required_text(&mut wrong, "/reason", reason, MAX_TEXT);
            }
        }
        wrong
    }

    fn check_answer(&self, arises: bool, wrong: &mut Vec<Reason>) {
        check::distinct(wrong, "/cycleIds", &self.cycles);
        check::at_most(wrong, "/cycleIds", self.cycles.len(), MAX_NAMED);
        check::distinct(wrong, "/results", &self.results);
        check::at_most(wrong, "/results", self.results.len(), MAX_NAMED);
        if let Some(reason) = &self.decision {
            check::required_text(wrong, "/decision/reason", reason, MAX_TEXT);
            return;
        }
        let improves = arises || !self.cycles.is_empty();
        if !improves {
            wrong.push(Reason::new(Code::FollowUpNotSaid).at(""));
        } else if self.results.is_empty() {
            wrong.push(Reason::new(Code::ResultNotNamed).at("/results"));
        }
    }
}

/// What a decision about a command rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FollowUpFacts {
    /// The follow-up.
    pub id: SurveyFollowUpId,
    /// Where it is.
    pub state: FollowUpState,
    /// The survey was ended: nothing of it is taken up again.
    pub ended: bool,
    /// As much is kept of what was said before as can be.
    pub full: bool,
}

impl FollowUpFacts {
    /// The facts of a follow-up; `ended` says whether its survey was.
    pub fn of(follow_up: &FollowUp, ended: bool) -> Self {
        Self {
            id: follow_up.id,
            state: follow_up.state,
            ended,
            full: follow_up.earlier_answers.len() >= MAX_EARLIER,
        }
    }
}

/// A step that a follow-up takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FollowUpStep {
    /// What was asked.
    pub command: FollowUpCommand,
    /// The state before.
    pub from: FollowUpState,
    /// The state after.
    pub to: FollowUpState,
}

/// Decides about a command.
///
/// # Errors
/// A conflict: [`Code::SurveyFollowUpStateForbids`] when the state knows no such step, [`Code::TransitionBlocked`]
/// with everything that stands in the way otherwise.
pub fn decide(command: FollowUpCommand, facts: &FollowUpFacts) -> Result<FollowUpStep, Refusal> {
    let about = |code| Reason::new(code).about(Noun::SurveyFollowUp, facts.id);
    let Some(to) = target(facts.state, command) else {
        let code = Code::SurveyFollowUpStateForbids;
        let reason = about(code).with("state", facts.state);
        return Err(Refusal::conflict(code, vec![reason]));
    };
    let blockers: Vec<Reason> = match command {
        FollowUpCommand::Close => Vec::new(),
        FollowUpCommand::Reopen => {
            let ended = facts.ended.then(|| about(Code::SurveyEnded));
            let full = || about(Code::SurveyHistoryFull).with("max", MAX_EARLIER);
            ended.into_iter().chain(facts.full.then(full)).collect()
        }
    };
    if !blockers.is_empty() {
        return Err(Refusal::conflict(Code::TransitionBlocked, blockers));
    }
    Ok(FollowUpStep {
        command,
        from: facts.state,
        to,
    })
}

/// Every command with what blocks it on these facts; one without blockers is available. Derived from [`decide`],
/// so that the two cannot disagree.
pub fn available(facts: &FollowUpFacts) -> Vec<(FollowUpCommand, Vec<Reason>)> {
    with_blockers(FollowUpCommand::ALL, |command| decide(command, facts))
}

/// Where a command leads; nowhere when the state knows no such step.
const fn target(state: FollowUpState, command: FollowUpCommand) -> Option<FollowUpState> {
    match (state, command) {
        (FollowUpState::Open, FollowUpCommand::Close) => Some(FollowUpState::Closed),
        (FollowUpState::Closed, FollowUpCommand::Reopen) => Some(FollowUpState::Open),
        (FollowUpState::Open, FollowUpCommand::Reopen)
        | (FollowUpState::Closed, FollowUpCommand::Close) => None,
    }
}
