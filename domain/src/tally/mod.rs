//! What many people answered, as counts: how the answers lie on a scale, and what of it may be shown, so
//! that nobody can be told from the rest.

mod join;
mod spread;

pub use join::{Crowd, Part, join};
pub use spread::Spread;

/// Nothing is shown of fewer people than these, but one rounded value.
pub const FEWEST: usize = 5;
