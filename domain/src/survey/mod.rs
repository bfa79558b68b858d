//! Satisfaction surveys: what is asked (instruments), of whom and when (campaigns), what may be shown of the
//! answers, and what a unit does with them.

pub mod answers;
pub mod campaign;
pub mod condition;
pub mod content;
pub mod entry;
pub mod follow_up;
pub mod forecast;
pub mod given;
pub mod instrument;
pub mod layout;
mod marks;
pub mod misfit;
pub mod mix;
pub mod outcome;
pub mod packed;
pub mod participation;
pub mod publish;
pub mod results;
pub mod safety_delivery;
pub mod split_by;
pub mod statistics;
pub mod suppression;
pub mod tally;

#[cfg(test)]
mod tests;
