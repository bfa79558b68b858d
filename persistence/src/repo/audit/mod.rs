//! Audits, what somebody is to one, and what the rule of independence looks at.

mod grounds;
mod root;
mod standing;

pub use grounds::{around, of_people, of_team};
pub use root::of_year;
pub use standing::{Standing, covered, standings};
