//! The service as its callers see it. One file a noun, each test on both stores.

mod cycles;
mod dossiers;
mod frameworks;
mod imports;
mod mechanics;
mod organisation_unit;
mod sandbox;
mod standing;
