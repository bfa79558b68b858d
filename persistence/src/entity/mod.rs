//! The tables, as SeaORM sees them. Ids are UUIDs, instants milliseconds, days ISO texts.

pub mod access_grant;
pub mod action;
pub mod context_factor;
pub mod credential;
pub mod cycle_context;
pub mod cycle_requirement;
pub mod cycle_transition;
pub mod decision;
pub mod event;
pub mod external_id;
pub mod goal;
pub mod idempotency;
pub mod improvement_cycle;
pub mod measurement;
pub mod organisation_unit;
pub mod principal;
pub mod review;
pub mod seal;
pub mod setting;
pub mod trail;
pub mod trail_value;
pub mod unit_ancestor;
pub mod unit_identifier;
