//! Frameworks: sets of requirements as data, in immutable versions.

mod requirement;

pub use requirement::{EditionRef, ParseRequirementError, RequirementRef};
