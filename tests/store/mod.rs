//! The stores themselves, on both databases.

mod plans;
mod unit;
