//! The use cases: one file a noun. Each loads, lets the domain decide, and saves.

pub mod action;
pub mod carrier;
pub mod context_factor;
pub mod decision;
pub mod goal;
pub mod improvement_cycle;
pub mod lesson;
pub mod measurement;
pub mod organisation_unit;
pub mod place;
pub mod review;
