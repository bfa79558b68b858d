//! The tables, as SeaORM sees them. Ids are UUIDs, instants milliseconds, days ISO texts.

pub mod access_grant;
pub mod baseline;
pub mod credential;
pub mod dossier;
pub mod event;
pub mod external_id;
pub mod framework_publication;
pub mod idempotency;
pub mod organisation_unit;
pub mod own_standard;
pub mod principal;
pub mod seal;
pub mod setting;
pub mod standing_snapshot;
pub mod trail;
pub mod trail_value;
pub mod unit_ancestor;
pub mod unit_identifier;
