//! The use cases: one file a noun. Each loads, lets the domain decide, and saves.

pub mod catalogue;
pub mod framework;
pub mod judgement;
pub mod organisation_unit;
pub mod own_standard;
pub mod place;
pub mod requirement;
