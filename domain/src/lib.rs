//! The rules of certified quality care in schools.
//!
//! Pure: nothing here reads a clock, a database, a file or the network. Every module is one noun of
//! the field; the same noun names its wire types, its repository, its use case and its route.

pub mod access;
pub mod akoki;
pub mod amount;
pub mod audit;
pub mod baseline;
pub mod calendar;
pub(crate) mod check;
pub mod conversation;
pub mod dossier;
pub mod error;
pub mod escalation;
pub mod evaluation;
pub mod event;
pub mod evidence;
pub mod finding;
pub mod framework;
pub mod id;
pub mod import;
pub mod inspection;
pub mod job;
pub mod learning_result;
pub mod noun;
pub mod observation;
pub mod organisation;
pub mod pdca;
pub mod school_year;
pub mod standing;
pub mod survey;
pub mod tally;
pub mod text;
pub mod upgrade;
pub mod verdict;
pub(crate) mod words;

pub use error::{Code, Reason, Refusal, Subject};
pub use noun::Noun;
