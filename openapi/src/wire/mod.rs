//! The wire types: one file a noun.

pub mod event;
pub mod meta;
pub mod organisation_unit;
pub mod trail;
