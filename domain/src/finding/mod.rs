//! What an audit looks at and finds, and what becomes of it: checklists, findings, their follow-up until
//! somebody has seen that it had effect, and who is told when that is late.

mod checklist;
mod correction;
mod editing;
#[cfg(test)]
mod follow_up_tests;
mod gathered;
mod machine;
#[cfg(test)]
mod machine_tests;
mod record;
mod response;

pub use checklist::{ChecklistItem, ItemInput, Judging, draw};
pub use correction::{Attempt, Correction, CorrectiveAction, Verification, Work};
pub use editing::{Fieldwork, Part, in_the_field, may_follow_up};
pub use gathered::{Gathered, Ground};
pub use machine::{Command, Course, Facts, State, Transition, available, decide};
pub use record::{Finding, FindingInput, MAX_ATTEMPTS, VERIFIED_WITHIN};
pub use response::{Answer, Responded, Response};
