//! The wire types: one file a noun.

pub mod action;
mod amount;
pub mod context_factor;
pub mod decision;
pub mod goal;
pub mod improvement_cycle;
pub mod measurement;
pub mod meta;
pub mod organisation_unit;
pub mod review;
pub mod schema;
