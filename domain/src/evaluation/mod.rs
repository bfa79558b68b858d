//! Self-evaluations: what a board, the leadership of a school, a team or a subject department says of
//! itself, in one meeting together or from the scores of each and what they agree on.

mod machine;
mod record;
mod results;
mod said;
mod score;
mod taking_part;

pub use machine::{Command, Facts, State, Transition, available, decide};
pub use record::{Meeting, Mode, Plan, SelfEvaluation, asked, fits, given, kinds_of};
pub use results::{
    Counted, Figures, PartResult, Results, Shown, StandardResult, may_show_anew, results,
};
pub use said::Said;
pub use score::{Score, already_scored, may_score};
pub use taking_part::{Evaluated, works_in};

#[cfg(test)]
pub(crate) mod samples;
