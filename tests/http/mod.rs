//! The service as its callers see it. One file a noun, each test on both stores.

mod assignment;
mod cycles;
mod dossiers;
mod frameworks;
mod imports;
mod known;
mod mechanics;
mod organisation_unit;
mod person;
mod sandbox;
mod standing;
mod succession;
mod supervised_object;
