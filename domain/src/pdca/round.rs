//! The next round: the goals that are adjusted go on in a new cycle, linked to the one that ends.

use uuid::Uuid;

use super::cycle::Cycle;
use super::decision::{Decision, DecisionKind};
use super::goal::{Goal, GoalPlan};
use super::machine::State;
use super::measurement::{self, Measurement};
use crate::id::{CycleId, GoalId};

/// Opens the round after one that ends with goals to adjust, and links the old round to it. An
/// adjusted goal starts from what was last measured; its due date is left open, since a date of the
/// past round would make a goal that cannot be met. `new_id` gives fresh ids.
pub fn next_round(
    cycle: &mut Cycle,
    goals: &[Goal],
    decisions: &[Decision],
    measurements: &[Measurement],
    mut new_id: impl FnMut() -> Uuid,
) -> (Cycle, Vec<Goal>) {
    let next = Cycle {
        id: CycleId(new_id()),
        state: State::Plan,
        round: cycle.round.saturating_add(1),
        previous: Some(cycle.id),
        next: None,
        do_started_on: None,
        evaluation: None,
        flagged_context: Vec::new(),
        origin: None,
        ..cycle.clone()
    };
    cycle.next = Some(next.id);
    let goals = goals
        .iter()
        .filter(|goal| {
            decisions
                .iter()
                .any(|d| d.goal_id == goal.id && d.taken.kind == DecisionKind::Adjust)
        })
        .map(|goal| Goal {
            id: GoalId(new_id()),
            cycle_id: next.id,
            previous: Some(goal.id),
            plan: GoalPlan {
                baseline: measurement::last(measurements, goal.id)
                    .map(|last| last.found.value)
                    .or(goal.plan.baseline),
                due_on: None,
                ..goal.plan.clone()
            },
        })
        .collect();
    (next, goals)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::error::Code;
    use crate::pdca::{samples, testable};
    use time::macros::date;

    #[test]
    fn only_adjusted_goals_go_on_from_where_they_are() {
        let mut cycle = samples::cycle(1);
        cycle.state = State::Closed;
        cycle.round = 2;
        let goals = [samples::testable_goal(2, 1), samples::testable_goal(3, 1)];
        let decisions = [
            samples::decision(4, 2, DecisionKind::Secure),
            samples::decision(5, 3, DecisionKind::Adjust),
        ];
        let measured = [
            samples::measurement(6, 3, date!(2026 - 05 - 01), 4950),
            samples::measurement(7, 3, date!(2026 - 06 - 01), 5125),
        ];
        let mut ids = 100..;
        let fresh = || Uuid::from_u128(ids.next().unwrap());
        let (next, carried) = next_round(&mut cycle, &goals, &decisions, &measured, fresh);

        assert_eq!((next.round, next.state), (3, State::Plan));
        assert_eq!((cycle.next, next.previous), (Some(next.id), Some(cycle.id)));
        assert_eq!((next.unit_id, next.theme), (cycle.unit_id, cycle.theme));
        assert_eq!(carried.len(), 1);
        let goal = carried.first().unwrap();
        assert_eq!(goal.previous, Some(GoalId(Uuid::from_u128(3))));
        assert_eq!(goal.cycle_id, next.id);
        assert_eq!(goal.plan.baseline.unwrap().hundredths(), 5125);
        let missing: Vec<_> = testable(goal)
            .into_iter()
            .map(|r| (r.code, r.pointer))
            .collect();
        assert_eq!(
            missing,
            [(Code::GoalNotTestable, Some("/dueOn".to_owned()))]
        );
    }
}
