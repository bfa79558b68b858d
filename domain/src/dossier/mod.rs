//! The requirement dossier: what a unit has arranged for one requirement, and how complete that is.

mod completeness;
#[cfg(test)]
mod completeness_tests;
mod record;

pub use completeness::{Completeness, Level, Part, completeness};
pub use record::{Dossier, DossierInput, LastMeasurement};
