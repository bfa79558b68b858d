//! One file per noun: how its aggregates are kept.

pub mod credential;
mod external_id;
pub mod idempotency;
pub mod job;
pub mod job_file;
pub mod job_plan;
pub mod job_report;
pub mod list_mark;
pub mod listed_unit;
pub mod organisation_unit;
pub mod principal;
pub mod sandbox;
pub mod setting;
mod unit_tree;
