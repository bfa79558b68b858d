//! The rules of follow-ups.
#![expect(clippy::panic, clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use time::macros::date;
use uuid::Uuid;

use super::*;
use crate::error::{Code, Refusal};
use crate::id::{BoardId, CycleId, PersonId, SurveyCampaignId, SurveyFollowUpId, UnitId};

fn begun() -> FollowUp {
    FollowUp::begun(
        SurveyFollowUpId(Uuid::from_u128(1)),
        BoardId(Uuid::from_u128(2)),
        (
            SurveyCampaignId(Uuid::from_u128(3)),
            UnitId(Uuid::from_u128(4)),
        ),
        date!(2027 - 06 - 30),
    )
}

fn cycle(n: u128) -> CycleId {
    CycleId(Uuid::from_u128(n))
}

fn result(key: &str) -> ResultRef {
    ResultRef {
        key: key.into(),
        group_key: None,
    }
}

fn closing(cycles: &[CycleId], results: &[&str], decision: Option<&str>) -> FollowUpAsked {
    FollowUpAsked {
        command: FollowUpCommand::Close,
        cycles: cycles.to_vec(),
        results: results.iter().map(|key| result(key)).collect(),
        decision: decision.map(str::to_owned),
        reason: None,
    }
}

fn reopening(reason: Option<&str>) -> FollowUpAsked {
    FollowUpAsked {
        command: FollowUpCommand::Reopen,
        reason: reason.map(str::to_owned),
        ..closing(&[], &[], None)
    }
}

fn found(asked: &FollowUpAsked, arises: bool) -> Vec<(Code, Option<String>)> {
    let wrong = asked.check(arises);
    let found = wrong.into_iter();
    found.map(|reason| (reason.code, reason.pointer)).collect()
}

#[test]
fn a_cycle_about_a_result_closes_it_and_so_does_a_decision() {
    let at = |pointer: &str| Some(pointer.to_owned());
    for (asked, arises, expected) in [
        (closing(&[cycle(7)], &["sfeer"], None), false, vec![]),
        (closing(&[], &[], Some("Niets aan de hand")), false, vec![]),
        // A cycle that arises from it counts as named.
        (closing(&[], &["sfeer"], None), true, vec![]),
        (
            closing(&[], &[], None),
            false,
            vec![(Code::FollowUpNotSaid, at(""))],
        ),
        (
            closing(&[], &["sfeer"], None),
            false,
            vec![(Code::FollowUpNotSaid, at(""))],
        ),
        (
            closing(&[cycle(7)], &[], None),
            false,
            vec![(Code::ResultNotNamed, at("/results"))],
        ),
        (
            closing(&[], &[], None),
            true,
            vec![(Code::ResultNotNamed, at("/results"))],
        ),
        (
            closing(&[], &[], Some(" ")),
            false,
            vec![(Code::Required, at("/decision/reason"))],
        ),
        (
            closing(&[cycle(7), cycle(7)], &["sfeer"], None),
            false,
            vec![(Code::Duplicate, at("/cycleIds/1"))],
        ),
        (reopening(Some("Toch wel")), false, vec![]),
        (
            reopening(None),
            false,
            vec![(Code::Required, at("/reason"))],
        ),
        (
            FollowUpAsked {
                command: FollowUpCommand::Reopen,
                reason: Some("Toch wel".into()),
                ..closing(&[cycle(7)], &["sfeer"], Some("Nee"))
            },
            false,
            vec![
                (Code::NotWithCommand, at("/cycleIds")),
                (Code::NotWithCommand, at("/results")),
                (Code::NotWithCommand, at("/decision")),
            ],
        ),
    ] {
        assert_eq!(found(&asked, arises), expected, "{asked:?}");
    }
}

#[test]
fn what_was_said_is_kept_when_it_is_taken_up_again() {
    let mut one = begun();
    let by = Some(PersonId(Uuid::from_u128(9)));
    let (first, second) = (date!(2027 - 06 - 01), date!(2027 - 06 - 10));
    let step = decide(FollowUpCommand::Close, &FollowUpFacts::of(&one, false)).unwrap();
    let asked = closing(&[cycle(7)], &["sfeer"], None);
    one.apply(step, asked, (&[cycle(7), cycle(8)], by, first));
    let said = FollowUpAnswer {
        closed_on: first,
        cycles: vec![cycle(7), cycle(8)],
        results: vec![result("sfeer")],
        decision: None,
    };
    assert_eq!(one.answer, Some(said.clone()));
    let step = decide(FollowUpCommand::Reopen, &FollowUpFacts::of(&one, false)).unwrap();
    one.apply(step, reopening(Some("Nieuw team")), (&[], by, second));
    assert_eq!((one.state, &one.answer), (FollowUpState::Open, &None));
    assert_eq!(
        one.earlier_answers.first().map(|one| &one.answer),
        Some(&said)
    );
    assert_eq!(one.all_cycles(), [cycle(7), cycle(8)].into());
    let step = decide(FollowUpCommand::Close, &FollowUpFacts::of(&one, false)).unwrap();
    one.apply(step, closing(&[], &[], Some("Klaar")), (&[], by, second));
    let decision = one.answer.unwrap().decision.unwrap();
    assert_eq!((decision.decided_on, decision.decided_by), (second, by));
}

#[test]
fn nothing_is_taken_up_again_once_the_survey_was_ended() {
    let mut one = begun();
    one.state = FollowUpState::Closed;
    let refused = decide(FollowUpCommand::Reopen, &FollowUpFacts::of(&one, true)).unwrap_err();
    let Refusal::Conflict { code, blockers } = refused else {
        panic!("a conflict")
    };
    assert_eq!(code, Code::TransitionBlocked);
    assert_eq!(
        blockers.iter().map(|one| one.code).collect::<Vec<_>>(),
        [Code::SurveyEnded]
    );
}

#[test]
fn another_due_date_takes_a_reason_and_the_one_before_is_kept() {
    let today = date!(2027 - 06 - 01);
    let moved = |reason: Option<&str>| FollowUpInput {
        due_on: date!(2027 - 09 - 30),
        change_reason: reason.map(str::to_owned),
        notes: None,
    };
    let codes = |wrong: Vec<crate::error::Reason>| {
        let found = wrong.into_iter();
        found.map(|one| (one.code, one.pointer)).collect::<Vec<_>>()
    };
    let mut one = begun();
    let missing = one.restated(moved(None), today).unwrap_err();
    assert_eq!(
        codes(missing),
        [(Code::Required, Some("/changeReason".to_owned()))]
    );
    let after = one.restated(moved(Some("Fusie")), today).unwrap();
    assert_eq!(after.due_on, date!(2027 - 09 - 30));
    let earlier = after.earlier_dues.first().unwrap();
    assert_eq!(
        (earlier.due_on, earlier.changed_on, earlier.reason.as_str()),
        (one.due_on, today, "Fusie")
    );
    // Notes change nothing of that, and of what is done nothing is due.
    let noted = FollowUpInput {
        due_on: one.due_on,
        change_reason: None,
        notes: Some("Team ziek".into()),
    };
    assert!(one.restated(noted, today).unwrap().earlier_dues.is_empty());
    one.state = FollowUpState::Closed;
    let wrong = one.restated(moved(Some("Fusie")), today).unwrap_err();
    assert_eq!(
        codes(wrong),
        [(Code::NotChangeable, Some("/dueOn".to_owned()))]
    );
}

proptest! {
    /// Whatever is asked in whatever order: it is open or says what the unit does, never both or neither, and
    /// nothing that was said is lost.
    #[test]
    fn it_is_open_or_answered(commands in prop::collection::vec((any::<bool>(), any::<bool>()), 0..60)) {
        let mut one = begun();
        let mut said = 0;
        for (close, ended) in commands {
            let command = if close { FollowUpCommand::Close } else { FollowUpCommand::Reopen };
            let facts = FollowUpFacts::of(&one, ended);
            let listed = available(&facts);
            let blocked = listed.iter().find(|(name, _)| *name == command).map(|(_, why)| !why.is_empty());
            match decide(command, &facts) {
                Ok(step) => {
                    prop_assert_eq!(blocked, Some(false));
                    said += usize::from(close);
                    let asked = if close { closing(&[cycle(7)], &["a"], None) } else { reopening(Some("b")) };
                    one.apply(step, asked, (&[], None, date!(2027 - 06 - 01)));
                }
                Err(_) => prop_assert_eq!(blocked, Some(true)),
            }
            prop_assert_eq!(one.answer.is_some(), one.state == FollowUpState::Closed);
            prop_assert_eq!(one.earlier_answers.len() + usize::from(one.answer.is_some()), said);
        }
    }
}

#[test]
fn it_is_late_after_its_day_while_the_unit_said_nothing() {
    let mut one = begun();
    let late = |one: &FollowUp| {
        let days = [date!(2027 - 06 - 30), date!(2027 - 07 - 03)];
        days.map(|day| one.days_late(day))
    };
    assert_eq!(late(&one), [0, 3]);
    one.state = FollowUpState::Closed;
    assert_eq!(late(&one), [0, 0]);
}
