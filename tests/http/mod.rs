//! The service as its callers see it. One file a noun, each test on both stores.

mod accounts;
mod assignment;
mod cycles;
mod dossiers;
mod event;
mod follower;
mod frameworks;
mod imports;
mod known;
mod mechanics;
mod meta;
mod organisation_unit;
mod password;
mod person;
mod personal_access_token;
mod raw;
mod reach;
mod sandbox;
mod session;
mod session_end;
mod set_up;
mod standing;
mod succession;
mod supervised_object;
mod trail;
