//! Surveys.

mod import;
