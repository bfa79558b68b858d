//! One file per noun: how its aggregates are kept.

pub mod credential;
pub mod idempotency;
