//! Taking in files: which list it is, what a row says, and what that means for what is there. Decoding
//! bytes and splitting cells is the shell's work; nothing here sees a file.

pub mod board_plan;
mod cells;
pub mod column;
pub mod establishment_plan;
pub mod known;
pub mod layout;
mod overlay;
pub mod people_plan;
pub mod plan;
#[cfg(test)]
mod readings;
pub mod responses;
pub mod row;
pub mod row_people;
#[cfg(test)]
mod scenarios;
pub mod tally;
mod template;
pub mod vanish;

pub use column::Column;
pub use known::{Known, KnownUnit, UnitKey};
pub use layout::{Columns, ImportKind, Layout, recognise};
pub use plan::{Change, Outcome, Reach, RecordPlan};
pub use tally::{Tally, needs_confirmation};
