//! Evidence with its files, and what uses it.

mod files;
mod named;
mod record;
mod serving;
mod titles;
mod uses;

pub use files::is_kept;
pub use named::{Nameable, nameable};
pub use serving::{serving, serving_parts};
pub use titles::respell_titles;
pub(crate) use uses::{
    UsesEvidence, forget_uses, forget_uses_of_parts, listed, read_listed, save_uses,
};
pub use uses::{is_held, uses_of};
