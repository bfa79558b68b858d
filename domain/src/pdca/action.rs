//! The action: something to be done for a goal, or for the cycle as a whole.

use time::Date;

use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::{Code, Reason};
use crate::id::{ActionId, CycleId, GoalId, PersonId};
use crate::words::words;

words! {
    /// How far an action is.
    ActionStatus {
        /// Not begun.
        Planned => "planned",
        /// Begun.
        InProgress => "inProgress",
        /// Done.
        Done => "done",
        /// Will not be done.
        Dropped => "dropped",
    }
}

impl ActionStatus {
    /// Something still has to be done.
    pub const fn is_open(self) -> bool {
        matches!(self, ActionStatus::Planned | ActionStatus::InProgress)
    }
}

/// Something to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Its id.
    pub id: ActionId,
    /// The cycle that it belongs to.
    pub cycle_id: CycleId,
    /// What it says.
    pub plan: ActionPlan,
}

/// What an action says: what a caller gives to set or change one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionPlan {
    /// The goal that it serves; none when it serves every goal of the cycle.
    pub goal_id: Option<GoalId>,
    /// What is to be done.
    pub title: String,
    /// More about it.
    pub description: Option<String>,
    /// Who does it.
    pub owner: Option<PersonId>,
    /// The day by which it is done.
    pub due_on: Option<Date>,
    /// How far it is.
    pub status: ActionStatus,
    /// The day on which it was done; there when and only when it is done.
    pub done_on: Option<Date>,
}

impl ActionPlan {
    /// Everything wrong with it on a day, given the goals of the cycle.
    pub fn check(&self, goals: &[GoalId], today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        if self.goal_id.is_some_and(|goal| !goals.contains(&goal)) {
            wrong.push(Reason::new(Code::UnknownReference).at("/goalId"));
        }
        check::required_line(&mut wrong, "/title", &self.title, MAX_TITLE);
        check::optional_text(
            &mut wrong,
            "/description",
            self.description.as_ref(),
            MAX_TEXT,
        );
        match (self.status, self.done_on) {
            (ActionStatus::Done, None) => {
                wrong.push(Reason::new(Code::Required).at("/doneOn"));
            }
            (ActionStatus::Done, Some(day)) => {
                check::not_after(&mut wrong, "/doneOn", day, today);
            }
            (ActionStatus::Planned | ActionStatus::InProgress | ActionStatus::Dropped, Some(_)) => {
                wrong.push(Reason::new(Code::DoneDateWithoutDone).at("/doneOn"));
            }
            (ActionStatus::Planned | ActionStatus::InProgress | ActionStatus::Dropped, None) => {}
        }
        wrong
    }

    /// It serves this goal and was not dropped.
    pub fn serves(&self, goal: GoalId) -> bool {
        self.status != ActionStatus::Dropped && self.goal_id.is_none_or(|own| own == goal)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::pdca::samples;
    use time::macros::date;
    use uuid::Uuid;

    fn wrong(status: ActionStatus, done_on: Option<Date>) -> Vec<Code> {
        let mut plan = samples::owned_action(1, 1, None).plan;
        (plan.status, plan.done_on) = (status, done_on);
        let reasons = plan.check(&[], date!(2026 - 01 - 10));
        assert!(
            reasons
                .iter()
                .all(|r| r.pointer.as_deref() == Some("/doneOn"))
        );
        reasons.into_iter().map(|r| r.code).collect()
    }

    #[test]
    fn done_needs_a_day_that_was_and_only_done_has_one() {
        let (today, tomorrow) = (date!(2026 - 01 - 10), date!(2026 - 01 - 11));
        assert_eq!(wrong(ActionStatus::Done, None), [Code::Required]);
        assert_eq!(
            wrong(ActionStatus::Done, Some(tomorrow)),
            [Code::DateInFuture]
        );
        assert_eq!(wrong(ActionStatus::Done, Some(today)), []);
        assert_eq!(
            wrong(ActionStatus::Planned, Some(today)),
            [Code::DoneDateWithoutDone]
        );
        assert_eq!(wrong(ActionStatus::Dropped, None), []);
    }

    #[test]
    fn an_action_names_a_goal_of_its_own_cycle() {
        let goal = GoalId(Uuid::from_u128(1));
        let plan = samples::owned_action(1, 1, Some(goal)).plan;
        assert_eq!(plan.check(&[goal], date!(2026 - 01 - 10)), []);
        let other = GoalId(Uuid::from_u128(2));
        let reasons = plan.check(&[other], date!(2026 - 01 - 10));
        assert_eq!(reasons.first().unwrap().code, Code::UnknownReference);
        assert!(plan.serves(goal) && !plan.serves(other));
        let dropped = ActionPlan {
            status: ActionStatus::Dropped,
            ..plan
        };
        assert!(!dropped.serves(goal));
    }
}
