//! The wire types: one file a noun.

pub mod job;
pub mod meta;
pub mod organisation_unit;
