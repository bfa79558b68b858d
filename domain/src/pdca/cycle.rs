//! The improvement cycle: one round of plan, do, check and act of one unit on one theme.

use time::Date;

use super::machine::{State, Transition};
use crate::akoki::Theme;
use crate::check::{self, MAX_TEXT, MAX_TITLE};
use crate::error::{Code, Reason, Subject};
use crate::framework::RequirementRef;
use crate::id::{BoardId, ContextFactorId, CycleId, PersonId, UnitId};
use crate::noun::Noun;

/// What a cycle can arise from: whatever shows that something must be improved.
pub const ORIGINS: &[Noun] = &[
    Noun::Dossier,
    Noun::SelfEvaluation,
    Noun::Observation,
    Noun::Audit,
    Noun::Finding,
    Noun::InspectionVisit,
    Noun::RecoveryOrder,
    Noun::QualityConversation,
    Noun::SurveyFollowUp,
];

/// One round of plan, do, check and act. Its state changes through [`super::machine::decide`] alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cycle {
    /// Its id.
    pub id: CycleId,
    /// The tenant.
    pub board_id: BoardId,
    /// The unit that improves.
    pub unit_id: UnitId,
    /// The AKOKI theme that it belongs to.
    pub theme: Theme,
    /// What it is called.
    pub title: String,
    /// What it is about.
    pub description: Option<String>,
    /// The requirements that it serves.
    pub requirements: Vec<RequirementRef>,
    /// The context factors that the plan rests on.
    pub context_factors: Vec<ContextFactorId>,
    /// Who is responsible for the round as a whole.
    pub owner: Option<PersonId>,
    /// What made it necessary, such as a finding of an audit. A next round follows from this one, and
    /// has none of its own.
    pub origin: Option<Subject>,
    /// Where it is.
    pub state: State,
    /// 1 for the first round, one more for each next one.
    pub round: u32,
    /// The round that this one continues.
    pub previous: Option<CycleId>,
    /// The round that continues this one.
    pub next: Option<CycleId>,
    /// The day on which Do started (again); absent in Plan.
    pub do_started_on: Option<Date>,
    /// What Check concluded.
    pub evaluation: Option<Evaluation>,
    /// Context factors that changed since the plan was made or last confirmed.
    pub flagged_context: Vec<ContextFactorId>,
}

/// What Check concludes about the round as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// What was found.
    pub text: String,
    /// The day of the evaluation.
    pub evaluated_on: Date,
    /// Who evaluated.
    pub evaluated_by: Option<PersonId>,
}

impl Evaluation {
    /// Everything wrong with it on a day; pointers start at the evaluation itself (`/text`).
    pub fn check(&self, today: Date) -> Vec<Reason> {
        let mut wrong = Vec::new();
        check::required_text(&mut wrong, "/text", &self.text, MAX_TEXT);
        check::not_after(&mut wrong, "/evaluatedOn", self.evaluated_on, today);
        wrong
    }
}

/// What a caller gives to open or change a cycle. References are looked up by the use case.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CycleInput {
    /// See [`Cycle::theme`]; required.
    pub theme: Option<Theme>,
    /// See [`Cycle::title`]; required.
    pub title: String,
    /// See [`Cycle::description`].
    pub description: Option<String>,
    /// See [`Cycle::requirements`].
    pub requirements: Vec<RequirementRef>,
    /// See [`Cycle::context_factors`].
    pub context_factors: Vec<ContextFactorId>,
    /// See [`Cycle::owner`].
    pub owner: Option<PersonId>,
    /// See [`Cycle::origin`].
    pub origin: Option<Subject>,
}

impl CycleInput {
    /// Everything wrong with it.
    pub fn check(&self) -> Vec<Reason> {
        let mut wrong = Vec::new();
        if self.theme.is_none() {
            wrong.push(Reason::new(Code::Required).at("/theme"));
        }
        check::required_line(&mut wrong, "/title", &self.title, MAX_TITLE);
        check::optional_text(
            &mut wrong,
            "/description",
            self.description.as_ref(),
            MAX_TEXT,
        );
        check::distinct(&mut wrong, "/requirements", &self.requirements);
        check::distinct(&mut wrong, "/contextFactorIds", &self.context_factors);
        wrong
    }
}

impl Cycle {
    /// A first round, in Plan.
    ///
    /// # Errors
    /// Everything wrong with the input.
    pub fn open(
        id: CycleId,
        board_id: BoardId,
        unit_id: UnitId,
        input: CycleInput,
    ) -> Result<Self, Vec<Reason>> {
        let wrong = input.check();
        match input.theme {
            Some(theme) if wrong.is_empty() => Ok(Self {
                id,
                board_id,
                unit_id,
                theme,
                title: input.title,
                description: input.description,
                requirements: input.requirements,
                context_factors: input.context_factors,
                owner: input.owner,
                origin: input.origin,
                state: State::Plan,
                round: 1,
                previous: None,
                next: None,
                do_started_on: None,
                evaluation: None,
                flagged_context: Vec::new(),
            }),
            Some(_) | None => Err(wrong),
        }
    }

    /// The content as an input: what a patch starts from.
    pub fn input(&self) -> CycleInput {
        CycleInput {
            theme: Some(self.theme),
            title: self.title.clone(),
            description: self.description.clone(),
            requirements: self.requirements.clone(),
            context_factors: self.context_factors.clone(),
            owner: self.owner,
            origin: self.origin,
        }
    }

    /// Takes over changed content. Whether the state allows it is asked of [`super::editing`] first.
    ///
    /// # Errors
    /// Everything wrong with the input; the cycle is then as it was.
    pub fn change(&mut self, input: CycleInput) -> Result<(), Vec<Reason>> {
        let mut wrong = input.check();
        if input.origin != self.origin {
            wrong.push(Reason::new(Code::NotChangeable).at("/arisesFrom"));
        }
        match input.theme {
            Some(theme) if wrong.is_empty() => {
                self.theme = theme;
                self.title = input.title;
                self.description = input.description;
                self.requirements = input.requirements;
                // A plan that no longer rests on a factor need not be confirmed against it.
                self.flagged_context
                    .retain(|factor| input.context_factors.contains(factor));
                self.context_factors = input.context_factors;
                self.owner = input.owner;
                Ok(())
            }
            Some(_) | None => Err(wrong),
        }
    }

    /// Carries out what [`super::machine::decide`] decided.
    pub fn apply(&mut self, transition: &Transition) {
        self.state = transition.to;
        self.do_started_on = transition.do_started_on;
        if transition.drops_evaluation {
            self.evaluation = None;
        }
        if transition.settles_context {
            self.flagged_context.clear();
        }
    }

    /// Notes that a context factor changed. Says whether that flagged this cycle: only when its plan
    /// rests on the factor, it is still running, and it was not flagged for this factor already.
    pub fn flag(&mut self, factor: ContextFactorId) -> bool {
        let flags = self.state.is_open()
            && self.context_factors.contains(&factor)
            && !self.flagged_context.contains(&factor);
        if flags {
            self.flagged_context.push(factor);
        }
        flags
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::pdca::samples;
    use uuid::Uuid;

    #[test]
    fn an_input_hears_everything_that_is_wrong_with_it() {
        let requirement: RequirementRef = "inspectorate/2025/po/OP2".parse().unwrap();
        let input = CycleInput {
            title: "  ".into(),
            description: Some("x".repeat(MAX_TEXT + 1)),
            requirements: vec![requirement.clone(), requirement],
            ..CycleInput::default()
        };
        let wrong: Vec<_> = input
            .check()
            .into_iter()
            .map(|reason| (reason.code, reason.pointer.unwrap()))
            .collect();
        assert_eq!(
            wrong,
            [
                (Code::Required, "/theme".to_owned()),
                (Code::Required, "/title".to_owned()),
                (Code::TooLong, "/description".to_owned()),
                (Code::Duplicate, "/requirements/1".to_owned()),
            ]
        );
        assert!(
            Cycle::open(
                CycleId(Uuid::nil()),
                BoardId(Uuid::nil()),
                UnitId(Uuid::nil()),
                input
            )
            .is_err()
        );
    }

    #[test]
    fn only_a_running_cycle_that_rests_on_the_factor_is_flagged() {
        let factor = ContextFactorId(Uuid::from_u128(9));
        let mut cycle = samples::cycle(1);
        assert!(!cycle.flag(factor));
        cycle.context_factors.push(factor);
        assert!(cycle.flag(factor));
        assert!(!cycle.flag(factor));
        assert_eq!(cycle.flagged_context, [factor]);
        cycle.flagged_context.clear();
        cycle.state = State::Closed;
        assert!(!cycle.flag(factor));
    }

    #[test]
    fn dropping_a_factor_drops_its_flag() {
        let factors = [1, 2].map(|n| ContextFactorId(Uuid::from_u128(n)));
        let mut cycle = samples::cycle(1);
        cycle.context_factors = factors.to_vec();
        assert!(cycle.flag(factors[0]) && cycle.flag(factors[1]));
        let mut input = cycle.input();
        input.context_factors = vec![factors[1]];
        cycle.change(input).unwrap();
        assert_eq!(cycle.flagged_context, [factors[1]]);
    }
}
