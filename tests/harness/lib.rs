//! What every test of the stores and of the service stands on: servers, stores and helpers.
//!
//! Nothing here skips: what a test needs is found, started, or the test fails and says how to get
//! it.

pub mod environment;
mod failure;
pub mod postgres;
mod store;
pub mod template;

pub use failure::{Failure, Outcome};
pub use store::{Backend, StoreHandle};
pub use template::Template;
