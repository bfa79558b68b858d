//! The service as its callers see it. One file a noun, each test on both stores.

mod cycles;
mod mechanics;
mod organisation_unit;
mod sandbox;
