//! The rules of secondary education.
