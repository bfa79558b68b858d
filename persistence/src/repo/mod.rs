//! One file per noun: how its aggregates are kept.

pub mod assignment;
pub mod credential;
pub mod event;
pub mod external_id;
pub mod group;
pub mod idempotency;
pub mod job;
pub mod job_file;
pub mod job_plan;
pub mod job_report;
pub mod list_mark;
pub mod listed_person;
pub mod listed_unit;
pub mod organisation_unit;
pub mod person;
pub mod principal;
pub mod sandbox;
pub mod setting;
pub mod succession;
pub mod supervised_object;
pub mod trail;
mod unit_tree;
