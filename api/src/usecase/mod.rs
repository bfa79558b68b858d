//! The use cases: one file a noun. Each loads, lets the domain decide, and saves.

pub mod assignment;
pub mod baseline;
pub mod carrier;
pub mod catalogue;
pub mod dossier;
pub mod event;
pub mod examples;
pub mod framework;
pub mod group;
pub mod judgement;
pub mod organisation_unit;
pub mod own_standard;
pub mod person;
pub mod place;
pub mod requirement;
pub mod standing;
pub mod succession;
mod succession_effects;
pub mod supervised_object;
pub mod trail;
