//! The service as its callers see it. One file a noun, each test on both stores.

mod cycles;
mod dossiers;
mod event;
mod follower;
mod frameworks;
mod imports;
mod mechanics;
mod meta;
mod organisation_unit;
mod raw;
mod reach;
mod sandbox;
mod standing;
mod trail;
