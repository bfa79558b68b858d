//! The use cases: one file a noun. Each loads, lets the domain decide, and saves.

pub mod assignment;
pub mod event;
pub mod group;
pub mod import;
pub mod job;
pub mod organisation_unit;
pub mod person;
pub mod place;
pub mod succession;
mod succession_effects;
pub mod supervised_object;
pub mod trail;
