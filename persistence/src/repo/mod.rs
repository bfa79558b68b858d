//! One file per noun: how its aggregates are kept.

pub mod assignment;
pub mod baseline;
pub mod credential;
pub mod dossier;
pub mod event;
pub mod external_id;
pub mod framework;
pub mod group;
pub mod idempotency;
pub mod organisation_unit;
pub mod own_standard;
pub mod person;
pub mod principal;
pub mod sandbox;
pub mod setting;
pub mod snapshot;
pub mod succession;
pub mod supervised_object;
pub mod trail;
mod unit_tree;
pub mod work;
