//! The goal: what a cycle is to bring about, and what makes it testable.

use time::Date;

use crate::amount::Amount;
use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::{Code, Reason};
use crate::id::{CycleId, GoalId, PersonId};
use crate::noun::Noun;
use crate::words::words;

words! {
    /// Which way the value of the indicator should go.
    Direction {
        /// Up: at least the target is reached.
        Increase => "increase",
        /// Down: at most the target is left.
        Decrease => "decrease",
    }
}

words! {
    /// On whom a goal is to have effect.
    EffectOn {
        /// The pupil.
        Pupil => "pupil",
        /// The teacher.
        Teacher => "teacher",
    }
}

/// What a goal is expected to change for pupils or teachers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedEffect {
    /// For whom.
    pub on: EffectOn,
    /// What they will notice.
    pub text: String,
}

/// How often someone looks at how a goal is doing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ReviewRhythm {
    /// Every so many weeks: 1 to 52.
    pub every_weeks: u16,
}

/// A goal. Everything but the title may be absent while planning; see [`testable`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Goal {
    /// Its id.
    pub id: GoalId,
    /// The cycle that it belongs to.
    pub cycle_id: CycleId,
    /// The goal of the previous round that this one adjusts.
    pub previous: Option<GoalId>,
    /// What it says.
    pub plan: GoalPlan,
}

/// What a goal says: what a caller gives to set or change one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct GoalPlan {
    /// What it is called.
    pub title: String,
    /// What is measured.
    pub indicator: Option<String>,
    /// In what it is measured, such as `%` or `score 1-4`.
    pub unit_of_measure: Option<String>,
    /// The value at the start.
    pub baseline: Option<Amount>,
    /// The value to be reached.
    pub target: Option<Amount>,
    /// Which way the value should go.
    pub direction: Option<Direction>,
    /// The day by which the target is reached.
    pub due_on: Option<Date>,
    /// How often it is reviewed.
    pub review_rhythm: Option<ReviewRhythm>,
    /// Who is responsible.
    pub owner: Option<PersonId>,
    /// What pupils or teachers will notice.
    pub expected_effect: Option<ExpectedEffect>,
}

impl GoalPlan {
    /// Everything wrong with what is there. What is absent is not wrong yet.
    pub fn check(&self) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::required_line(&mut wrong, "/title", &self.title, MAX_TITLE);
        check::optional_text(&mut wrong, "/indicator", self.indicator.as_ref(), MAX_TEXT);
        let unit = self.unit_of_measure.as_ref();
        check::optional_line(&mut wrong, "/unitOfMeasure", unit, MAX_TITLE);
        if let Some(rhythm) = self.review_rhythm
            && !(1..=52).contains(&rhythm.every_weeks)
        {
            let reason = Reason::new(Code::OutOfRange).at("/reviewRhythm/everyWeeks");
            wrong.push(reason.with("range", "1–52"));
        }
        if let Some(effect) = &self.expected_effect {
            check::required_text(&mut wrong, "/expectedEffect/text", &effect.text, MAX_TEXT);
        }
        wrong
    }

    /// A due date that has passed before the goal is set on it. One that stood there already may stay:
    /// time passes while a plan is made.
    pub fn check_due(&self, before: Option<&GoalPlan>, today: Date) -> Option<Reason> {
        let earlier = before.and_then(|before| before.due_on);
        let due = self.due_on.filter(|due| *due < today)?;
        (earlier != Some(due)).then(|| Reason::new(Code::DateInPast).at("/dueOn"))
    }

    /// The value lies on the right side of the target, or on it; `None` while either is unknown.
    pub fn reached_by(&self, value: Amount) -> Option<bool> {
        match (self.direction?, self.target?) {
            (Direction::Increase, target) => Some(value >= target),
            (Direction::Decrease, target) => Some(value <= target),
        }
    }
}

/// Everything that keeps a goal from being testable; nothing when it is. Pointers are those of the
/// goal, the subject is the goal.
pub fn testable(goal: &Goal) -> Vec<Reason> {
    let plan = &goal.plan;
    let effect = plan.expected_effect.as_ref().map(|effect| &effect.text);
    let there = [
        ("indicator", check::says_something(plan.indicator.as_ref())),
        (
            "unitOfMeasure",
            check::says_something(plan.unit_of_measure.as_ref()),
        ),
        ("baseline", plan.baseline.is_some()),
        ("target", plan.target.is_some()),
        ("direction", plan.direction.is_some()),
        ("dueOn", plan.due_on.is_some()),
        ("reviewRhythm", plan.review_rhythm.is_some()),
        ("ownerId", plan.owner.is_some()),
        ("expectedEffect", check::says_something(effect)),
    ];
    let mut missing: Vec<Reason> = there
        .into_iter()
        .filter(|(_, there)| !there)
        .map(|(field, _)| {
            Reason::new(Code::GoalNotTestable)
                .at(format!("/{field}"))
                .about(Noun::Goal, goal.id)
                .with("field", field)
        })
        .collect();
    if target_against_direction(plan) {
        missing.push(
            Reason::new(Code::TargetAgainstDirection)
                .at("/target")
                .about(Noun::Goal, goal.id),
        );
    }
    missing
}

/// A target that is worse than the baseline is no goal. The same value is: it is to be held.
fn target_against_direction(plan: &GoalPlan) -> bool {
    match (plan.direction, plan.baseline, plan.target) {
        (Some(Direction::Increase), Some(baseline), Some(target)) => target < baseline,
        (Some(Direction::Decrease), Some(baseline), Some(target)) => target > baseline,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::pdca::samples;

    #[test]
    fn a_goal_with_a_title_alone_lacks_nine_things() {
        let mut goal = samples::testable_goal(1, 1);
        assert_eq!(testable(&goal), []);
        goal.plan = GoalPlan {
            title: "Rekenen".into(),
            ..GoalPlan::default()
        };
        assert_eq!(goal.plan.check(), []);
        let missing = testable(&goal);
        assert_eq!(missing.len(), 9);
        assert!(missing.iter().all(|reason| {
            reason.code == Code::GoalNotTestable
                && reason.pointer.is_some()
                && reason.subject.unwrap().id == goal.id.0
        }));
    }

    #[test]
    fn a_target_worse_than_the_baseline_is_no_goal() {
        let mut goal = samples::testable_goal(1, 1);
        goal.plan.direction = Some(Direction::Decrease);
        assert_eq!(
            testable(&goal).first().unwrap().code,
            Code::TargetAgainstDirection
        );
        goal.plan.target = goal.plan.baseline;
        assert_eq!(testable(&goal), []);
    }

    #[test]
    fn a_goal_is_reached_on_the_side_of_its_direction() {
        let mut plan = samples::testable_goal(1, 1).plan;
        let target = plan.target.unwrap();
        let above = Amount::from_hundredths(target.hundredths() + 1).unwrap();
        assert_eq!(plan.reached_by(above), Some(true));
        assert_eq!(plan.reached_by(target), Some(true));
        plan.direction = Some(Direction::Decrease);
        assert_eq!(plan.reached_by(above), Some(false));
        plan.target = None;
        assert_eq!(plan.reached_by(above), None);
    }

    #[test]
    fn a_goal_is_not_set_on_a_day_that_has_passed() {
        use time::macros::date;
        let due = |day| GoalPlan {
            due_on: day,
            ..GoalPlan::default()
        };
        let today = date!(2026 - 03 - 01);
        let (yesterday, today_due) = (due(Some(date!(2026 - 02 - 28))), due(Some(today)));
        let told = yesterday.check_due(None, today).unwrap();
        assert_eq!(
            (told.code, told.pointer.as_deref()),
            (Code::DateInPast, Some("/dueOn"))
        );
        assert!(yesterday.check_due(Some(&today_due), today).is_some());
        assert!(yesterday.check_due(Some(&due(None)), today).is_some());
        // The day itself is in time, none is not set yet, and an old one may stay.
        assert_eq!(today_due.check_due(None, today), None);
        assert_eq!(due(None).check_due(Some(&yesterday), today), None);
        assert_eq!(yesterday.check_due(Some(&yesterday), today), None);
    }

    #[test]
    fn a_rhythm_and_an_effect_must_make_sense() {
        let mut plan = samples::testable_goal(1, 1).plan;
        plan.review_rhythm = Some(ReviewRhythm { every_weeks: 0 });
        plan.expected_effect.as_mut().unwrap().text = " ".into();
        let pointers: Vec<_> = plan
            .check()
            .into_iter()
            .map(|r| r.pointer.unwrap())
            .collect();
        assert_eq!(
            pointers,
            ["/reviewRhythm/everyWeeks", "/expectedEffect/text"]
        );
    }
}
