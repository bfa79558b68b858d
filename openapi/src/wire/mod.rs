//! The wire types: one file a noun.

pub mod action;
mod amount;
pub mod assignment;
pub mod baseline;
pub mod context_factor;
pub mod decision;
pub mod dossier;
pub mod event;
pub mod framework;
pub mod goal;
pub mod group;
pub mod improvement_cycle;
pub mod job;
pub mod measurement;
pub mod meta;
pub mod organisation_unit;
pub mod own_standard;
pub mod person;
pub mod review;
pub mod schema;
pub mod standing;
pub mod succession;
pub mod supervised_object;
pub mod trail;
pub mod transition;
pub mod unit_kind;
mod words;
