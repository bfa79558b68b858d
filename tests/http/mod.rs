//! The service as its callers see it. One file a noun, each test on both stores.

mod assignment;
mod clients;
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
mod person;
mod raw;
mod reach;
mod sandbox;
mod standing;
mod succession;
mod supervised_object;
mod trail;
