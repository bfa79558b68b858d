//! Who may do what: roles, permissions and the one table between them.

mod account;
mod approval;
mod client;
mod client_key;
mod client_secret;
mod explain;
mod giving;
mod grant;
#[cfg(test)]
mod grant_tests;
mod password;
mod permission;
mod platform;
mod principal;
mod reading;
mod role;
pub mod session;
mod throttle;

pub use account::{Account, AccountDetails, Keeper};
pub use approval::{approved_scopes, check_approval};
pub use client::{ApiClient, ApiClientDetails, scope_word, unknown_scope};
pub use client_key::{KeyType, PublicKey};
pub use client_secret::{ClientSecret, MOST_SECRETS, make_room};
pub use explain::{Covering, Explanation, Needed, explain};
pub use giving::Giving;
pub use grant::{Grant, GrantFacts, GrantInput, Place};
pub use password::check_password;
pub use permission::{Permission, Scope};
pub use platform::keep_platform_run;
pub use principal::{CredentialKind, Grantee, PrincipalKind};
pub use reading::read_permission;
pub use role::Role;
pub use throttle::{FORGOTTEN, LONGEST_PAUSE, Tried, Tries};
