//! The tables, as SeaORM sees them. Ids are UUIDs, instants milliseconds, days ISO texts.

pub mod access_grant;
pub mod credential;
pub mod event;
pub mod external_id;
pub mod idempotency;
pub mod job;
pub mod job_file;
pub mod job_key;
pub mod job_plan;
pub mod job_row;
pub mod list_mark;
pub mod organisation_unit;
pub mod principal;
pub mod seal;
pub mod setting;
pub mod trail;
pub mod trail_value;
pub mod unit_ancestor;
pub mod unit_identifier;
