//! How complete a dossier is over plan, do, check and act. Computed from what is there, with the
//! reasons; more facts never make it less complete.

use serde::{Deserialize, Serialize};
use time::{Date, Duration};

use super::record::{Dossier, DossierInput};
use crate::check::says_something;
use crate::error::{Code, Reason};
use crate::framework::RequirementRef;
use crate::id::{GoalId, UnitId};
use crate::noun::Noun;
use crate::pdca::ActionStatus;
use crate::pdca::work::{CycleWork, GoalDay, GoalWork, Work};
use crate::words::words;

words! {
    /// How much of a phase is there.
    Level {
        /// Nothing.
        None => "none",
        /// Something.
        Partial => "partial",
        /// Everything.
        Full => "full",
    }
}

/// How complete one phase is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Part {
    /// How much of it is there.
    pub level: Level,
    /// One reason for each thing that counts: what is there, with what it rests on, or what is missing.
    pub why: Vec<Reason>,
}

/// How complete a dossier is. The wire says P, D, C and A.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Completeness {
    /// Plan: ambition, intended result, owner.
    pub plan: Part,
    /// Do: an action under way or done, evidence in force.
    pub r#do: Part,
    /// Check: a method, a measurement within the last year.
    pub check: Part,
    /// Act: what was found was weighed, and a decision taken.
    pub act: Part,
}

impl Completeness {
    /// The four phases in order.
    pub fn parts(&self) -> [&Part; 4] {
        [&self.plan, &self.r#do, &self.check, &self.act]
    }

    /// What is missing, phase by phase.
    pub fn missing(&self) -> impl Iterator<Item = &Reason> {
        let all = self.parts().into_iter().flat_map(|part| &part.why);
        all.filter(|reason| says_missing(reason.code))
    }
}

/// Whether a reason of a part says that something is missing, and not that it is there.
const fn says_missing(code: Code) -> bool {
    matches!(
        code,
        Code::AmbitionMissing
            | Code::IntendedResultMissing
            | Code::OwnerMissing
            | Code::ActionMissing
            | Code::EvidenceMissing
            | Code::MethodMissing
            | Code::MeasurementMissing
            | Code::MeasurementOutdated
            | Code::ResultNotWeighed
            | Code::DecisionMissing
    )
}

/// The completeness of the dossier of a requirement of a unit on a day. The cycles of the unit that
/// name the requirement count, whether or not a dossier was begun; other work in `work` does not.
pub fn completeness(
    unit: UnitId,
    requirement: &RequirementRef,
    dossier: Option<&Dossier>,
    work: &Work,
    on: Date,
) -> Completeness {
    let linked = Linked::of(unit, requirement, dossier, work, on);
    Completeness {
        plan: part([linked.ambition(), linked.intended_result(), linked.owner()]),
        r#do: part([linked.action(), linked.evidence()]),
        check: part([linked.method(), linked.measured()]),
        act: part([linked.weighed(), linked.decided()]),
    }
}

/// One thing that counts: what shows that it is there, or what is missing.
type Found = Result<Reason, Reason>;

fn part<const N: usize>(found: [Found; N]) -> Part {
    let there = found.iter().filter(|one| one.is_ok()).count();
    Part {
        level: match there {
            0 => Level::None,
            all if all == N => Level::Full,
            _ => Level::Partial,
        },
        why: found
            .into_iter()
            .map(|one| one.unwrap_or_else(|missing| missing))
            .collect(),
    }
}

/// What counts for one dossier.
struct Linked<'a> {
    dossier: Option<&'a Dossier>,
    cycles: Vec<&'a CycleWork>,
    goals: Vec<&'a GoalWork>,
    work: &'a Work,
    on: Date,
}

impl<'a> Linked<'a> {
    fn of(
        unit: UnitId,
        requirement: &RequirementRef,
        dossier: Option<&'a Dossier>,
        work: &'a Work,
        on: Date,
    ) -> Self {
        let serves = |cycle: &&CycleWork| cycle.serves(unit, requirement);
        let cycles: Vec<&CycleWork> = work.cycles.iter().filter(serves).collect();
        let of_cycle = |goal: &&GoalWork| cycles.iter().any(|cycle| cycle.id == goal.cycle_id);
        Self {
            dossier,
            goals: work.goals.iter().filter(of_cycle).collect(),
            cycles,
            work,
            on,
        }
    }

    /// Whether the dossier itself states something.
    fn states(&self, stated: impl Fn(&DossierInput) -> bool) -> bool {
        self.dossier.is_some_and(|dossier| stated(&dossier.stated))
    }

    fn own(&self, code: Code) -> Reason {
        match self.dossier {
            Some(dossier) => Reason::new(code).about(Noun::Dossier, dossier.id),
            None => Reason::new(code),
        }
    }

    fn own_if(&self, there: bool, yes: Code, no: Code) -> Found {
        if there {
            Ok(self.own(yes))
        } else {
            Err(self.own(no))
        }
    }

    /// The dossier states it, or else a goal shows it.
    fn own_or_goal(&self, own: bool, goal: Option<GoalId>, yes: Code, no: Code) -> Found {
        match goal {
            Some(goal) if !own => Ok(Reason::new(yes).about(Noun::Goal, goal)),
            Some(_) | None => self.own_if(own, yes, no),
        }
    }

    /// The last day, up to today, on which something happened with one of the goals.
    fn last(&self, days: &[GoalDay]) -> Option<GoalDay> {
        let ours = |day: &&GoalDay| {
            day.on <= self.on && self.goals.iter().any(|goal| goal.id == day.goal_id)
        };
        days.iter()
            .filter(ours)
            .max_by_key(|day| (day.on, day.goal_id))
            .copied()
    }

    fn ambition(&self) -> Found {
        let there = self.states(|stated| says_something(stated.ambition.as_ref()));
        self.own_if(there, Code::AmbitionStated, Code::AmbitionMissing)
    }

    fn intended_result(&self) -> Found {
        let own = self.states(|stated| says_something(stated.intended_result.as_ref()));
        let goal = self.goals.iter().filter(|goal| goal.testable);
        let goal = goal.map(|goal| goal.id).min();
        let (yes, no) = (Code::IntendedResultStated, Code::IntendedResultMissing);
        self.own_or_goal(own, goal, yes, no)
    }

    fn owner(&self) -> Found {
        let there = self.states(|stated| stated.owner.is_some());
        self.own_if(there, Code::OwnerNamed, Code::OwnerMissing)
    }

    fn action(&self) -> Found {
        let under_way = |status| match status {
            ActionStatus::InProgress | ActionStatus::Done => true,
            ActionStatus::Planned | ActionStatus::Dropped => false,
        };
        let ours = |cycle_id| self.cycles.iter().any(|cycle| cycle.id == cycle_id);
        let actions = self.work.actions.iter();
        actions
            .filter(|action| under_way(action.status) && ours(action.cycle_id))
            .map(|action| action.id)
            .min()
            .map(|id| Reason::new(Code::ActionUnderWay).about(Noun::Action, id))
            .ok_or_else(|| self.own(Code::ActionMissing))
    }

    fn evidence(&self) -> Found {
        let ours = |dossier: &Dossier| {
            let mut all = self.work.evidence.iter();
            all.any(|one| one.dossier_id == dossier.id && one.serves.contains(self.on))
        };
        let there = self.dossier.is_some_and(ours);
        self.own_if(there, Code::EvidenceInForce, Code::EvidenceMissing)
    }

    fn method(&self) -> Found {
        let own = self.states(|stated| says_something(stated.measurement_method.as_ref()));
        let goal = self.goals.iter().filter(|goal| goal.has_indicator);
        let goal = goal.map(|goal| goal.id).min();
        self.own_or_goal(own, goal, Code::MethodStated, Code::MethodMissing)
    }

    fn measured(&self) -> Found {
        let code = Code::MeasuredRecently;
        let own = self
            .dossier
            .and_then(|dossier| dossier.stated.last_measurement.as_ref())
            .map(|last| last.measured_on)
            .filter(|day| *day <= self.on)
            .map(|day| (day, self.own(code)));
        let goal = self
            .last(&self.work.measured)
            .map(|day| (day.on, Reason::new(code).about(Noun::Goal, day.goal_id)));
        let last = own.into_iter().chain(goal).max_by_key(|(day, _)| *day);
        let Some((day, reason)) = last else {
            return Err(self.own(Code::MeasurementMissing));
        };
        let mut reason = reason.with("measuredOn", day);
        let year_ago = self.on.checked_sub(Duration::days(365));
        if year_ago.is_none_or(|limit| day >= limit) {
            Ok(reason)
        } else {
            reason.code = Code::MeasurementOutdated;
            Err(reason)
        }
    }

    fn weighed(&self) -> Found {
        let cycles = self.cycles.iter();
        let evaluated = cycles
            .filter_map(|cycle| Some((cycle.evaluated_on?, cycle.id)))
            .filter(|(day, _)| *day <= self.on)
            .max()
            .map(|(_, id)| Reason::new(Code::ResultWeighed).about(Noun::ImprovementCycle, id));
        let reviewed = || {
            self.last(&self.work.reviewed)
                .map(|day| Reason::new(Code::ResultWeighed).about(Noun::Goal, day.goal_id))
        };
        evaluated
            .or_else(reviewed)
            .ok_or_else(|| self.own(Code::ResultNotWeighed))
    }

    fn decided(&self) -> Found {
        self.last(&self.work.decided)
            .map(|day| Reason::new(Code::DecisionTaken).about(Noun::Goal, day.goal_id))
            .ok_or_else(|| self.own(Code::DecisionMissing))
    }
}
