//! The wire types: one file a noun.

pub mod assignment;
pub mod baseline;
pub mod dossier;
pub mod event;
pub mod framework;
pub mod group;
pub mod meta;
pub mod organisation_unit;
pub mod own_standard;
pub mod person;
pub mod standing;
pub mod succession;
pub mod supervised_object;
pub mod trail;
pub mod transition;
pub mod unit_kind;
mod words;
