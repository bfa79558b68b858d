//! Who may do what: roles, permissions and the one table between them.

mod permission;
mod role;

pub use permission::{Permission, Scope};
pub use role::Role;
