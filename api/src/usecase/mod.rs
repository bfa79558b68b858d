//! The use cases: one file a noun. Each loads, lets the domain decide, and saves.

pub mod import;
pub mod job;
pub mod organisation_unit;
pub mod place;
