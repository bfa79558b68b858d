//! All tests that need more than one crate, in one binary: linking is what costs.

mod architecture;
mod templates;
