//! What may be changed in which state of the cycle: a plan that is being carried out does not move.

use super::action::Action;
use super::cycle::{Cycle, CycleInput};
use super::goal::GoalPlan;
use super::machine::{State, forbidden};
use super::measurement::Measurement;
use super::review::Review;
use crate::error::{Code, Reason, Refusal};
use crate::id::{CycleId, GoalId};
use crate::noun::Noun;
use crate::words::words;

words! {
    /// A change to a cycle or to what belongs to it.
    Edit {
        /// Its title, description or owner.
        DescribeCycle => "describeCycle",
        /// Its theme, requirements or the context factors it rests on.
        ChangeScope => "changeScope",
        /// A new goal.
        AddGoal => "addGoal",
        /// What a goal says.
        ChangeGoal => "changeGoal",
        /// Another owner for a goal, and nothing else.
        ReassignGoal => "reassignGoal",
        /// One goal less.
        RemoveGoal => "removeGoal",
        /// A new action.
        AddAction => "addAction",
        /// What an action says, or how far it is.
        ChangeAction => "changeAction",
        /// One action less; once Do has started, an action is dropped instead.
        RemoveAction => "removeAction",
        /// A measurement recorded, corrected or withdrawn.
        Measure => "measure",
        /// A review recorded, corrected or withdrawn.
        Review => "review",
        /// The evaluation.
        Evaluate => "evaluate",
        /// A decision about a goal taken, corrected or withdrawn.
        Decide => "decide",
    }
}

/// The states in which a change may be made.
pub const fn allowed_in(edit: Edit) -> &'static [State] {
    match edit {
        Edit::DescribeCycle | Edit::ReassignGoal => {
            &[State::Plan, State::Do, State::Check, State::Act]
        }
        Edit::ChangeScope
        | Edit::AddGoal
        | Edit::ChangeGoal
        | Edit::RemoveGoal
        | Edit::RemoveAction => &[State::Plan],
        Edit::AddAction | Edit::ChangeAction => &[State::Plan, State::Do, State::Check],
        Edit::Measure | Edit::Review => &[State::Do, State::Check],
        Edit::Evaluate => &[State::Check],
        Edit::Decide => &[State::Act],
    }
}

/// Whether a change may be made now.
///
/// # Errors
/// A conflict that names the state and the states in which it may be made.
pub fn may_edit(cycle: CycleId, state: State, edit: Edit) -> Result<(), Refusal> {
    let allowed = allowed_in(edit);
    if allowed.contains(&state) {
        return Ok(());
    }
    let states: Vec<&str> = allowed.iter().map(|state| state.as_str()).collect();
    let reason = forbidden(cycle, state)
        .with("edit", edit)
        .with("allowedIn", states.join(", "));
    Err(Refusal::conflict(Code::CycleStateForbids, vec![reason]))
}

/// Which kinds of change lie between two versions of a cycle; none when they are the same.
pub fn cycle_edits(before: &CycleInput, after: &CycleInput) -> Vec<Edit> {
    let mut edits = Vec::new();
    if (&before.title, &before.description, before.owner)
        != (&after.title, &after.description, after.owner)
    {
        edits.push(Edit::DescribeCycle);
    }
    if (before.theme, &before.requirements, &before.context_factors)
        != (after.theme, &after.requirements, &after.context_factors)
    {
        edits.push(Edit::ChangeScope);
    }
    edits
}

/// Which kind of change lies between two versions of a goal; none when they are the same.
pub fn goal_edit(before: &GoalPlan, after: &GoalPlan) -> Option<Edit> {
    if before == after {
        return None;
    }
    let reassigned = GoalPlan {
        owner: after.owner,
        ..before.clone()
    };
    // Taking the owner away would make a goal untestable that has left Plan.
    Some(if reassigned == *after && after.owner.is_some() {
        Edit::ReassignGoal
    } else {
        Edit::ChangeGoal
    })
}

/// Whether a goal may be removed now: in Plan, and when nothing rests on it.
///
/// # Errors
/// A conflict: the state, or everything that rests on the goal.
pub fn may_remove_goal(
    cycle: CycleId,
    state: State,
    goal: GoalId,
    actions: &[Action],
    measurements: &[Measurement],
    reviews: &[Review],
) -> Result<(), Refusal> {
    may_edit(cycle, state, Edit::RemoveGoal)?;
    let resting_actions = actions
        .iter()
        .filter(|action| action.plan.goal_id == Some(goal))
        .map(|action| Reason::new(Code::InUse).about(Noun::Action, action.id));
    let resting_measurements = measurements
        .iter()
        .filter(|measurement| measurement.goal_id == goal)
        .map(|measurement| Reason::new(Code::InUse).about(Noun::Measurement, measurement.id));
    let resting_reviews = reviews
        .iter()
        .filter(|review| review.goal_id == goal)
        .map(|review| Reason::new(Code::InUse).about(Noun::Review, review.id));
    let blockers: Vec<Reason> = resting_actions
        .chain(resting_measurements)
        .chain(resting_reviews)
        .collect();
    if blockers.is_empty() {
        Ok(())
    } else {
        Err(Refusal::conflict(Code::InUse, blockers))
    }
}

/// Whether a cycle may be removed: a first round in Plan. Any other is cancelled, so that what was
/// done and decided can still be read.
///
/// # Errors
/// A conflict: the state, or the round that it continues.
pub fn may_remove_cycle(cycle: &Cycle) -> Result<(), Refusal> {
    if cycle.state != State::Plan {
        let reason = forbidden(cycle.id, cycle.state).with("allowedIn", State::Plan);
        return Err(Refusal::conflict(Code::CycleStateForbids, vec![reason]));
    }
    match cycle.previous {
        None => Ok(()),
        Some(previous) => Err(Refusal::conflict(
            Code::InUse,
            vec![Reason::new(Code::InUse).about(Noun::ImprovementCycle, previous)],
        )),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::id::PersonId;
    use crate::pdca::samples;
    use time::macros::date;
    use uuid::Uuid;

    const CYCLE: CycleId = CycleId(Uuid::from_u128(1));

    #[test]
    fn goals_stand_still_once_plan_is_left() {
        for edit in [
            Edit::AddGoal,
            Edit::ChangeGoal,
            Edit::RemoveGoal,
            Edit::ChangeScope,
        ] {
            for &state in State::ALL {
                assert_eq!(may_edit(CYCLE, state, edit).is_ok(), state == State::Plan);
            }
        }
    }

    #[test]
    fn what_a_phase_is_for_happens_in_that_phase() {
        let allowed = |state| -> Vec<Edit> {
            let of = [Edit::Measure, Edit::Review, Edit::Evaluate, Edit::Decide];
            of.into_iter()
                .filter(|edit| may_edit(CYCLE, state, *edit).is_ok())
                .collect()
        };
        assert_eq!(allowed(State::Plan), []);
        assert_eq!(allowed(State::Do), [Edit::Measure, Edit::Review]);
        assert_eq!(
            allowed(State::Check),
            [Edit::Measure, Edit::Review, Edit::Evaluate]
        );
        assert_eq!(allowed(State::Act), [Edit::Decide]);
    }

    #[test]
    fn a_round_that_is_over_never_changes() {
        for &edit in Edit::ALL {
            for state in [State::Closed, State::Cancelled] {
                let refusal = may_edit(CYCLE, state, edit).unwrap_err();
                assert!(matches!(
                    refusal,
                    Refusal::Conflict {
                        code: Code::CycleStateForbids,
                        ..
                    }
                ));
            }
        }
    }

    #[test]
    fn a_new_owner_is_no_new_goal() {
        let before = samples::testable_goal(1, 1).plan;
        let mut after = before.clone();
        assert_eq!(goal_edit(&before, &after), None);
        after.owner = Some(PersonId(Uuid::from_u128(99)));
        assert_eq!(goal_edit(&before, &after), Some(Edit::ReassignGoal));
        after.title.push('!');
        assert_eq!(goal_edit(&before, &after), Some(Edit::ChangeGoal));
        let orphan = GoalPlan {
            owner: None,
            ..before.clone()
        };
        assert_eq!(goal_edit(&before, &orphan), Some(Edit::ChangeGoal));
    }

    #[test]
    fn a_goal_on_which_something_rests_stays() {
        let goal = GoalId(Uuid::from_u128(1));
        let actions = [
            samples::owned_action(5, 1, Some(goal)),
            samples::owned_action(6, 1, None),
        ];
        let measured = [samples::measurement(7, 1, date!(2026 - 01 - 01), 1)];
        let reviewed = [samples::review(8, 1), samples::review(9, 2)];
        let refusal =
            may_remove_goal(CYCLE, State::Plan, goal, &actions, &measured, &reviewed).unwrap_err();
        let Refusal::Conflict { blockers, .. } = refusal else {
            unreachable!("a state forbids, the input is right")
        };
        let ids: Vec<u128> = blockers
            .iter()
            .map(|b| b.subject.unwrap().id.as_u128())
            .collect();
        assert_eq!(ids, [5, 7, 8]);
        assert!(may_remove_goal(CYCLE, State::Plan, goal, &[], &[], &[]).is_ok());
        assert!(may_remove_goal(CYCLE, State::Do, goal, &[], &[], &[]).is_err());
    }

    #[test]
    fn only_a_first_round_in_plan_can_be_removed() {
        let mut cycle = samples::cycle(1);
        assert!(may_remove_cycle(&cycle).is_ok());
        cycle.previous = Some(CycleId(Uuid::from_u128(2)));
        assert!(may_remove_cycle(&cycle).is_err());
        cycle.previous = None;
        cycle.state = State::Do;
        assert!(may_remove_cycle(&cycle).is_err());
    }
}
