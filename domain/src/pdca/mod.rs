//! Plan, do, check, act: improvement cycles with their goals, actions, measurements, reviews and
//! decisions, and the lessons that come out of them.

pub mod action;
mod blockers;
pub mod context_factor;
pub mod cycle;
pub mod decision;
pub mod editing;
pub mod goal;
pub mod lesson;
pub mod machine;
#[cfg(test)]
mod machine_tests;
pub mod measurement;
pub mod review;
pub mod round;
#[cfg(test)]
pub(crate) mod samples;
pub mod work;

pub use crate::check::{MAX_REFERENCES, MAX_TEXT, MAX_TITLE};
pub use action::{Action, ActionPlan, ActionStatus};
pub use context_factor::{ContextFactor, ContextFactorInput, ContextKind};
pub use cycle::{Cycle, CycleInput, Evaluation, ORIGINS};
pub use decision::{Decision, DecisionInput, DecisionKind};
pub use goal::{Direction, EffectOn, ExpectedEffect, Goal, GoalPlan, ReviewRhythm, testable};
pub use lesson::Lesson;
pub use machine::{Command, Facts, State, Transition, available, decide};
pub use measurement::{Measurement, MeasurementInput};
pub use review::{MissedReview, Review, ReviewInput};
pub use round::next_round;
