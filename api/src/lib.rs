//! The shell: HTTP, use cases, workers and the command line around the domain.

pub mod app;
mod auth;
pub mod clock;
pub mod config;
mod endpoint;
mod failure;
mod guard;
mod http;
mod idempotency;
mod reply;
mod resource;
mod route;
mod schemas;
pub mod state;
mod work;
pub mod worker;

pub use endpoint::operations;
