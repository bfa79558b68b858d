//! The life of a succession: proposed, accepted by each board involved, executed on its day.
// A new state or command is decided here, not caught by what stood here before.
#![deny(clippy::wildcard_enum_match_arm)]

use time::Date;

use super::state::{Command, State, Succession};
use crate::error::{Code, Reason, Refusal};
use crate::id::{BoardId, UnitId};
use crate::noun::Noun;

/// What a decision rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts<'a> {
    /// The succession as it is.
    pub succession: &'a Succession,
    /// Today.
    pub today: Date,
    /// The units before, or existing units after, that have ended in the meantime.
    pub ended: Vec<UnitId>,
}

/// What follows from a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// Where the succession is then.
    pub state: State,
    /// The boards that have accepted then.
    pub accepted_by: Vec<BoardId>,
}

/// Decides about a command: what follows, or everything that stands in its way.
pub fn decide(state: State, command: Command, facts: &Facts<'_>) -> Result<Decision, Refusal> {
    let succession = facts.succession;
    let blockers = blockers(state, command, facts);
    if !blockers.is_empty() {
        let code = if state.is_closed() {
            Code::SuccessionClosed
        } else {
            Code::SuccessionBlocked
        };
        return Err(Refusal::conflict(code, blockers));
    }
    let mut accepted_by = succession.accepted_by.clone();
    let state = match command {
        Command::Accept(board) => {
            accepted_by.push(board);
            let everyone = |boards: &[BoardId]| boards.iter().all(|b| accepted_by.contains(b));
            if everyone(&succession.boards) {
                State::Accepted
            } else {
                State::Proposed
            }
        }
        Command::Decline(_) => State::Declined,
        Command::Withdraw(_) => State::Withdrawn,
        Command::Execute => State::Executed,
    };
    Ok(Decision { state, accepted_by })
}

/// Everything that stands in the way of a command.
fn blockers(state: State, command: Command, facts: &Facts<'_>) -> Vec<Reason> {
    let succession = facts.succession;
    let mut blockers = Vec::new();
    let involved = |board: BoardId, blockers: &mut Vec<Reason>| {
        if !succession.boards.contains(&board) {
            blockers.push(about_board(Code::BoardNotInvolved, board));
        }
    };
    match (state, command) {
        (State::Proposed | State::Accepted, Command::Accept(board)) => {
            involved(board, &mut blockers);
            if succession.accepted_by.contains(&board) {
                blockers.push(about_board(Code::AlreadyAccepted, board));
            }
        }
        (State::Proposed | State::Accepted, Command::Decline(board)) => {
            involved(board, &mut blockers);
        }
        (State::Proposed | State::Accepted, Command::Withdraw(board)) => {
            if board != succession.proposed_by {
                blockers.push(about_board(Code::NotTheProposer, board));
            }
        }
        (State::Proposed | State::Accepted, Command::Execute) => {
            for board in &succession.boards {
                if !succession.accepted_by.contains(board) {
                    blockers.push(about_board(Code::AcceptanceMissing, *board));
                }
            }
            if facts.today < succession.input.effective_on {
                blockers.push(
                    Reason::new(Code::BeforeEffectiveDate)
                        .with("on", succession.input.effective_on),
                );
            }
            for unit in &facts.ended {
                blockers.push(Reason::new(Code::UnitEnded).about(Noun::OrganisationUnit, *unit));
            }
        }
        (
            State::Executed | State::Withdrawn | State::Declined,
            Command::Accept(_) | Command::Decline(_) | Command::Withdraw(_) | Command::Execute,
        ) => blockers.push(
            Reason::new(Code::SuccessionClosed)
                .about(Noun::Succession, succession.id)
                .with("state", state.as_str()),
        ),
    }
    blockers
}

fn about_board(code: Code, board: BoardId) -> Reason {
    Reason::new(code).about(Noun::OrganisationUnit, board)
}

/// Each command that a board may think of now, with what blocks it; nothing blocks one that is allowed.
pub fn available_commands(facts: &Facts<'_>, board: BoardId) -> Vec<(Command, Vec<Reason>)> {
    let state = facts.succession.state;
    [
        Command::Accept(board),
        Command::Decline(board),
        Command::Withdraw(board),
        Command::Execute,
    ]
    .map(|command| (command, blockers(state, command, facts)))
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::organisation::succession::tests::{DAY, board, transfer, unit};
    use proptest::prelude::*;
    use time::macros::date;

    fn facts(succession: &Succession, today: Date) -> Facts<'_> {
        Facts {
            succession,
            today,
            ended: vec![],
        }
    }

    fn blocked(result: Result<Decision, Refusal>) -> (Code, Vec<Code>) {
        match result {
            Err(Refusal::Conflict { code, blockers }) => {
                (code, blockers.iter().map(|b| b.code).collect())
            }
            other => unreachable!("{other:?}"),
        }
    }

    #[test]
    fn a_transfer_waits_for_both_boards_and_its_day() {
        let mut succession = transfer();
        let mut early = facts(&succession, date!(2026 - 07 - 31));
        early.ended = vec![unit(2)];
        assert_eq!(
            blocked(decide(State::Proposed, Command::Execute, &early)),
            (
                Code::SuccessionBlocked,
                vec![
                    Code::AcceptanceMissing,
                    Code::BeforeEffectiveDate,
                    Code::UnitEnded
                ]
            )
        );
        let accept = Command::Accept(board(20));
        let decision = decide(State::Proposed, accept, &facts(&succession, DAY));
        assert_eq!(
            decision,
            Ok(Decision {
                state: State::Accepted,
                accepted_by: vec![board(10), board(20)]
            })
        );
        succession.accepted_by.push(board(20));
        succession.state = State::Accepted;
        let decision = decide(State::Accepted, Command::Execute, &facts(&succession, DAY));
        assert_eq!(decision.map(|d| d.state), Ok(State::Executed));
    }

    #[test]
    fn who_has_no_part_has_no_say() {
        let succession = transfer();
        let facts = facts(&succession, DAY);
        for (command, code) in [
            (Command::Accept(board(30)), Code::BoardNotInvolved),
            (Command::Accept(board(10)), Code::AlreadyAccepted),
            (Command::Decline(board(30)), Code::BoardNotInvolved),
            (Command::Withdraw(board(20)), Code::NotTheProposer),
        ] {
            let found = blocked(decide(State::Proposed, command, &facts));
            assert_eq!(found, (Code::SuccessionBlocked, vec![code]), "{command:?}");
        }
    }

    proptest! {
        // Whatever is asked in whatever order: it is executed only after all accepted and on its day,
        // and nothing moves once it is closed.
        #[test]
        fn no_order_of_commands_slips_past_the_boards(
            asked in proptest::collection::vec((0_u8..4, 1_u128..4, 0_i64..4), 0..12),
        ) {
            let mut succession = transfer();
            for (what, who, days) in asked {
                let who = board(who * 10);
                let command = match what {
                    0 => Command::Accept(who),
                    1 => Command::Decline(who),
                    2 => Command::Withdraw(who),
                    _ => Command::Execute,
                };
                let today = DAY + time::Duration::days(days - 2);
                let was = succession.state;
                let decision = decide(was, command, &facts(&succession, today));
                let listed = available_commands(&facts(&succession, today), who);
                let blocked = listed.iter().find(|(c, _)| *c == command).map(|(_, b)| !b.is_empty());
                prop_assert_eq!(blocked, Some(decision.is_err()));
                if let Ok(decision) = decision {
                    prop_assert!(matches!(was, State::Proposed | State::Accepted));
                    if decision.state == State::Executed {
                        prop_assert!(today >= DAY && decision.accepted_by.contains(&board(20)));
                    }
                    succession.state = decision.state;
                    succession.accepted_by = decision.accepted_by;
                }
            }
        }
    }
}
