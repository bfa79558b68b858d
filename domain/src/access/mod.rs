//! Who may do what: roles, permissions and the one table between them.

mod account;
mod grant;
mod permission;
mod reading;
mod role;

pub use account::{Account, AccountDetails};
pub use grant::{Grant, GrantFacts, GrantInput, Place};
pub use permission::{Permission, Scope};
pub use reading::read_permission;
pub use role::Role;
