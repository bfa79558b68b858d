//! Tests of the frameworks: the engine against references written another way, the checks, and the
//! shipped data.

pub(crate) mod carrying;
mod checks;
mod engine;
pub(crate) mod fixture;
mod library;
mod mapping;
mod mbo_2017;
mod own_standard;
mod reference;
pub(crate) mod seeds;
