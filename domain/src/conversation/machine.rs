//! The state machine of a quality conversation. A state is never set any other way.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use time::Date;

use super::{Agreement, Previous, QualityConversation};
use crate::check::says_something;
use crate::error::{Code, Reason, Refusal, with_blockers};
use crate::id::{AgreementId, QualityConversationId};
use crate::noun::Noun;
use crate::words::words;

words! {
    /// Where a conversation is.
    State {
        /// There is a day for it.
        Planned => "planned",
        /// Agenda and figures were gathered.
        Prepared => "prepared",
        /// It took place; minutes and agreements are written.
        Held => "held",
        /// Minutes and agreements stand.
        Closed => "closed",
        /// It does not take place.
        Cancelled => "cancelled",
    }
}

words! {
    /// What can be asked of a conversation.
    Command {
        /// Gather agenda and figures, as they are now.
        Prepare => "prepare",
        /// It took place.
        Hold => "hold",
        /// Minutes and agreements are done.
        Close => "close",
        /// It does not take place.
        Cancel => "cancel",
    }
}

/// What a decision about a command rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The conversation.
    pub id: QualityConversationId,
    /// The day.
    pub today: Date,
    /// The day on which it was held, or is said to have been.
    pub held_on: Date,
    /// How many speak for the board.
    pub board_members: usize,
    /// How many speak for the school.
    pub leaders: usize,
    /// There are minutes.
    pub minutes: bool,
    /// What was agreed.
    pub agreements: Vec<Agreement>,
    /// The agreements of the conversation before of which something is said.
    pub checked: Vec<AgreementId>,
    /// The conversation before.
    pub previous: Option<Previous>,
    /// Its own number, when it has one.
    pub number: Option<u32>,
}

impl Facts {
    /// The facts of a conversation after another. `held_on` is the day that is said with the command.
    pub fn of(
        conversation: &QualityConversation,
        previous: Option<&Previous>,
        held_on: Option<Date>,
        today: Date,
    ) -> Self {
        Self {
            id: conversation.id,
            today,
            held_on: held_on.or(conversation.held_on).unwrap_or(today),
            board_members: conversation.board_members.len(),
            leaders: conversation.leaders.len(),
            minutes: says_something(conversation.minutes.as_ref()),
            agreements: conversation.agreements.clone(),
            checked: conversation
                .checked
                .iter()
                .map(|one| one.agreement_id)
                .collect(),
            previous: previous.cloned(),
            number: conversation.number,
        }
    }
}

/// What happens to the conversation; [`QualityConversation::apply`] carries it out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Transition {
    /// What was asked.
    pub command: Command,
    /// The state before.
    pub from: State,
    /// The state after.
    pub to: State,
    /// Agenda and figures are gathered anew.
    pub gathers: bool,
    /// The how-manieth at the unit, as it stands after.
    pub number: Option<u32>,
    /// The day on which it was held, as it stands after.
    pub held_on: Option<Date>,
    /// The day on which it was closed, as it stands after.
    pub closed_on: Option<Date>,
}

/// Decides about a command.
///
/// # Errors
/// A conflict: [`Code::ConversationStateForbids`] when the state knows no such step,
/// [`Code::TransitionBlocked`] with everything that stands in the way otherwise.
pub fn decide(state: State, command: Command, facts: &Facts) -> Result<Transition, Refusal> {
    let Some(to) = target(state, command) else {
        let reason = forbidden(facts.id, state).with("command", command);
        return Err(Refusal::conflict(
            Code::ConversationStateForbids,
            vec![reason],
        ));
    };
    let blockers = blockers(command, facts);
    if !blockers.is_empty() {
        return Err(Refusal::conflict(Code::TransitionBlocked, blockers));
    }
    let was_held = matches!(to, State::Held | State::Closed);
    let next = facts
        .previous
        .as_ref()
        .map_or(1, |one| one.number.saturating_add(1));
    Ok(Transition {
        command,
        from: state,
        to,
        gathers: command == Command::Prepare,
        number: facts.number.or(was_held.then_some(next)),
        held_on: was_held.then_some(facts.held_on),
        closed_on: (to == State::Closed).then_some(facts.today),
    })
}

/// Every command with what blocks it on these facts; one without blockers is available. Derived from
/// [`decide`], so that the two cannot disagree.
pub fn available(state: State, facts: &Facts) -> Vec<(Command, Vec<Reason>)> {
    with_blockers(Command::ALL, |command| decide(state, command, facts))
}

/// The state forbids it.
pub(super) fn forbidden(id: QualityConversationId, state: State) -> Reason {
    Reason::new(Code::ConversationStateForbids)
        .about(Noun::QualityConversation, id)
        .with("state", state)
}

/// Where a command leads; nowhere when the state knows no such step.
const fn target(state: State, command: Command) -> Option<State> {
    match (command, state) {
        // What was gathered grows old: it can be gathered again until the conversation is held.
        (Command::Prepare, State::Planned | State::Prepared) => Some(State::Prepared),
        (Command::Hold, State::Prepared) => Some(State::Held),
        (Command::Close, State::Held) => Some(State::Closed),
        (Command::Cancel, State::Planned | State::Prepared) => Some(State::Cancelled),
        (Command::Prepare, State::Held | State::Closed | State::Cancelled)
        | (Command::Hold, State::Planned | State::Held | State::Closed | State::Cancelled)
        | (Command::Close, State::Planned | State::Prepared | State::Closed | State::Cancelled)
        | (Command::Cancel, State::Held | State::Closed | State::Cancelled) => None,
    }
}

/// Everything that stands in the way of a command, in a fixed order.
fn blockers(command: Command, facts: &Facts) -> Vec<Reason> {
    let own = |code| Reason::new(code).about(Noun::QualityConversation, facts.id);
    match command {
        Command::Prepare | Command::Cancel => Vec::new(),
        Command::Hold => {
            let mut all = Vec::new();
            if facts.board_members == 0 {
                all.push(own(Code::BoardMemberMissing).at("/boardMemberIds"));
            }
            if facts.leaders == 0 {
                all.push(own(Code::LeaderMissing).at("/leaderIds"));
            }
            let before = facts.previous.as_ref();
            all.extend(before.filter(|one| facts.held_on < one.held_on).map(|one| {
                let reason = Reason::new(Code::HeldBeforePrevious);
                let reason = reason.about(Noun::QualityConversation, one.id);
                reason.at("/heldOn").with("heldOn", one.held_on)
            }));
            all
        }
        Command::Close => {
            let mut all = Vec::new();
            if !facts.minutes {
                all.push(own(Code::MinutesMissing).at("/minutes"));
            }
            for (index, one) in facts.agreements.iter().enumerate() {
                let lacks = |code, field| {
                    let reason = own(code).at(format!("/agreements/{index}/{field}"));
                    reason.with("agreement", &one.text)
                };
                if one.owner.is_none() {
                    all.push(lacks(Code::AgreementWithoutOwner, "ownerId"));
                }
                if one.due_on.is_none() {
                    all.push(lacks(Code::AgreementWithoutDueDate, "dueOn"));
                }
            }
            all.extend(facts.previous.iter().flat_map(|one| unfinished(one, facts)));
            all
        }
    }
}

/// What the conversation before still asks for.
fn unfinished(previous: &Previous, facts: &Facts) -> Vec<Reason> {
    let about = |code| Reason::new(code).about(Noun::QualityConversation, previous.id);
    let mut all = Vec::new();
    if !previous.closed {
        all.push(about(Code::PreviousNotClosed));
    }
    let open = previous.open.iter();
    let unchecked = open.filter(|one| !facts.checked.contains(&one.id));
    all.extend(unchecked.map(|one| {
        let reason = about(Code::AgreementUnchecked).at("/checked");
        reason.with("agreement", &one.text)
    }));
    all
}
