//! The rules of learning results.
