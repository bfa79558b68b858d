//! The state machine over every state, command and set of facts.
#![expect(clippy::unwrap_used, reason = "tests")]

use super::*;
use crate::error::{Code, Refusal};
use crate::id::{AuditId, CycleId, FindingId, PersonId};
use proptest::prelude::*;
use time::{Date, Duration, macros::date};
use uuid::Uuid;

pub(super) const TODAY: Date = date!(2026 - 03 - 01);

pub(super) fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

pub(super) fn whole() -> Correction {
    Correction {
        cause: Some("Niemand was aangewezen".into()),
        correction: Some("Alsnog besproken".into()),
        action: Some(CorrectiveAction {
            text: "Vaste agenda".into(),
            owner: person(1),
            due_on: TODAY,
        }),
        executed_on: Some(TODAY),
        executed_by: Some(person(2)),
        evidence_ids: vec![],
    }
}

pub(super) fn seen(by: u128, effective: bool) -> Verification {
    Verification {
        verified_on: TODAY,
        verified_by: person(by),
        effective,
        text: "Drie verslagen gelezen".into(),
        evidence_ids: vec![],
    }
}

fn of(now: &Correction) -> Work<'_> {
    Work { now, earlier: &[] }
}

pub(super) fn facts_of(course: Course) -> Facts {
    Facts {
        finding_id: FindingId(Uuid::from_u128(7)),
        audit_id: AuditId(Uuid::from_u128(8)),
        course,
        followed_up: true,
        response: None,
        arising: Vec::new(),
        correction: Correction::default(),
        verification: None,
        earlier: Vec::new(),
    }
}

prop_compose! {
    fn facts()(
        course in prop::sample::select(Course::ALL),
        followed_up in prop::bool::weighted(0.8),
        answer in prop::option::of((prop::sample::select(Answer::ALL), any::<bool>())),
        has in prop::array::uniform4(prop::bool::weighted(0.8)),
        verification in prop::option::weighted(0.8, (1_u128..6, any::<bool>())),
        arising in 0_u128..3,
    ) -> Facts {
        let [cause, correction, action, executed] = has;
        let whole = whole();
        Facts {
            followed_up,
            arising: (0..arising).map(|n| CycleId(Uuid::from_u128(30 + n))).collect(),
            response: answer.map(|(decision, linked)| Response {
                decision,
                reason: None,
                cycles: linked.then_some(CycleId(Uuid::from_u128(3))).into_iter().collect(),
                actions: Vec::new(),
                evidence_ids: vec![],
            }),
            correction: Correction {
                cause: whole.cause.filter(|_| cause),
                correction: whole.correction.filter(|_| correction),
                action: whole.action.filter(|_| action),
                executed_on: whole.executed_on.filter(|_| executed),
                executed_by: whole.executed_by.filter(|_| executed),
                evidence_ids: vec![],
            },
            verification: verification.map(|(by, effective)| seen(by, effective)),
            ..facts_of(course)
        }
    }
}

pub(super) fn codes(state: State, command: Command, facts: &Facts) -> Vec<Code> {
    match decide(state, command, facts) {
        Ok(_) => Vec::new(),
        Err(Refusal::Conflict { blockers, .. }) => blockers.iter().map(|one| one.code).collect(),
        Err(Refusal::Invalid(_)) => unreachable!("a command has no input"),
    }
}

#[test]
fn every_pair_of_state_and_command_leads_where_it_should() {
    use Command::{BackToCorrection, Close, Reopen, ReportCarriedOut};
    use State::*;
    let leads = |course, from, command| {
        let mut facts = facts_of(course);
        facts.response = Some(Response {
            decision: super::Answer::Declined,
            reason: Some("Past niet".into()),
            cycles: vec![],
            actions: vec![],
            evidence_ids: vec![],
        });
        facts.correction = whole();
        facts.verification = Some(seen(3, command != BackToCorrection));
        decide(from, command, &facts).ok().map(|step| step.to)
    };
    for &from in State::ALL {
        for &command in Command::ALL {
            assert_eq!(leads(Course::Nothing, from, command), None);
            let response = match (from, command) {
                (Open, Command::Answer) => Some(Answered),
                (Open | Answered, Close) => Some(Closed),
                (Closed, Reopen) => Some(Open),
                _ => None,
            };
            assert_eq!(
                leads(Course::Response, from, command),
                response,
                "{from} {command}"
            );
            let correction = match (from, command) {
                (Open, Command::Answer) | (Verifying, BackToCorrection) | (Closed, Reopen) => {
                    Some(InCorrection)
                }
                (InCorrection, ReportCarriedOut) => Some(Verifying),
                (Open | InCorrection | Verifying, Close) => Some(Closed),
                _ => None,
            };
            assert_eq!(
                leads(Course::Correction, from, command),
                correction,
                "{from} {command}"
            );
        }
    }
}

#[test]
fn a_major_closed_too_early_is_told_everything_that_fails() {
    let mut facts = facts_of(Course::Correction);
    let all = [
        Code::CauseMissing,
        Code::CorrectionMissing,
        Code::CorrectiveActionMissing,
        Code::ActionNotExecuted,
        Code::EffectNotVerified,
    ];
    assert_eq!(codes(State::Open, Command::Close, &facts), all);
    facts.correction = whole();
    facts.verification = Some(seen(2, false));
    let own = [Code::VerifierCarriedOut, Code::EffectNotAchieved];
    assert_eq!(codes(State::Verifying, Command::Close, &facts), own);
    facts.followed_up = false;
    assert_eq!(
        codes(State::Verifying, Command::Close, &facts).first(),
        Some(&Code::AuditNotFollowedUp)
    );
}

#[test]
fn what_had_no_effect_starts_anew_and_is_kept() {
    let mut finding = finding(Course::Correction);
    finding.correction = whole();
    finding.verification = Some(seen(3, false));
    finding.state = State::Verifying;
    let facts = finding.facts(Course::Correction, true, vec![]);
    let step = decide(finding.state, Command::BackToCorrection, &facts).unwrap();
    finding.apply(&step, TODAY);
    assert_eq!(finding.state, State::InCorrection);
    assert_eq!(
        (finding.correction.executed_on, &finding.verification),
        (None, &None)
    );
    let earlier = finding.earlier.first().unwrap();
    assert_eq!(
        (&earlier.correction, &earlier.verification),
        (&whole(), &Some(seen(3, false)))
    );
    assert_eq!(finding.awaited_on(), Some(TODAY), "the action is due again");
}

pub(super) fn finding(course: Course) -> Finding {
    Finding {
        id: FindingId(Uuid::from_u128(7)),
        board_id: crate::id::BoardId(Uuid::from_u128(1)),
        audit_id: AuditId(Uuid::from_u128(8)),
        unit_id: crate::id::UnitId(Uuid::from_u128(2)),
        released: true,
        stated: FindingInput {
            grade: "major".into(),
            standard: None,
            statement: "Er is geen cyclus".into(),
            evidence: vec![],
            evidence_ids: vec![],
            recommendation: None,
        },
        state: course.first_state(),
        answer_due_on: None,
        action_due_on: None,
        response: None,
        correction: Correction::default(),
        reported_on: None,
        verification: None,
        earlier: vec![],
    }
}

#[test]
fn an_answer_that_is_more_than_yes_says_why() {
    let wrong = |decision, reason: Option<&str>| {
        let response = Response {
            decision,
            reason: reason.map(str::to_owned),
            cycles: vec![],
            actions: vec![],
            evidence_ids: vec![],
        };
        response
            .check()
            .iter()
            .map(|one| one.code)
            .collect::<Vec<_>>()
    };
    assert_eq!(wrong(Answer::Adopted, None), []);
    assert_eq!(wrong(Answer::Adapted, None), [Code::Required]);
    assert_eq!(wrong(Answer::Declined, Some(" ")), [Code::TooShort]);
    assert_eq!(wrong(Answer::Declined, Some("Kost te veel")), []);
}

#[test]
fn what_is_done_is_done_in_time_and_seen_by_another() {
    let late = Some(TODAY - Duration::days(1));
    let wrong = whole().check(State::Open, late, TODAY);
    assert_eq!(
        wrong.iter().map(|one| one.code).collect::<Vec<_>>(),
        [Code::DueLaterThanGradeAllows]
    );
    assert_eq!(whole().check(State::Open, Some(TODAY), TODAY), []);
    let half = Correction {
        executed_by: None,
        ..whole()
    };
    assert_eq!(
        half.check(State::Open, None, TODAY)
            .first()
            .unwrap()
            .pointer
            .as_deref(),
        Some("/executedById")
    );
    for (by, own) in [(1, true), (2, true), (3, false)] {
        let wrong = seen(by, true).check(of(&whole()), TODAY);
        assert_eq!(
            wrong.iter().any(|one| one.code == Code::VerifierCarriedOut),
            own,
            "{by}"
        );
    }
    let early = Verification {
        verified_on: TODAY - Duration::days(1),
        ..seen(3, true)
    };
    let wrong = early.check(of(&whole()), TODAY);
    assert_eq!(wrong.first().unwrap().code, Code::VerifiedBeforeExecuted);
}

#[test]
fn a_part_is_written_when_the_grade_asks_for_it_and_its_time_is_there() {
    let ids = (FindingId(Uuid::from_u128(7)), AuditId(Uuid::from_u128(8)));
    for &part in Part::ALL {
        for &state in State::ALL {
            for &course in Course::ALL {
                let may = may_follow_up(ids, (state, course), true, part).is_ok();
                let should = match part {
                    Part::Response => {
                        course == Course::Response && matches!(state, State::Open | State::Answered)
                    }
                    Part::Correction => {
                        course == Course::Correction
                            && matches!(state, State::Open | State::InCorrection)
                    }
                    Part::Verification => course == Course::Correction && state == State::Verifying,
                };
                assert_eq!(may, should, "{part} {state} {course}");
                assert!(may_follow_up(ids, (state, course), false, part).is_err());
            }
        }
    }
}

proptest! {
    #[test]
    fn a_non_conformity_never_closes_unless_all_conditions_hold(
        state in prop::sample::select(State::ALL), facts in facts(),
    ) {
        let closes = decide(state, Command::Close, &facts).is_ok();
        if closes && facts.course == Course::Correction {
            let c = &facts.correction;
            prop_assert!(facts.followed_up && state.is_open());
            prop_assert!(c.cause.is_some() && c.correction.is_some() && c.action.is_some());
            prop_assert!(c.executed_on.is_some() && c.executed_by.is_some());
            let seen = facts.verification.as_ref().unwrap();
            prop_assert!(seen.effective && !facts.work().is_of(seen.verified_by));
        }
        if closes && facts.course == Course::Response {
            let response = facts.response.as_ref().unwrap();
            let linked = !response.cycles.is_empty() || !facts.arising.is_empty();
            prop_assert!(linked || response.decision == Answer::Declined);
            // Whatever it is closed with stands in its answer afterwards.
            let mut closed = finding(facts.course);
            closed.respond(response.clone(), TODAY);
            closed.apply(&decide(state, Command::Close, &facts).unwrap(), TODAY);
            let answer = &closed.response.unwrap().response;
            prop_assert!(answer.decision == Answer::Declined || !answer.cycles.is_empty());
        }
    }

    #[test]
    fn what_is_available_is_what_is_decided(
        state in prop::sample::select(State::ALL), facts in facts(),
    ) {
        for (command, blocked) in available(state, &facts) {
            match decide(state, command, &facts) {
                Ok(step) => {
                    prop_assert!(blocked.is_empty());
                    prop_assert_eq!(step.from, state);
                    prop_assert!(facts.followed_up);
                }
                Err(_) => prop_assert!(!blocked.is_empty()),
            }
        }
    }
}
