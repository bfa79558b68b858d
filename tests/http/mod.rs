//! The service as its callers see it. One file a noun, each test on both stores.

mod mechanics;
mod organisation_unit;
mod sandbox;
