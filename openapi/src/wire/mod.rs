//! The wire types: one file a noun.

pub mod baseline;
pub mod dossier;
pub mod event;
pub mod framework;
pub mod meta;
pub mod organisation_unit;
pub mod own_standard;
pub mod standing;
pub mod trail;
