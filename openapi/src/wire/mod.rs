//! The wire types: one file a noun.

pub mod meta;
pub mod organisation_unit;
