//! The action: something to be done for a goal, or for the cycle as a whole.

use time::Date;

use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::{Code, Reason};
use crate::id::{ActionId, CycleId, EvidenceId, GoalId, PersonId};
use crate::organisation::Period;
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
    /// The pieces of evidence that show that it was done.
    pub evidence_ids: Vec<EvidenceId>,
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
        check::distinct(&mut wrong, "/evidenceIds", &self.evidence_ids);
        wrong
    }

    /// The days about which the evidence that it was done says something: from the first one of Do on, from
    /// today where that has not begun, and in any case from the day on which it was done.
    pub fn carried_out(&self, do_started_on: Option<Date>, today: Date) -> Period {
        let first = do_started_on.unwrap_or(today);
        let first = self.done_on.map_or(first, |done| first.min(done));
        Period::new(Some(first), None)
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
    fn what_shows_that_it_was_done_is_of_the_days_of_doing() {
        let mut plan = samples::owned_action(1, 1, None).plan;
        let (today, started) = (date!(2026 - 01 - 10), date!(2025 - 11 - 01));
        let from = |plan: &ActionPlan, started| plan.carried_out(started, today).from;
        assert_eq!(from(&plan, Some(started)), Some(started));
        assert_eq!(from(&plan, None), Some(today));
        plan.done_on = Some(date!(2025 - 12 - 01));
        assert_eq!(from(&plan, None), plan.done_on);
        assert_eq!(from(&plan, Some(started)), Some(started));
        assert_eq!(plan.carried_out(Some(started), today).until, None);
        let one = EvidenceId(Uuid::from_u128(5));
        (plan.status, plan.evidence_ids) = (ActionStatus::Done, vec![one, one]);
        let codes: Vec<_> = plan.check(&[], today).iter().map(|one| one.code).collect();
        assert_eq!(codes, [Code::Duplicate]);
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
