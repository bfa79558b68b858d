//! Instruments: every state with every command, versions, and names.

#![expect(clippy::unwrap_used, reason = "tests")]

use serde_json::json;
use uuid::Uuid;

use super::fixture::{changed, content, version};
use crate::error::{Code, Refusal};
use crate::survey::instrument::{
    Instrument, InstrumentCommand as Command, InstrumentRef, InstrumentState as State, available,
    check_draft, decide,
};

fn instrument(state: State) -> Instrument {
    let (id, board, unit) = (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
    let mut made = Instrument::new(id.into(), (board.into(), unit.into()), content(&version()));
    made.state = state;
    if state != State::Draft {
        made.number = 1;
    }
    made
}

fn refused(instrument: &Instrument, command: Command) -> (Code, Vec<(Code, Option<String>)>) {
    match decide(instrument, command) {
        Err(Refusal::Conflict { code, blockers }) => {
            let each = blockers.into_iter().map(|one| (one.code, one.pointer));
            (code, each.collect())
        }
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn every_state_knows_its_steps_and_no_others() {
    let known = [
        (State::Draft, Command::Publish, State::Published),
        (State::Published, Command::Publish, State::Published),
        (State::Published, Command::Retire, State::Retired),
        (State::Retired, Command::Reinstate, State::Published),
    ];
    for &state in State::ALL {
        for &command in Command::ALL {
            let instrument = instrument(state);
            let to = known.iter().find(|one| (one.0, one.1) == (state, command));
            match to {
                Some((.., to)) => assert_eq!(decide(&instrument, command).unwrap().to, *to),
                None => assert_eq!(
                    refused(&instrument, command),
                    (
                        Code::InstrumentStateForbids,
                        vec![(Code::InstrumentStateForbids, None)]
                    )
                ),
            }
            let open = available(&instrument);
            let open = open.iter().find(|one| one.0 == command).unwrap();
            assert_eq!(open.1.is_empty(), to.is_some(), "{state} {command}");
        }
    }
}

#[test]
fn a_version_is_made_of_what_changed_alone() {
    let mut one = instrument(State::Draft);
    one.apply(decide(&one, Command::Publish).unwrap());
    assert_eq!(
        (one.state, one.number, one.changed),
        (State::Published, 1, false)
    );
    let nothing = (
        Code::TransitionBlocked,
        vec![(Code::NothingToPublish, None)],
    );
    assert_eq!(refused(&one, Command::Publish), nothing);

    let first = one.content.clone();
    let other = content(&changed(&[("/source", json!("Another."))]));
    let mut two = one.with_content(other, Some(&first)).unwrap();
    assert!(two.changed);
    let back = two.with_content(first.clone(), Some(&first)).unwrap();
    assert!(!back.changed, "it is as it was published");
    two.apply(decide(&two, Command::Publish).unwrap());
    assert_eq!((two.number, two.changed), (2, false));
}

#[test]
fn all_that_is_wrong_stands_in_the_way_and_is_pointed_at_within_the_instrument() {
    let mut one = instrument(State::Draft);
    one.content = content(&changed(&[
        ("/source", json!("")),
        ("/sections/0/questions/0/answer/points", json!(1)),
    ]));
    let (code, blockers) = refused(&one, Command::Publish);
    assert_eq!(code, Code::TransitionBlocked);
    let at: Vec<&str> = blockers.iter().filter_map(|one| one.1.as_deref()).collect();
    assert!(at.contains(&"/content/source"), "{at:?}");
    assert!(
        at.contains(&"/content/sections/0/questions/0/answer/points"),
        "{at:?}"
    );
    assert_eq!(check_draft(&one.content), Vec::new());
    one.content.title.en = String::new();
    let wrong = check_draft(&one.content);
    let at: Vec<Option<&str>> = wrong.iter().map(|one| one.pointer.as_deref()).collect();
    assert_eq!(at, [Some("/content/title/en")]);
}

#[test]
fn what_was_published_stays_and_what_is_retired_is_not_changed() {
    assert!(instrument(State::Draft).may_be_deleted().is_ok());
    for state in [State::Published, State::Retired] {
        assert!(instrument(state).may_be_deleted().is_err());
    }
    let retired = instrument(State::Retired);
    let other = content(&changed(&[("/source", json!("Another."))]));
    assert!(retired.with_content(other, None).is_err());
    let same = retired.content.clone();
    assert!(retired.with_content(same, None).is_ok());
}

#[test]
fn a_version_is_read_as_it_is_written() {
    let own = InstrumentRef::Own {
        id: Uuid::from_u128(7).into(),
        number: 3,
    };
    let shipped = InstrumentRef::Shipped {
        key: "pupils-po".to_owned(),
    };
    for one in [own, shipped] {
        assert_eq!(one.to_string().parse(), Ok(one));
    }
    for none in [
        "",
        "own",
        "own:1:2",
        "shipped:",
        "shipped:A b",
        "own:00000000-0000-0000-0000-000000000007",
        "own:00000000-0000-0000-0000-000000000007:-1",
    ] {
        assert!(none.parse::<InstrumentRef>().is_err(), "{none}");
    }
}
