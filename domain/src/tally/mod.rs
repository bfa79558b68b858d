//! What many people answered, as counts: how the answers lie on a scale, and what of it may be shown, so
//! that nobody can be told from the rest.

mod join;
mod spread;

pub use join::{Crowd, Part, join, parts};
pub use spread::Spread;

/// Of so many, and fewer than [`FEWEST`], the level in the middle is told, unless it lies at an end of the
/// scale. Of two it would say what the other thinks. Of three or four it would when it lies at an end:
/// whoever stands elsewhere would know that all others are there.
pub const FEW: u64 = 3;

/// Nothing is shown of fewer people than these, but a level in the middle.
pub const FEWEST: usize = 5;
