//! The stores themselves, on both databases.

mod fence;
mod plans;
mod unit;
