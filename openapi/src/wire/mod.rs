//! The wire types: one file a noun.

pub mod framework;
pub mod meta;
pub mod organisation_unit;
pub mod own_standard;
