//! One file per noun: how its aggregates are kept.

pub mod context_factor;
pub mod credential;
pub mod cycle;
mod external_id;
pub mod idempotency;
pub mod organisation_unit;
pub mod principal;
pub mod sandbox;
pub mod setting;
mod unit_tree;
pub mod work;
