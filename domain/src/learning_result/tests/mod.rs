//! The rules of learning results.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

mod ahead;
mod counts;
mod fixture;
mod judging;
mod masking;
mod norms;
mod not_told;
mod properties;
mod published;
mod shares;
mod trend;
