//! Completeness: what counts, what does not, and that more facts never lower it.

use super::completeness::*;
use super::record::{Dossier, DossierInput};
use crate::akoki::Theme;
use crate::dossier::LastMeasurement;
use crate::error::Code;
use crate::framework::RequirementRef;
use crate::id::*;
use crate::organisation::Period;
use crate::pdca::work::{ActionWork, CycleWork, DossierEvidence, GoalDay, GoalWork, Work};
use crate::pdca::{ActionStatus, State};
use proptest::prelude::*;
use time::macros::date;
use time::{Date, Duration};
use uuid::Uuid;

const TODAY: Date = date!(2026 - 03 - 01);
const UNIT: UnitId = UnitId(Uuid::from_u128(1));
const CYCLE: CycleId = CycleId(Uuid::from_u128(2));
const GOAL: GoalId = GoalId(Uuid::from_u128(3));

fn requirement() -> RequirementRef {
    RequirementRef::Own(OwnStandardId(Uuid::from_u128(1)))
}

fn cycle() -> CycleWork {
    CycleWork {
        id: CYCLE,
        unit_id: UNIT,
        theme: Theme::Onderwijs,
        state: State::Do,
        requirements: vec![requirement()],
        flagged_context: vec![],
        do_started_on: None,
        evaluated_on: None,
    }
}

fn goal(testable: bool, has_indicator: bool) -> GoalWork {
    GoalWork {
        id: GOAL,
        cycle_id: CYCLE,
        testable,
        has_indicator,
        due_on: None,
        review_rhythm: None,
    }
}

/// One more fact, by number, on a day so many days before today.
fn add(fact: u8, days_ago: i64, dossier: &mut Dossier, work: &mut Work) {
    let stated = &mut dossier.stated;
    let on = TODAY - Duration::days(days_ago);
    let day = GoalDay { goal_id: GOAL, on };
    match fact {
        0 => stated.owner = Some(PersonId(Uuid::nil())),
        1 => stated.ambition = Some("Goed".into()),
        2 => stated.intended_result = Some("85 %".into()),
        3 => stated.measurement_method = Some("Enquête".into()),
        4 => {
            // A newer measurement takes the place of an older one, never the reverse.
            let older = stated
                .last_measurement
                .as_ref()
                .map(|last| last.measured_on);
            stated.last_measurement = Some(LastMeasurement {
                measured_on: older.map_or(on, |older| older.max(on)),
                result: "82 %".into(),
            });
        }
        5 => work.evidence.push(DossierEvidence {
            dossier_id: dossier.id,
            serves: Period::new(Some(on), None),
        }),
        6 => work.actions.push(ActionWork {
            id: ActionId(Uuid::from_u128(4)),
            cycle_id: CYCLE,
            status: if days_ago % 2 == 0 {
                ActionStatus::Done
            } else {
                ActionStatus::Planned
            },
            due_on: None,
        }),
        7 => work.goals.push(goal(days_ago % 2 == 0, true)),
        8 => work.measured.push(day),
        9 => work.reviewed.push(day),
        10 => work.decided.push(day),
        _ => work.cycles.push(CycleWork {
            evaluated_on: Some(on),
            ..cycle()
        }),
    }
}

fn dossier() -> Dossier {
    Dossier {
        id: DossierId(Uuid::from_u128(9)),
        board_id: BoardId(Uuid::nil()),
        unit_id: UNIT,
        requirement: requirement(),
        stated: DossierInput::default(),
        previous: Vec::new(),
    }
}

fn levels(dossier: Option<&Dossier>, work: &Work) -> [Level; 4] {
    completeness(UNIT, &requirement(), dossier, work, TODAY)
        .parts()
        .map(|part| part.level)
}

#[test]
fn nothing_is_nothing_and_says_so() {
    let empty = completeness(UNIT, &requirement(), None, &Work::default(), TODAY);
    let codes: Vec<Code> = empty
        .parts()
        .iter()
        .flat_map(|p| &p.why)
        .map(|r| r.code)
        .collect();
    assert_eq!(
        codes,
        [
            Code::AmbitionMissing,
            Code::IntendedResultMissing,
            Code::OwnerMissing,
            Code::ActionMissing,
            Code::EvidenceMissing,
            Code::MethodMissing,
            Code::MeasurementMissing,
            Code::ResultNotWeighed,
            Code::DecisionMissing,
        ]
    );
    assert!(empty.parts().iter().all(|part| part.level == Level::None));
}

#[test]
fn a_paper_dossier_lacks_check_and_act() {
    let (mut dossier, mut work) = (dossier(), Work::default());
    for fact in [0, 1, 2, 5] {
        add(fact, 0, &mut dossier, &mut work);
    }
    let expected = [Level::Full, Level::Partial, Level::None, Level::None];
    assert_eq!(levels(Some(&dossier), &work), expected);
}

#[test]
fn work_in_a_cycle_counts_even_without_a_dossier() {
    let mut work = Work {
        cycles: vec![CycleWork {
            evaluated_on: Some(TODAY),
            ..cycle()
        }],
        goals: vec![goal(true, true)],
        ..Work::default()
    };
    let on = TODAY - Duration::days(365);
    work.measured.push(GoalDay { goal_id: GOAL, on });
    work.decided.push(GoalDay {
        goal_id: GOAL,
        on: TODAY,
    });
    let expected = [Level::Partial, Level::None, Level::Full, Level::Full];
    assert_eq!(levels(None, &work), expected);
    // Longer than a year ago, it counts no more.
    work.measured = vec![GoalDay {
        goal_id: GOAL,
        on: on - Duration::days(1),
    }];
    let now = completeness(UNIT, &requirement(), None, &work, TODAY);
    assert_eq!(now.check.level, Level::Partial);
    assert!(
        now.check
            .why
            .iter()
            .any(|r| r.code == Code::MeasurementOutdated)
    );
}

#[test]
fn work_of_another_unit_requirement_or_future_does_not_count() {
    let other_unit = CycleWork {
        unit_id: UnitId(Uuid::nil()),
        ..cycle()
    };
    let other_requirement = CycleWork {
        requirements: vec![],
        ..cycle()
    };
    let broken_off = CycleWork {
        state: State::Cancelled,
        ..cycle()
    };
    for stranger in [other_unit, other_requirement, broken_off] {
        let work = Work {
            cycles: vec![CycleWork {
                evaluated_on: Some(TODAY),
                ..stranger
            }],
            goals: vec![goal(true, true)],
            measured: vec![GoalDay {
                goal_id: GOAL,
                on: TODAY,
            }],
            ..Work::default()
        };
        assert_eq!(levels(None, &work), [Level::None; 4]);
    }
    let (mut dossier, mut work) = (dossier(), Work::default());
    work.cycles.push(cycle());
    work.goals.push(goal(false, false));
    for fact in [4, 5, 8, 9, 10] {
        add(fact, -1, &mut dossier, &mut work);
    }
    assert_eq!(levels(Some(&dossier), &work), [Level::None; 4]);
}

#[test]
fn only_an_action_of_a_linked_cycle_that_is_under_way_counts() {
    let with = |cycle_id, status| Work {
        cycles: vec![cycle()],
        actions: vec![ActionWork {
            id: ActionId(Uuid::from_u128(4)),
            cycle_id,
            status,
            due_on: None,
        }],
        ..Work::default()
    };
    let stranger = CycleId(Uuid::from_u128(77));
    for (cycle_id, status, level) in [
        (CYCLE, ActionStatus::InProgress, Level::Partial),
        (CYCLE, ActionStatus::Done, Level::Partial),
        (CYCLE, ActionStatus::Planned, Level::None),
        (CYCLE, ActionStatus::Dropped, Level::None),
        (stranger, ActionStatus::Done, Level::None),
    ] {
        let [_, found, ..] = levels(None, &with(cycle_id, status));
        assert_eq!(found, level, "{status}");
    }
}

#[test]
fn an_evaluation_counts_from_its_day_on() {
    for (days_ahead, level) in [(0, Level::Partial), (1, Level::None)] {
        let work = Work {
            cycles: vec![CycleWork {
                evaluated_on: Some(TODAY + Duration::days(days_ahead)),
                ..cycle()
            }],
            ..Work::default()
        };
        let [.., act] = levels(None, &work);
        assert_eq!(act, level);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn one_more_fact_never_lowers_a_level(
        facts in prop::collection::vec((0_u8..12, -40_i64..800), 0..12), more in (0_u8..12, -40_i64..800),
    ) {
        let (mut dossier, mut work) = (dossier(), Work::default());
        work.cycles.push(cycle());
        for (fact, days_ago) in facts {
            // The dossier's own measurement is one field: a future day would hide an earlier one.
            add(fact, if fact == 4 { days_ago.max(0) } else { days_ago }, &mut dossier, &mut work);
        }
        let before = levels(Some(&dossier), &work);
        let days_ago = if more.0 == 4 { more.1.max(0) } else { more.1 };
        add(more.0, days_ago, &mut dossier, &mut work);
        let after = levels(Some(&dossier), &work);
        for (before, after) in before.iter().zip(after) {
            prop_assert!(*before <= after);
        }
    }
}
