//! One file per noun: how its aggregates are kept.

pub mod baseline;
pub mod credential;
pub mod dossier;
mod external_id;
pub mod framework;
pub mod idempotency;
pub mod organisation_unit;
pub mod own_standard;
pub mod principal;
pub mod setting;
pub mod snapshot;
mod unit_tree;
pub mod work;
