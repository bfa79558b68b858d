//! The follow-up: what is awaited of whom, and who sees the effect.
#![expect(clippy::unwrap_used, reason = "tests")]

use time::Duration;
use uuid::Uuid;

use super::machine_tests::{TODAY, codes, facts_of, finding, person, seen, whole};
use super::*;
use crate::error::Code;
use crate::id::CycleId;

#[test]
fn every_leg_of_the_follow_up_is_awaited() {
    let day = |days| TODAY + Duration::days(days);
    let mut finding = finding(Course::Correction);
    (finding.answer_due_on, finding.action_due_on) = (Some(day(30)), Some(day(90)));
    let awaited = |finding: &Finding, state| {
        let one = Finding {
            state,
            ..finding.clone()
        };
        (one.awaited_on(), one.owed_on())
    };
    assert_eq!(
        awaited(&finding, State::Open),
        (Some(day(30)), Some(day(30)))
    );
    // Whoever takes the action away does not take the day away.
    assert_eq!(awaited(&finding, State::InCorrection).0, Some(day(90)));
    finding.correction = whole();
    assert_eq!(awaited(&finding, State::InCorrection).0, Some(TODAY));
    finding.state = State::InCorrection;
    let facts = finding.facts(Course::Correction, true, vec![]);
    let step = decide(finding.state, Command::ReportCarriedOut, &facts).unwrap();
    finding.apply(&step, day(10));
    // That is owed by those who audit, and told to the board at once.
    assert_eq!(
        awaited(&finding, State::Verifying),
        (Some(day(10) + VERIFIED_WITHIN), None)
    );
    let above = [3, 4].map(|n| crate::id::UnitId(Uuid::from_u128(n)));
    let board = crate::id::UnitId(finding.board_id.0);
    assert_eq!(finding.escalates_to(&above, 1), Some(board));
    assert_eq!(finding.escalates_to(&above, 0), None);
    finding.state = State::Open;
    assert_eq!(finding.escalates_to(&above, 1), Some(above[0]));

    let mut answered = |decision| {
        let response = Response {
            decision,
            reason: None,
            cycles: vec![],
            actions: vec![],
            evidence_ids: vec![],
        };
        finding.respond(response, TODAY);
        awaited(&finding, State::Answered).0
    };
    assert_eq!(answered(Answer::Adopted), Some(day(90)));
    assert_eq!(answered(Answer::Declined), None, "nothing is to be done");
}

#[test]
fn a_plan_that_was_answered_with_stays_whole() {
    let bare = Correction {
        action: None,
        cause: None,
        ..whole()
    };
    let at = |state| -> Vec<_> {
        let wrong = bare.check(state, None, TODAY).into_iter();
        wrong
            .map(|one| (one.code, one.pointer.unwrap_or_default()))
            .collect()
    };
    assert_eq!(at(State::Open), []);
    assert_eq!(
        at(State::InCorrection),
        [
            (Code::CauseMissing, "/cause".to_owned()),
            (
                Code::CorrectiveActionMissing,
                "/correctiveAction".to_owned()
            )
        ]
    );
}

#[test]
fn whoever_did_an_earlier_attempt_verifies_none_and_attempts_end() {
    let attempt = Attempt {
        correction: whole(),
        verification: Some(seen(3, false)),
    };
    let mut facts = facts_of(Course::Correction);
    facts.correction = Correction {
        executed_by: Some(person(4)),
        ..whole()
    };
    if let Some(action) = &mut facts.correction.action {
        action.owner = person(5);
    }
    facts.earlier = vec![attempt.clone()];
    for (by, own) in [(1, true), (2, true), (3, false), (4, true), (6, false)] {
        facts.verification = Some(seen(by, true));
        let closed = codes(State::Verifying, Command::Close, &facts);
        assert_eq!(closed.contains(&Code::VerifierCarriedOut), own, "{by}");
        let wrong = seen(by, true).check(facts.work(), TODAY);
        assert_eq!(wrong.is_empty(), !own, "{by}");
    }
    facts.verification = Some(seen(6, false));
    assert_eq!(
        codes(State::Verifying, Command::BackToCorrection, &facts),
        []
    );
    facts.earlier = vec![attempt; MAX_ATTEMPTS];
    let many = [Code::TooManyAttempts];
    assert_eq!(
        codes(State::Verifying, Command::BackToCorrection, &facts),
        many
    );
    assert_eq!(codes(State::Closed, Command::Reopen, &facts), many);
}

#[test]
fn a_cycle_that_arises_from_a_recommendation_counts_as_its_link() {
    let cycle = |n| CycleId(Uuid::from_u128(n));
    let mut finding = finding(Course::Response);
    let answer = |decision, cycles: &[CycleId]| Response {
        decision,
        reason: Some("Zo doen wij het".into()),
        cycles: cycles.to_vec(),
        actions: vec![],
        evidence_ids: vec![],
    };
    let closed = |finding: &Finding, arising: &[CycleId]| {
        let facts = finding.facts(Course::Response, true, arising.to_vec());
        decide(State::Open, Command::Close, &facts)
    };
    finding.respond(answer(Answer::Adopted, &[]), TODAY);
    assert!(finding.asks_what_arises(Course::Response));
    let facts = finding.facts(Course::Response, true, vec![]);
    let lacks = codes(State::Open, Command::Close, &facts);
    assert_eq!(lacks, [Code::ResponseNotLinked]);
    // The answer names what it was closed with from then on, so that this cannot be taken away.
    let step = closed(&finding, &[cycle(3), cycle(4)]).unwrap();
    finding.apply(&step, TODAY);
    let named = |finding: &Finding| finding.response.as_ref().unwrap().response.cycles.clone();
    assert_eq!(named(&finding), [cycle(3), cycle(4)]);
    // What the unit named itself, or has no need to name, stays as it said it.
    for (decision, cycles) in [(Answer::Adapted, &[cycle(5)][..]), (Answer::Declined, &[])] {
        finding.respond(answer(decision, cycles), TODAY);
        assert!(!finding.asks_what_arises(Course::Response));
        let step = closed(&finding, &[cycle(3)]).unwrap();
        finding.apply(&step, TODAY);
        assert_eq!(named(&finding), cycles);
    }
}
