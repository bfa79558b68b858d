//! Satisfaction surveys: what is asked (instruments), of whom and when (campaigns), what may be shown of the
//! answers, and what a unit does with them.

pub mod content;
pub mod statistics;
