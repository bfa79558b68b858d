//! The contract: wire types, the problem table, the texts in two languages, and the published document.

pub mod address;
pub mod document;
pub mod lint;
pub mod operation;
pub mod problem;
pub mod shape;
pub mod texts;
pub mod wire;

/// The version of the API: in the document and in the header `API-Version` of every answer.
pub const API_VERSION: &str = "1.0.0";
