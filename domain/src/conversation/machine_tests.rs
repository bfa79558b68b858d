//! The state machine over all pairs of state and command, and under arbitrary facts.

#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use time::Duration;

use super::samples::*;
use super::*;
use crate::error::{Code, Reason, Refusal};

prop_compose! {
    fn facts()(
        members in 0_usize..2, leaders in 0_usize..2, minutes: bool, numbered: bool,
        parts in prop::collection::vec((any::<bool>(), any::<bool>()), 0..4),
        open in prop::option::of((0_usize..4, any::<bool>(), -9_i64..9)),
        looked in 0_usize..4,
    ) -> Facts {
        let agreements = (1..).zip(parts).map(|(id, (owned, dated))| {
            let mut one = agreement(id);
            one.owner = one.owner.filter(|_| owned);
            one.due_on = one.due_on.filter(|_| dated);
            one
        });
        let before = open.map(|(count, closed, days)| {
            let open: Vec<u128> = (0..count).map(|n| 50 + u128::try_from(n).unwrap()).collect();
            Previous { closed, held_on: TODAY + Duration::days(days), ..previous(9, &open) }
        });
        let open = before.iter().flat_map(|one| &one.open);
        let checked = open.take(looked).map(|one| one.id).collect();
        Facts {
            id: conversation(1).id, today: TODAY, held_on: TODAY, board_members: members, leaders,
            minutes, agreements: agreements.collect(), checked, previous: before,
            number: numbered.then_some(7),
        }
    }
}

/// Nothing stands in the way of anything.
fn complete() -> Facts {
    Facts {
        id: conversation(1).id,
        today: TODAY,
        held_on: TODAY,
        board_members: 1,
        leaders: 1,
        minutes: true,
        agreements: vec![agreement(1)],
        checked: Vec::new(),
        previous: None,
        number: None,
    }
}

#[test]
fn every_pair_of_state_and_command_leads_where_it_should() {
    use Command::*;
    use State::*;
    for &state in State::ALL {
        for &command in Command::ALL {
            let expected = match (state, command) {
                (Planned | Prepared, Prepare) => Some(Prepared),
                (Prepared, Hold) => Some(Held),
                (Held, Close) => Some(Closed),
                (Planned | Prepared, Cancel) => Some(Cancelled),
                _ => None,
            };
            match (decide(state, command, &complete()), expected) {
                (Ok(step), Some(to)) => {
                    assert_eq!((step.from, step.to, step.command), (state, to, command));
                    assert_eq!(step.gathers, command == Prepare);
                }
                (Err(Refusal::Conflict { code, blockers }), None) => {
                    assert_eq!(code, Code::ConversationStateForbids);
                    assert_eq!(blockers.len(), 1);
                }
                (found, _) => unreachable!("{state} {command}: {found:?}"),
            }
        }
    }
}

#[test]
fn holding_numbers_it_and_closing_dates_it() {
    let mut one = conversation(1);
    one.state = State::Prepared;
    let mut facts = complete();
    facts.previous = Some(previous(9, &[]));
    one.apply(&decide(one.state, Command::Hold, &facts).unwrap());
    assert_eq!(
        (one.state, one.number, one.held_on),
        (State::Held, Some(2), Some(TODAY))
    );
    assert_eq!(one.closed_on, None);
    let mut facts = Facts::of(&one, None, None, TODAY + Duration::days(3));
    assert_eq!(facts.held_on, TODAY);
    facts.minutes = true;
    one.apply(&decide(one.state, Command::Close, &facts).unwrap());
    assert_eq!((one.number, one.held_on), (Some(2), Some(TODAY)));
    assert_eq!(one.closed_on, Some(TODAY + Duration::days(3)));
}

#[test]
fn a_close_says_everything_that_is_missing() {
    let mut facts = complete();
    facts.minutes = false;
    let mut bare = agreement(1);
    (bare.owner, bare.due_on) = (None, None);
    facts.agreements = vec![bare];
    facts.previous = Some(Previous {
        closed: false,
        ..previous(9, &[11, 12])
    });
    facts.checked = vec![facts.previous.as_ref().unwrap().open.first().unwrap().id];
    let Err(Refusal::Conflict { code, blockers }) = decide(State::Held, Command::Close, &facts)
    else {
        unreachable!("it is refused")
    };
    assert_eq!(code, Code::TransitionBlocked);
    let found: Vec<Code> = blockers.iter().map(|one| one.code).collect();
    assert_eq!(
        found,
        [
            Code::MinutesMissing,
            Code::AgreementWithoutOwner,
            Code::AgreementWithoutDueDate,
            Code::PreviousNotClosed,
            Code::AgreementUnchecked,
        ]
    );
    let text = blockers.last().unwrap().params.first().unwrap();
    assert_eq!(text.1, "Afspraak 12");
}

proptest! {
    #[test]
    fn what_is_available_is_what_is_decided(
        facts in facts(), state in prop::sample::select(State::ALL),
    ) {
        for (command, reasons) in available(state, &facts) {
            let expected: Vec<Reason> = match decide(state, command, &facts) {
                Ok(_) => Vec::new(),
                Err(Refusal::Conflict { blockers, .. }) => blockers,
                Err(Refusal::Invalid(reasons)) => reasons,
            };
            prop_assert_eq!(reasons, expected);
        }
    }

    #[test]
    fn nothing_is_closed_with_a_loose_end(facts in facts()) {
        if decide(State::Held, Command::Close, &facts).is_ok() {
            prop_assert!(facts.minutes);
            prop_assert!(facts.agreements.iter().all(|one| one.owner.is_some() && one.due_on.is_some()));
            if let Some(before) = &facts.previous {
                prop_assert!(before.closed);
                prop_assert!(before.open.iter().all(|one| facts.checked.contains(&one.id)));
            }
        }
        if decide(State::Prepared, Command::Hold, &facts).is_ok() {
            prop_assert!(facts.board_members > 0 && facts.leaders > 0);
            prop_assert!(facts.previous.iter().all(|one| one.held_on <= facts.held_on));
        }
    }
}
