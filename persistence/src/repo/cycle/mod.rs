//! Improvement cycles and all that belongs to them: one aggregate over several tables, of which the
//! cycle is the root.

mod action;
mod belonging;
mod decision;
mod filters;
mod goal;
mod measurement;
mod review;
mod root;

pub use belonging::{Belongings, OfCycle, belongings, of_cycles, of_goals};
pub(crate) use filters::NO_DAY;
pub use root::{arising_from, ids_arising_from, resting_on};
