//! The stores themselves, on both databases.

mod fence;
mod lane;
mod plans;
mod uniques;
mod unit;
mod users;
