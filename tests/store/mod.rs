//! The stores themselves, on both databases.

mod fence;
mod plans;
mod uniques;
mod unit;
