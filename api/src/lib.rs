//! The shell: HTTP, use cases, workers and the command line around the domain.

pub mod app;
mod aside;
pub mod auth;
pub mod cli;
pub mod clock;
pub mod config;
pub mod demo;
mod endpoint;
pub mod failure;
pub mod files;
pub mod frameworks;
pub mod guard;
mod http;
mod idempotency;
mod oauth;
mod reached;
pub mod reply;
mod resource;
mod route;
mod sandbox_clock;
pub mod schemas;
pub mod seal;
mod shipped;
pub mod state;
pub mod store;
pub mod survey;
pub mod telemetry;
pub mod today;
mod usecase;
mod work;
pub mod worker;

pub use endpoint::operations;
