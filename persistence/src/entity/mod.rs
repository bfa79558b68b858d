//! The tables, as SeaORM sees them. Ids are UUIDs, instants milliseconds, days ISO texts.

pub mod access_grant;
pub mod assignment;
pub mod baseline;
pub mod credential;
pub mod dossier;
pub mod event;
pub mod external_id;
pub mod framework_publication;
pub mod idempotency;
pub mod organisation_unit;
pub mod own_standard;
pub mod person;
pub mod principal;
pub mod pupil_group;
pub mod reach_change;
pub mod seal;
pub mod setting;
pub mod standing_snapshot;
pub mod succession;
pub mod succession_board;
pub mod supervised_cover;
pub mod supervised_object;
pub mod trail;
pub mod trail_value;
pub mod unit_ancestor;
pub mod unit_identifier;
