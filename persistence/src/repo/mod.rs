//! One file per noun: how its aggregates are kept.

pub mod credential;
pub mod event;
mod external_id;
pub mod idempotency;
pub mod organisation_unit;
pub mod principal;
pub mod sandbox;
pub mod setting;
pub mod trail;
mod unit_tree;
