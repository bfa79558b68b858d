//! The use cases: one file a noun. Each loads, lets the domain decide, and saves.

pub mod event;
pub mod organisation_unit;
pub mod place;
pub mod trail;
