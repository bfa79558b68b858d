//! Who may do what: roles, permissions and the one table between them.

mod account;
mod approval;
mod client;
mod client_key;
mod client_secret;
mod grant;
mod permission;
mod reading;
mod role;

pub use account::{Account, AccountDetails};
pub use approval::{Approval, ApprovalInput};
pub use client::{ApiClient, ApiClientDetails, scope_word};
pub use client_key::{KeyType, PublicKey};
pub use client_secret::{ClientSecret, MOST_SECRETS, make_room};
pub use grant::{Grant, GrantFacts, GrantInput, Place};
pub use permission::{Permission, Scope};
pub use reading::read_permission;
pub use role::Role;
