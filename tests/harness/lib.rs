//! What every test of the stores and of the service stands on: servers, stores and helpers.
//!
//! Nothing here skips: what a test needs is found, started, or the test fails and says how to get
//! it.

#![expect(
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a harness fails the test that uses it"
)]

pub mod app;
mod client;
mod clock;
pub mod environment;
mod failure;
pub mod people;
pub mod postgres;
pub mod process;
mod store;
pub mod template;

pub use app::{Answer, Caller, TestApp, send};
pub use clock::{clock, clock_before};
pub use failure::{Failure, Outcome};
pub use store::{Backend, StoreHandle};
pub use template::Template;
