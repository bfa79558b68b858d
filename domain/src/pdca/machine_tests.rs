//! The cycle's state machine under arbitrary facts and arbitrary sequences of commands.

#![expect(clippy::unwrap_used, reason = "tests")]

use proptest::prelude::*;
use time::{Date, Duration, macros::date};
use uuid::Uuid;

use super::*;
use crate::error::{Code, Reason, Refusal};
use crate::id::*;
use crate::noun::Noun;

const TODAY: Date = date!(2026 - 02 - 01);

/// A goal of which some of the nine parts are taken away, by the bits of a mask.
fn goal(id: u128, mask: u16) -> Goal {
    let mut goal = samples::testable_goal(id, 1);
    let plan = &mut goal.plan;
    let gone = |bit: u16| mask & (1 << bit) != 0;
    plan.indicator = plan.indicator.take().filter(|_| !gone(0));
    plan.unit_of_measure = plan.unit_of_measure.take().filter(|_| !gone(1));
    plan.baseline = plan.baseline.filter(|_| !gone(2));
    plan.target = plan.target.filter(|_| !gone(3));
    plan.direction = plan.direction.filter(|_| !gone(4));
    plan.due_on = plan.due_on.filter(|_| !gone(5));
    plan.review_rhythm = plan.review_rhythm.filter(|_| !gone(6));
    plan.owner = plan.owner.filter(|_| !gone(7));
    plan.expected_effect = plan.expected_effect.take().filter(|_| !gone(8));
    if gone(9) {
        plan.direction = plan.direction.map(|_| Direction::Decrease);
    }
    goal
}

prop_compose! {
    fn an_action()(
        goal in prop::option::of(1_u128..4), owner: bool, dated: bool, dropped: bool, id in 1_u128..1000,
    ) -> Action {
        let mut action = samples::owned_action(id, 1, goal.map(|g| GoalId(Uuid::from_u128(g))));
        action.plan.owner = action.plan.owner.filter(|_| owner);
        action.plan.due_on = action.plan.due_on.filter(|_| dated);
        if dropped {
            action.plan.status = ActionStatus::Dropped;
        }
        action
    }
}

prop_compose! {
    fn facts()(
        flagged in 0_u128..3,
        masks in prop::collection::vec(prop_oneof![2 => Just(0_u16), 1 => any::<u16>()], 0..4),
        actions in prop::collection::vec(an_action(), 0..5),
        measured in prop::collection::vec((1_u128..4, -9_i64..9), 0..5),
        decided in prop::collection::btree_map(1_u128..4, prop::sample::select(DecisionKind::ALL), 0..4),
        started in prop::option::of(-5_i64..5),
        evaluated: bool,
    ) -> Facts {
        let mut actions = actions;
        actions.sort_by_key(|action| action.id);
        actions.dedup_by_key(|action| action.id);
        let day = |n: i64| TODAY + Duration::days(n);
        Facts {
            cycle_id: CycleId(Uuid::from_u128(1)),
            today: TODAY,
            flagged_context: (0..flagged).map(|n| ContextFactorId(Uuid::from_u128(n))).collect(),
            do_started_on: started.map(day),
            evaluated,
            goals: (1..).zip(masks).map(|(id, mask)| goal(id, mask)).collect(),
            actions,
            measurements: measured.into_iter()
                .map(|(goal, on)| samples::measurement(1, goal, day(on), 100)).collect(),
            decisions: decided.into_iter()
                .map(|(goal, kind)| samples::decision(goal, goal, kind)).collect(),
        }
    }
}

fn state() -> impl Strategy<Value = State> {
    prop::sample::select(State::ALL)
}

fn command() -> impl Strategy<Value = Command> {
    prop::sample::select(Command::ALL)
}

fn blockers(state: State, command: Command, facts: &Facts) -> Vec<Reason> {
    match decide(state, command, facts) {
        Ok(_) => Vec::new(),
        Err(Refusal::Conflict { blockers, .. }) => blockers,
        Err(Refusal::Invalid(_)) => unreachable!("a command has no input"),
    }
}

/// Takes away the one thing that a blocker names; says whether that can be done by one fact.
fn resolve(facts: &mut Facts, blocker: &Reason) -> bool {
    let id = blocker
        .subject
        .map(|subject| subject.id)
        .unwrap_or_default();
    let day = facts.do_started_on;
    match blocker.code {
        Code::ContextUnconfirmed => facts.flagged_context.retain(|f| f.0 != id),
        Code::GoalNotTestable => {
            let whole = samples::testable_goal(1, 1).plan;
            let plan = &mut facts.goals.iter_mut().find(|g| g.id.0 == id).unwrap().plan;
            match blocker.pointer.as_deref().unwrap() {
                "/indicator" => plan.indicator = whole.indicator,
                "/unitOfMeasure" => plan.unit_of_measure = whole.unit_of_measure,
                // The same as what is there, so that nothing lies against the direction.
                "/baseline" => plan.baseline = plan.target.or(whole.baseline),
                "/target" => plan.target = plan.baseline.or(whole.target),
                "/direction" => plan.direction = whole.direction,
                "/dueOn" => plan.due_on = whole.due_on,
                "/reviewRhythm" => plan.review_rhythm = whole.review_rhythm,
                "/ownerId" => plan.owner = whole.owner,
                "/expectedEffect" => plan.expected_effect = whole.expected_effect,
                other => unreachable!("{other}"),
            }
        }
        Code::TargetAgainstDirection => {
            let plan = &mut facts.goals.iter_mut().find(|g| g.id.0 == id).unwrap().plan;
            plan.target = plan.baseline;
        }
        Code::GoalWithoutAction => {
            let extra = samples::owned_action(id.as_u128() + 5000, 1, Some(GoalId(id)));
            facts.actions.push(extra);
        }
        Code::ActionWithoutOwner => {
            let action = facts.actions.iter_mut().find(|a| a.id.0 == id).unwrap();
            action.plan.owner = Some(PersonId(Uuid::from_u128(1)));
        }
        Code::ActionWithoutDueDate => {
            let action = facts.actions.iter_mut().find(|a| a.id.0 == id).unwrap();
            action.plan.due_on = Some(TODAY);
        }
        Code::GoalNotMeasured => match day {
            // Without a start of Do no measurement counts.
            None => return false,
            Some(day) => facts
                .measurements
                .push(samples::measurement(9, id.as_u128(), day, 1)),
        },
        Code::EvaluationMissing => facts.evaluated = true,
        Code::GoalUndecided => {
            facts
                .decisions
                .push(samples::decision(9, id.as_u128(), DecisionKind::Stop));
        }
        Code::DecisionTaken => facts.decisions.retain(|d| d.goal_id.0 != id),
        Code::NextRoundNeeded => facts
            .decisions
            .iter_mut()
            .filter(|d| d.goal_id.0 == id)
            .for_each(|d| d.taken.kind = DecisionKind::Secure),
        // These name no single fact, or are resolved by facts that others name.
        _ => return false,
    }
    true
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn what_is_available_is_what_is_decided(state in state(), facts in facts()) {
        let listed = available(state, &facts);
        prop_assert_eq!(listed.len(), Command::ALL.len());
        for (command, reasons) in listed {
            prop_assert_eq!(decide(state, command, &facts).is_ok(), reasons.is_empty());
            prop_assert_eq!(blockers(state, command, &facts), reasons);
        }
    }

    #[test]
    fn taking_one_blocker_away_leaves_all_the_others(
        state in state(), command in command(), facts in facts(),
    ) {
        let before = blockers(state, command, &facts);
        for blocker in &before {
            let mut better = facts.clone();
            if resolve(&mut better, blocker) {
                let rest: Vec<_> = before.iter().filter(|b| *b != blocker).cloned().collect();
                prop_assert_eq!(blockers(state, command, &better), rest, "{:?}", blocker);
            }
        }
    }

    #[test]
    fn taking_every_blocker_away_opens_the_way(state in state(), facts in facts()) {
        for command in [Command::StartDo, Command::StartCheck, Command::Close, Command::BackToPlan] {
            let mut better = facts.clone();
            if better.goals.is_empty() {
                better.goals.push(samples::testable_goal(1, 1));
            }
            for blocker in blockers(state, command, &better) {
                resolve(&mut better, &blocker);
            }
            let refused = blockers(state, command, &better);
            prop_assert!(refused.iter().all(|b| b.code == Code::CycleStateForbids), "{:?}", refused);
        }
    }

    #[test]
    fn no_sequence_of_commands_leads_past_what_a_phase_needs(
        steps in prop::collection::vec((command(), facts()), 1..12),
    ) {
        let mut cycle = samples::cycle(1);
        for (command, mut facts) in steps {
            facts.flagged_context.clone_from(&cycle.flagged_context);
            facts.do_started_on = cycle.do_started_on;
            facts.evaluated = cycle.evaluation.is_some();
            let before = cycle.state;
            let Ok(step) = decide(before, command, &facts) else { continue };
            cycle.apply(&step);
            prop_assert!(before.is_open(), "nothing leads out of {}", before);
            // Do is running when and only when its start is known, and it is only entered with
            // goals that lack nothing.
            if cycle.state == State::Plan {
                prop_assert_eq!(cycle.do_started_on, None);
            }
            if matches!(cycle.state, State::Do | State::Check | State::Act | State::Closed) {
                prop_assert!(cycle.do_started_on.is_some());
                prop_assert!(!facts.goals.is_empty() || command == Command::ConfirmPlan);
            }
            if before == State::Plan && cycle.state == State::Do {
                let whole = facts.goals.iter().all(|goal| {
                    let p = &goal.plan;
                    p.indicator.is_some() && p.unit_of_measure.is_some() && p.baseline.is_some()
                        && p.target >= p.baseline && p.direction == Some(Direction::Increase)
                        && p.due_on.is_some() && p.review_rhythm.is_some() && p.owner.is_some()
                        && p.expected_effect.is_some()
                });
                prop_assert!(whole);
            }
        }
    }
}

#[test]
fn a_changed_context_holds_everything_but_the_two_answers_and_the_end() {
    let mut cycle = samples::cycle(1);
    let factor = ContextFactorId(Uuid::from_u128(7));
    cycle.context_factors = vec![factor];
    cycle.flag(factor);
    let goals = vec![samples::testable_goal(1, 1)];
    let facts = Facts::of(&cycle, goals, vec![], vec![], vec![], TODAY);
    for state in [State::Plan, State::Do, State::Check, State::Act] {
        for (command, reasons) in available(state, &facts) {
            if reasons.iter().any(|r| r.code == Code::CycleStateForbids) {
                continue;
            }
            let held = reasons.iter().any(|r| {
                r.code == Code::ContextUnconfirmed
                    && r.subject
                        .is_some_and(|s| s.noun == Noun::ContextFactor && s.id == factor.0)
            });
            let answers = [Command::ConfirmPlan, Command::BackToPlan, Command::Cancel];
            assert_eq!(held, !answers.contains(&command), "{state} {command}");
        }
    }
    let confirmed = decide(State::Plan, Command::ConfirmPlan, &facts).unwrap();
    cycle.apply(&confirmed);
    assert_eq!((cycle.state, cycle.flagged_context.len()), (State::Plan, 0));
}

#[test]
fn a_round_walks_from_plan_to_the_next_plan_in_a_day() {
    let mut cycle = samples::cycle(1);
    let goals = vec![samples::testable_goal(2, 1)];
    let mut facts = Facts::of(&cycle, goals, vec![], vec![], vec![], TODAY);
    let walk = |cycle: &mut Cycle, facts: &mut Facts, command| {
        let step = decide(cycle.state, command, facts).unwrap();
        cycle.apply(&step);
        facts.do_started_on = cycle.do_started_on;
        step
    };
    walk(&mut cycle, &mut facts, Command::StartDo);
    facts.actions.push(samples::owned_action(3, 1, None));
    walk(&mut cycle, &mut facts, Command::StartCheck);
    facts
        .measurements
        .push(samples::measurement(4, 2, TODAY, 5000));
    facts.evaluated = true;
    walk(&mut cycle, &mut facts, Command::StartAct);
    facts
        .decisions
        .push(samples::decision(5, 2, DecisionKind::Adjust));
    let refused = blockers(cycle.state, Command::Close, &facts);
    assert_eq!(
        refused.iter().map(|r| r.code).collect::<Vec<_>>(),
        [Code::NextRoundNeeded]
    );
    let step = walk(&mut cycle, &mut facts, Command::StartNextRound);
    assert!(step.opens_next_round);
    assert_eq!(cycle.state, State::Closed);
}

#[test]
fn a_measurement_from_before_do_does_not_count() {
    let mut facts = Facts::of(
        &samples::cycle(1),
        vec![samples::testable_goal(2, 1)],
        vec![],
        vec![samples::measurement(3, 2, TODAY - Duration::days(1), 1)],
        vec![],
        TODAY,
    );
    facts.do_started_on = Some(TODAY);
    facts.evaluated = true;
    let codes: Vec<_> = blockers(State::Check, Command::StartAct, &facts)
        .into_iter()
        .map(|reason| reason.code)
        .collect();
    assert_eq!(codes, [Code::GoalNotMeasured]);
}

#[test]
fn a_plan_taken_up_again_starts_do_and_check_afresh() {
    let mut cycle = samples::cycle(1);
    cycle.state = State::Check;
    cycle.do_started_on = Some(TODAY - Duration::days(30));
    cycle.evaluation = Some(Evaluation {
        text: "Nog niet op niveau".into(),
        evaluated_on: TODAY,
        evaluated_by: None,
    });
    cycle.flagged_context = vec![ContextFactorId(Uuid::from_u128(7))];
    let goals = vec![samples::testable_goal(2, 1)];
    let facts = Facts::of(&cycle, goals, vec![], vec![], vec![], TODAY);
    let back = decide(State::Check, Command::BackToPlan, &facts).unwrap();
    cycle.apply(&back);
    assert_eq!(cycle.state, State::Plan);
    assert_eq!((cycle.do_started_on, &cycle.evaluation), (None, &None));
    assert!(cycle.flagged_context.is_empty());
}
