//! The lesson: what a decision taught, as it is found again by requirement across the board.

use time::Date;

use super::cycle::Cycle;
use super::decision::{Decision, DecisionKind};
use super::goal::Goal;
use crate::akoki::Theme;
use crate::framework::RequirementRef;
use crate::id::{CycleId, DecisionId, GoalId, UnitId};

/// What was learned, with where it comes from. It has no life of its own: it is the decision, read
/// from the side of the requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lesson {
    /// The decision that holds it.
    pub decision_id: DecisionId,
    /// The goal that taught it.
    pub goal_id: GoalId,
    /// The title of that goal.
    pub goal_title: String,
    /// The cycle of that goal.
    pub cycle_id: CycleId,
    /// The unit that learned it.
    pub unit_id: UnitId,
    /// The theme of the cycle.
    pub theme: Theme,
    /// The requirements of the cycle: what it is searched by.
    pub requirements: Vec<RequirementRef>,
    /// What was learned.
    pub text: String,
    /// What was decided.
    pub kind: DecisionKind,
    /// The day of the decision.
    pub learned_on: Date,
}

impl Lesson {
    /// The lesson of a decision about a goal of a cycle; none when the three do not belong together.
    pub fn of(cycle: &Cycle, goal: &Goal, decision: &Decision) -> Option<Self> {
        (goal.cycle_id == cycle.id && decision.goal_id == goal.id).then(|| Self {
            decision_id: decision.id,
            goal_id: goal.id,
            goal_title: goal.plan.title.clone(),
            cycle_id: cycle.id,
            unit_id: cycle.unit_id,
            theme: cycle.theme,
            requirements: cycle.requirements.clone(),
            text: decision.taken.lesson.clone(),
            kind: decision.taken.kind,
            learned_on: decision.taken.taken_on,
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::pdca::samples;

    #[test]
    fn a_lesson_carries_the_requirements_of_its_cycle() {
        let mut cycle = samples::cycle(1);
        cycle.requirements = vec!["inspectorate/2025/po/OP2".parse().unwrap()];
        let goal = samples::testable_goal(2, 1);
        let decision = samples::decision(3, 2, DecisionKind::Secure);
        let lesson = Lesson::of(&cycle, &goal, &decision).unwrap();
        assert_eq!(lesson.requirements, cycle.requirements);
        assert_eq!(lesson.text, decision.taken.lesson);
        assert_eq!(Lesson::of(&samples::cycle(9), &goal, &decision), None);
    }
}
