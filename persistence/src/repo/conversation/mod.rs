//! Quality conversations with their agreements.

mod agreement;
mod root;

pub(super) use agreement::open as open_agreements;
pub use agreement::{OpenAgreement, open_agreements_of_units};
pub use root::{held_in, last_held};
