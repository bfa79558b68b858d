//! Standing: what is counted and what is ranked.

#![expect(clippy::unwrap_used, reason = "tests")]

use time::{Date, Duration, macros::date};
use uuid::Uuid;

use super::*;
use crate::akoki::Theme;
use crate::baseline::BaselineStatus;
use crate::dossier::{Dossier, DossierInput};
use crate::error::Subject;
use crate::framework::RequirementRef;
use crate::id::*;
use crate::noun::Noun;
use crate::organisation::Period;
use crate::pdca::work::{ActionWork, CycleWork, DossierEvidence, GoalDay, GoalWork, Work};
use crate::pdca::{ActionStatus, ReviewRhythm, State};

pub(super) const TODAY: Date = date!(2026 - 03 - 02);

pub(super) fn requirement(n: u128) -> RequirementRef {
    RequirementRef::Own(OwnStandardId(Uuid::from_u128(n)))
}

pub(super) fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

pub(super) fn day(days_ago: i64) -> Date {
    TODAY - Duration::days(days_ago)
}

pub(super) fn cycle(id: u128, of: u128, theme: usize, state: State, serves: u128) -> CycleWork {
    CycleWork {
        id: CycleId(Uuid::from_u128(id)),
        unit_id: unit(of),
        theme: *Theme::ALL.get(theme).unwrap(),
        state,
        requirements: vec![requirement(serves)],
        flagged_context: vec![],
        do_started_on: (state != State::Plan).then(|| day(50)),
        evaluated_on: None,
    }
}

pub(super) fn goal(id: u128, cycle: u128, due_days_ago: i64) -> GoalWork {
    GoalWork {
        id: GoalId(Uuid::from_u128(id)),
        cycle_id: CycleId(Uuid::from_u128(cycle)),
        testable: true,
        has_indicator: true,
        due_on: Some(day(due_days_ago)),
        review_rhythm: Some(ReviewRhythm { every_weeks: 3 }),
    }
}

pub(super) fn action(id: u128, cycle: u128, status: ActionStatus, due_days_ago: i64) -> ActionWork {
    ActionWork {
        id: ActionId(Uuid::from_u128(id)),
        cycle_id: CycleId(Uuid::from_u128(cycle)),
        status,
        due_on: Some(day(due_days_ago)),
    }
}

pub(super) fn goal_day(goal: u128, days_ago: i64) -> GoalDay {
    GoalDay {
        goal_id: GoalId(Uuid::from_u128(goal)),
        on: day(days_ago),
    }
}

pub(super) fn dossier(id: u128, of: u128, about: u128) -> Dossier {
    Dossier {
        id: DossierId(Uuid::from_u128(id)),
        board_id: BoardId(Uuid::nil()),
        unit_id: unit(of),
        requirement: requirement(about),
        stated: DossierInput {
            owner: Some(PersonId(Uuid::nil())),
            ambition: Some("Goed".into()),
            intended_result: Some("85 %".into()),
            ..DossierInput::default()
        },
        previous: Vec::new(),
    }
}

pub(super) fn baseline(of: u128, about: u128, status: BaselineStatus) -> BaselineFact {
    BaselineFact {
        unit_id: unit(of),
        requirement: requirement(about),
        said: Said {
            assessed_on: day(100),
            baseline_id: BaselineId(Uuid::from_u128(50)),
            status,
            line: Some("Zo is het.".into()),
        },
    }
}

/// Two units with four requirements each, of the first four themes; the third is a core standard.
pub(super) fn empty() -> StandingFacts {
    StandingFacts {
        on: TODAY,
        units: [1, 2]
            .map(|n| UnitFact {
                unit_id: unit(n),
                requirements: (0..4).map(requirement).collect(),
                replaced: false,
            })
            .to_vec(),
        requirements: (0..4)
            .map(|n| RequirementFact {
                requirement: requirement(n),
                theme: Theme::ALL.get(n as usize).copied(),
                core: n == 2,
            })
            .collect(),
        dossiers: vec![],
        baselines: vec![],
        verdicts: vec![],
        work: Work::default(),
        follow_ups: vec![],
    }
}

/// Evidence of a dossier that holds for twenty days from so many days ago.
pub(super) fn holding(of: u128, from: i64) -> DossierEvidence {
    let day = |n: i64| Some(TODAY + Duration::days(n));
    DossierEvidence {
        dossier_id: DossierId(Uuid::from_u128(of)),
        serves: Period::new(day(from), day(from + 20)),
    }
}

#[test]
fn evidence_counts_for_the_unit_of_its_dossier_on_the_days_on_which_it_holds() {
    let mut facts = empty();
    facts.dossiers = vec![dossier(40, 1, 2), dossier(41, 2, 2)];
    for (evidence, counts) in [
        (vec![], [false, false]),
        (vec![holding(40, -20), holding(41, 1)], [true, false]),
        (vec![holding(40, -21), holding(41, 0)], [false, true]),
    ] {
        facts.work.evidence = evidence;
        let found: Vec<bool> = standing(&facts)
            .units
            .iter()
            .map(|unit| {
                let mut all = unit.requirements.iter();
                let one = all.find(|one| one.requirement == requirement(2)).unwrap();
                one.completeness.r#do.level != crate::dossier::Level::None
            })
            .collect();
        assert_eq!(found, counts);
    }
}

#[test]
fn before_anything_is_known_everything_is_untouched_and_core_comes_first() {
    let standing = standing(&empty());
    assert_eq!(standing.attention.len(), 8);
    assert!(
        standing
            .attention
            .iter()
            .all(|a| a.kind == AttentionKind::Untouched)
    );
    let first: Vec<_> = standing
        .attention
        .iter()
        .take(2)
        .map(|a| a.requirement.clone())
        .collect();
    assert_eq!(first, [Some(requirement(2)), Some(requirement(2))]);
    let onderwijs = standing.whole.themes.get(2).unwrap();
    for cell in &onderwijs.phases {
        assert_eq!(
            cell.requirements,
            Spread {
                none: 2,
                partial: 0,
                full: 0
            }
        );
        assert_eq!(cell.cycles, Figure::default());
    }
    // The fifth theme has no requirement here.
    let medewerkers = standing.whole.themes.get(4).unwrap();
    assert!(
        medewerkers
            .phases
            .iter()
            .all(|cell| cell.requirements == Spread::default())
    );
}

#[test]
fn open_and_overdue_are_counted_with_what_they_rest_on() {
    let mut facts = empty();
    facts.work = Work {
        cycles: vec![
            cycle(10, 1, 2, State::Do, 2),
            cycle(11, 1, 2, State::Closed, 2),
            cycle(12, 2, 3, State::Act, 3),
        ],
        // Due yesterday, due today, of a closed round, decided upon.
        goals: vec![
            goal(20, 10, 1),
            goal(21, 10, 0),
            goal(22, 11, 9),
            goal(23, 12, 9),
        ],
        actions: vec![
            action(30, 10, ActionStatus::InProgress, 1),
            action(31, 10, ActionStatus::Planned, 0),
            action(32, 10, ActionStatus::Done, 9),
            action(33, 11, ActionStatus::Planned, 9),
        ],
        // The start of Do was 50 days ago, the rhythm is 21 days: due 29 and 8 days ago.
        reviewed: vec![goal_day(21, 10)],
        decided: vec![goal_day(23, 1)],
        ..Work::default()
    };
    let standing = standing(&facts);
    let first = &standing.units.first().unwrap().figures;
    let ids = |figure: &Figure| -> Vec<u128> {
        figure
            .why
            .iter()
            .map(|r| r.subject.unwrap().id.as_u128())
            .collect()
    };
    assert_eq!(ids(&first.open_goals), [20, 21]);
    assert_eq!(ids(&first.overdue_goals), [20]);
    assert_eq!(ids(&first.open_actions), [30, 31]);
    assert_eq!(ids(&first.overdue_actions), [30]);
    assert_eq!(ids(&first.missed_reviews), [20, 20]);
    assert_eq!(
        ids(&first.themes.get(2).unwrap().phases.get(1).unwrap().cycles),
        [10]
    );
    // The whole says which unit brings how many.
    assert_eq!(standing.whole.open_goals.count, 2);
    assert_eq!(ids(&standing.whole.open_goals), [1]);
    let act = standing.whole.themes.get(3).unwrap().phases.get(3).unwrap();
    assert_eq!((act.cycles.count, ids(&act.cycles)), (1, vec![2]));
}

#[test]
fn what_holds_up_promised_work_comes_before_what_is_wrong_before_what_is_unknown() {
    let mut facts = empty();
    facts.baselines = vec![
        baseline(1, 0, BaselineStatus::NotYet),
        baseline(1, 1, BaselineStatus::Unknown),
        baseline(1, 2, BaselineStatus::InOrder),
        baseline(1, 3, BaselineStatus::NotYet),
        baseline(2, 0, BaselineStatus::InOrder),
        baseline(2, 1, BaselineStatus::InOrder),
        baseline(2, 2, BaselineStatus::InOrder),
    ];
    facts.dossiers = vec![dossier(40, 1, 2)];
    let mut flagged = cycle(10, 1, 3, State::Do, 3);
    flagged.flagged_context = vec![ContextFactorId(Uuid::from_u128(5))];
    facts.work = Work {
        cycles: vec![flagged],
        goals: vec![goal(20, 10, 3), goal(21, 10, 7)],
        actions: vec![action(30, 10, ActionStatus::Planned, 2)],
        reviewed: vec![goal_day(20, 1), goal_day(21, 1)],
        ..Work::default()
    };
    let found: Vec<_> = standing(&facts)
        .attention
        .into_iter()
        .map(|a| {
            (
                a.kind,
                a.days_late,
                a.subject.map(|s| s.id.as_u128()),
                a.requirement,
            )
        })
        .collect();
    let expected = [
        (AttentionKind::ContextChanged, None, Some(10), None),
        (AttentionKind::GoalOverdue, Some(7), Some(21), None),
        (AttentionKind::GoalOverdue, Some(3), Some(20), None),
        (AttentionKind::ActionOverdue, Some(2), Some(30), None),
        // Requirement 3 is not in order either, but a cycle works on it.
        (AttentionKind::NotYet, None, None, Some(requirement(0))),
        (
            AttentionKind::NotMeasured,
            None,
            Some(40),
            Some(requirement(2)),
        ),
        (AttentionKind::Unknown, None, None, Some(requirement(1))),
        (AttentionKind::Untouched, None, None, Some(requirement(3))),
    ];
    assert_eq!(found, expected);
}

#[test]
fn the_latest_baseline_counts() {
    let mut facts = empty();
    let mut newer = baseline(1, 0, BaselineStatus::InOrder);
    newer.said.assessed_on = day(1);
    facts.baselines = vec![newer.clone(), baseline(1, 0, BaselineStatus::NotYet)];
    assert_eq!(first_answer(&facts), newer.said);
    // Of one day the baseline that was taken last.
    let mut again = newer.clone();
    again.said.baseline_id = BaselineId(Uuid::from_u128(51));
    newer.said.status = BaselineStatus::Unknown;
    facts.baselines = vec![again.clone(), newer];
    assert_eq!(first_answer(&facts), again.said);
}

fn first_answer(facts: &StandingFacts) -> Said {
    let standing = standing(facts);
    let first = standing
        .units
        .first()
        .unwrap()
        .requirements
        .first()
        .unwrap();
    first.said.clone().unwrap()
}

#[test]
fn that_a_unit_says_it_is_in_order_completes_nothing() {
    let mut facts = empty();
    let before = standing(&facts);
    facts.baselines = (0..4)
        .map(|n| baseline(1, n, BaselineStatus::InOrder))
        .collect();
    let after = standing(&facts);
    for (one, other) in before.requirements.iter().zip(&after.requirements) {
        assert_eq!(one.phases, other.phases);
        assert_eq!((other.answers.in_order, other.answers.none), (1, 1));
    }
    assert_eq!(before.whole, after.whole);
}

#[test]
fn what_others_found_is_open_until_it_is_late() {
    let order = |id: u128, due: Option<Date>| FollowUp {
        unit_id: unit(1),
        subject: Subject::new(Noun::RecoveryOrder, Uuid::from_u128(id)),
        pressing: true,
        due_on: due,
    };
    let finding = FollowUp {
        subject: Subject::new(Noun::Finding, Uuid::from_u128(93)),
        pressing: false,
        ..order(0, Some(day(40)))
    };
    let agreement = |due| FollowUp {
        subject: Subject::new(Noun::QualityConversation, Uuid::from_u128(94)),
        ..FollowUp {
            pressing: false,
            ..order(0, due)
        }
    };
    let mut facts = empty();
    // Due today is not late. Of one conversation there can be several agreements.
    facts.follow_ups = vec![
        finding,
        agreement(Some(day(9))),
        agreement(Some(day(1))),
        agreement(None),
        order(90, Some(TODAY)),
        order(91, Some(day(3))),
        order(92, None),
    ];
    let standing = standing(&facts);
    assert_eq!(standing.whole.open_follow_ups.count, 7);
    assert_eq!(standing.whole.overdue_follow_ups.count, 4);
    let late = standing.attention.iter().take(4);
    let late: Vec<_> = late.map(|one| (one.kind, one.days_late)).collect();
    let expected = [
        (AttentionKind::OrderOverdue, Some(3)),
        (AttentionKind::FindingOverdue, Some(40)),
        (AttentionKind::AgreementOverdue, Some(9)),
        (AttentionKind::AgreementOverdue, Some(1)),
    ];
    assert_eq!(late, expected);
    let tells: Vec<bool> = pictures(&facts).iter().map(Picture::tells).collect();
    assert_eq!(tells, [true, false]);
}
