//! Small cycles, goals and the like for the tests of this crate. Numbers become ids.

#![expect(clippy::unwrap_used, reason = "tests")]

use time::{Date, macros::date};
use uuid::Uuid;

use super::*;
use crate::akoki::Theme;
use crate::amount::Amount;
use crate::id::*;

pub(crate) fn cycle(id: u128) -> Cycle {
    let input = CycleInput {
        theme: Some(Theme::Onderwijs),
        title: "Rekenen in groep 3-5".into(),
        ..CycleInput::default()
    };
    let unit = UnitId(Uuid::from_u128(1));
    Cycle::open(
        CycleId(Uuid::from_u128(id)),
        BoardId(Uuid::from_u128(1)),
        unit,
        input,
    )
    .unwrap()
}

pub(crate) fn testable_goal(id: u128, cycle: u128) -> Goal {
    Goal {
        id: GoalId(Uuid::from_u128(id)),
        cycle_id: CycleId(Uuid::from_u128(cycle)),
        previous: None,
        plan: GoalPlan {
            title: "Meer leerlingen op streefniveau".into(),
            indicator: Some("Aandeel leerlingen op 1S".into()),
            unit_of_measure: Some("%".into()),
            baseline: Some(Amount::from_whole(42).unwrap()),
            target: Some(Amount::from_whole(55).unwrap()),
            direction: Some(Direction::Increase),
            due_on: Some(date!(2026 - 06 - 30)),
            review_rhythm: Some(ReviewRhythm { every_weeks: 6 }),
            owner: Some(PersonId(Uuid::from_u128(1))),
            expected_effect: Some(ExpectedEffect {
                on: EffectOn::Pupil,
                text: "Leerlingen rekenen vlot tot 100".into(),
            }),
        },
    }
}

pub(crate) fn owned_action(id: u128, cycle: u128, goal_id: Option<GoalId>) -> Action {
    Action {
        id: ActionId(Uuid::from_u128(id)),
        cycle_id: CycleId(Uuid::from_u128(cycle)),
        plan: ActionPlan {
            goal_id,
            title: "Teamscholing directe instructie".into(),
            description: None,
            owner: Some(PersonId(Uuid::from_u128(1))),
            due_on: Some(date!(2026 - 03 - 31)),
            status: ActionStatus::Planned,
            done_on: None,
            evidence_ids: vec![],
        },
    }
}

pub(crate) fn measurement(id: u128, goal: u128, on: Date, hundredths: i64) -> Measurement {
    Measurement {
        id: MeasurementId(Uuid::from_u128(id)),
        goal_id: GoalId(Uuid::from_u128(goal)),
        found: MeasurementInput {
            measured_on: on,
            value: Amount::from_hundredths(hundredths).unwrap(),
            source: None,
            note: None,
        },
    }
}

pub(crate) fn decision(id: u128, goal: u128, kind: DecisionKind) -> Decision {
    Decision {
        id: DecisionId(Uuid::from_u128(id)),
        goal_id: GoalId(Uuid::from_u128(goal)),
        taken: DecisionInput {
            kind,
            lesson: "Begin eerder met automatiseren".into(),
            taken_on: date!(2026 - 07 - 01),
            decided_by: None,
            evidence_ids: vec![],
        },
    }
}

pub(crate) fn review(id: u128, goal: u128) -> Review {
    Review {
        id: ReviewId(Uuid::from_u128(id)),
        goal_id: GoalId(Uuid::from_u128(goal)),
        held: ReviewInput {
            held_on: date!(2026 - 02 - 01),
            held_by: None,
            finding: "Op koers".into(),
            next_action: None,
        },
    }
}
