//! The machine of recovery orders over every pair of state and command.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::inspection::samples;
use crate::inspection::{EarlierTerms, Measure, OrderResult, Restated};
use proptest::prelude::*;
use time::macros::date;
use uuid::Uuid;

const DUE: Date = date!(2026 - 06 - 01);

fn ready(state: OrderState) -> OrderFacts {
    let order = Order {
        state,
        ..samples::order(DUE)
    };
    OrderFacts {
        on: date!(2026 - 06 - 02),
        ..OrderFacts::of(&order, date!(2026 - 06 - 02))
    }
}

/// Where each command leads from each state when nothing stands in the way.
fn expected(state: OrderState, command: OrderCommand) -> Option<OrderState> {
    use OrderState::{BoardVerified, MeasuresTaken, Met, Missed, Open, Withdrawn};
    let led: &[(OrderState, OrderState)] = match command {
        OrderCommand::ReportMeasures => &[(Open, MeasuresTaken)],
        OrderCommand::Verify => &[(MeasuresTaken, BoardVerified)],
        OrderCommand::SettleMet => &[(Open, Met), (MeasuresTaken, Met), (BoardVerified, Met)],
        OrderCommand::SettleMissed => &[
            (Open, Missed),
            (MeasuresTaken, Missed),
            (BoardVerified, Missed),
        ],
        OrderCommand::Withdraw => &[
            (Open, Withdrawn),
            (MeasuresTaken, Withdrawn),
            (BoardVerified, Withdrawn),
        ],
        OrderCommand::Reopen => &[(MeasuresTaken, Open), (BoardVerified, Open), (Missed, Open)],
    };
    let mut led = led.iter();
    led.find(|(from, _)| *from == state).map(|(_, to)| *to)
}

#[test]
fn every_command_in_every_state() {
    for &state in OrderState::ALL {
        for &command in OrderCommand::ALL {
            let decided = decide(state, command, &ready(state));
            match expected(state, command) {
                Some(to) => assert_eq!(decided.unwrap().to, to, "{state} {command}"),
                None => {
                    let Err(Refusal::Conflict { code, .. }) = decided else {
                        unreachable!("{state} {command}: {decided:?}");
                    };
                    assert_eq!(code, Code::OrderStateForbids, "{state} {command}");
                }
            }
        }
        let editable = may_change(&ready(state).order).is_ok();
        assert_eq!(editable, state == OrderState::Open);
    }
}

fn codes(reasons: &[Reason]) -> Vec<(Code, &str)> {
    let places = reasons.iter();
    places
        .map(|one| (one.code, one.pointer.as_deref().unwrap_or_default()))
        .collect()
}

fn blocked(command: OrderCommand, facts: &OrderFacts) -> Vec<Reason> {
    match decide(facts.order.state, command, facts) {
        Err(Refusal::Conflict { blockers, .. }) => blockers,
        other => unreachable!("{other:?}"),
    }
}

#[test]
fn a_refusal_lists_all_that_is_missing() {
    let mut facts = ready(OrderState::Open);
    facts.order.verification = None;
    for measure in &mut facts.order.stated.measures {
        measure.done_on = None;
    }
    assert_eq!(
        codes(&blocked(OrderCommand::SettleMet, &facts)),
        [
            (Code::MeasureNotDone, "/measures/0/doneOn"),
            (Code::MeasureNotDone, "/measures/1/doneOn"),
            (Code::VerificationMissing, "/verification"),
        ]
    );
    facts.order.stated.measures.clear();
    let none = [(Code::MeasuresMissing, "/measures")];
    assert_eq!(codes(&blocked(OrderCommand::ReportMeasures, &facts)), none);
    // A check that found it not met is none.
    let mut found = samples::order(DUE).verification.unwrap();
    found.met = false;
    facts = ready(OrderState::Open);
    facts.order.verification = Some(found);
    assert_eq!(
        codes(&blocked(OrderCommand::SettleMet, &facts)),
        [(Code::VerificationMissing, "/verification")]
    );
}

#[test]
fn nobody_verifies_their_own_measures() {
    let mut facts = ready(OrderState::MeasuresTaken);
    let owner = facts.order.stated.measures[1].owner;
    facts.verifiers = vec![PersonId(Uuid::from_u128(99)), owner];
    assert_eq!(
        codes(&blocked(OrderCommand::Verify, &facts)),
        [(Code::VerifierOwnsMeasure, "/measures/1/ownerId")]
    );
    facts.verifiers.pop();
    assert!(decide(OrderState::MeasuresTaken, OrderCommand::Verify, &facts).is_ok());
    // What falls short goes back to the measures.
    facts.found_met = false;
    let step = decide(OrderState::MeasuresTaken, OrderCommand::Verify, &facts).unwrap();
    assert_eq!(step.to, OrderState::Open);
}

#[test]
fn an_order_is_missed_after_its_day_unless_the_inspectorate_says_so_before() {
    let mut facts = ready(OrderState::Open);
    facts.on = DUE;
    assert_eq!(
        codes(&blocked(OrderCommand::SettleMissed, &facts)),
        [(Code::DueDateNotPassed, "/dueOn")]
    );
    facts.early = true;
    assert!(decide(OrderState::Open, OrderCommand::SettleMissed, &facts).is_ok());
}

#[test]
fn what_goes_with_a_command_goes_with_no_other() {
    let today = date!(2026 - 06 - 02);
    let said = Said {
        on: date!(2026 - 06 - 03),
        text: String::new(),
        early: false,
    };
    let mut asked = Asked {
        command: OrderCommand::Verify,
        verification: None,
        outcome: Some(said),
    };
    assert_eq!(
        codes(&asked.check(today)),
        [
            (Code::Required, "/verification"),
            (Code::NotWithCommand, "/outcome"),
            (Code::DateInFuture, "/outcome/on"),
            (Code::Required, "/outcome/text"),
        ]
    );
    asked.command = OrderCommand::Reopen;
    asked.outcome = None;
    assert_eq!(asked.check(today), []);
}

#[test]
fn an_order_says_what_came_of_it() {
    let mut order = samples::order(DUE);
    order.state = OrderState::BoardVerified;
    let asked = Asked {
        command: OrderCommand::SettleMet,
        verification: None,
        outcome: Some(Said {
            on: DUE,
            text: "Hersteld".into(),
            early: false,
        }),
    };
    let facts = OrderFacts::asked(&order, DUE, &asked, None);
    let step = decide(order.state, asked.command, &facts).unwrap();
    order.apply(step, asked);
    assert_eq!(order.state, OrderState::Met);
    assert_eq!(order.outcome.unwrap().result, OrderResult::Met);
}

#[test]
fn what_was_found_before_is_kept() {
    let mut order = samples::order(DUE);
    order.state = OrderState::BoardVerified;
    let facts = OrderFacts::of(&order, DUE + time::Duration::days(1));
    let mut take = |command, outcome| {
        let asked = Asked {
            command,
            verification: None,
            outcome,
        };
        let step = decide(order.state, command, &facts).unwrap();
        order.apply(step, asked);
    };
    let said = Said {
        on: DUE,
        text: "Niet hersteld".into(),
        early: false,
    };
    take(OrderCommand::SettleMissed, Some(said));
    take(OrderCommand::Reopen, None);
    assert_eq!(
        (order.verification.as_ref(), order.outcome.as_ref()),
        (None, None)
    );
    assert_eq!(order.earlier_verifications.len(), 1);
    assert_eq!(order.earlier_outcomes[0].result, OrderResult::NotMet);
}

#[test]
fn an_outcome_is_held_against_the_due_date_of_its_day() {
    let mut order = samples::order(DUE);
    let facts = OrderFacts::of(&order, DUE + time::Duration::days(1));
    let said = Said {
        on: DUE + time::Duration::days(1),
        text: "Niet hersteld".into(),
        early: false,
    };
    for (command, outcome) in [
        (OrderCommand::SettleMissed, Some(said)),
        (OrderCommand::Reopen, None),
    ] {
        let step = decide(order.state, command, &facts).unwrap();
        let asked = Asked {
            command,
            verification: None,
            outcome,
        };
        order.apply(step, asked);
    }
    order.stated.due_on = DUE + time::Duration::days(60);
    assert_eq!(order.earlier_outcomes[0].due_on, Some(DUE));
}

#[test]
fn an_order_that_took_a_step_or_was_reported_stays() {
    let mut order = samples::order(DUE);
    order.verification = None;
    assert_eq!(may_delete(&order, false), Ok(()));
    let kept = |order: &Order, reported| match may_delete(order, reported) {
        Err(Refusal::Conflict { code, .. }) => code,
        other => unreachable!("{other:?}"),
    };
    assert_eq!(kept(&order, true), Code::OrderKept);
    // Reported and taken up again, it shows nothing of it but that it took a step.
    for command in [OrderCommand::ReportMeasures, OrderCommand::Reopen] {
        let step = decide(order.state, command, &OrderFacts::of(&order, DUE)).unwrap();
        let asked = Asked {
            command,
            verification: None,
            outcome: None,
        };
        order.apply(step, asked);
    }
    assert_eq!(order.state, OrderState::Open);
    assert_eq!(kept(&order, false), Code::OrderKept);
    order.state = OrderState::Missed;
    assert_eq!(kept(&order, false), Code::OrderStateForbids);
}

fn put(order: &Order, due_on: Date, reason: Option<&str>) -> Restated {
    Restated {
        stated: crate::inspection::OrderInput {
            due_on,
            ..order.stated.clone()
        },
        requirement: order.requirement.clone(),
        reason: reason.map(Into::into),
        on: DUE,
    }
}

#[test]
fn what_is_fixed_changes_for_a_reason_and_is_kept() {
    let order = samples::order(DUE);
    let later = DUE + time::Duration::days(60);
    let free = order.restated(put(&order, later, None), false).unwrap();
    assert_eq!((free.stated.due_on, free.earlier_terms.len()), (later, 0));
    let wrong = order.restated(put(&order, later, None), true).unwrap_err();
    assert_eq!(codes(&wrong), [(Code::Required, "/changeReason")]);
    let why = "Brief van de inspectie van 2 juni";
    let mut moved = order.restated(put(&order, later, Some(why)), true).unwrap();
    let [before] = &moved.earlier_terms[..] else {
        unreachable!("one is kept")
    };
    let EarlierTerms { due_on, reason, .. } = before;
    assert_eq!((*due_on, reason.as_str()), (DUE, why));
    // What is the board's own needs none.
    moved.stated.basis_disputed = true;
    let disputed = moved.restated(put(&moved, later, None), true).unwrap();
    assert_eq!(disputed.earlier_terms.len(), 1);
    let before = moved.earlier_terms[0].clone();
    moved.earlier_terms = vec![before; MAX_EARLIER];
    let wrong = moved.restated(put(&moved, DUE, Some(why)), true);
    let full = [(Code::OrderHistoryFull, "/earlierTerms")];
    assert_eq!(codes(&wrong.unwrap_err()), full);
}

#[test]
fn whoever_answered_for_a_measure_before_does_not_verify_it() {
    let mut order = ready(OrderState::MeasuresTaken).order;
    let former = order.stated.measures[0].owner;
    let mut now = put(&order, DUE, None);
    now.stated.measures[0].owner = PersonId(Uuid::from_u128(20));
    order = order.restated(now, true).unwrap();
    assert_eq!(order.former_owners, [former]);
    let mut facts = OrderFacts::of(&order, DUE);
    facts.verifiers = vec![former];
    let blocked = blocked(OrderCommand::Verify, &facts);
    let expected = [(Code::VerifierOwnsMeasure, "/formerOwnerIds/0")];
    assert_eq!(codes(&blocked), expected);
}

#[test]
fn what_is_put_by_ends_somewhere() {
    let mut order = samples::order(DUE);
    let found = order.verification.clone().unwrap();
    order.earlier_verifications = vec![found; MAX_EARLIER];
    order.state = OrderState::BoardVerified;
    let facts = OrderFacts::of(&order, DUE);
    let full = [(Code::OrderHistoryFull, "/earlierVerifications")];
    assert_eq!(codes(&blocked(OrderCommand::Reopen, &facts)), full);
}

#[test]
fn only_what_is_still_to_be_done_is_late() {
    for &state in OrderState::ALL {
        let order = Order {
            state,
            ..samples::order(DUE)
        };
        assert_eq!(order.days_late(DUE), 0);
        let late = match state {
            OrderState::Open | OrderState::MeasuresTaken => 31,
            OrderState::BoardVerified
            | OrderState::Met
            | OrderState::Missed
            | OrderState::Withdrawn => 0,
        };
        assert_eq!(order.days_late(date!(2026 - 07 - 02)), late, "{state}");
    }
}

proptest! {
    #[test]
    fn what_is_available_can_be_done_and_nothing_else(
        state in 0_usize..6, measures in proptest::collection::vec(any::<bool>(), 0..4),
        verified in any::<bool>(), days in -5_i64..5,
    ) {
        let state = OrderState::ALL[state];
        let mut order = Order { state, ..samples::order(DUE) };
        order.stated.measures = measures.iter().map(|done| Measure {
            text: "Scholing".into(),
            owner: PersonId(Uuid::from_u128(1)),
            due_on: None,
            done_on: done.then_some(DUE),
            evidence_ids: vec![],
        }).collect();
        if !verified {
            order.verification = None;
        }
        let facts = OrderFacts::of(&order, DUE + time::Duration::days(days));
        for (command, why) in available(&facts) {
            let decided = decide(state, command, &facts);
            prop_assert_eq!(decided.is_ok(), why.is_empty());
            if let Ok(step) = decided {
                prop_assert_eq!(step.from, state);
                if step.to == OrderState::Met {
                    prop_assert!(verified && !measures.is_empty() && measures.iter().all(|done| *done));
                }
                if step.to == OrderState::Missed {
                    prop_assert!(days > 0);
                }
            }
        }
    }
}
