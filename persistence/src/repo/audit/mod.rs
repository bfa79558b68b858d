//! Audits, what somebody is to one, and what the rule of independence looks at.

mod grounds;
mod root;
mod standing;
mod year;

pub use grounds::{around, of_team, successions_of};
pub use standing::{Standing, covered, standings};
pub use year::of_year;
pub(crate) use year::statement as statement_of_year;
