//! Evidence with its files, and what uses it.

mod files;
mod record;
mod uses;

pub use files::is_kept;
pub(crate) use uses::forget_uses;
pub use uses::{add_uses, on_line, serving, set_uses, uses_of};
